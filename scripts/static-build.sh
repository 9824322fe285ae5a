#!/bin/sh
# Builds the one static binary: .build-static/release/mantissa, and proves what it promises:
# no dynamic libraries, no ICU, at most 40 MB.
set -eu
cd "$(dirname "$0")/.."

# OpenBLAS carries kernels for some twenty x86 cores, 26 MB of them. The tables of cores that a listed one can stand
# in for are made aliases of it, so that the linker leaves their kernels out (12 MB remain). OpenBLAS computes only in
# `quantize`, `evaluate --against` and `run --precision float32`; the integer engine does not use it.
flags=""
if [ "$(uname -m)" = x86_64 ]; then
    for pair in \
        NEHALEM:PRESCOTT CORE2:PRESCOTT PENRYN:PRESCOTT DUNNINGTON:PRESCOTT ATOM:PRESCOTT NANO:PRESCOTT \
        OPTERON:PRESCOTT OPTERON_SSE3:PRESCOTT BARCELONA:PRESCOTT BOBCAT:PRESCOTT BULLDOZER:SANDYBRIDGE \
        PILEDRIVER:SANDYBRIDGE STEAMROLLER:SANDYBRIDGE EXCAVATOR:HASWELL ZEN:HASWELL COOPERLAKE:SKYLAKEX; do
        flags="$flags -Xlinker --defsym=gotoblas_${pair%:*}=gotoblas_${pair#*:}"
    done
fi

# The OpenBLAS without threads: the one with threads starts them, spinning, before main, also where nothing uses it.
serial=$(echo /usr/lib/*/openblas-serial/pkgconfig)
[ ! -d "$serial" ] || export PKG_CONFIG_PATH="$serial"

# shellcheck disable=SC2086  # a list of flags
swift build -c release --product mantissa --scratch-path .build-static -Xswiftc -static-executable \
    $flags -Xlinker --strip-all 2>&1 | grep -vE "in statically linked applications requires|mktemp|_ThreadLocal.swift.o" || true

binary=.build-static/release/mantissa
[ -x "$binary" ] || { echo "static-build.sh: the build failed" >&2; exit 1; }
if readelf -d "$binary" 2>/dev/null | grep -q NEEDED; then
    echo "static-build.sh: $binary needs shared libraries:" >&2
    readelf -d "$binary" | grep NEEDED >&2
    exit 1
fi
if grep -q icudt "$binary"; then
    echo "static-build.sh: $binary holds ICU: some file imports Foundation instead of FoundationEssentials" >&2
    exit 1
fi
bytes=$(stat -c %s "$binary")
if [ "$bytes" -gt 41943040 ]; then
    echo "static-build.sh: $binary has $bytes bytes, more than 40 MB" >&2
    exit 1
fi
echo "$binary: $bytes bytes, static, no ICU"
