#!/bin/sh
# Writes docs/config.schema.json, docs/model-config.schema.json and the table of docs/operations.md again after a change of
# ServingSettings or ModelConfiguration. The tests are built as `make test` builds them.
set -eu
cd "$(dirname "$0")/.."
export MANTISSA_UPDATE_SETTINGS=1
flags="-c release --scratch-path .build-test -Xswiftc -enable-testing"
swift build --build-tests $flags
swift test --skip-build $flags --filter ServingSettingsTests --no-parallel
