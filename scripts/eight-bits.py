"""How accurate a model is at 8 bits: Mantissa's calibrations against ONNX Runtime's static INT8, on the same images.

The images are split in two halves. Each method is calibrated on one half and judged on the other, then the other way round, so
that nothing is judged on images that it has seen, and all images are judged. Agreement and signal to noise are against the
float32 model; the last column is the time of one calibration.

    scripts/eight-bits.sh MODEL.onnx --preprocess FILE.json --images FOLDER --labels FILE.csv [--mantissa BINARY] [-o FILE.md]
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnxruntime
from onnxruntime.quantization import (
    CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static)
from onnxruntime.quantization.shape_inference import quant_pre_process
from PIL import Image

NARROW = ["--weight-bits", "8", "--activation-bits", "8"]
MANTISSA = {
    "Mantissa, min-max": [*NARROW, "--method", "min-max"],
    "Mantissa, best calibration": [*NARROW, "--method", "best"],
    "Mantissa, best calibration, fitted weights": [*NARROW, "--method", "best", "--rounding", "fitted"],
    "Mantissa, meta-calibration": [*NARROW, "--method", "best", "--meta-calibration"],
    "Mantissa, 16 bits (the default)": [],
}
ONNX_RUNTIME = {
    "min-max, weights by tensor": (CalibrationMethod.MinMax, False),
    "min-max": (CalibrationMethod.MinMax, True),
    "entropy": (CalibrationMethod.Entropy, True),
    "percentile": (CalibrationMethod.Percentile, True),
}


def preprocessed(path, settings):
    """One image as the model's input, as docs/checkpoint.md defines it for these settings."""
    image = Image.open(path).convert("RGB")
    side = settings["resize"]["shorter_side"]
    factor = side / min(image.size)
    image = image.resize([round(extent * factor) for extent in image.size], Image.BICUBIC)
    height, width = settings["center_crop"]["size"]
    left, top = round((image.width - width) / 2), round((image.height - height) / 2)
    pixels = np.asarray(image.crop((left, top, left + width, top + height)), np.float32)
    pixels = (pixels - np.float32(settings["mean"])) / np.float32(settings["std"])
    return pixels.transpose(2, 0, 1)[None]


class Reader(CalibrationDataReader):
    def __init__(self, name, samples):
        self.samples = iter([{name: sample} for sample in samples])

    def get_next(self):
        return next(self.samples, None)


def logits(path, samples, exact=False):
    """Scores; `exact` without the fused 8-bit kernels, whose sums of two products saturate on processors without VNNI."""
    options = onnxruntime.SessionOptions()
    if exact:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return np.concatenate([session.run(None, {name: sample})[0] for sample in samples])


class Score:
    """What a method gives on both halves."""

    def __init__(self):
        self.images = self.correct = self.agreeing = 0
        self.noise = []
        self.seconds = 0

    def add(self, scores, reference, classes):
        self.images += len(scores)
        self.correct += int((scores.argmax(1) == classes).sum())
        self.agreeing += int((scores.argmax(1) == reference.argmax(1)).sum())
        difference = scores.astype(np.float64) - reference
        self.noise.append((difference**2).sum() / (reference.astype(np.float64) ** 2).sum())

    @property
    def decibels(self):
        return -10 * np.log10(np.mean(self.noise)) if np.mean(self.noise) > 0 else float("inf")


def mantissa_scores(arguments, options, folder, images, names, scratch):
    """The scores of a checkpoint that is calibrated on the images of a folder, for other images."""
    checkpoint = scratch / "model.safetensors"
    subprocess.run(
        [arguments.mantissa, "quantize", arguments.model, "--calibration", folder, "--preprocess", arguments.preprocess,
         "--task", "classify", *options, "-o", checkpoint], check=True, capture_output=True)
    report = subprocess.run(
        [arguments.mantissa, "evaluate", checkpoint, "--images", images, "--labels", names, "--against",
         arguments.model, "--json"], check=True, capture_output=True).stdout
    return json.loads(report)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--preprocess", required=True)
    parser.add_argument("--images", required=True, type=pathlib.Path)
    parser.add_argument("--labels", required=True, help="a CSV with the columns file and class_index")
    parser.add_argument("--mantissa", default=".build/release/mantissa")
    parser.add_argument("-o", "--output", help="where to write the table (default: print it)")
    arguments = parser.parse_args()

    settings = json.loads(pathlib.Path(arguments.preprocess).read_text())
    rows = sorted(csv.DictReader(open(arguments.labels)), key=lambda row: row["file"])
    halves = [rows[0::2], rows[1::2]]
    scores = {"float32 (ONNX Runtime)": Score()}
    with tempfile.TemporaryDirectory() as temporary:
        scratch = pathlib.Path(temporary)
        for number, half in enumerate(halves):
            (scratch / str(number)).mkdir()
            for row in half:
                (scratch / str(number) / row["file"]).symlink_to((arguments.images / row["file"]).resolve())
            with open(scratch / f"{number}.csv", "w", newline="") as file:
                writer = csv.DictWriter(file, rows[0].keys())
                writer.writeheader()
                writer.writerows(half)
        prepared = scratch / "prepared.onnx"
        quant_pre_process(arguments.model, str(prepared))
        tensors = [[preprocessed(arguments.images / row["file"], settings) for row in half] for half in halves]
        for seen, judged in ((0, 1), (1, 0)):
            classes = np.array([int(row["class_index"]) for row in halves[judged]])
            reference = logits(arguments.model, tensors[judged])
            scores["float32 (ONNX Runtime)"].add(reference, reference, classes)
            name = onnxruntime.InferenceSession(str(prepared)).get_inputs()[0].name
            for title, (method, by_channel) in ONNX_RUNTIME.items():
                print(f"ONNX Runtime, {title}, half {judged + 1} of 2", file=sys.stderr)
                start, target = time.monotonic(), scratch / "int8.onnx"
                quantize_static(
                    str(prepared), str(target), Reader(name, tensors[seen]), quant_format=QuantFormat.QDQ,
                    per_channel=by_channel, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                    calibrate_method=method)
                seconds = time.monotonic() - start
                for kind, exact in (("as it runs here", False), ("exact arithmetic", True)):
                    score = scores.setdefault(f"ONNX Runtime INT8, {title}; {kind}", Score())
                    score.seconds += seconds
                    score.add(logits(target, tensors[judged], exact), reference, classes)
            for title, options in MANTISSA.items():
                print(f"{title}, half {judged + 1} of 2", file=sys.stderr)
                start = time.monotonic()
                report = mantissa_scores(
                    arguments, options, scratch / str(seen), scratch / str(judged), scratch / f"{judged}.csv", scratch)
                score = scores.setdefault(title, Score())
                score.seconds += time.monotonic() - start
                score.images += report["images"]
                score.correct += report["top1"]
                score.agreeing += report["against"]["top1_agreement"]
                score.noise.append(10 ** (-report["against"]["logits_sqnr"] / 10))
    lines = ["| method | top-1 | as float32 | logits SQNR | calibration |", "| --- | ---: | ---: | ---: | ---: |"]
    for title, score in scores.items():
        decibels = "" if score.decibels == float("inf") else f"{score.decibels:.1f} dB"
        lines.append(f"| {title} | {score.correct} of {score.images} | {score.agreeing} of {score.images} | {decibels} | "
                     f"{score.seconds / 2:.0f} s |")
    table = "\n".join(lines) + "\n"
    if arguments.output:
        pathlib.Path(arguments.output).write_text(table)
    print(table, end="")


if __name__ == "__main__":
    main()
