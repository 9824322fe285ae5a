#!/usr/bin/env python3
"""Makes Tests/Fixtures/operators: one small ONNX model per case, inputs, and what ONNX Runtime answers.

    pip install onnx==1.23.2 onnxruntime==1.32.0 numpy
    python3 Tests/Fixtures/scripts/make_operator_cases.py

Where ONNX Runtime has no such operator, ONNX's reference implementation answers. The same numbers every time.
"""
import base64
import json
import pathlib
import struct

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "operators"
DTYPES = {
    "float64": "F64", "float32": "F32", "float16": "F16", "int64": "I64", "int32": "I32", "int16": "I16", "int8": "I8",
    "uint64": "U64", "uint32": "U32", "uint16": "U16", "uint8": "U8", "bool": "BOOL",
}
random = np.random.default_rng(20)
cases, tensors = [], {}


def f(*shape, low=-2.0, high=2.0, dtype=np.float32):
    return random.uniform(low, high, shape).astype(dtype)


def i(*shape, low=-9, high=9, dtype=np.int64):
    return random.integers(low, high + 1, shape).astype(dtype)


def v(*values, dtype=np.int64):
    return np.array(values, dtype)


def answer(model, inputs):
    try:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        return session.run(None, inputs)
    except Exception:
        return ReferenceEvaluator(model).run(None, inputs)


def case(name, op, inputs, outputs=1, opset=20, constants=(), **attributes):
    """Inputs may be None (absent); those numbered in `constants` are initializers."""
    names = ["" if x is None else f"x{k}" for k, x in enumerate(inputs)]
    while names and not names[-1]:
        names.pop()
    results = [f"y{k}" for k in range(outputs)]
    node = helper.make_node(op, names, results, name=op, **attributes)
    given = {f"x{k}": x for k, x in enumerate(inputs) if x is not None and k not in constants}
    fixed = [numpy_helper.from_array(inputs[k], f"x{k}") for k in constants]
    declared = [
        helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(x.dtype), x.shape) for n, x in given.items()]

    def build(types):
        outs = [helper.make_tensor_value_info(r, t, None) for r, t in zip(results, types)]
        graph = helper.make_graph([node], name, declared, outs, fixed)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)

    inferred = onnx.shape_inference.infer_shapes(build([TensorProto.UNDEFINED] * outputs)).graph.output
    types = [o.type.tensor_type.elem_type or TensorProto.FLOAT for o in inferred]
    model = build(types)
    expected = [np.asarray(y) for y in answer(model, given)]
    assert all(y.dtype.name in DTYPES for y in expected), name
    for key, x in given.items():
        tensors[f"{name}/{key}"] = x
    for key, y in zip(results, expected):
        tensors[f"{name}/{key}"] = y
    cases.append({
        "name": name, "operator": op, "inputs": list(given), "outputs": results,
        "model": base64.b64encode(model.SerializeToString()).decode()})


# Functions of one element
wide, positive = f(2, 7, low=-6, high=6), f(2, 7, low=0.1, high=5)
for op in ["Abs", "Ceil", "Cos", "Erf", "Exp", "Floor", "HardSwish", "Mish", "Neg", "Relu", "Round", "Sigmoid", "Sign",
           "Sin", "Softplus", "Softsign", "Tan", "Tanh", "Sinh", "Cosh", "Asinh", "Atan", "Reciprocal"]:
    case(op.lower(), op, [wide])
for op in ["Log", "Sqrt"]:
    case(op.lower(), op, [positive])
for op in ["Acos", "Asin", "Atanh"]:
    case(op.lower(), op, [f(9, low=-0.99, high=0.99)])
case("acosh", "Acosh", [f(9, low=1, high=9)])
case("round_halves", "Round", [v(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, dtype=np.float32)])
for op, attributes in [("Elu", {"alpha": 0.7}), ("Celu", {"alpha": 1.3}), ("Selu", {}), ("LeakyRelu", {"alpha": 0.3}),
                       ("ThresholdedRelu", {"alpha": 0.8}), ("HardSigmoid", {"alpha": 0.3, "beta": 0.4}),
                       ("Shrink", {"bias": 0.5, "lambd": 1.0})]:
    case(op.lower(), op, [wide], **attributes)
case("gelu", "Gelu", [wide])
case("gelu_tanh", "Gelu", [wide], approximate="tanh")
for dtype in [np.float64, np.float16]:
    case(f"tanh_{np.dtype(dtype).name}", "Tanh", [wide.astype(dtype)])
