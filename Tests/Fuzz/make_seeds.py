#!/usr/bin/env python3
"""Writes the seeds of the fuzzers: Tests/Fuzz/Seeds/TARGET/NAME. Equal bytes each time; needs nothing but Python.

    python3 Tests/Fuzz/make_seeds.py [MANTISSA]

With the program MANTISSA the seeds of `checkpoint` are made as well, by quantizing some of those of `onnx`.
Files named crash-* are inputs that once broke something; they are not touched.
"""

import base64
import gzip
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "Fixtures"
SEEDS = HERE / "Seeds"


def write(target, name, content):
    folder = SEEDS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def numbered(target, contents):
    for number, content in enumerate(contents):
        write(target, f"{number:02}", content)


# HTTP


def http():
    numbered("http-parser", [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nGET /v1/models?x=1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n",
        "POST /v1/predict?top_k=3 HTTP/1.1\r\nHost: [::1]:8000\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello"
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0a\r\n0123456789\r\n0\r\nT: v\r\n\r\n"
        "OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n",
        "GET http://example.org:80/a%20b?q=%C3%A9+x HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\nX: \t v \r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n",
        "GET / HTTP/2.0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "GET /" + "a" * 150 + " HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n" + "".join(f"X-{i}: {i}\r\n" for i in range(9)) + "\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: \xff\xfe\r\nConnection: Close, x\r\nContent-Length: 301\r\n\r\n",
    ])
    numbered("chunked-decoder", [
        "0\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\nGET",
        "00a;name=\"value\"\r\n0123456789\r\n1\r\nx\r\n0\r\nName: value\r\nB:\r\n\r\n",
        "C8\r\n" + "x" * 200 + "\r\n0\r\n\r\n",
        "C9\r\n",
        "ffffffffffffffff\r\n",
        "5 \r\nhello\r\n",
        "1;" + "x" * 20 + "\r\na\r\n0\r\n\r\n",
        "0\r\nT: " + "v" * 30 + "\r\n\r\n",
    ])
    numbered("request-target", [
        "/", "*", "/v1/models/a%2Fb/infer", "/a//b/?x=1&y&&=z&x=%F0%9F%98%80+%2B", "http://a:1/p?q", "HTTPS://[::1]?x",
        "/%", "/%0a", "/%ff", "/a%C3%A9?%C3%A9=%c3%a9", "//", "/a;b=c,d!$&'()*@:[]",
    ])
    numbered("header-fields", [
        "application/json", "multipart/form-data; boundary=\"a b\\\"c\"; Charset=utf-8;", "image/JPEG ;q=1", "u=1, i",
        "i;u=2,u=7;x ", "gzip, deflate;q=0.5, *;q=0, identity;q=0.001", "x-gzip", "identity",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more",
        "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE , 1a@b=c d", "a=" + "x" * 200 + ",b=" + "y" * 250 + ",c=" + "z" * 100,
        "Bearer secret", "bearer  x y ",
    ])


def coding():
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = b"The quick brown fox jumps over the lazy dog. " * 4
    bare = raw.compress(text) + raw.flush()
    packed = gzip.compress(text, 9, mtime=0)
    numbered("content-coding", [
        b"\x00" + packed,
        b"\x00" + packed + gzip.compress(b"more", 1, mtime=0),
        b"\x01" + zlib.compress(text, 6),
        b"\x01" + bare,
        b"\x72" + packed,
        b"\xf2" + gzip.compress(bytes(30000), 9, mtime=0),
        b"\x00" + packed[:-5],
        b"\x00" + packed + b"x",
        b"\x00" + gzip.compress(bytes(1 << 20), 9, mtime=0),
        b"\x05" + bytes(range(256)),
    ])


# Requests


