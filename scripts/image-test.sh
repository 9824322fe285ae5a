#!/bin/bash
# Builds the image for real with buildah, runs what came out as the image says it must run, and asks it: image-test.sh
# Needs root, some 6 GB of disk, and 10 to 30 minutes. Where no registry can be reached, a stand-in for the image of Swift is made: Debian
# by debootstrap, with this machine's toolchain mounted. IMAGE_TEST_FOLDER keeps images and stand-in between runs.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(id -u)" != 0 ]; then
    echo "image-test.sh: run it as root: buildah changes its root folder, and so does the test" >&2
    exit 1
fi
scripts/setup.sh --image
folder=${IMAGE_TEST_FOLDER:-$(mktemp -d)}
mkdir -p "$folder"
[ -n "${IMAGE_TEST_FOLDER:-}" ] || trap 'rm -rf "$folder"' EXIT
image=localhost/mantissa:test

# Storage without file systems that a container may not mount, in a folder of its own.
options=(--storage-driver vfs --root "$folder/storage" --runroot "$folder/run")
build_options=(--isolation chroot)
swift_image=$(sed -n 's/^ARG SWIFT_IMAGE=//p' Dockerfile)

if timeout 120 buildah "${options[@]}" pull --quiet "$swift_image" >/dev/null 2>&1; then
    echo "image-test.sh: builds in $swift_image"
else
    swift_image=localhost/swift-stand-in:latest
    echo "image-test.sh: no registry can be reached; builds in a stand-in for the image of Swift"
    toolchain=$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")")
    # As this machine's own apt has it: what it reaches, the stand-in reaches.
    . /etc/os-release
    if ! buildah "${options[@]}" inspect --type image "$swift_image" >/dev/null 2>&1; then
        mirror=$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null |
            sed -nE 's/^(URIs: |deb )(\[[^]]*\] )?(http[^ ]*debian)\/?( .*)?$/\3/p' | head -1) || true
        # What the toolchain itself needs, as the real image has it.
        debootstrap --variant=minbase \
            --include=ca-certificates,git,binutils,libc6-dev,libcurl4,libedit2,libgcc-12-dev,libncurses6,libsqlite3-0,libstdc++-12-dev,libxml2,libz3-4,pkg-config,tzdata,zlib1g-dev \
            "$VERSION_CODENAME" "$folder/debian" "${mirror:-http://deb.debian.org/debian}" >"$folder/debootstrap.log"
        cp /etc/resolv.conf "$folder/debian/etc/resolv.conf"
        if [ -f /etc/apt/sources.list.d/debian.sources ]; then
            rm -f "$folder/debian/etc/apt/sources.list"
            cp /etc/apt/sources.list.d/debian.sources "$folder/debian/etc/apt/sources.list.d/"
        fi
        container=$(buildah "${options[@]}" from scratch)
        buildah "${options[@]}" copy --quiet "$container" "$folder/debian" / >/dev/null
        buildah "${options[@]}" config --env "PATH=$toolchain/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "$container"
        buildah "${options[@]}" commit --quiet --rm "$container" "$swift_image" >/dev/null
        rm -rf "$folder/debian"
    fi
    build_options+=(--pull-never --volume "$toolchain:$toolchain:ro")
    # The dependencies that were fetched on this machine before, in a copy that may be written.
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/org.swift.swiftpm
    if [ -d "$cache" ]; then
        rm -rf "$folder/swiftpm"
        cp -a "$cache" "$folder/swiftpm"
        build_options+=(--volume "$folder/swiftpm:/root/.cache/org.swift.swiftpm")
    fi
fi

SWIFT_IMAGE=$swift_image BUILDAH_OPTIONS="${options[*]}" BUILDAH_BUILD_OPTIONS="${build_options[*]}" scripts/image.sh "$image"

buildah "${options[@]}" inspect --type image "$image" >"$folder/image.json"
container=$(buildah "${options[@]}" from --pull-never "$image")
rm -rf "$folder/root"
cp -a "$(buildah "${options[@]}" mount "$container")" "$folder/root"
buildah "${options[@]}" rm "$container" >/dev/null
python3 Tests/Deploy/image.py "$folder/root" "$folder/image.json"
