# Two stages: the static binary is built on Debian with a Swift toolchain, and runs alone.
#   docker build -t mantissa .
#   docker run --rm -p 8000:8000 mantissa
FROM swift:6.2-bookworm AS build
WORKDIR /source
COPY scripts scripts
RUN scripts/setup.sh
COPY Package.swift Package.swift
COPY Sources Sources
COPY Benchmarks Benchmarks
COPY Tests Tests
RUN scripts/static-build.sh

FROM scratch
COPY --from=build /source/.build-static/release/mantissa /mantissa
COPY Models /models
# Any number but 0 will do: nothing is written.
USER 65532:65532
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["/mantissa"]
CMD ["serve", "--models", "/models", "--host", "0.0.0.0", "--port", "8000"]