for dtype in [np.int8, np.int32, np.int64, np.float64]:
    case(f"abs_{np.dtype(dtype).name}", "Abs", [i(5, dtype=dtype)])
case("isnan", "IsNaN", [v(1, np.nan, np.inf, dtype=np.float32)])
case("isinf_positive", "IsInf", [v(-np.inf, np.nan, np.inf, dtype=np.float32)], detect_negative=0)
case("not", "Not", [v(True, False, dtype=bool)])
case("bitwise_not", "BitwiseNot", [v(0, 1, 200, dtype=np.uint8)])
case("clip_int", "Clip", [i(6, dtype=np.int32), v(-2, dtype=np.int32).reshape(()), v(3, dtype=np.int32).reshape(())])
case("clip_open", "Clip", [wide, None, np.float32(1.5)])

case("swish", "Swish", [wide], opset=24, alpha=1.5)

# Functions of two
for op in ["Add", "Sub", "Mul", "Div", "Max", "Min"]:
    case(op.lower(), op, [f(2, 1, 4), f(3, 1)])
    case(f"{op.lower()}_int64", op, [i(2, 3), i(3, low=1)])
case("sum", "Sum", [f(2, 1), f(3), f(1, 1)])
case("mean", "Mean", [f(2, 1), f(3), f(1, 1)])
case("max_three", "Max", [f(2, 3), f(3), f(1, 1)])
case("pow", "Pow", [f(2, 3, low=0.1), f(3)])
case("pow_mixed", "Pow", [f(2, 3), v(2)])
case("mod_int", "Mod", [i(7), v(3)])
case("mod_negative", "Mod", [i(7), v(-4)])
case("fmod", "Mod", [f(7, low=-9, high=9), v(2.5, dtype=np.float32)], fmod=1)
case("prelu", "PRelu", [f(2, 3, 4), f(3, 1)])
for op in ["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"]:
    case(op.lower(), op, [i(2, 4, low=0, high=2), i(4, low=0, high=2)])
case("equal_bool", "Equal", [v(True, False, dtype=bool), v(True, dtype=bool)])
flags = i(2, 4, low=0, high=1).astype(bool), i(4, low=0, high=1).astype(bool)
for op in ["And", "Or", "Xor"]:
    case(op.lower(), op, list(flags))
for op in ["BitwiseAnd", "BitwiseOr", "BitwiseXor"]:
    case(op.lower(), op, [i(2, 3, dtype=np.int32), i(3, dtype=np.int32)])
for direction in ["LEFT", "RIGHT"]:
    case(f"bitshift_{direction.lower()}", "BitShift", [v(1, 8, 255, dtype=np.uint8), v(1, 2, 3, dtype=np.uint8)],
         direction=direction)
case("where", "Where", [flags[1], f(2, 4), f(1, 1)])
case("where_int", "Where", [flags[0], i(4), i(2, 1)])

# Reductions
for op in ["ReduceL1", "ReduceL2", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum",
           "ReduceSumSquare"]:
    case(f"{op.lower()}", op, [f(2, 3, 4), v(-1, 0)], keepdims=0)
    case(f"{op.lower()}_all", op, [f(2, 3)])
    case(f"{op.lower()}_noop", op, [f(2, 3)], noop_with_empty_axes=1)
case("reducelogsum", "ReduceLogSum", [f(2, 3, low=0.1), v(1)])
case("reducesum_int", "ReduceSum", [i(2, 3, dtype=np.int32), v(1)])
case("reducesum_attribute", "ReduceSum", [f(2, 3)], opset=11, axes=[1], keepdims=1)
case("reducemax_bool", "ReduceMax", [flags[0], v(0)])
for op in ["ArgMax", "ArgMin"]:
    case(op.lower(), op, [i(3, 5, low=0, high=2).astype(np.float32)], axis=1)
    case(f"{op.lower()}_last", op, [i(3, 5, low=0, high=2).astype(np.float32)], axis=-1, keepdims=0, select_last_index=1)
case("topk", "TopK", [i(2, 6, low=0, high=3).astype(np.float32), v(3)], outputs=2)
case("topk_smallest", "TopK", [f(4, 3), v(2)], outputs=2, axis=0, largest=0)
case("cumsum", "CumSum", [f(2, 4), np.int64(1)])
case("cumsum_reverse_exclusive", "CumSum", [f(2, 4), np.int64(0)], exclusive=1, reverse=1)

