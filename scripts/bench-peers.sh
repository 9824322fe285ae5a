#!/bin/sh
# Runs scripts/bench-peers.py; its Python packages (about 6 GB, PyTorch among them) go into .venv-peers.
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
environment="$folder/.venv-peers"
if ! "$environment/bin/python" -c "import timm, onnxruntime, openvino, ml_dtypes, PIL" 2>/dev/null; then
    "$folder/scripts/setup.sh" --python
    python3 -m venv "$environment"
    "$environment/bin/pip" install -q torch timm onnx onnxruntime openvino ml_dtypes numpy pillow
fi
exec "$environment/bin/python" "$folder/scripts/bench-peers.py" "$@"
