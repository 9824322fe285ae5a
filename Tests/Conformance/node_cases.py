#!/usr/bin/env python3
"""Runs ONNX's own test cases, which the onnx package on PyPI carries, through `mantissa run` in float32.

    python3 Tests/Conformance/node_cases.py            the node cases of the installed onnx package
    python3 Tests/Conformance/node_cases.py --light    its light model cases
"""
from __future__ import annotations

import argparse
import collections
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import sys
import tempfile

import ml_dtypes
import numpy as np
import onnx
from onnx import numpy_helper

import tensors

SCOPE = pathlib.Path(__file__).with_name("out_of_scope.txt")


def read_scope(path: pathlib.Path) -> list[tuple[str, str]]:
    """Patterns of case names with the reason why they are out of scope."""
    entries = []
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            pattern, reason = line.split("\t", 1)
            entries.append((pattern.strip(), reason.strip()))
    return entries


def read_tensor(path: pathlib.Path, value: onnx.ValueInfoProto) -> np.ndarray:
    """A tensor in the element type that the model declares: some files hold the bits of bfloat16 as uint16."""
    proto = onnx.TensorProto()
    proto.ParseFromString(path.read_bytes())
    if proto.data_type == onnx.TensorProto.UNDEFINED:
        raise ValueError(f"{path.name} holds no tensor")
    array = numpy_helper.to_array(proto)
    is_bfloat16 = value.type.tensor_type.elem_type == onnx.TensorProto.BFLOAT16
    return array.view(ml_dtypes.bfloat16) if is_bfloat16 and array.dtype == np.uint16 else array


def difference(got: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> str:
    """What is wrong; empty if nothing is."""
    if got.shape != expected.shape:
        return f"shape {list(got.shape)}, expected {list(expected.shape)}"
    if got.dtype != expected.dtype:
        return f"element type {got.dtype}, expected {expected.dtype}"
    if expected.dtype.kind not in "fV":
        return "" if np.array_equal(got, expected) else "elements differ"
    a, b = got.astype(np.float64), expected.astype(np.float64)
    if np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True):
        return ""
    return f"largest difference {np.nanmax(np.abs(a - b)):.3g}"


def check_case(binary: str, folder: pathlib.Path) -> str:
    """What is wrong with a case; empty if nothing is."""
    model_path = folder / "model.onnx"
    model = onnx.load(model_path)
    tolerance = {"rtol": 1e-3, "atol": 1e-7}
    if (folder / "data.json").exists():
        tolerance |= {key: value for key, value in json.loads((folder / "data.json").read_text()).items() if key in tolerance}
    for data in sorted(folder.glob("test_data_set_*")):
        inputs = {
            value.name: read_tensor(data / f"input_{index}.pb", value)
            for index, value in enumerate(model.graph.input) if (data / f"input_{index}.pb").exists()
        }
        with tempfile.TemporaryDirectory() as scratch:
            outputs, error = tensors.run(binary, model_path, inputs, "float32", scratch, seconds=60)
        if error:
            return error
        for index, value in enumerate(model.graph.output):
            problem = difference(outputs[value.name], read_tensor(data / f"output_{index}.pb", value), **tolerance)
            if problem:
                return f"{value.name}: {problem}"
    return ""


def check_light(binary: str, path: pathlib.Path) -> str:
    """A light model has generated weights; its input counts up, as in ONNX's own runner."""
    model = onnx.load(path)
    constants = {initializer.name for initializer in model.graph.initializer}
    inputs = {}
    for value in model.graph.input:
        if value.name in constants:
            continue
        shape = [dimension.dim_value for dimension in value.type.tensor_type.shape.dim]
        size = int(np.prod(shape))
        inputs[value.name] = (np.arange(size, dtype=np.float32) / size).reshape(shape)
    expected = read_tensor(path.with_name(path.stem + "_output_0.pb"), model.graph.output[0])
    with tempfile.TemporaryDirectory() as scratch:
        outputs, error = tensors.run(binary, path, inputs, "float32", scratch)
    if error:
        return error
    return difference(outputs[model.graph.output[0].name], expected, rtol=1e-3, atol=1e-7)


def run_light(binary: str, data: pathlib.Path, pattern: str) -> bool:
    models = [path for path in sorted((data / "light").glob("*.onnx")) if fnmatch.fnmatch(path.stem, pattern)]
    passed = 0
    for path in models:
        problem = check_light(binary, path)
        passed += not problem
        if problem:
            print(f"FAILED {path.stem}: {problem}")
    print(f"passed {passed} of {len(models)} light models")
    return passed == len(models) and bool(models)


def guarded(binary: str, folder: pathlib.Path) -> str:
    try:
        return check_case(binary, folder)
    except Exception as error:  # noqa: BLE001: whatever a case's files hold is a failure of that case
        return f"{type(error).__name__}: {error}"


def run_nodes(arguments: argparse.Namespace, binary: str, data: pathlib.Path) -> bool:
    folders = [path for path in sorted((data / "node").iterdir()) if fnmatch.fnmatch(path.name, arguments.filter)]
    scope = read_scope(SCOPE)
    reasons: dict[str, str] = {}
    for pattern, reason in scope:
        matches = [path.name for path in folders if fnmatch.fnmatch(path.name, pattern)]
        if not matches and not arguments.newer and arguments.filter == "*":
            raise SystemExit(f"out_of_scope.txt: the pattern {pattern} matches no case")
        for name in matches:
            reasons.setdefault(name, reason)
    inside = [path for path in folders if path.name not in reasons]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        problems = list(pool.map(lambda folder: guarded(binary, folder), inside))
    failures = collections.Counter()
    for folder, problem in zip(inside, problems):
        if problem:
            operators = "+".join(sorted({node.op_type for node in onnx.load(folder / "model.onnx").graph.node})[:4])
            failures[operators] += 1
            print(f"FAILED {folder.name} ({operators}): {problem}")
    for operators, count in failures.most_common():
        print(f"{count:5} {operators}")
    if arguments.verbose:
        for reason, count in collections.Counter(reasons.values()).most_common():
            print(f"{count:5} out of scope: {reason}")
    failed = sum(failures.values())
    summary = {"passed": len(inside) - failed, "failed": failed, "out_of_scope": len(reasons), "cases": len(folders)}
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(summary, indent=1) + "\n")
    print(
        f"passed {summary['passed']}, failed {failed}, out of scope {len(reasons)} of {len(folders)} node cases")
    return failed == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", help="the program (default: the release build)")
    parser.add_argument("--data", help="a folder like onnx/backend/test/data of the package")
    parser.add_argument("--filter", default="*", help="names of cases, with * and ?")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--newer", action="store_true", help="allow patterns of out_of_scope.txt that match nothing")
    parser.add_argument("--light", action="store_true", help="the light models instead of the node cases")
    parser.add_argument("--json", help="write the counts to this file")
    parser.add_argument("--verbose", action="store_true", help="count the reasons of what is out of scope")
    arguments = parser.parse_args()
    binary = tensors.find_binary(arguments.mantissa)
    data = pathlib.Path(arguments.data or pathlib.Path(onnx.__file__).parent / "backend/test/data")
    if not (data / "node").is_dir():
        raise SystemExit(f"{data} holds no cases: pip install onnx==1.17.0, or name a folder with --data")
    passed = run_light(binary, data, arguments.filter) if arguments.light else run_nodes(arguments, binary, data)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
