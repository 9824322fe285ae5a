"""Holds `mantissa export` to onnx.checker and to ONNX Runtime: the same best class as the integer engine, and close scores."""

import argparse
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
import safetensors.numpy
from PIL import Image

# A few kinds of networks: plain, residual, depthwise with Swish or HardSwish, local response normalization, attention, NHWC.
MODELS = ["mobilenetv2", "mobilenetv3_small", "efficientnet_b0", "googlenet_v1_lrn", "densenet", "caformer", "convnext"]
# Signal to noise that the float32 of ONNX Runtime must keep against the integer engine. Both compute with the same integers;
# they round at different places, and a rounding that falls the other way is one step of a 13 to 16 bit number.
DECIBEL = 50.0


def mantissa(binary, *arguments):
    result = subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"mantissa {arguments[0]}: {result.stderr.strip()}")
    return result.stdout


def exported(binary, checkpoint, folder):
    """Exports a checkpoint, checks the file and opens it."""
    path = pathlib.Path(folder) / "exported.onnx"
    mantissa(binary, "export", checkpoint, "-o", path)
    onnx.checker.check_model(str(path), full_check=True)
    model = onnx.load(str(path))
    properties = {entry.key: entry.value for entry in model.metadata_props}
    digest = "sha256:" + hashlib.sha256(pathlib.Path(checkpoint).read_bytes()).hexdigest()
    assert properties["checkpoint"] == digest, f"metadata names {properties['checkpoint']}, the file is {digest}"
    assert properties["source"].startswith("sha256:") and properties["name"]
    kinds = {tensor.data_type for tensor in model.graph.initializer}
    assert onnx.TensorProto.INT16 in kinds, "no INT16 initializer"
    assert any(node.op_type == "QuantizeLinear" for node in model.graph.node), "no QuantizeLinear"
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]), properties


def decibel(wanted, got):
    wanted, got = wanted.astype(np.float64), got.astype(np.float64)
    noise = np.sum((wanted - got) ** 2)
    return float("inf") if noise == 0 else float(10 * np.log10(np.sum(wanted ** 2) / noise))


def image_tensor(path, preprocessing):
    """What Mantissa makes of an image, by Pillow."""
    image = Image.open(path).convert(preprocessing["color"])
    resize, crop = preprocessing["resize"], preprocessing["center_crop"]["size"]
    filters = {"bicubic": Image.BICUBIC, "bilinear": Image.BILINEAR, "nearest": Image.NEAREST}
    side, short = resize["shorter_side"], min(image.size)
    image = image.resize(
        tuple(side if x == short else round(x * side / short) for x in image.size), filters[resize["interpolation"]])
    left, top = round((image.width - crop[1]) / 2), round((image.height - crop[0]) / 2)
    image = image.crop((left, top, left + crop[1], top + crop[0]))
    pixels = (np.asarray(image, np.float32) - np.float32(preprocessing["mean"])) / np.float32(preprocessing["std"])
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])


def check_images(binary, checkpoint, images):
    """Best classes of images, as `predict` and as ONNX Runtime have them."""
    with tempfile.TemporaryDirectory() as scratch:
        session, properties = exported(binary, checkpoint, scratch)
        preprocessing = json.loads(properties["preprocessing"])
        labels = json.loads(properties["labels"])
        answer = json.loads(mantissa(binary, "predict", checkpoint, *images, "--json", "--top-k", 1))
        port, scores_name = session.get_inputs()[0], session.get_outputs()[0].name
        same, noise = 0, []
        for path, prediction in zip(images, answer["predictions"], strict=True):
            x = image_tensor(path, preprocessing)
            scores = session.run([scores_name], {port.name: x})[0]
            best = int(scores[0].argmax())
            assert labels[best]
            if best == prediction[0]["index"]:
                same += 1
            else:
                print(f"  {path}: ONNX Runtime {labels[best]}, Mantissa {prediction[0]['label']}")
            noise.append(decibel(run(binary, checkpoint, {port.name: x}, scratch)[scores_name], scores))
    print(f"{checkpoint}: top-1 alike on {same} of {len(images)} images, "
          f"SQNR {min(noise):.1f} to {max(noise):.1f} dB, median {np.median(noise):.1f} dB")
    return same == len(images) and min(noise) >= DECIBEL


def run(binary, checkpoint, inputs, scratch):
    source, target = pathlib.Path(scratch) / "inputs.safetensors", pathlib.Path(scratch) / "outputs.safetensors"
    safetensors.numpy.save_file(inputs, source)
    mantissa(binary, "run", checkpoint, "--inputs", source, "-o", target)
    return safetensors.numpy.load_file(target)


def check_model(binary, folder):
    """Quantizes a model of the zoo on its own first case, and compares all outputs."""
    tensors = safetensors.numpy.load_file(folder / "io.safetensors")
    names = {port.name for port in onnx.load(str(folder / "model.onnx"), load_external_data=False).graph.input}
    case = next((key.partition("@")[2] for key in sorted(tensors) if key.partition("@")[0] in names), "")
    suffix = "@" + case if case else ""
    inputs = {name: tensors[name + suffix] for name in names if name + suffix in tensors}
    with tempfile.TemporaryDirectory() as scratch:
        calibration, checkpoint = pathlib.Path(scratch) / "calibration.safetensors", pathlib.Path(scratch) / "c.safetensors"
        safetensors.numpy.save_file(inputs, calibration)
        mantissa(binary, "quantize", folder / "model.onnx", "--calibration", calibration, "-o", checkpoint)
        session, _ = exported(binary, checkpoint, scratch)
        wanted = run(binary, checkpoint, inputs, scratch)
        got = dict(zip((port.name for port in session.get_outputs()), session.run(None, inputs), strict=True))
    right, texts = True, []
    for name, values in wanted.items():
        noise = decibel(values, got[name])
        rows = values.reshape(-1, values.shape[-1]), got[name].reshape(-1, values.shape[-1])
        alike = (rows[0].argmax(-1) == rows[1].argmax(-1)).mean() if values.shape[-1] > 1 else 1.0
        right = right and noise >= DECIBEL
        texts.append(f"{name} {noise:.1f} dB, best of a row alike {100 * alike:.1f}%")
    print(f"{folder.name}: {'; '.join(texts)}{'' if right else ' (FAILED)'}")
    return right


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mantissa", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--images", required=True, type=pathlib.Path, help="a folder of JPEG files")
    parser.add_argument("--zoo", default=os.environ.get("MANTISSA_ZOO"), help="default: $MANTISSA_ZOO")
    parser.add_argument("--models", default=",".join(MODELS), help="of the zoo, separated by commas, or all")
    arguments = parser.parse_args()
    images = sorted(path for path in arguments.images.iterdir() if path.suffix.lower() in (".jpg", ".jpeg"))
    failed = 0 if check_images(arguments.mantissa, arguments.checkpoint, images) else 1
    if arguments.zoo and os.path.isdir(arguments.zoo):
        zoo = pathlib.Path(arguments.zoo)
        for name in sorted(p.name for p in zoo.iterdir()) if arguments.models == "all" else arguments.models.split(","):
            if not (zoo / name / "model.onnx").exists():
                continue
            try:
                failed += not check_model(arguments.mantissa, zoo / name)
            except Exception as error:  # One model's failure must not hide the others.
                failed += 1
                print(f"{name}: {type(error).__name__}: {str(error)[:300]} (FAILED)")
    else:
        print("skipped: the zoo's models; name a folder with MANTISSA_ZOO")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
