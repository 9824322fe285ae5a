#!/usr/bin/env python3
"""Measures Mantissa beside ONNX Runtime and OpenVINO, on the same cores, in turn, and writes docs/benchmarks.md and its plot.

    make bench-peers LITE0=efficientnet_lite0.onnx IMAGES=folder-of-photographs

Seven models: EfficientNet-Lite0 with published weights (left out where LITE0 names no file), the others from timm with
generated weights. Each engine answers for a while, then the next, and around again: a machine whose speed drifts drifts
for all of them. What counts is the ratio to ONNX Runtime in float32 within a round, and the median of the rounds.
"""
import argparse
import json
import logging
import pathlib
import statistics
import subprocess
import sys
import time

import numpy as np
import onnxruntime
import openvino
from onnxruntime import quantization
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "Tests/Conformance"), str(ROOT / "deploy/load")]
import serving  # noqa: E402
import tensors  # noqa: E402

MODELS = {
    "EfficientNet-Lite0": None, "ResNet-18": "resnet18", "ResNet-50": "resnet50", "VGG-16": "vgg16",
    "MobileNetV2": "mobilenetv2_100", "ConvNeXt-T": "convnext_tiny", "DeiT-S": "deit_small_patch16_224",
}
ENGINES = ["ONNX Runtime float32", "ONNX Runtime INT8", "OpenVINO float32", "OpenVINO default", "Mantissa INT16"]
BASE, OWN = ENGINES[0], ENGINES[-1]
COLORS = ["#9aa5b1", "#c28f2c", "#6fa8dc", "#3d6fb4", "#b3362f"]


def photographs(folder, mean, std, limit):
    """Pixels of photographs as the model wants them, (count, 3, 224, 224)."""
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".jpg", ".jpeg", ".png"})[:limit]
    if not found:
        raise SystemExit(f"no photographs in {folder}")
    batch = []
    for path in found:
        image = Image.open(path).convert("RGB")
        scale = 256 / min(image.size)
        image = image.resize([round(side * scale) for side in image.size], Image.BICUBIC)
        left, top = (round((side - 224) / 2) for side in image.size)
        pixels = np.asarray(image.crop((left, top, left + 224, top + 224)), np.float32)
        batch.append(((pixels - mean) / std).transpose(2, 0, 1))
    return np.stack(batch).astype(np.float32)


class Reader(quantization.CalibrationDataReader):
    def __init__(self, name, samples):
        self.rows = iter([{name: sample[None]} for sample in samples])

    def get_next(self):
        return next(self.rows, None)