def requests():
    pixel = (FIXTURES / "imaging/formats/one_pixel.webp").read_bytes()
    letters = base64.b64encode(pixel).decode()
    form = (b"--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a;b.jpg\"\r\nContent-Type: image/webp; a=\"b\"\r\n\r\n"
            + pixel + b"\r\n--\r\n-b\r\n\r\n--b\r\ncontent-disposition: form-data; name=top_k\r\n\r\n3\r\n--b--\r\n")
    numbered("multipart", [
        form,
        b"--b--\r\n",
        b"----WebKitFormBoundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name=\"x\\\"y\"\r\n\r\n\r\n"
        b"------WebKitFormBoundary7MA4YWxkTrZu0gW--",
        b"--b\r\nX: y\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\r\n--\r\n\r\n--b\r\n",
        b"--b\r\nContent-Disposition: attachment; name=a\r\n\r\n\r\n--b--",
        b"--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b--",
        form[:-20],
    ])
    everything = json.dumps({
        "images": [letters, "data:image/webp;base64," + letters], "top_k": 2, "classes": ["cat", 1, "2"],
        "threshold": 0.5, "thresholds": {"dog": 0.25}, "temperature": 1.5, "logits": True, "flip": False,
        "dimensions": 64, "encoding_format": "ubinary", "timeout_seconds": 1e-3,
    })
    numbered("image-request", [
        b"image/webp\n\n" + pixel,
        b"multipart/form-data; boundary=b\nthreshold=0.25&classes=[\"a,b\",1]&flip=true\n" + form,
        "application/json\ntop_k=99999999999999999999&x&encoding_format=base64\n" + everything,
        "application/json; charset=utf-8\n\n" + json.dumps(
            {"model": "a/1", "input": [letters], "dimensions": 3, "encoding_format": "base64", "user": "x"}),
        "application/json\n\n" + json.dumps({"model": "a", "input": letters, "modality": "image"}),
        "application/json\n\n" + json.dumps(
            {"inputs": [letters], "normalize": False, "truncate": True, "truncation_direction": "Left", "dimensions": 2}),
        "application/json\n\n" + json.dumps({"images": ["http://example.org/a.jpg"]}),
        "application/json\n\n" + json.dumps({"images": [1, 2], "input": [1, 2], "model": "m"}),
        "text/plain\n\nhello",
    ] + ["application/json\n\n{\"images\":[\"AA==\"]," + option + "}" for option in [
        '"top_k":2', '"classes":["a",1]', '"threshold":0.5', '"thresholds":{"a":0.5}', '"temperature":1.5', '"logits":true',
        '"dimensions":64', '"encoding_format":"int8"', '"timeout_seconds":0.5',
    ]])
    header = json.dumps({
        "id": "7", "inputs": [
            {"name": "mask", "shape": [2], "datatype": "BOOL", "data": [True, False]},
            {"name": "input", "shape": [2, 3], "datatype": "FP32", "parameters": {"binary_data_size": 24}}],
        "outputs": [{"name": "logits", "parameters": {"binary_data": True, "classification": 3}}],
        "parameters": {"timeout": 2000000, "priority": 1, "sequence_id": 0, "binary_data_output": True, "other": "x"}})

    def tensor(datatype, shape, data=None, binary=b""):
        entry = {"name": "x", "shape": shape, "datatype": datatype}
        if data is not None:
            entry["data"] = data
            return "\n" + json.dumps({"inputs": [entry]})
        entry["parameters"] = {"binary_data_size": len(binary)}
        text = json.dumps({"inputs": [entry]}).encode()
        return f"{len(text)}\n".encode() + text + binary

    numbered("infer-request", [
        f"{len(header)}\n".encode() + header.encode() + struct.pack("<6f", 1, -2, 0.5, 3, 4, -5),
        tensor("INT32", [2, 2], [[1, 2], [3, 4]]),
        tensor("FP64", [2, 1, 2], [[[0.1, -2]], [[9007199254740993, 4]]]),
        tensor("FP32", [2, 0], [[], []]),
        tensor("UINT64", [2], [18446744073709551615, 9007199254740992]),
        tensor("INT8", [3], [-128, 127, 1.0]),
        tensor("BYTES", [1], [letters]),
        tensor("BYTES", [2], binary=struct.pack("<I", len(pixel)) + pixel + struct.pack("<I", 0)),
        tensor("FP16", [2], binary=struct.pack("<2e", 1, -2)),
        tensor("BF16", [2], binary=struct.pack("<2H", 0x3F80, 0x7F80)),
        tensor("BOOL", [2], binary=b"\x01\x00"),
        tensor("INT64", [1], binary=struct.pack("<q", -1)),
        tensor("FP32", [4294967296, 4294967296], [1]),
        tensor("FP32", [1], [1e39]),
    ])
    numbered("json", [
        everything, "null", " [1, 2.5, -0, 1e3, 9007199254740993, \"a\"] ", "[1,2,3e5]", "{\"a\":{\"b\":[{},[],\"\"]}}",
        "\"\\u00e9\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\u00e9 \U0001F600\"", "{\"a\":1,\"a\":2}", "[" * 21 + "]" * 21,
        "[true,false,null]", "1e999", "\"\\ud800\"", "[1,]", "[1e18,-1e16,0.1]", "\"plain text of more than eight bytes\"",
    ])
    numbered("json-number", [
        "0", "-0", "1", "-9223372036854775808", "9223372036854775808", "9007199254740993", "0.1", "1e22", "1e23",
        "123456789012345678901234567890", "2.2250738585072011e-308", "4.9e-324", "2.4703282292062327e-324", "1e-400",
        "1.7976931348623157e308", "1.7976931348623159e308", "0.00000000000000000000000000012345e+40", "1E-7", "00", "1.",
        "9007199254740992.5000000000000000000000000000001", "1e99999999999999999999",
    ])
    numbered("base64", ["", "AA==", "AAE=", "AAEC", "AB==", "A===", "AA=A", letters, pixel])
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    other = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    key = {"name": "ci.build-1_x", "sha256": digest, "scopes": ["predict", "metrics"], "requests_per_second": 2.5,
           "burst": 10, "concurrency": 4}
    numbered("api-keys", [json.dumps(file) for file in [
        {"$schema": "x", "keys": [key, {"name": "b", "sha256": other.upper(), "scopes": ["admin"]}]},
        {"keys": []}, {"keys": [key, key]}, {"keys": [{**key, "name": "b"}, key]}, {"keys": [{**key, "scopes": ["x"]}]},
        {"keys": [{"name": "a", "sha256": digest, "scopes": ["admin"], "requests_per_second": 0.001}]}, {"key": 1},
    ]] + ["{\"keys\": 1, \"keys\": 2}"])
    numbered("configuration", [json.dumps(file) for file in [
        {"models": "Models", "host": "unix:/a", "port": 0, "cors_origins": ["https://a.b"], "threads": None, "isa": "scalar",
         "body_limit": "32MiB", "poll_seconds": 0.5, "max_batch": 8, "max_delay_seconds": 0.001, "queue_limit": 5},
        {"max_batch": 4, "max_delay_seconds": 0.5, "queue_limit": 7, "request_timeout_seconds": 3,
         "labels": ["a", "b", "c"], "aliases": {"all": ["a", 1, "2"]}, "thresholds": {"a": 0.5, "all": 1},
         "temperature": 2, "classes": ["all", 0], "embedding_dimensions": [64, 32], "matryoshka": True},
        {"max_batchs": 1}, {"port": "x"}, {"aliases": {"a b": [0, 0]}}, {"thresholds": {"cat": 2}},
    ]] + ["{\"port\": 1,\n  \"port\": 2}", "[1]"] + [json.dumps(file) for file in [
        {"max_batch": 4}, {"max_delay_seconds": 0.5}, {"queue_limit": 7}, {"request_timeout_seconds": 3},
        {"labels": ["a", "b", "c"]}, {"aliases": {"all": [0, "dog"]}}, {"thresholds": {"cat": 0.5}}, {"temperature": 2},
        {"classes": ["cat", 1]}, {"embedding_dimensions": [64]}, {"port": 1}, {"body_limit": "1KiB"},
    ]])


