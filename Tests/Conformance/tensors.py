"""Safetensors files by hand, and one way to call the program: what both runners share."""
from __future__ import annotations

import json
import os
import pathlib
import struct
import subprocess

import ml_dtypes
import numpy as np

DTYPES = {
    "F64": np.float64, "F32": np.float32, "F16": np.float16, "BF16": ml_dtypes.bfloat16, "I64": np.int64,
    "I32": np.int32, "I16": np.int16, "I8": np.int8, "U64": np.uint64, "U32": np.uint32, "U16": np.uint16,
    "U8": np.uint8, "BOOL": np.bool_,
}
NAMES = {np.dtype(dtype): name for name, dtype in DTYPES.items()}


def save(path: pathlib.Path, tensors: dict[str, np.ndarray]) -> None:
    """Raises KeyError for an element type that the format does not have."""
    header, data = {}, []
    offset = 0
    for name, array in tensors.items():
        raw = np.ascontiguousarray(array).tobytes()
        header[name] = {
            "dtype": NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [offset, offset + len(raw)],
        }
        offset += len(raw)
        data.append(raw)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data))


def load(path: pathlib.Path) -> dict[str, np.ndarray]:
    raw = path.read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    tensors = {}
    for name, entry in json.loads(raw[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        dtype = np.dtype(DTYPES[entry["dtype"]])
        tensors[name] = np.frombuffer(raw[begin:end], dtype).reshape(entry["shape"])
    return tensors


def find_binary(given: str | None) -> str:
    root = pathlib.Path(__file__).resolve().parents[2]
    for candidate in [given, root / ".build/release/mantissa", root / ".build-test/release/mantissa"]:
        if candidate and os.access(candidate, os.X_OK):
            return str(candidate)
    raise SystemExit("no mantissa found: build it first, or name it with --mantissa PATH")


def run(
    binary: str, model: pathlib.Path, inputs: dict[str, np.ndarray], precision: str, folder: str, seconds: int = 300
) -> tuple[dict[str, np.ndarray], str]:
    """The outputs by name, or the program's error."""
    source, target = pathlib.Path(folder, "in.safetensors"), pathlib.Path(folder, "out.safetensors")
    save(source, inputs)
    command = [binary, "run", str(model), "--inputs", str(source), "-o", str(target), "--precision", precision]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return {}, f"no answer within {seconds} s"
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        return {}, lines[0]
    return load(target), ""
