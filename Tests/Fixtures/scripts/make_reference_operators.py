#!/usr/bin/env python3
"""Makes Tests/Fixtures/reference/operators.{json,safetensors}: single operators with ONNX Runtime's answers.

    python3 Tests/Fixtures/scripts/make_reference_operators.py

Needs numpy, onnx, onnxruntime, safetensors (made with onnx 1.23.2 and onnxruntime 1.32.0). Every case holds the
operator's attributes as Mantissa's types encode them, its inputs and the expected outputs. Cases with
"oracle": "onnx" take the answer of onnx.reference, which is the standard's own text in Python, because ONNX
Runtime departs from the standard there; the reason stands beside the case.
"""
import json
import pathlib

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator
from safetensors.numpy import save_file

OUT = pathlib.Path(__file__).resolve().parents[1] / "reference"
rng = np.random.default_rng(2)
cases, tensors = [], {}


def f(*shape, lo=-1.0, hi=1.0):
    return rng.uniform(lo, hi, shape).astype(np.float32)


def i64(*values):
    return np.array(values, dtype=np.int64)


def run(model, feed, oracle):
    if oracle == "onnx":
        return ReferenceEvaluator(model).run(None, feed)
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    return ort.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"]).run(None, feed)


def case(name, op, inputs, onnx_attributes=None, swift=None, opset=22, outputs=1, oracle="onnxruntime"):
    inputs = [None if x is None else np.asarray(x) for x in inputs]
    names = ["" if x is None else f"in{i}" for i, x in enumerate(inputs)]
    feed = {n: x for n, x in zip(names, inputs) if x is not None}
    node = helper.make_node(op, names, [f"out{i}" for i in range(outputs)], **(onnx_attributes or {}))
    graph = helper.make_graph(
        [node], name,
        [helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(x.dtype), x.shape) for n, x in feed.items()],
        [helper.make_empty_tensor_value_info(f"out{i}") for i in range(outputs)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    try:
        results = run(model, feed, oracle)
    except Exception as error:
        raise SystemExit(f"{name}: {error}")
    try:
        other = run(model, feed, "onnx" if oracle != "onnx" else "onnxruntime")
        agree = all(a.shape == b.shape and np.allclose(a, b, 1e-3, 1e-4) for a, b in zip(results, other))
    except Exception as error:
        agree = f"{type(error).__name__}: {str(error)[:80]}"
    if agree is not True:
        print(f"{name}: the other oracle differs: {agree}")
    assert not any(c["name"] == name for c in cases), name
    for i, x in enumerate(inputs):
        if x is not None:
            tensors[f"{name}/in{i}"] = np.array(x, order="C")
    for i, x in enumerate(results):
        tensors[f"{name}/out{i}"] = np.array(x, order="C")
    cases.append({"name": name, "op": op, "attributes": swift or {}, "inputs": len(inputs), "outputs": outputs})


def window(spatial, kernel, strides=None, pads=None, dilations=None, auto_pad="NOTSET", ceil=None, group=None,
           count_include_pad=None):
    """The attributes of a window operator in both spellings."""
    strides, dilations = strides or [1] * spatial, dilations or [1] * spatial
    pads = pads or [0] * (2 * spatial)
    attributes = {"kernel_shape": kernel, "strides": strides, "dilations": dilations, "auto_pad": auto_pad}
    if auto_pad == "NOTSET":
        attributes["pads"] = pads
    swift = {"autoPad": auto_pad, "kernelShape": kernel, "strides": strides, "pads": pads, "dilations": dilations}
    if ceil is not None:
        attributes["ceil_mode"], swift["ceilMode"] = int(ceil), ceil
    if group is not None:
        attributes["group"], swift["group"] = group, group
    if count_include_pad is not None:
        attributes["count_include_pad"], swift["countIncludePad"] = int(count_include_pad), count_include_pad
    return attributes, swift


def conv(name, x, outs, kernel, group=1, bias=True, **keywords):
    spatial = len(kernel)
    attributes, swift = window(spatial, kernel, group=group, **keywords)
    swift["epilogue"] = {"addsResidual": False}
    w = f(outs, x.shape[1] // group, *kernel)
    case(f"conv_{name}", "Conv", [x, w] + ([f(outs)] if bias else []), attributes, swift)


def pool(name, op, x, kernel, oracle="onnxruntime", opset=22, asked=None, **keywords):
    """With `asked`, the oracle is given these pads instead of auto_pad."""
    if op == "AveragePool":
        keywords.setdefault("count_include_pad", False)
    attributes, swift = window(len(kernel), kernel, ceil=keywords.pop("ceil", False), **keywords)
    if asked:
        attributes |= {"auto_pad": "NOTSET", "pads": asked}
    if op == "AveragePool" and opset < 19:
        del attributes["dilations"]
    if op == "MaxPool":
        swift |= {"storageOrder": 0}
    prefix = "max" if op == "MaxPool" else "average"
    case(f"{prefix}_{name}", op, [x], attributes, swift, oracle=oracle, opset=opset)


# Conv
conv("1x1", f(2, 5, 6, 7), 4, [1, 1])
conv("3x3_same", f(2, 3, 8, 7), 4, [3, 3], pads=[1, 1, 1, 1])
conv("no_bias", f(1, 3, 8, 7), 4, [3, 3], bias=False)
conv("stride2_asymmetric", f(2, 3, 9, 8), 4, [3, 3], strides=[2, 2], pads=[0, 1, 2, 0])
conv("strides_differ", f(1, 2, 11, 13), 3, [3, 2], strides=[3, 2], pads=[1, 0, 0, 1])
conv("dilated", f(1, 3, 12, 11), 4, [3, 3], dilations=[2, 3], pads=[2, 3, 2, 3])
conv("dilated_strided", f(1, 2, 13, 14), 2, [3, 2], dilations=[2, 3], strides=[2, 3], pads=[1, 2, 3, 0])
conv("groups", f(2, 6, 7, 7), 4, [3, 3], group=2, pads=[1, 1, 1, 1])
conv("depthwise", f(2, 6, 9, 9), 6, [3, 3], group=6, strides=[2, 2], pads=[1, 1, 1, 1])
conv("depthwise_multiplier", f(1, 3, 7, 8), 6, [5, 5], group=3, pads=[2, 2, 2, 2])
conv("depthwise_dilated", f(1, 4, 10, 10), 4, [3, 3], group=4, dilations=[2, 2], pads=[2, 2, 2, 2])
conv("depthwise_same_lower", f(1, 4, 8, 9), 4, [4, 4], group=4, strides=[2, 3], auto_pad="SAME_LOWER")
for mode in ["SAME_UPPER", "SAME_LOWER", "VALID"]:
    conv(f"{mode.lower()}_even_kernel", f(1, 2, 8, 9), 3, [4, 2], auto_pad=mode)
    conv(f"{mode.lower()}_stride2", f(1, 2, 8, 9), 3, [3, 3], strides=[2, 2], auto_pad=mode)
    conv(f"{mode.lower()}_stride3", f(1, 2, 10, 11), 3, [2, 5], strides=[3, 3], auto_pad=mode)
conv("kernel_below_stride_same", f(1, 2, 9, 10), 3, [1, 1], strides=[2, 2], auto_pad="SAME_UPPER")
conv("kernel_is_image", f(2, 3, 5, 4), 6, [5, 4])
conv("kernel_over_image_with_pads", f(1, 3, 3, 2), 4, [7, 7], pads=[3, 3, 3, 3])
conv("1d", f(2, 3, 21), 4, [5], strides=[2], pads=[2, 1])
conv("1d_depthwise", f(2, 4, 15), 4, [3], group=4, dilations=[2], pads=[0, 3])
conv("1d_same_lower", f(1, 3, 16), 2, [4], strides=[3], auto_pad="SAME_LOWER")
conv("3d", f(1, 2, 5, 6, 7), 3, [3, 2, 3], strides=[1, 2, 1], pads=[1, 0, 1, 1, 1, 0])
conv("3d_groups", f(1, 4, 4, 5, 6), 4, [2, 3, 3], group=2, pads=[0, 1, 1, 1, 1, 1])
conv("3d_depthwise", f(2, 3, 4, 5, 6), 3, [3, 3, 3], group=3, pads=[1, 1, 1, 1, 1, 1])

# Pools
for op in ["MaxPool", "AveragePool"]:
    pool("2x2", op, f(2, 3, 8, 6), [2, 2], strides=[2, 2])
    pool("3x3_stride2_pads", op, f(1, 3, 9, 8), [3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    pool("asymmetric", op, f(1, 2, 9, 8), [3, 4], strides=[2, 3], pads=[0, 2, 2, 1])
    pool("ceil", op, f(1, 2, 8, 7), [3, 3], strides=[2, 2], ceil=True)
    pool("ceil_pads", op, f(1, 2, 7, 9), [3, 3], strides=[3, 2], pads=[1, 1, 1, 1], ceil=True)
    # 5 + 1 + 1 - 2 = 5 = 3 + 2: rounded up, the last window would begin at 6 - 1 = 5, in the padding at the end.
    pool("ceil_last_window_in_padding", op, f(1, 1, 5, 5), [2, 2], strides=[3, 3], pads=[1, 1, 1, 1], ceil=True)
    pool("ceil_1x1_stride2", op, f(1, 2, 4, 5), [1, 1], strides=[2, 2], ceil=True)
    pool("dilated", op, f(1, 2, 10, 11), [3, 2], dilations=[2, 3], strides=[2, 1], pads=[1, 1, 2, 0])
    pool("dilated_ceil", op, f(1, 2, 10, 11), [3, 2], dilations=[2, 3], strides=[3, 2], ceil=True)
    pool("1d", op, f(2, 3, 13), [4], strides=[3], pads=[1, 2])
    pool("1d_ceil", op, f(2, 3, 14), [4], strides=[3], pads=[1, 2], ceil=True)
    pool("3d", op, f(1, 2, 5, 6, 7), [2, 3, 2], strides=[2, 1, 2], pads=[0, 1, 1, 1, 1, 0])
    pool("3d_ceil", op, f(1, 2, 5, 6, 7), [2, 3, 2], strides=[2, 2, 3], pads=[0, 1, 1, 1, 1, 0], ceil=True)
    for mode in ["SAME_UPPER", "SAME_LOWER", "VALID"]:
        pool(f"{mode.lower()}_even", op, f(1, 2, 9, 8), [2, 4], strides=[2, 3], auto_pad=mode)
        pool(f"{mode.lower()}_odd", op, f(1, 2, 8, 9), [3, 3], strides=[2, 2], auto_pad=mode)
    pool("valid_ceil", op, f(1, 2, 8, 9), [3, 2], strides=[2, 3], auto_pad="VALID", ceil=True)
    pool("same_upper_ceil", op, f(1, 2, 8, 10), [3, 3], strides=[2, 3], auto_pad="SAME_UPPER", ceil=True)
    pool("same_upper_dilated", op, f(1, 2, 8, 10), [3, 3], strides=[2, 2], dilations=[2, 2], auto_pad="SAME_UPPER",
         asked=[1, 1, 2, 2])  # ONNX Runtime forgets the dilation when it pads pools itself
for opset, suffix in [(22, ""), (13, "_opset13")]:
    keywords = {"count_include_pad": True, "opset": opset}
    pool(f"include_pad{suffix}", "AveragePool", f(1, 2, 7, 8), [3, 3], strides=[2, 2], pads=[1, 1, 1, 1], **keywords)
    pool(f"include_pad_asymmetric{suffix}", "AveragePool", f(1, 2, 7, 8), [3, 4], strides=[2, 3],
         pads=[0, 2, 2, 1], **keywords)
    pool(f"include_pad_ceil{suffix}", "AveragePool", f(1, 2, 8, 9), [3, 4], strides=[2, 3], pads=[1, 1, 1, 1],
         ceil=True, **keywords)
    pool(f"include_pad_ceil_no_pads{suffix}", "AveragePool", f(1, 2, 8, 9), [3, 3], strides=[2, 3], ceil=True,
         **keywords)
    pool(f"include_pad_same_upper{suffix}", "AveragePool", f(1, 2, 8, 9), [3, 4], strides=[2, 3],
         auto_pad="SAME_UPPER", **keywords)
    pool(f"include_pad_1d_ceil{suffix}", "AveragePool", f(1, 2, 10), [4], strides=[3], pads=[1, 2], ceil=True, **keywords)
    pool(f"include_pad_3d_ceil{suffix}", "AveragePool", f(1, 1, 5, 6, 7), [2, 3, 3], strides=[2, 2, 3],
         pads=[1, 1, 1, 1, 1, 1], ceil=True, **keywords)
pool("include_pad_dilated", "AveragePool", f(1, 2, 10, 11), [3, 2], dilations=[2, 3], strides=[2, 2],
     pads=[2, 1, 2, 1], count_include_pad=True)
case("global_average_2d", "GlobalAveragePool", [f(2, 5, 7, 3)])
case("global_average_3d", "GlobalAveragePool", [f(2, 3, 4, 3, 5)])
case("global_max_2d", "GlobalMaxPool", [f(2, 5, 7, 3)])
case("global_max_1d", "GlobalMaxPool", [f(2, 5, 7)])

# Matrix products
none = {"addsResidual": False}
for ta in (0, 1):
    for tb in (0, 1):
        a, b = f(*((3, 5), (5, 3))[ta]), f(*((5, 4), (4, 5))[tb])
        case(f"gemm_{ta}{tb}", "Gemm", [a, b, f(4)], {"transA": ta, "transB": tb, "alpha": 0.5, "beta": 2.0},
             {"alpha": 0.5, "beta": 2.0, "transA": bool(ta), "transB": bool(tb), "epilogue": none})
plain = {"alpha": 1, "beta": 1, "transA": False, "transB": False, "epilogue": none}
case("gemm_no_c", "Gemm", [f(3, 5), f(5, 4)], {}, plain)
for suffix, c in [("column", f(3, 1)), ("row", f(1, 4)), ("full", f(3, 4)), ("one", f(1)), ("scalar", f())]:
    case(f"gemm_c_{suffix}", "Gemm", [f(3, 5), f(5, 4), c], {}, plain)
for name, a, b in [("2d", (3, 5), (5, 4)), ("3d_2d", (2, 3, 5), (5, 4)), ("2d_3d", (3, 5), (2, 5, 4)),
                   ("broadcast", (2, 1, 3, 5), (1, 4, 5, 2)), ("broadcast_rank", (4, 3, 5), (2, 1, 5, 2)),
                   ("vector_matrix", (5,), (5, 4)), ("matrix_vector", (3, 5), (5,)), ("dot", (5,), (5,)),
                   ("vector_batch", (5,), (2, 5, 4)), ("batch_vector", (2, 3, 5), (5,))]:
    case(f"matmul_{name}", "MatMul", [f(*a), f(*b)], {}, {"epilogue": none})

# Element-wise
for op in ["Add", "Sub", "Mul", "Div"]:
    swift = {"epilogue": none} if op == "Add" else {}
    lo = 0.5 if op == "Div" else -1.0
    for name, a, b in [("same", (2, 3, 4), (2, 3, 4)), ("channel", (2, 3, 4, 5), (3, 1, 1)),
                       ("left", (4,), (2, 3, 4)), ("both", (2, 1, 4), (3, 1)), ("scalar", (2, 3), ()),
                       ("gate", (2, 3, 4, 5), (2, 3, 1, 1)), ("scalars", (), ())]:
        case(f"{op.lower()}_{name}", op, [f(*a), f(*b, lo=lo)], {}, swift)
    case(f"{op.lower()}_int64", op, [i64(7, -7, 9, -9), i64(2, 2, -4, -4)], {}, swift)
    case(f"{op.lower()}_int32", op, [i64(7, -7, 9, -9).astype(np.int32), np.array(-3, np.int32)], {}, swift)
wide = f(3, 40, lo=-12, hi=12)
for op in ["Relu", "Sigmoid", "Tanh", "HardSwish"]:
    case(op.lower(), op, [wide])
case("hard_sigmoid", "HardSigmoid", [wide], {"alpha": 1 / 6, "beta": 0.5}, {"alpha": 1 / 6, "beta": 0.5})
case("leaky_relu", "LeakyRelu", [wide], {"alpha": 0.1}, {"alpha": 0.1})
case("swish", "Swish", [wide], {"alpha": 1.5}, {"alpha": 1.5}, opset=24, oracle="onnx")  # newer than ONNX Runtime
case("identity", "Identity", [f(2, 3)])
case("dropout", "Dropout", [f(2, 3)])
case("dropout_mask", "Dropout", [f(2, 3)], outputs=2)
case("clip", "Clip", [wide, np.float32(0), np.float32(6)])
case("clip_minimum", "Clip", [wide, np.float32(-2)])
case("clip_maximum", "Clip", [wide, None, np.float32(1.5)])
case("clip_unbounded", "Clip", [wide])
case("clip_crossed", "Clip", [wide, np.float32(3), np.float32(-1)])
case("clip_int64", "Clip", [i64(-5, 0, 5), np.int64(-1), np.int64(2)])
for op_axis, shape in [(-1, (3, 7)), (1, (2, 5, 3)), (0, (4, 3)), (-2, (2, 3, 4, 2))]:
    case(f"softmax_{op_axis}_{len(shape)}d", "Softmax", [f(*shape, lo=-8, hi=8)], {"axis": op_axis},
         {"axis": op_axis, "coerced": False})
case("softmax_large", "Softmax", [np.array([[1000, 1001, 999], [-1000, -1e4, 3e4]], np.float32)], {"axis": -1},
     {"axis": -1, "coerced": False})
case("softmax_opset11", "Softmax", [f(2, 5, 1, 1)], {"axis": 1}, {"axis": 1, "coerced": True}, opset=11)
case("batch_normalization", "BatchNormalization", [f(2, 4, 3, 5), f(4), f(4), f(4), f(4, lo=0.1)], {"epsilon": 1e-3},
     {"epsilon": 1e-3})
case("batch_normalization_2d", "BatchNormalization", [f(3, 4), f(4), f(4), f(4), f(4, lo=0.1)], {}, {"epsilon": 1e-5})
for size in (1, 2, 3, 4, 5, 11):
    attributes = {"alpha": 0.5, "beta": 0.75, "bias": 2.0, "size": size}
    # ONNX Runtime refuses even sizes; onnx.reference is right only for as many samples as channels.
    even = size % 2 == 0
    case(f"lrn_{size}", "LRN", [f(6 if even else 2, 6, 3, 2)], attributes, attributes,
         oracle="onnx" if even else "onnxruntime")

# Shapes and moves
case("concat_1", "Concat", [f(2, 3, 4), f(2, 1, 4), f(2, 2, 4)], {"axis": 1}, {"axis": 1})
case("concat_last", "Concat", [f(2, 3), f(2, 4)], {"axis": -1}, {"axis": -1})
case("concat_int64", "Concat", [i64(1, 2), i64(3)], {"axis": 0}, {"axis": 0})
for axis in (0, 1, 2, 4, -1, -4):
    case(f"flatten_{axis}", "Flatten", [f(2, 3, 4, 5)], {"axis": axis}, {"axis": axis})
case("reshape_copy_infer", "Reshape", [f(2, 3, 4), i64(0, -1)], {}, {"allowZero": False})
case("reshape_plain", "Reshape", [f(2, 3, 4), i64(4, 3, 2)], {}, {"allowZero": False})
case("reshape_allow_zero", "Reshape", [f(0, 3, 4), i64(3, 0)], {"allowzero": 1}, {"allowZero": True})
case("transpose", "Transpose", [f(2, 3, 4, 5)], {"perm": [0, 2, 3, 1]}, {"perm": [0, 2, 3, 1]})
case("transpose_reverse", "Transpose", [f(2, 3, 4)], {"perm": [2, 1, 0]}, {"perm": [2, 1, 0]})
case("squeeze", "Squeeze", [f(1, 3, 1, 2), i64(0, -2)])
case("squeeze_all", "Squeeze", [f(1, 3, 1, 2)])
case("unsqueeze", "Unsqueeze", [f(3, 2), i64(-1, 0)])
case("unsqueeze_unsorted", "Unsqueeze", [f(3, 2), i64(3, 1)])
case("shape", "Shape", [f(2, 3, 4)], {}, {"start": 0})
case("shape_part", "Shape", [f(2, 3, 4, 5)], {"start": -3, "end": -1}, {"start": -3, "end": -1})
case("shape_clamped", "Shape", [f(2, 3)], {"start": -7, "end": 9}, {"start": -7, "end": 9})
case("shape_empty", "Shape", [f(2, 3)], {"start": 2, "end": 1}, {"start": 2, "end": 1})
case("gather_0", "Gather", [f(4, 3), i64(2, -1, 0, 2)], {"axis": 0}, {"axis": 0})
case("gather_scalar", "Gather", [i64(5, 6, 7), np.array(-2, np.int64)], {"axis": 0}, {"axis": 0})
case("gather_matrix", "Gather", [f(2, 4, 3), np.array([[0, 3], [-4, 1]], np.int64)], {"axis": -2}, {"axis": -2})
case("gather_int32_indices", "Gather", [f(2, 4), np.array([1, 1], np.int32)], {"axis": 1}, {"axis": 1})
case("slice", "Slice", [f(5, 6), i64(1, 0), i64(4, 5)])
case("slice_axes_steps", "Slice", [f(5, 6, 7), i64(-1, 1), i64(-100, 1000), i64(-1, 0), i64(-2, 3)])
case("slice_reverse_all", "Slice", [f(6), i64(2**62), i64(-(2**62)), i64(0), i64(-1)])
case("slice_empty", "Slice", [f(5, 2), i64(3), i64(1), i64(0)])
case("slice_huge_step", "Slice", [f(5, 2), i64(1), i64(2**62), i64(0), i64(2**61)])
case("pad_constant", "Pad", [f(2, 3), i64(1, 0, 2, 3), np.float32(-7)], {"mode": "constant"}, {"mode": "constant"})
case("pad_zero", "Pad", [f(2, 3), i64(1, 0, 2, 3)], {"mode": "constant"}, {"mode": "constant"})
case("pad_axes", "Pad", [f(2, 3, 4), i64(1, 2, 0, 1), None, i64(-1, 1)], {"mode": "constant"}, {"mode": "constant"})
case("pad_negative", "Pad", [f(5, 6), i64(-1, 2, 1, -3)], {"mode": "constant"}, {"mode": "constant"})
case("pad_int64", "Pad", [i64(1, 2, 3), i64(1, 2), np.int64(9)], {"mode": "constant"}, {"mode": "constant"})
for mode in ["edge", "reflect", "wrap"]:
    case(f"pad_{mode}", "Pad", [f(1, 2, 4, 5), i64(0, 0, 2, 1, 0, 0, 1, 3)], {"mode": mode}, {"mode": mode})
case("pad_reflect_widest", "Pad", [f(2, 4), i64(0, 3, 0, 3)], {"mode": "reflect"}, {"mode": "reflect"})
case("pad_edge_wide", "Pad", [f(2, 3), i64(4, 5, 0, 6)], {"mode": "edge"}, {"mode": "edge"})
for suffix, axes, keep in [("spatial", i64(2, 3), True), ("drop", i64(2, 3), False), ("negative", i64(-1, 1), True),
                           ("all", None, True), ("all_drop", None, False)]:
    inputs = [f(2, 3, 4, 5)] + ([axes] if axes is not None else [])
    case(f"reduce_mean_{suffix}", "ReduceMean", inputs, {"keepdims": int(keep)},
         {"keepDims": keep, "noopWithEmptyAxes": False})
case("reduce_mean_noop", "ReduceMean", [f(2, 3)], {"noop_with_empty_axes": 1},
     {"keepDims": True, "noopWithEmptyAxes": True})

# ---- added behind all others, so that the random numbers of those stay the same
case("constant_of_shape", "ConstantOfShape", [i64(2, 3)], {}, {"value": 0, "elementType": "F32"})
case("constant_of_shape_float", "ConstantOfShape", [i64(4)],
     {"value": helper.make_tensor("value", TensorProto.FLOAT, [1], [-1.5])}, {"value": -1.5, "elementType": "F32"})
case("constant_of_shape_int64", "ConstantOfShape", [i64(2, 1, 2)],
     {"value": helper.make_tensor("value", TensorProto.INT64, [1], [7])}, {"value": 7, "elementType": "I64"})
values = np.array([-2.7, -0.5, 0, 0.5, 1.5, 300.9], np.float32)
for to, name in [(TensorProto.INT64, "I64"), (TensorProto.INT32, "I32"), (TensorProto.BOOL, "BOOL"),
                 (TensorProto.FLOAT, "F32")]:
    case(f"cast_float_{name}", "Cast", [values], {"to": to}, {"to": name})
    case(f"cast_int64_{name}", "Cast", [i64(-3, 0, 1 << 31, 7)], {"to": to}, {"to": name})
    case(f"cast_bool_{name}", "Cast", [np.array([True, False])], {"to": to}, {"to": name})

OUT.mkdir(parents=True, exist_ok=True)
save_file(tensors, OUT / "operators.safetensors")
(OUT / "operators.safetensors").chmod(0o644)
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
(OUT / "operators.json").write_text("[\n" + lines + "\n]\n")
print(len(cases), "cases,", (OUT / "operators.safetensors").stat().st_size, "bytes")
