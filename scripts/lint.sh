#!/bin/sh
# Checks that need no build. Each prints what it found and how to mend it.
set -eu
cd "$(dirname "$0")/.."
failed=0

if ! git ls-files -z -co --exclude-standard -- '*.swift' ':!Sources/ONNX/Generated' | xargs -0 swift format lint --strict --parallel; then
    echo "lint: Swift files differ from the format; run 'make format'" >&2
    failed=1
fi
if ! git ls-files -z -co --exclude-standard -- '*.c' '*.h' | xargs -0 clang-format --dry-run -Werror; then
    echo "lint: C files differ from the format; run 'make format'" >&2
    failed=1
fi
if git grep -nE '^[a-z@() ]*import Foundation$' -- Sources ':!Sources/ONNX/Generated'; then
    echo "lint: import FoundationEssentials instead: all of Foundation links 45 MB of ICU" >&2
    failed=1
fi
if git grep -nE '/(work|farm|opt/swift)/' -- . ':!scripts/lint.sh'; then
    echo "lint: a path of somebody's machine" >&2
    failed=1
fi
python=.build-lint/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv .build-lint
    "$python" -m pip install --quiet --disable-pip-version-check openapi-spec-validator==0.9.0
fi
"$python" -m openapi_spec_validator openapi.yaml || failed=1
exit $failed
