#!/bin/sh
# Runs scripts/layouts.py; its Python packages (PyTorch among them) go into .venv-layouts.
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
. "$folder/scripts/python-environment.sh"
python_environment layouts "onnx, torch, torchvision" torch torchvision onnx
exec "$environment/bin/python" "$folder/scripts/layouts.py" "$@"
