# The image: one static binary, the certificates of authorities, and the embedded model; nothing else, and nothing that can be written.
#   make image                                     (docker or buildah, whichever is there)
#   docker run --rm -p 8000:8000 mantissa
#   docker run --rm -p 8000:8000 -v /path/of/models:/mnt/models:ro mantissa      (in the place of the embedded one)
#   docker buildx build --platform linux/amd64,linux/arm64 -t mantissa .         (each on a machine of its kind, or in qemu)
# Settings are variables: -e MANTISSA_MAX_BATCH=8; so the health check knows port, address and TLS as well.
ARG SWIFT_IMAGE=docker.io/library/swift:6.2-bookworm

FROM ${SWIFT_IMAGE} AS build
WORKDIR /source
# What changes least comes first: the Debian packages and the dependencies are layers of their own.
COPY scripts/setup.sh scripts/setup.sh
RUN scripts/setup.sh --image-build && rm -rf /var/lib/apt/lists/*
COPY Package.swift Package.swift
RUN swift package --scratch-path .build-static resolve
COPY scripts/static-build.sh scripts/static-build.sh
COPY Sources Sources
COPY Benchmarks Benchmarks
COPY Tests Tests
RUN scripts/static-build.sh

FROM scratch
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Mantissa" \
      org.opencontainers.image.description="Serves image models on CPUs in 16-bit integers over HTTP" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /source/.build-static/release/mantissa /mantissa
# What is mounted at /mnt/models takes its place.
COPY Models/efficientnet_lite0 /mnt/models/efficientnet_lite0
ENV MANTISSA_MODELS=/mnt/models \
    MANTISSA_HOST=0.0.0.0 \
    MANTISSA_PORT=8000
# Any number but 0 will do: no file is written, and none has an owner that matters.
USER 65532:65532
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["/mantissa", "health"]
ENTRYPOINT ["/mantissa"]
CMD ["serve"]