# Softmax family and normalizations
for op in ["Softmax", "LogSoftmax", "Hardmax"]:
    case(op.lower(), op, [f(2, 3, 4)], axis=1)
    case(f"{op.lower()}_coerced", op, [f(2, 3, 4)], opset=11, axis=1)
case("layernorm", "LayerNormalization", [f(2, 3, 4), f(4), f(4)], epsilon=1e-3)
case("layernorm_axis1", "LayerNormalization", [f(2, 3, 4), f(3, 4)], outputs=3, axis=1)
case("instancenorm", "InstanceNormalization", [f(2, 3, 4, 2), f(3), f(3)])
case("groupnorm", "GroupNormalization", [f(2, 4, 3), f(2), f(2)], opset=18, num_groups=2)
case("groupnorm_channels", "GroupNormalization", [f(2, 4, 3), f(4), f(4)], opset=21, num_groups=2)
case("lpnorm", "LpNormalization", [f(2, 3, 4)], axis=1)
case("lpnorm_1", "LpNormalization", [f(2, 3)], p=1)
case("mvn", "MeanVarianceNormalization", [f(2, 3, 4, 2)])
case("batchnorm", "BatchNormalization", [f(2, 3, 4), f(3), f(3), f(3), f(3, low=0.1)])
case("lrn", "LRN", [f(1, 6, 2, 2)], size=5, alpha=0.1, beta=0.6, bias=1.5)

# Movement
data = f(2, 3, 4)
case("concat", "Concat", [f(2, 1), f(2, 3)], axis=-1)
case("split", "Split", [data, v(1, 3)], outputs=2, axis=-1)
case("split_uneven", "Split", [f(7)], outputs=3, num_outputs=3)
case("split_attribute", "Split", [data], outputs=2, opset=11, axis=1, split=[2, 1])
case("slice", "Slice", [data, v(2, 0), v(-9, 9), v(2, 1), v(-1, 2)])
case("tile", "Tile", [f(2, 2), v(2, 3)])
case("expand", "Expand", [f(3, 1), v(2, 1, 4)])
case("gather", "Gather", [data, i(2, 2, low=-3, high=2)], axis=1)
case("gather_elements", "GatherElements", [f(3, 3), i(2, 3, low=-3, high=2)], axis=0)
case("gather_nd", "GatherND", [data, i(2, 1, 1, low=-3, high=2)], batch_dims=1)
case("gather_nd_full", "GatherND", [data, v(0, 1, 2, 1, -1, -1).reshape(2, 3)])
case("scatter_elements", "ScatterElements", [f(3, 3), v(0, 2, 1, 1, 0, 2).reshape(2, 3), f(2, 3)], axis=0)
case("scatter_elements_add", "ScatterElements", [f(1, 5), v(1, 1, -1).reshape(1, 3), f(1, 3)], axis=1, reduction="add")
case("scatter_nd", "ScatterND", [f(4, 2), v(3, 0).reshape(2, 1), f(2, 2)])
case("scatter_nd_max", "ScatterND", [f(4), v(1, 1, 3).reshape(3, 1), f(3)], reduction="max")
case("scatter", "Scatter", [f(3, 3), v(1, 0, 2).reshape(1, 3), f(1, 3)], opset=10)
case("transpose", "Transpose", [data], perm=[2, 0, 1])
case("reshape", "Reshape", [data, v(0, -1)])
case("flatten", "Flatten", [data], axis=2)
case("squeeze", "Squeeze", [f(1, 2, 1), v(-1)])
case("unsqueeze", "Unsqueeze", [f(2), v(0, 2)])
case("depth_to_space", "DepthToSpace", [f(1, 8, 2, 3)], blocksize=2)
case("depth_to_space_crd", "DepthToSpace", [f(1, 8, 2, 3)], blocksize=2, mode="CRD")
case("space_to_depth", "SpaceToDepth", [f(1, 2, 4, 6)], blocksize=2)
for mode in ["constant", "edge", "reflect", "wrap"]:
    case(f"pad_{mode}", "Pad", [f(3, 4), v(1, 2, 2, 1)], opset=19, mode=mode)
