#!/usr/bin/env python3
"""Runs the models of a zoo through `mantissa run` in float32 and in INT16 and judges their outputs.

    MANTISSA_ZOO=DIR python3 Tests/Conformance/zoo.py

Every folder of the zoo holds model.onnx, io.safetensors (inputs, and expected outputs as `expected.NAME`; a further
shape has the suffix `@CASE`) and about.json with the task.
"""
from __future__ import annotations

import argparse
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import sys
import tempfile

import numpy as np

import tensors

DECISIONS = {"codes", "present", "mask"}
SCORED = {"classification", "multi_label", "signal", "video"}


def judge_float(got: np.ndarray, expected: np.ndarray) -> tuple[bool, str]:
    error = np.abs(got - expected)
    return bool(np.all(error <= 1e-4 + 1e-3 * np.abs(expected))), f"largest error {error.max(initial=0):.3g}"


def judge_integer(task: str, name: str, got: np.ndarray, expected: np.ndarray) -> tuple[bool, str]:
    if name in DECISIONS:
        share = float(np.mean(got != expected))
        return share <= 0.005, f"{share:.2%} of the decisions differ"
    per_row = expected[0].size if expected.ndim else 1
    if per_row <= 2:
        error = np.abs(got - expected)
        return bool(np.all(error <= 2e-3 * np.maximum(1, np.abs(expected)))), f"largest error {error.max(initial=0):.3g}"
    norms = np.linalg.norm(got) * np.linalg.norm(expected)
    cosine = float(np.sum(got * expected) / norms) if norms else 0.0
    right, text = cosine >= 0.9999, f"cosine {cosine:.7f}"
    if task in SCORED and expected.ndim == 2 and np.any(got.argmax(1) != expected.argmax(1)):
        right, text = False, text + ", another class wins"
    if task == "dense" and expected.ndim == 4 and expected.shape[1] == 3:
        relative = float(np.linalg.norm(got - expected) / np.linalg.norm(expected))
        right, text = right and relative <= 1e-3, f"{text}, relative error {relative:.2g}"
    return right, text


def check(binary: str, folder: pathlib.Path, precision: str) -> tuple[bool, list[str]]:
    """Whether a model passes, and what was measured."""
    task = json.loads((folder / "about.json").read_text())["task"]
    cases: dict[str, tuple[dict, dict]] = {}
    for key, array in tensors.load(folder / "io.safetensors").items():
        name, _, case = key.partition("@")
        inputs, expected = cases.setdefault(case, ({}, {}))
        if name.startswith("expected."):
            expected[name.removeprefix("expected.")] = array
        else:
            inputs[name] = array
    passed, lines = True, []
    for case, (inputs, expected) in cases.items():
        with tempfile.TemporaryDirectory() as scratch:
            outputs, error = tensors.run(binary, folder / "model.onnx", inputs, precision, scratch)
        if error:
            return False, [error]
        for name, wanted in expected.items():
            got = outputs[name]
            if got.shape != wanted.shape:
                right, text = False, f"shape {list(got.shape)}, expected {list(wanted.shape)}"
            elif precision == "float32":
                right, text = judge_float(got.astype(np.float64), wanted.astype(np.float64))
            else:
                right, text = judge_integer(task, name, got.astype(np.float64), wanted.astype(np.float64))
            passed = passed and right
            lines.append(f"{name}{'@' + case if case else ''}: {text}{'' if right else ' (FAILED)'}")
    return passed, lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--zoo", default=os.environ.get("MANTISSA_ZOO"), help="default: $MANTISSA_ZOO")
    parser.add_argument("--mantissa", help="the program (default: the release build)")
    parser.add_argument("--precision", choices=["float32", "int16"], help="default: both")
    parser.add_argument("--filter", default="*", help="names of models, with * and ?")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--verbose", action="store_true", help="the figures of every model")
    arguments = parser.parse_args()
    if not arguments.zoo or not os.path.isdir(arguments.zoo):
        print("no zoo here: name its folder with --zoo or MANTISSA_ZOO; skipped")
        return
    binary = tensors.find_binary(arguments.mantissa)
    folders = [
        path for path in sorted(pathlib.Path(arguments.zoo).iterdir())
        if (path / "model.onnx").exists() and fnmatch.fnmatch(path.name, arguments.filter)
    ]
    complete = bool(folders)
    for precision in [arguments.precision] if arguments.precision else ["float32", "int16"]:
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            results = list(pool.map(lambda folder: check(binary, folder, precision), folders))
        for folder, (passed, lines) in zip(folders, results):
            if not passed or arguments.verbose:
                print(f"{precision} {folder.name}: {'; '.join(lines)}")
        count = sum(passed for passed, _ in results)
        complete = complete and count == len(folders)
        print(f"{precision}: passed {count} of {len(folders)}")
    sys.exit(0 if complete else 1)


if __name__ == "__main__":
    main()
