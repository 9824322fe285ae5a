#!/bin/bash
# Builds the image of the Dockerfile: image.sh [NAME], mantissa:latest unless given.
# With docker where its daemon answers, else with buildah. Variables: PLATFORM=linux/arm64 for another machine's; SWIFT_IMAGE for another
# image to build in; BUILDAH_OPTIONS and BUILDAH_BUILD_OPTIONS for words that buildah is given before and after `build`.
set -euo pipefail
cd "$(dirname "$0")/.."

image=${1:-mantissa:latest}
version=$(sed -n 's/.*static let current = "\(.*\)".*/\1/p' Sources/mantissa/BuildVersion.swift)
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
arguments=(--tag "$image" --build-arg "VERSION=$version" --build-arg "REVISION=$revision")
[ -z "${PLATFORM:-}" ] || arguments+=(--platform "$PLATFORM")
[ -z "${SWIFT_IMAGE:-}" ] || arguments+=(--build-arg "SWIFT_IMAGE=$SWIFT_IMAGE")

read -r -a before <<<"${BUILDAH_OPTIONS:-}"
read -r -a after <<<"${BUILDAH_BUILD_OPTIONS:-}"
if [ -z "${BUILDAH_OPTIONS:-}" ] && command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    docker build "${arguments[@]}" .
elif command -v buildah >/dev/null; then
    # The format of Docker, since that of OCI has no health check.
    buildah "${before[@]}" build --format docker "${after[@]}" "${arguments[@]}" .
else
    echo "image.sh: there is neither a docker whose daemon answers nor buildah (apt-get install buildah)" >&2
    exit 1
fi
