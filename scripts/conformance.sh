#!/bin/sh
# Runs the two runners of Tests/Conformance against a build of mantissa; their Python packages go into .venv-conformance.
set -eu

binary=${1:?"usage: conformance.sh PATH_OF_MANTISSA"}
folder=$(cd "$(dirname "$0")/.." && pwd)
. "$folder/scripts/python-environment.sh"
python_environment conformance "onnx, ml_dtypes, numpy" -r "$folder/Tests/Conformance/requirements.txt"
"$environment/bin/python" "$folder/Tests/Conformance/node_cases.py" --mantissa "$binary"
"$environment/bin/python" "$folder/Tests/Conformance/node_cases.py" --light --mantissa "$binary"
"$environment/bin/python" "$folder/Tests/Conformance/zoo.py" --mantissa "$binary"
