#!/bin/sh
# Runs scripts/bench-serving.py; its Python packages (about 400 MB) go into .venv-serving.
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
"$folder/scripts/setup.sh" --load
. "$folder/scripts/python-environment.sh"
python_environment serving "fastapi, uvloop, httptools, onnxruntime, litserve, multipart, PIL" \
    fastapi 'uvicorn[standard]' python-multipart litserve onnxruntime numpy pillow
exec "$environment/bin/python" "$folder/scripts/bench-serving.py" "$@"
