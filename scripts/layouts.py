"""How close INT16 is to float32 on the architectures that INT16 dynamic fixed point was first shown on.

Exports AlexNet, VGG-16, GoogLeNet and ResNet-50 at full size from torchvision (untrained, so nothing is downloaded; one seed),
quantizes each on half of the images and compares it with its float32 model on the other half.

    scripts/layouts.sh --images FOLDER [--mantissa BINARY] [--models alexnet,vgg16] [-o FILE.md]

Untrained networks hardly tell images apart: their scores lie closer together than a trained network's, so that agreement on
the winner is harder to keep, and the signal to noise ratio is the figure to read.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
import torchvision

NAMES = {"alexnet": "AlexNet", "vgg16": "VGG-16", "googlenet": "GoogLeNet", "resnet50": "ResNet-50"}
PREPROCESS = {
    "color": "RGB", "resize": {"shorter_side": 256, "interpolation": "bilinear", "antialias": "Pillow"},
    "center_crop": {"size": [224, 224]}, "scale": "(x - mean) / std on 0..255", "mean": [123.675, 116.28, 103.53],
    "std": [58.395, 57.12, 57.375], "layout": "NCHW", "dtype": "float32",
}
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def export(name, path):
    """One network with random weights; statistics of BatchNormalization are those of random inputs."""
    torch.manual_seed(1)
    options = {"aux_logits": False} if name == "googlenet" else {}
    model = getattr(torchvision.models, name)(weights=None, init_weights=True, **options) if name == "googlenet" \
        else getattr(torchvision.models, name)(weights=None)
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.eval()
    with torch.no_grad():
        for _ in range(3):
            model(torch.randn(4, 3, 224, 224))
    model.eval()
    torch.onnx.export(
        model, (torch.randn(1, 3, 224, 224),), str(path), input_names=["input"], output_names=["scores"],
        dynamic_axes={"input": {0: "N"}, "scores": {0: "N"}}, opset_version=17, dynamo=False)
    return sum(parameter.numel() for parameter in model.parameters())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", required=True, type=pathlib.Path)
    parser.add_argument("--mantissa", default=".build/release/mantissa")
    parser.add_argument("--models", default=",".join(NAMES))
    parser.add_argument("-o", "--output", help="where to write the table (default: print it)")
    arguments = parser.parse_args()

    images = sorted(path for path in arguments.images.iterdir() if path.suffix.lower() in SUFFIXES)
    lines = ["| network | parameters | same winner | scores SQNR | largest error |",
             "| --- | ---: | ---: | ---: | ---: |"]
    with tempfile.TemporaryDirectory() as temporary:
        scratch = pathlib.Path(temporary)
        for half in (0, 1):
            (scratch / str(half)).mkdir()
            for path in images[half::2]:
                (scratch / str(half) / path.name).symlink_to(path.resolve())
        with open(scratch / "labels.csv", "w", newline="") as file:
            # Nothing is known of the classes of an untrained network; the comparison does not ask.
            writer = csv.writer(file)
            writer.writerows([["file", "class_index"]] + [[path.name, ""] for path in images[1::2]])
        preprocess = scratch / "preprocess.json"
        preprocess.write_text(json.dumps(PREPROCESS))
        for name in arguments.models.split(","):
            print(name, file=sys.stderr)
            model, checkpoint = scratch / f"{name}.onnx", scratch / f"{name}.safetensors"
            parameters = export(name, model)
            subprocess.run(
                [arguments.mantissa, "quantize", model, "--calibration", scratch / "0", "--preprocess", preprocess,
                 "--task", "classify", "-o", checkpoint], check=True, capture_output=True)
            report = json.loads(subprocess.run(
                [arguments.mantissa, "evaluate", checkpoint, "--images", scratch / "1", "--labels",
                 scratch / "labels.csv", "--against", model, "--json"], check=True, capture_output=True).stdout)
            against = report["against"]
            lines.append(
                f"| {NAMES[name]} | {parameters / 1e6:.1f} M | {against['top1_agreement']} of {report['images']} | "
                f"{against['logits_sqnr']:.1f} dB | {against['largest_error']:.2g} |")
            model.unlink()
    table = "\n".join(lines) + "\n"
    if arguments.output:
        pathlib.Path(arguments.output).write_text(table)
    print(table, end="")


if __name__ == "__main__":
    main()