# Files


def safetensors(tensors, metadata=None):
    header, data = ({"__metadata__": metadata} if metadata else {}), b""
    for name, (dtype, shape, content) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def tensor_files():
    numbered("safetensors", [
        safetensors({"x": ("F32", [2, 2], struct.pack("<4f", 1, 2, 3, 4))}),
        safetensors({"x": ("I64", [1], bytes(8)), "b": ("BOOL", [3], b"\0\1\2"), "e": ("F16", [0, 5], b""),
                     "s": ("BF16", [], b"\x80\x3f")}, {"format": "pt", "a": "\u00e9"}),
        safetensors({}, {"only": "metadata"}),
        safetensors({}),
        safetensors({"x": ("F32", [3], bytes(8))}),
        safetensors({"x": ("F32", [2147483647, 2], b"")}),
        safetensors({"x": ("F32", [-1], b"")}),
        struct.pack("<Q", 1 << 40) + b"{}",
        safetensors({"x": ("U8", [4], bytes(4)), "y": ("F64", [1], bytes(8))})[:-2],
    ])


# Protocol buffers: a field's number and wire type, then its content.


def varint(value):
    value &= (1 << 64) - 1
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value)


def message(field, *parts):
    content = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    return varint(field << 3 | 2) + varint(len(content)) + content


