#!/bin/sh
# Installs the Debian packages that a build (and with --test, --neon, --lint, --count, --load, --http, --python, --page, --deploy, --image
# or --image-build, the tests and checks) needs and that are missing.
# Works as root or with sudo; says what it installs; does nothing where nothing is missing.
set -eu

packages="make pkg-config libssl-dev zlib1g-dev libopenblas-dev libopenblas-serial-dev libturbojpeg0-dev libpng-dev libwebp-dev"
for argument in "$@"; do
    case "$argument" in
        --test) packages="$packages curl openssl procps" ;;
        --neon)
            if [ "$(uname -m)" = aarch64 ]; then
                packages="$packages gcc libc6-dev"
            else
                packages="$packages gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user"
            fi
            ;;
        --lint) packages="$packages clang-format python3 python3-venv" ;;
        --count) packages="$packages valgrind binutils" ;;
        --load) packages="$packages wrk hey gcc libc6-dev python3 python3-venv" ;;
        --http) packages="$packages nginx-light slowhttptest openssl" ;;
        --python) packages="$packages python3 python3-venv" ;;
        --page) packages="$packages chromium" ;;
        --deploy) packages="$packages prometheus nginx-light systemd iproute2 openssl python3 python3-venv" ;;
        --image) packages="$packages buildah debootstrap python3" ;;
        --image-build) packages="$packages ca-certificates git" ;;
        *)
            echo "setup.sh: unknown argument '$argument'; expected --test, --neon, --lint, --count, --load, --http, --python, --page, --deploy, --image or --image-build" >&2
            exit 2
            ;;
    esac
done

if ! command -v swift >/dev/null 2>&1; then
    echo "setup.sh: no 'swift' on the PATH; install a Swift toolchain, 6.2 or newer (https://swift.org/install), then try again" >&2
    exit 1
fi

# Everything that pkg-config would use may be there without Debian's package database (another distribution).
if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "setup.sh: this is not Debian; install the equivalents of: $packages" >&2
    exit 0
fi

missing=""
for package in $packages; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    sudo=""
elif command -v sudo >/dev/null 2>&1; then
    sudo="sudo"
else
    echo "setup.sh: these Debian packages are missing:$missing; install them as root: apt-get install$missing" >&2
    exit 1
fi

echo "Installing Debian packages:$missing"
$sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq
# shellcheck disable=SC2086  # a list of package names
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
