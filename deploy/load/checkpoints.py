"""Makes a second valid checkpoint of a model, whose answers differ: the bias of its last layer is zero."""
import hashlib
import json
import struct


def digest(metadata, tensors, data):
    """As `mantissa` computes it: each text preceded by its length, metadata and tensors by name, then the data."""
    result = hashlib.sha256()

    def add(text):
        result.update(f"{len(text.encode())}:{text}".encode())

    for key, value in sorted(metadata.items()):
        add(key)
        add(value)
    for name, tensor in sorted(tensors.items()):
        add(name)
        add(tensor["dtype"])
        add(str(tensor["shape"]))
    result.update(data)
    return "sha256:" + result.hexdigest()


def write_without_last_bias(source, target):
    """The proof still holds: a sum without its bias is not larger than the proof allows."""
    content = source.read_bytes()
    size = struct.unpack("<Q", content[:8])[0]
    header, data = json.loads(content[8:8 + size]), bytearray(content[8 + size:])
    metadata = header.pop("__metadata__")
    nodes = json.loads(metadata["graph"])["nodes"]
    bias = next(
        (node["inputs"][2] for node in reversed(nodes)
         if node["op"] in ("Gemm", "Conv") and len(node["inputs"]) > 2 and node["inputs"][2] in header), None)
    if bias is None:
        raise SystemExit(f"{source} has no layer with a bias")
    begin, end = header[bias]["data_offsets"]
    data[begin:end] = bytes(end - begin)
    metadata.pop("digest")
    metadata["digest"] = digest(metadata, header, data)
    text = json.dumps({"__metadata__": metadata, **header}, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    target.write_bytes(struct.pack("<Q", len(text)) + text + data)