def onnx_tensor(field, name, dtype, shape, raw):
    return message(field, *[number(1, extent) for extent in shape], number(2, dtype), message(8, name), message(9, raw))


def floats(field, name, shape, values):
    return onnx_tensor(field, name, 1, shape, struct.pack(f"<{len(values)}f", *values))


def ints(field, name, values):
    return onnx_tensor(field, name, 7, [len(values)], struct.pack(f"<{len(values)}q", *values))


def port(field, name, shape=None):
    if shape is None:
        return message(field, message(1, name))
    extents = [message(1, message(2, e) if isinstance(e, str) else number(1, e)) for e in shape]
    return message(field, message(1, name), message(2, message(1, number(1, 1), message(2, *extents))))


def attribute(name, value):
    if isinstance(value, int):
        return message(5, message(1, name), number(3, value), number(20, 2))
    if isinstance(value, str):
        return message(5, message(1, name), message(4, value), number(20, 3))
    if isinstance(value, bytes):
        return message(5, message(1, name), message(6, value), number(20, 5))
    return message(5, message(1, name), *[number(8, entry) for entry in value], number(20, 7))


def node(op, inputs, outputs, **attributes):
    return message(1, *[message(1, i) for i in inputs], *[message(2, o) for o in outputs], message(3, f"n{outputs[0]}"),
                   message(4, op), *[attribute(n, v) for n, v in attributes.items()])


def model(*graph, opset=13, more=b""):
    return number(1, 8) + message(8, number(2, opset)) + message(7, message(2, "g"), *graph) + more


