#!/bin/sh
# Whether onnx.checker and ONNX Runtime agree with what `mantissa export` writes: the embedded model on the test images, and a few
# models of a zoo where MANTISSA_ZOO names one. The Python packages go into .venv-export.
set -eu

binary=${1:?"usage: export-test.sh PATH_OF_MANTISSA"}
folder=$(cd "$(dirname "$0")/.." && pwd)
. "$folder/scripts/python-environment.sh"
python_environment export "onnx, onnxruntime, numpy, safetensors, PIL" onnx onnxruntime numpy safetensors pillow
exec "$environment/bin/python" "$folder/Tests/Export/check_export.py" --mantissa "$binary" \
    --checkpoint "$folder/Models/efficientnet_lite0/1/model.safetensors" --images "$folder/Tests/Fixtures/images"
