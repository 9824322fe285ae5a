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
. scripts/python-environment.sh
python_environment page "PIL, playwright.sync_api" "playwright==1.*" pillow || skip "Playwright could not be installed from PyPI"

. scripts/start-server.sh
start_server "$binary"
"$environment/bin/python" Tests/Page/page_test.py "$chromium" "$address" "$@"