case("pad_axes", "Pad", [f(3, 4), v(1, 2), np.float32(7), v(-1)])
case("triu", "Trilu", [f(3, 4), np.int64(1)])
case("nonzero", "NonZero", [i(3, 3, low=0, high=1)])
case("onehot", "OneHot", [v(0, 2, -1), v(3), v(5.0, 9.0, dtype=np.float32)], axis=0)
case("compress", "Compress", [f(3, 2), v(True, False, True, dtype=bool)], axis=0)
case("compress_flat", "Compress", [f(3, 2), v(True, False, True, dtype=bool)])
case("reverse_sequence", "ReverseSequence", [f(4, 3), v(4, 1, 3)])
case("unique", "Unique", [v(3, 1, 3, 2, 1, dtype=np.float32)], outputs=4)
case("unique_axis", "Unique", [v(1, 0, 1, 0, 2, 3).reshape(3, 2).astype(np.float32)], outputs=4, axis=0, sorted=0)
case("eyelike", "EyeLike", [f(3, 4)], k=1, dtype=TensorProto.INT64)
case("center_crop_pad", "CenterCropPad", [f(5, 2), v(3, 5)])
case("constant_of_shape", "ConstantOfShape", [v(2, 3)], value=helper.make_tensor("v", TensorProto.INT32, [1], [7]))
case("range", "Range", [np.int64(2), np.int64(-7), np.int64(-3)])
case("range_float", "Range", [np.float32(0.5), np.float32(3), np.float32(0.75)])
case("shape", "Shape", [data], start=-2)
case("size", "Size", [data])
case("identity", "Identity", [i(3, dtype=np.uint8)])
case("dropout", "Dropout", [f(3)], outputs=2)
for to in [TensorProto.INT32, TensorProto.BOOL, TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.UINT8]:
    case(f"cast_{to}", "Cast", [f(6, low=0, high=9)], to=to)
case("cast_like", "CastLike", [f(4, low=-9, high=9), i(1, dtype=np.int16)])

# Products
case("matmul", "MatMul", [f(2, 1, 3, 4), f(3, 4, 2)])
case("matmul_vector", "MatMul", [f(4), f(2, 4, 3)])
case("gemm", "Gemm", [f(3, 2), f(4, 3), f(1)], transA=1, transB=1, alpha=0.5, beta=2.0)
for k, (equation, shapes) in enumerate([
        ("bij,bjk->bik", [(2, 3, 4), (2, 4, 5)]), ("ij->ji", [(2, 3)]), ("ii->i", [(3, 3)]), ("ij,ij->", [(2, 3), (2, 3)]),
        ("...ij,jk", [(2, 2, 3), (3, 4)]), ("bhid,bhjd->bhij", [(1, 2, 3, 4), (1, 2, 5, 4)]), ("i,j,k->kji", [(2,), (3,), (4,)]),
        ("bi,ij,bj->b", [(2, 3), (3, 4), (2, 4)])]):
    case(f"einsum_{k}", "Einsum", [f(*shape) for shape in shapes], equation=equation)
case("det", "Det", [f(2, 3, 3)])
image = f(1, 4, 5, 6)
case("conv_groups", "Conv", [image, f(6, 2, 3, 2), f(6)], group=2, strides=[2, 1], pads=[1, 0, 1, 1], dilations=[1, 2])
case("conv_same_lower", "Conv", [image, f(2, 4, 2, 3)], auto_pad="SAME_LOWER", strides=[2, 2])
case("conv_1d", "Conv", [f(2, 3, 8), f(4, 3, 3)])
case("conv_3d", "Conv", [f(1, 2, 4, 5, 4), f(3, 2, 2, 3, 2)], strides=[1, 2, 1])
case("deconv", "ConvTranspose", [image, f(4, 3, 3, 2), f(3)], strides=[2, 3], pads=[1, 0, 0, 1], output_padding=[1, 0])
case("deconv_groups", "ConvTranspose", [image, f(4, 2, 2, 2)], group=2, dilations=[2, 1])
case("deconv_output_shape", "ConvTranspose", [f(1, 1, 3, 3), f(1, 2, 3, 3)], strides=[3, 2], output_shape=[10, 8])
case("deconv_1d", "ConvTranspose", [f(1, 2, 4), f(2, 1, 3)], strides=[2])
case("deconv_3d", "ConvTranspose", [f(1, 1, 2, 3, 2), f(1, 2, 2, 2, 2)], strides=[2, 1, 2])
case("deform_conv", "DeformConv", [f(1, 2, 4, 4), f(2, 2, 2, 2), f(1, 8, 3, 3), f(2), f(1, 4, 3, 3, low=0, high=1)])
case("col2im", "Col2Im", [f(1, 8, 6), v(3, 4), v(2, 2)])

