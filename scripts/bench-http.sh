#!/bin/sh
# Runs scripts/bench-http.py beside nginx, Hummingbird 2 (built into .build-hummingbird, some minutes) and FastAPI (.venv-http).
set -eu

folder=$(cd "$(dirname "$0")/.." && pwd)
"$folder/scripts/setup.sh" --load --http
. "$folder/scripts/python-environment.sh"
python_environment http "fastapi, uvloop, httptools, onnx, safetensors, numpy" \
    fastapi 'uvicorn[standard]' onnx safetensors numpy
(cd "$folder/scripts/peers/hummingbird-peer" && swift build -c release --scratch-path "$folder/.build-hummingbird")
(cd "$folder" && swift build -c release --product http-upload)
exec "$environment/bin/python" "$folder/scripts/bench-http.py" "$@"
