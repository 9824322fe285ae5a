#!/bin/sh
# Runs the two runners of Tests/Conformance against a build of mantissa; their Python packages go into .venv-conformance.
set -eu

binary=${1:?"usage: conformance.sh PATH_OF_MANTISSA"}
folder=$(cd "$(dirname "$0")/.." && pwd)
environment="$folder/.venv-conformance"
if ! "$environment/bin/python" -c "import onnx, ml_dtypes, numpy" 2>/dev/null; then
    "$folder/scripts/setup.sh" --python
    python3 -m venv "$environment"
    "$environment/bin/pip" install -q -r "$folder/Tests/Conformance/requirements.txt"
fi
"$environment/bin/python" "$folder/Tests/Conformance/node_cases.py" --mantissa "$binary"
"$environment/bin/python" "$folder/Tests/Conformance/node_cases.py" --light --mantissa "$binary"
"$environment/bin/python" "$folder/Tests/Conformance/zoo.py" --mantissa "$binary"