def onnx():
    small = [
        port(11, "x", ["N", 1, 4, 4]), floats(5, "w", [2, 1, 3, 3], [i / 8 - 1 for i in range(18)]),
        floats(5, "b", [2], [1, 2]), node("Conv", ["x", "w", "b"], ["c"], pads=[1, 1, 1, 1]), node("Relu", ["c"], ["r"]),
        node("MaxPool", ["r"], ["m"], kernel_shape=[2, 2], strides=[2, 2]), ints(5, "shape", [0, -1]),
        node("Reshape", ["m", "shape"], ["f"]), floats(5, "g", [8, 2], [i / 8 for i in range(16)]),
        node("Gemm", ["f", "g"], ["y"]), port(12, "y"),
    ]
    depthwise = [
        port(11, "x", [1, 2, 5, 5]), floats(5, "w", [2, 1, 3, 3], [i / 9 - 1 for i in range(18)]),
        node("Conv", ["x", "w"], ["c"], group=2, strides=[2, 2], auto_pad="SAME_UPPER"), node("Sigmoid", ["c"], ["s"]),
        node("Mul", ["c", "s"], ["h"]), node("Add", ["h", "c"], ["a"]), node("GlobalAveragePool", ["a"], ["p"]),
        node("Flatten", ["p"], ["f"]), node("Softmax", ["f"], ["y"], axis=1), port(12, "y"),
    ]
    transformer = [
        port(11, "x", [1, 3, 4]), floats(5, "w", [4, 4], [i / 8 - 1 for i in range(16)]), floats(5, "o", [4], [1] * 4),
        node("LayerNormalization", ["x", "o", "o"], ["l"], axis=-1), node("MatMul", ["l", "w"], ["q"]),
        node("Transpose", ["q"], ["k"], perm=[0, 2, 1]), node("MatMul", ["q", "k"], ["s"]), node("Softmax", ["s"], ["p"]),
        node("MatMul", ["p", "l"], ["v"]), node("Add", ["v", "x"], ["z"]), node("Gelu", ["z"], ["t"]),
        node("ReduceMean", ["t", "axes"], ["y"], keepdims=0), ints(5, "axes", [1]), port(12, "y"),
    ]
    then = b"".join([message(2, "then"), node("Relu", ["x"], ["t"]), port(12, "t")])
    other = b"".join([message(2, "else"), node("Neg", ["x"], ["e"]), port(12, "e")])
    condition = onnx_tensor(5, "c", 9, [], b"\1")
    body = b"".join([message(2, "body"), port(11, "i"), port(11, "go"), port(11, "v"), node("Identity", ["go"], ["more"]),
                     node("Add", ["v", "x"], ["w"]), port(12, "more"), port(12, "w")])
    function = message(25, message(1, "Twice"), message(10, "f"), message(4, "a"), message(5, "b"),
                       message(7, message(1, "a"), message(1, "a"), message(2, "b"), message(4, "Add")),
                       message(9, number(2, 13)))
    models = {
        "small": model(*small), "depthwise": model(*depthwise), "transformer": model(*transformer, opset=20),
        "if": model(port(11, "x", [2]), condition, node("If", ["c"], ["y"], then_branch=then, else_branch=other), port(12, "y")),
        "loop": model(port(11, "x", [2]), onnx_tensor(5, "n", 7, [], struct.pack("<q", 3)), condition,
                      node("Loop", ["n", "c", "x"], ["y"], body=body), port(12, "y")),
        "function": model(port(11, "x", [2]), message(1, message(1, "x"), message(2, "y"), message(4, "Twice"), message(7, "f")),
                          port(12, "y"), more=function + message(8, message(1, "f"), number(2, 1))),
        "external": model(port(11, "x", [2]), message(5, number(1, 2), number(2, 1), message(8, "w"), number(14, 1),
                                                      message(13, message(1, "location"), message(2, "../w"))),
                          node("Add", ["x", "w"], ["y"]), port(12, "y")),
        "cycle": model(port(11, "x", [2]), node("Add", ["x", "b"], ["a"]), node("Relu", ["a"], ["b"]), port(12, "b")),
    }
    for name, content in models.items():
        write("onnx", name, content)
    # One case of each operator, its inputs made constants, so that the passes compute it.
    file = (FIXTURES / "operators/cases.safetensors").read_bytes()
    length = struct.unpack("<Q", file[:8])[0]
    entries = json.loads(file[8:8 + length])
    types = {"F32": 1, "U8": 2, "I8": 3, "U16": 4, "I16": 5, "I32": 6, "I64": 7, "BOOL": 9, "F16": 10, "F64": 11, "U32": 12,
             "U64": 13, "BF16": 16}
    smallest = {}
    for case in json.loads((FIXTURES / "operators/cases.json").read_text()):
        content = base64.b64decode(case["model"])
        for name in case["inputs"]:
            entry = entries[f"{case['name']}/{name}"]
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            # A second graph in the file is merged into the first.
            content += message(7, onnx_tensor(5, name, types[entry["dtype"]], entry["shape"], file[begin:end]))
        key = case["operator"]
        if len(content) <= 1500 and (key not in smallest or len(content) < len(smallest[key])):
            smallest[key] = content
    for name, content in smallest.items():
        write("onnx", f"operator-{name.lower()}", content)


