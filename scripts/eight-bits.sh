#!/bin/sh
# Runs scripts/eight-bits.py; its Python packages go into .venv-eight-bits.
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
. "$folder/scripts/python-environment.sh"
python_environment eight-bits "onnx, onnxruntime, sympy, PIL" onnx onnxruntime numpy pillow sympy
exec "$environment/bin/python" "$folder/scripts/eight-bits.py" "$@"
