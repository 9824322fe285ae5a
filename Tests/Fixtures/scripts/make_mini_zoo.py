#!/usr/bin/env python3
"""Makes Tests/Fixtures/zoo: a few small models with inputs and ONNX Runtime's answers.

    python3 Tests/Fixtures/scripts/make_mini_zoo.py ZOO PHOTOGRAPHS

ZOO holds NAME/model.onnx and NAME/about.json; PHOTOGRAPHS holds the public-domain and CC0 photographs chelsea.jpg,
coffee.jpg, rocket.jpg and astronaut.jpg. The models are copied as they are (untrained weights, made for this
purpose). The inputs are new: of several crops of each photograph the two are taken, from different photographs,
whose winning class leads the most, so that a right answer is not a matter of rounding.

Needs numpy, onnxruntime, pillow, safetensors (made with onnxruntime 1.32.0).
"""
import json
import pathlib
import shutil
import sys

import numpy as np
import onnxruntime as ort
from PIL import Image
from safetensors.numpy import save_file

MODELS = ["mobilenetv1_auto_pad", "squeezenet_ir3_opset8", "googlenet_v1_lrn", "efficientnet_b0"]
PHOTOGRAPHS = ["chelsea.jpg", "coffee.jpg", "rocket.jpg", "astronaut.jpg"]
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STD = np.array([0.229, 0.224, 0.225], np.float32)


def crops(image):
    """Squares of three sizes at the corners and in the middle."""
    for share in (1.0, 0.7, 0.45):
        side = int(min(image.size) * share)
        for x in (0.0, 0.5, 1.0):
            for y in (0.0, 0.5, 1.0):
                left, top = int((image.width - side) * x), int((image.height - side) * y)
                yield image.crop((left, top, left + side, top + side))


def lead(scores):
    """By how much the winner of one row leads, in standard deviations of the logits."""
    logits = np.log(np.maximum(scores, 1e-30)) if np.isclose(scores.sum(), 1, atol=1e-3) else scores
    first, second = np.sort(logits)[::-1][:2]
    return float((first - second) / logits.std())


def main(zoo, photographs):
    out = pathlib.Path(__file__).resolve().parents[1] / "zoo"
    for name in MODELS:
        about = json.loads((zoo / name / "about.json").read_text())
        session = ort.InferenceSession(str(zoo / name / "model.onnx"), providers=["CPUExecutionProvider"])
        (port,), (answer,) = session.get_inputs(), session.get_outputs()
        last = about["input_layout"].startswith("NHWC")
        size = port.shape[1] if last else port.shape[2]
        best = []
        for photograph in PHOTOGRAPHS:
            candidates = []
            for number, crop in enumerate(crops(Image.open(photographs / photograph).convert("RGB"))):
                pixels = np.asarray(crop.resize((size, size), Image.Resampling.BILINEAR), np.float32) / 255
                pixels = (pixels - MEAN) / STD
                x = pixels[None] if last else pixels.transpose(2, 0, 1)[None]
                x = np.ascontiguousarray(x, np.float32)
                candidates.append((lead(session.run(None, {port.name: x})[0][0]), number, x))
            best.append((*max(candidates, key=lambda c: c[0]), photograph))
        best = sorted(best, key=lambda b: -b[0])[:2]
        batch = np.concatenate([b[2] for b in best])
        expected = session.run(None, {port.name: batch})[0]
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(zoo / name / "model.onnx", folder / "model.onnx")
        save_file({port.name: batch, f"expected.{answer.name}": expected}, folder / "io.safetensors")
        (folder / "io.safetensors").chmod(0o644)
        keep = ["name", "paper", "task", "opset", "exporter", "op_counts", "inputs", "outputs", "input_layout"]
        about = {key: about[key] for key in keep} | {
            "photographs": [f"{b[3]}, crop {b[1]}" for b in best],
            "lead_in_standard_deviations": [round(b[0], 3) for b in best],
            "answers": "onnxruntime " + ort.__version__,
        }
        (folder / "about.json").write_text(json.dumps(about, indent=1) + "\n")
        print(name, about["photographs"], about["lead_in_standard_deviations"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