def sparse():
    """A product whose weights are zero but for some blocks of 16 outputs and 2 inputs: they are stored as such."""
    weights = [((row * 7 + column) % 31 - 15) / 16 if (row // 2 * 5 + column // 16) % 4 == 0 else 0
               for row in range(32) for column in range(32)]
    return model(port(11, "x", [1, 32]), floats(5, "w", [32, 32], weights), node("MatMul", ["x", "w"], ["y"]), port(12, "y"))


def dense():
    """A product of 32 x 32 weights: at few bits they are stored packed."""
    weights = [((row * 7 + column * 3) % 31 - 15) / 16 or 1 / 16 for row in range(32) for column in range(32)]
    return model(port(11, "x", [1, 32]), floats(5, "w", [32, 32], weights), node("MatMul", ["x", "w"], ["y"]), port(12, "y"))


def checkpoints(mantissa):
    for name, shape in [("small", [2, 1, 4, 4]), ("depthwise", [1, 2, 5, 5]), ("transformer", [1, 3, 4]), ("sparse", [1, 32]),
                        ("packed", [1, 32])]:
        with tempfile.TemporaryDirectory() as folder:
            count = 1
            for extent in shape:
                count *= extent
            samples = {f"x.{i}": ("F32", shape, struct.pack(f"<{count}f", *[((i + 3) * k % 17 - 8) / 4 for k in range(count)]))
                       for i in range(3)}
            calibration = pathlib.Path(folder, "calibration.safetensors")
            calibration.write_bytes(safetensors(samples))
            output = pathlib.Path(folder, "model.safetensors")
            source = SEEDS / "onnx" / name
            if name in ("sparse", "packed"):
                source = pathlib.Path(folder, name)
                source.write_bytes(sparse() if name == "sparse" else dense())
            subprocess.run([mantissa, "quantize", source, "--calibration", calibration, "--output", output,
                            "--name", name, *(["--weight-bits", "6"] if name == "packed" else [])],
                           check=True, stdout=subprocess.DEVNULL)
            write("checkpoint", name, output.read_bytes())


def images():
    formats = FIXTURES / "imaging/formats"
    for path in sorted(formats.iterdir()):
        if path.stat().st_size <= 1300 and "orientation" not in path.name or path.name in ["orientation6_big.jpg", "orientation3_little.jpg"]:
            write("image", path.name, path.read_bytes())
        if path.name.startswith("orientation") and path.name[11] in "368":
            content = path.read_bytes()
            begin = content.index(b"Exif\0\0")
            write("image-markers", path.stem, content[begin:begin + struct.unpack(">H", content[begin - 2:begin])[0] - 2])
    write("image-markers", "jpeg", (formats / "one_pixel.jpg").read_bytes())
    write("image-markers", "fill", b"\xff\xd8\xff\xff\xfe\0\4ab\xff\xda\0\2\xff\0\xff\xd9")


def main():
    for folder in SEEDS.glob("*"):
        for path in folder.iterdir():
            if not path.name.startswith("crash-") and (folder.name != "checkpoint" or len(sys.argv) > 1):
                path.unlink()
    for make in [http, coding, requests, tensor_files, onnx, images]:
        make()
    if len(sys.argv) > 1:
        checkpoints(shutil.which(sys.argv[1]) or sys.argv[1])


if __name__ == "__main__":
    main()
