#!/usr/bin/env python3
"""Exports image models of timm to ONNX, untrained or with their published weights.

    python3 -m venv .venv && .venv/bin/pip install torch timm onnx
    .venv/bin/python scripts/export-timm.py --output exported resnet50 convnext_tiny

Without names: the seven models that the documentation speaks of. Each becomes OUTPUT/NAME.onnx (opset 17, open batch)
and OUTPUT/NAME.safetensors: an input named `input` and PyTorch's answer to it, named `expected.output`.
"""
import argparse
import json
import pathlib
import struct

import timm
import torch

MODELS = [
    "resnet50", "convnext_tiny", "deit_small_patch16_224", "efficientnetv2_s", "regnety_008",
    "swin_tiny_patch4_window7_224", "caformer_s18",
]


def write_safetensors(path, tensors):
    """Writes float32 tensors by name."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def export(name, folder, pretrained, seed):
    torch.manual_seed(seed)
    model = timm.create_model(name, pretrained=pretrained, exportable=True).eval()
    config = timm.data.resolve_model_data_config(model)
    example = torch.randn(2, *config["input_size"])
    if not pretrained:
        for module in model.modules():
            # Residual blocks begin as identities: their last scale is 0, and nothing would be computed behind it.
            if isinstance(module, torch.nn.BatchNorm2d) and not module.weight.any():
                torch.nn.init.ones_(module.weight)
        # Untrained statistics of BatchNormalization would let activations grow from layer to layer.
        model.train()
        with torch.no_grad():
            for _ in range(3):
                model(torch.randn(4, *config["input_size"]))
        model.eval()
    with torch.no_grad():
        expected = model(example)
    torch.onnx.export(
        model, (example,), str(folder / f"{name}.onnx"), input_names=["input"], output_names=["output"],
        dynamic_axes={"input": {0: "N"}, "output": {0: "N"}}, opset_version=17, dynamo=False)
    write_safetensors(folder / f"{name}.safetensors", {"input": example, "expected.output": expected})
    print(f"{name}: {sum(p.numel() for p in model.parameters()) / 1e6:.1f} M parameters, input {config['input_size']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", default=MODELS, help="timm's names (default: %(default)s)")
    parser.add_argument("--output", default="exported", type=pathlib.Path, help="folder to write to")
    parser.add_argument("--pretrained", action="store_true", help="download published weights")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name in arguments.models:
        export(name, arguments.output, arguments.pretrained, arguments.seed)


if __name__ == "__main__":
    main()
