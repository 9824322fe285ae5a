#!/bin/sh
# Makes Sources/ONNX/Generated/onnx.pb.swift from ONNX's own onnx.proto, once, after a new ONNX release:
#   scripts/generate-onnx-proto.sh path/to/onnx.proto
# Needs protoc (Debian: protobuf-compiler) and swift-protobuf's protoc-gen-swift on the PATH, of the version that
# Package.swift names. The onnx.proto comes with PyPI's package onnx (1.23.2 for the committed file).
set -eu
proto=$1
cd "$(dirname "$0")/.."
folder=Sources/ONNX/Generated
protoc --proto_path="$(dirname "$proto")" --swift_out=$folder --swift_opt=Visibility=Internal \
    --swift_opt=UseAccessLevelOnImports=true "$(basename "$proto")"