class Bench:
    """One model in all engines."""

    def __init__(self, model, samples, calibration, work, binary):
        self.model, self.binary, self.samples, self.work = model, binary, samples, work
        session = onnxruntime.InferenceSession(str(model))
        self.input, self.output = session.get_inputs()[0].name, session.get_outputs()[0].name
        self.int8 = work / f"{model.stem}.int8.onnx"
        prepared = work / f"{model.stem}.prepared.onnx"
        quantization.shape_inference.quant_pre_process(str(model), str(prepared), skip_symbolic_shape=True)
        quantization.quantize_static(
            str(prepared), str(self.int8), Reader(self.input, calibration), quant_format=quantization.QuantFormat.QDQ,
            per_channel=True, activation_type=quantization.QuantType.QUInt8, weight_type=quantization.QuantType.QInt8)
        inputs = work / f"{model.stem}.calibration.safetensors"
        tensors.save(inputs, {f"{self.input}.{index}": sample[None] for index, sample in enumerate(calibration)})
        self.checkpoint = work / f"{model.stem}.safetensors"
        subprocess.run(
            [binary, "quantize", str(model), "--calibration", str(inputs), "-o", str(self.checkpoint)], check=True,
            capture_output=True)

    def callables(self, threads):
        """By engine, what answers a batch."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        core = openvino.Core()
        limits = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "ENABLE_CPU_PINNING": False}

        def runtime(path):
            session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            return lambda batch: session.run([self.output], {self.input: batch})[0]

        def vino(settings):
            compiled = core.compile_model(str(self.model), "CPU", limits | settings)
            request = compiled.create_infer_request()
            return lambda batch: request.infer({self.input: batch})[compiled.output(self.output)]

        return {
            ENGINES[0]: runtime(self.model), ENGINES[1]: runtime(self.int8),
            ENGINES[2]: vino({"INFERENCE_PRECISION_HINT": "f32"}), ENGINES[3]: vino({}),
        }

    def milliseconds(self, call, batch, seconds):
        call(batch)
        times = []
        end = time.perf_counter() + seconds
        while not times or time.perf_counter() < end:
            begin = time.perf_counter()
            call(batch)
            times.append(time.perf_counter() - begin)
        return 1000 * statistics.median(times)

    def own_milliseconds(self, threads, batch, seconds):
        command = [
            self.binary, "bench", str(self.checkpoint), "--threads", str(threads), "--batch", str(batch), "--seconds",
            str(seconds), "--json",
        ]
        result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return result["milliseconds_per_image"]["median"] * batch

    def times(self, threads, batch, rounds, seconds):
        """By engine, milliseconds of each round."""
        calls = self.callables(threads)
        data = np.resize(self.samples, (batch, *self.samples.shape[1:]))
        result = {engine: [] for engine in ENGINES}
        for _ in range(rounds):
            for engine in ENGINES:
                result[engine].append(
                    self.own_milliseconds(threads, batch, seconds) if engine == OWN
                    else self.milliseconds(calls[engine], data, seconds))
        return result

    def quality(self):
        """By engine, the share of samples with float32's best class, and the logits' signal to noise in dB."""
        calls = self.callables(1)
        answers = {
            engine: np.concatenate([call(sample[None]).copy() for sample in self.samples])
            for engine, call in calls.items()
        }
        own, error = tensors.run(
            self.binary, self.checkpoint, {self.input: self.samples}, "int16", str(self.work))
        if error:
            raise SystemExit(error)
        answers[OWN] = own[self.output]
        expected = answers[BASE].astype(np.float64)
        figures = {}
        for engine, got in answers.items():
            noise = np.sum((got - expected) ** 2)
            figures[engine] = {
                "top1": float(np.mean(got.argmax(1) == expected.argmax(1))),
                "sqnr": None if noise == 0 else float(10 * np.log10(np.sum(expected ** 2) / noise)),
            }
        return figures


def ratios(times):
    """By engine, the median over rounds of ONNX Runtime's time to its own."""
    return {
        engine: statistics.median(base / own for base, own in zip(times[BASE], times[engine])) for engine in ENGINES
    }


def table(results, key):
    lines = ["| model | " + " | ".join(ENGINES) + " |", "| --- |" + " --- |" * len(ENGINES)]
    for name, result in results.items():
        speed = ratios(result["times"][key])
        cells = [f"{statistics.median(result['times'][key][BASE]):.2f} ms"]
        cells += [f"{speed[engine]:.2f}x" for engine in ENGINES[1:]]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def quality_table(results):
    lines = ["| model | " + " | ".join(ENGINES[1:]) + " |", "| --- |" + " --- |" * (len(ENGINES) - 1)]
    for name, result in results.items():
        cells = []
        for engine in ENGINES[1:]:
            figures = result["quality"][engine]
            noise = "exact" if figures["sqnr"] is None else f"{figures['sqnr']:.1f} dB"
            cells.append(f"{100 * figures['top1']:.0f}%, {noise}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def plot(results, key):
    """Bars of the ratios, an engine a colour, as SVG that reads on light and dark."""
    height, left, unit = 16, 150, 120
    rows = len(results) * (len(ENGINES) - 1) * height + len(results) * 14
    longest = max(max(ratios(result["times"][key]).values()) for result in results.values())
    width = left + int(unit * longest) + 70
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{rows + 60}" font-family="sans-serif" '
        'font-size="12"><rect width="100%" height="100%" fill="#ffffff"/>'
    ]
    for index, engine in enumerate(ENGINES[1:]):
        x = 10 + index * (width - 20) / (len(ENGINES) - 1)
        parts.append(f'<rect x="{x:.0f}" y="8" width="10" height="10" fill="{COLORS[index + 1]}"/>')
        parts.append(f'<text x="{x + 14:.0f}" y="17" fill="#222">{engine}</text>')
    y = 34
    for name, result in results.items():
        speed = ratios(result["times"][key])
        parts.append(f'<text x="10" y="{y + 2.5 * height:.0f}" fill="#222">{name}</text>')
        for index, engine in enumerate(ENGINES[1:]):
            length = unit * speed[engine]
            parts.append(
                f'<rect x="{left}" y="{y}" width="{length:.0f}" height="{height - 3}" fill="{COLORS[index + 1]}"/>'
                f'<text x="{left + length + 5:.0f}" y="{y + 11}" fill="#222">{speed[engine]:.2f}x</text>')
            y += height
        y += 14
    parts.append(
        f'<line x1="{left + unit}" y1="28" x2="{left + unit}" y2="{y}" stroke="#222" stroke-dasharray="3 3"/>'
        f'<text x="{left + unit - 60}" y="{y + 16}" fill="#222">ONNX Runtime float32 = 1</text></svg>')
    return "".join(parts) + "\n"


