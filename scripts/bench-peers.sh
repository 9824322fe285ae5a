#!/bin/sh
# Runs scripts/bench-peers.py; its Python packages (about 6 GB, PyTorch among them) go into .venv-peers.
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
. "$folder/scripts/python-environment.sh"
python_environment peers "timm, onnxruntime, openvino, ml_dtypes, PIL" torch timm onnx onnxruntime openvino ml_dtypes numpy pillow
exec "$environment/bin/python" "$folder/scripts/bench-peers.py" "$@"
