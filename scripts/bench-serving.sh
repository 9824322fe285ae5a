#!/bin/sh
# Runs scripts/bench-serving.py; its Python packages (about 400 MB) go into .venv-serving.
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
environment="$folder/.venv-serving"
"$folder/scripts/setup.sh" --load
if ! "$environment/bin/python" -c "import fastapi, uvloop, httptools, onnxruntime, litserve, multipart, PIL" 2>/dev/null; then
    python3 -m venv "$environment"
    "$environment/bin/pip" install -q fastapi 'uvicorn[standard]' python-multipart litserve onnxruntime numpy pillow
fi
exec "$environment/bin/python" "$folder/scripts/bench-serving.py" "$@"