def report(results, arguments):
    versions = f"ONNX Runtime {onnxruntime.__version__}, OpenVINO {openvino.__version__.split('-')[0]}"
    text = [
        "# Benchmarks", "",
        "Made by `make bench-peers` (`scripts/bench-peers.py`); do not edit. All engines ran on the same cores, one after the other,",
        f"{arguments.rounds} rounds of {arguments.seconds} s each, in turn. Ratios are to ONNX Runtime in float32 within",
        "a round, the median of the rounds: above 1 is faster. Shared machines drift; ratios drift least.", "",
        f"Processor: {serving.processor_name()}. {versions}. EfficientNet-Lite0 has published weights, the other models have generated ones.",
        "", "![Ratios to ONNX Runtime in float32, as in the first table](benchmarks.svg)",
    ]
    for count in arguments.threads:
        for batch in arguments.batches:
            images = "one image" if batch == 1 else f"batches of {batch}"
            text += ["", f"## {count} thread{'s' if count > 1 else ''}, {images}", "", table(results, f"{count}x{batch}")]
    text += [
        "", "## Agreement with float32", "",
        f"The share of {arguments.samples} photographs with the same best class as ONNX Runtime in float32, and the signal to noise",
        "of the logits. Models with generated weights have best classes that lead by little: they show noise sooner.", "",
        quality_table(results), "",
        "Mantissa's bits are the same in every row, on every instruction set, batch and number of threads.", "",
    ]
    (ROOT / "docs/benchmarks.md").write_text("\n".join(text))
    (ROOT / "docs/benchmarks.svg").write_text(plot(results, f"{arguments.threads[0]}x{arguments.batches[0]}"))


def export(work, names):
    missing = [name for name in names if not (work / f"{name}.onnx").exists()]
    if missing:
        subprocess.run([sys.executable, str(ROOT / "scripts/export-timm.py"), "--output", str(work), *missing], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", default=str(ROOT / ".build/release/mantissa"))
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / ".build-peers", help="models and checkpoints")
    parser.add_argument("--lite0", help="EfficientNet-Lite0 as ONNX")
    parser.add_argument("--images", type=pathlib.Path, default=ROOT / "Tests/Fixtures/images", help="photographs")
    parser.add_argument("--samples", type=int, default=40, help="photographs for agreement")
    parser.add_argument("--models", nargs="*", default=list(MODELS), help="default: all")
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--batches", type=int, nargs="*", default=[1, 8])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.7)
    parser.add_argument("--json", type=pathlib.Path, help="write the raw figures to this file too")
    arguments = parser.parse_args()
    # ONNX Runtime's quantizer warns of every bias that has no axis to quantize along.
    logging.getLogger().setLevel(logging.ERROR)
    arguments.work.mkdir(parents=True, exist_ok=True)
    export(arguments.work, [MODELS[name] for name in arguments.models if MODELS[name]])
    results = {}
    for name in arguments.models:
        if MODELS[name] is None and not arguments.lite0:
            print(f"{name}: left out, --lite0 names no file", flush=True)
            continue
        path = arguments.work / f"{MODELS[name]}.onnx" if MODELS[name] else pathlib.Path(arguments.lite0)
        mean, std = (127, 128) if MODELS[name] is None else (np.array([123.7, 116.3, 103.5]), np.array([58.4, 57.1, 57.4]))
        samples = photographs(arguments.images, mean, std, arguments.samples)
        bench = Bench(path, samples, samples[: min(16, len(samples))], arguments.work, arguments.mantissa)
        times = {
            f"{threads}x{batch}": bench.times(threads, batch, arguments.rounds, arguments.seconds)
            for threads in arguments.threads for batch in arguments.batches
        }
        results[name] = {"times": times, "quality": bench.quality()}
        first = next(iter(times))
        speed = ", ".join(f"{engine} {ratio:.2f}x" for engine, ratio in ratios(times[first]).items())
        print(f"{name} ({first}): {speed}", flush=True)
    arguments.samples = len(samples)
    report(results, arguments)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