# Pools and sampling
for op in ["MaxPool", "AveragePool", "LpPool"]:
    case(f"{op.lower()}", op, [image], kernel_shape=[2, 3], strides=[2, 1], pads=[0, 1, 1, 1])
    case(f"{op.lower()}_1d", op, [f(1, 2, 7)], kernel_shape=[3], strides=[2])
    case(f"{op.lower()}_3d", op, [f(1, 1, 4, 4, 5)], kernel_shape=[2, 2, 2])
case("maxpool_indices", "MaxPool", [f(1, 2, 4, 4)], outputs=2, kernel_shape=[2, 2], strides=[2, 2])
case("maxpool_indices_columns", "MaxPool", [f(1, 2, 4, 4)], outputs=2, kernel_shape=[2, 2], strides=[2, 2], storage_order=1)
case("maxpool_uint8", "MaxPool", [i(1, 1, 4, 4, low=0, high=255, dtype=np.uint8)], kernel_shape=[2, 2], dilations=[2, 2])
case("averagepool_ceil", "AveragePool", [f(1, 1, 6, 6)], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
for op in ["GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"]:
    case(op.lower(), op, [image])
case("max_unpool", "MaxUnpool", [f(1, 1, 2, 2), v(0, 3, 8, 15).reshape(1, 1, 2, 2)], kernel_shape=[2, 2], strides=[2, 2])
small = f(1, 1, 3, 4)
for mode in ["nearest", "linear", "cubic"]:
    for coordinates in ["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"]:
        case(f"resize_{mode}_{coordinates}", "Resize", [small, None, None, v(1, 1, 5, 7)], mode=mode,
             coordinate_transformation_mode=coordinates)
    case(f"resize_{mode}_down", "Resize", [f(1, 1, 8, 9), None, v(1, 1, 0.5, 0.6, dtype=np.float32)], mode=mode)
for mode in ["linear", "cubic"]:
    case(f"resize_{mode}_antialias", "Resize", [f(1, 1, 9, 8), None, None, v(1, 1, 4, 3)], mode=mode, antialias=1)
case("resize_outside", "Resize", [small, None, None, v(1, 1, 6, 8)], mode="cubic", exclude_outside=1)
case("resize_crop", "Resize", [small, v(0, 0, -0.2, 0.1, 1, 1, 1.1, 0.8, dtype=np.float32), None, v(1, 1, 4, 5)],
     mode="linear", coordinate_transformation_mode="tf_crop_and_resize", extrapolation_value=9.0)
case("resize_3d", "Resize", [f(1, 1, 2, 3, 2), None, v(1, 1, 2, 2, 2, dtype=np.float32)], mode="linear")
case("resize_axes", "Resize", [small, None, None, v(6, 4)], axes=[2, 3], keep_aspect_ratio_policy="not_larger", mode="linear")
case("resize_opset10", "Resize", [small, v(1, 1, 2, 2, dtype=np.float32)], opset=10, mode="linear")
case("upsample", "Upsample", [small, v(1, 1, 2, 3, dtype=np.float32)], opset=9, mode="nearest")
case("upsample_opset7", "Upsample", [small], opset=7, mode="linear", scales=[1.0, 1.0, 2.0, 2.0])
for mode in ["linear", "nearest", "cubic"]:
    for padding in ["zeros", "border", "reflection"]:
        case(f"gridsample_{mode}_{padding}", "GridSample", [small, f(1, 2, 3, 2, low=-1.4, high=1.4)], mode=mode,
             padding_mode=padding, align_corners=int(padding == "border"))
case("affine_grid", "AffineGrid", [f(2, 2, 3), v(2, 1, 3, 4)])
case("affine_grid_3d", "AffineGrid", [f(1, 3, 4), v(1, 1, 2, 3, 2)], align_corners=1)
regions = v(0, 0, 3, 3, 1, 1, 4, 2.5, dtype=np.float32).reshape(2, 4)
for mode in ["avg", "max"]:
    case(f"roialign_{mode}", "RoiAlign", [f(1, 2, 5, 5), regions, v(0, 0)], mode=mode, output_height=2, output_width=2,
         sampling_ratio=2)
case("max_roi_pool", "MaxRoiPool", [f(1, 1, 6, 6), v(0, 1, 1, 4, 5, dtype=np.float32).reshape(1, 5)], pooled_shape=[2, 2])
case("nms", "NonMaxSuppression", [f(1, 6, 4, low=0, high=1), f(1, 2, 6, low=0, high=1), v(3), v(0.4, dtype=np.float32),
                                  v(0.2, dtype=np.float32)])

# Quantized
scale, zero = v(0.05, 0.1, 0.2, dtype=np.float32), v(3, 0, -5, dtype=np.int8)
case("quantize", "QuantizeLinear", [f(2, 5, low=-9, high=9), np.float32(0.04), np.uint8(100)])
case("quantize_axis", "QuantizeLinear", [f(2, 3, 2), scale, zero], axis=1)
case("quantize_int16", "QuantizeLinear", [f(2, 3), np.float32(0.001), np.int16(-7)], opset=21)
case("quantize_block", "QuantizeLinear", [f(2, 4), f(2, 2, low=0.01, high=0.1), i(2, 2, dtype=np.int8)], opset=21, axis=1,
     block_size=2)
case("dequantize", "DequantizeLinear", [i(2, 5, low=0, high=200, dtype=np.uint8), np.float32(0.04), np.uint8(100)])
case("dequantize_axis", "DequantizeLinear", [i(2, 3, 2, dtype=np.int8), scale, zero], axis=1)
case("dequantize_int32", "DequantizeLinear", [i(4, dtype=np.int32), np.float32(0.5)])
case("dynamic_quantize", "DynamicQuantizeLinear", [f(2, 4)], outputs=3)
a8, b8 = i(2, 4, low=0, high=255, dtype=np.uint8), i(4, 3, low=-128, high=127, dtype=np.int8)
case("matmul_integer", "MatMulInteger", [a8, b8, np.uint8(12)])
case("qlinear_matmul", "QLinearMatMul", [a8, np.float32(0.02), np.uint8(113), b8, np.float32(0.03), np.int8(2),
                                         np.float32(0.11), np.uint8(118)])
x8, w8 = i(1, 2, 4, 4, low=0, high=255, dtype=np.uint8), i(3, 2, 2, 2, low=-128, high=127, dtype=np.int8)
case("conv_integer", "ConvInteger", [x8, x8[:, :, :2, :2].reshape(1, 2, 2, 2), np.uint8(7)])
case("qlinear_conv", "QLinearConv", [x8, np.float32(0.02), np.uint8(113), w8, scale, np.zeros(3, np.int8),
                                     np.float32(0.9), np.uint8(118), i(3, dtype=np.int32)])

# Signals and recurrence
case("dft", "DFT", [f(1, 6, 1)])
case("dft_onesided", "DFT", [f(2, 5, 1), np.int64(8)], onesided=1)
case("dft_inverse", "DFT", [f(1, 4, 2)], inverse=1)
case("stft", "STFT", [f(1, 12, 1), np.int64(4), None, np.int64(6)])
for op in ["HannWindow", "HammingWindow", "BlackmanWindow"]:
    case(op.lower(), op, [np.int64(7)])
    case(f"{op.lower()}_symmetric", op, [np.int64(6)], periodic=0)
case("mel", "MelWeightMatrix", [np.int64(5), np.int64(16), np.int64(8000), np.float32(100), np.float32(3800)])
sequence = f(4, 2, 3)
for op, gates, states in [("RNN", 1, 1), ("GRU", 3, 1), ("LSTM", 4, 2)]:
    for direction, count in [("forward", 1), ("bidirectional", 2)]:
        case(f"{op.lower()}_{direction}", op,
             [sequence, f(count, 5 * gates, 3), f(count, 5 * gates, 5), f(count, 10 * gates), None, f(count, 2, 5)],
             outputs=1 + states, hidden_size=5, direction=direction)
case("gru_linear", "GRU", [sequence, f(1, 15, 3), f(1, 15, 5), f(1, 30), v(4, 2, dtype=np.int32)], outputs=2, hidden_size=5,
     linear_before_reset=1)
case("lstm_peepholes", "LSTM", [sequence, f(1, 20, 3), f(1, 20, 5), f(1, 40), None, None, None, f(1, 15)], outputs=3,
     hidden_size=5, clip=1.0)
case("rnn_reverse_relu", "RNN", [sequence, f(1, 5, 3), f(1, 5, 5)], outputs=2, hidden_size=5, direction="reverse",
     activations=["Relu"])

FOLDER.mkdir(exist_ok=True)
header, data = {}, b""
for name, array in tensors.items():
    raw = np.ascontiguousarray(array).tobytes()
    header[name] = {"dtype": DTYPES[array.dtype.name], "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
(FOLDER / "cases.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
(FOLDER / "cases.json").write_text("[\n" + ",\n".join(json.dumps(entry) for entry in cases) + "\n]\n")
print(f"{len(cases)} cases of {len({entry['operator'] for entry in cases})} operators, {len(data)} bytes of tensors")
