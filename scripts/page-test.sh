#!/bin/sh
# Drives the page at `/` in headless Chromium (Tests/Page) against a build of mantissa on a free port:
# page-test.sh PATH_OF_MANTISSA [--screenshots FOLDER]
# Chromium comes from Debian, Playwright and Pillow from PyPI into .venv-page. Where either cannot be had it says so, and skips.
set -eu

binary=${1:?"usage: page-test.sh PATH_OF_MANTISSA [--screenshots FOLDER]"}
shift
cd "$(dirname "$0")/.."

skip() {
    echo "skipped: the tests of the page; $1"
    exit 0
}

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }
chromium=$(browser)
if [ -z "$chromium" ]; then
    scripts/setup.sh --page || skip "Chromium could not be installed"
    chromium=$(browser)
    [ -n "$chromium" ] || skip "there is no chromium on the PATH"
fi
environment=.venv-page
if ! "$environment/bin/python" -c "import PIL, playwright.sync_api" 2>/dev/null; then
    scripts/setup.sh --python
    python3 -m venv "$environment"
    "$environment/bin/pip" install -q --disable-pip-version-check "playwright==1.*" pillow || skip "Playwright could not be installed from PyPI"
fi

scratch=$(mktemp -d)
mkfifo "$scratch/output"
"$binary" serve --models Models --port 0 >"$scratch/output" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$scratch"' EXIT
# The first line, written when the models are ready, ends in the address.
read -r line <"$scratch/output"
address=${line##* }
case "$address" in
    http://*) ;;
    *)
        echo "page-test.sh: the server did not say where it listens, but: $line" >&2
        exit 1
        ;;
esac
"$environment/bin/python" Tests/Page/page_test.py "$chromium" "$address" "$@"
