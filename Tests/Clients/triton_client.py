"""Triton's HTTP client, as it comes from PyPI, against a server. Usage: triton_client.py http://ADDRESS"""

import base64
import concurrent.futures
import pathlib
import sys
import urllib.parse

import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

MODEL = "efficientnet_lite0"
IMAGES = pathlib.Path(__file__).parent.parent / "Fixtures" / "images"


def refusal(call):
    """The text of the error of a call that must fail."""
    try:
        call()
    except InferenceServerException as error:
        return str(error)
    raise AssertionError("no InferenceServerException")


def files(names, name, binary=True):
    """Image files as an input of BYTES."""
    data = [(IMAGES / file).read_bytes() for file in names]
    tensor = triton.InferInput(name, [len(data)], "BYTES")
    tensor.set_data_from_numpy(np.array(data, dtype=object), binary_data=binary)
    return tensor


def main(address):
    client = triton.InferenceServerClient(urllib.parse.urlsplit(address).netloc, concurrency=4)
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready(MODEL) and client.is_model_ready(MODEL, "1")
    assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
    metadata = client.get_model_metadata(MODEL)
    assert metadata["name"] == MODEL and metadata["versions"] == ["1"], metadata
    port, scores = metadata["inputs"][0], metadata["outputs"][0]["name"]
    config = client.get_model_config(MODEL)
    assert config["max_batch_size"] > 1 and config["input"][0]["dims"] == port["shape"][1:], config

    # The same numbers in every form, alone and in a batch.
    shape = [3] + port["shape"][1:]
    values = np.random.default_rng(1).random(shape, dtype=np.float32)

    def infer(data, binary_in=True, binary_out=True, classes=0, **options):
        tensor = triton.InferInput(port["name"], list(data.shape), "FP32")
        tensor.set_data_from_numpy(data, binary_data=binary_in)
        wanted = triton.InferRequestedOutput(scores, binary_data=binary_out, class_count=classes)
        return client.infer(MODEL, [tensor], outputs=[wanted], **options)

    expected = infer(values).as_numpy(scores)
    assert expected.shape == (3, 1000) and np.isfinite(expected).all()
    for binary_in in (False, True):
        for binary_out in (False, True):
            assert np.array_equal(infer(values, binary_in, binary_out).as_numpy(scores), expected)
    for row in range(3):
        assert np.array_equal(infer(values[row : row + 1]).as_numpy(scores)[0], expected[row])
    answer = infer(values, request_id="seven", priority=1, timeout=5_000_000)
    assert answer.get_response()["id"] == "seven" and answer.get_response()["model_version"] == "1"
    tensor = triton.InferInput(port["name"], shape, "FP32")
    tensor.set_data_from_numpy(values)
    everything = client.infer(MODEL, [tensor], model_version="1")
    assert all(everything.as_numpy(output["name"]).shape[0] == 3 for output in metadata["outputs"])

    # Image files, by binary data; the best classes with their labels.
    photographs = ["chelsea.jpg", "coffee.jpg", "rocket.jpg", "astronaut.jpg"]
    for binary_out in (False, True):
        wanted = triton.InferRequestedOutput(scores, binary_data=binary_out, class_count=2)
        best = client.infer(MODEL, [files(photographs, port["name"])], outputs=[wanted]).as_numpy(scores)
        assert best.shape == (4, 2)
        text = best[0][0] if isinstance(best[0][0], str) else best[0][0].decode()
        value, index, label = text.split(":", 2)
        assert float(value) > 0 and 281 <= int(index) <= 285 and "cat" in label, best[0]
    alone = [client.infer(MODEL, [files([name], port["name"])]).as_numpy(scores)[0] for name in photographs]
    together = [client.async_infer(MODEL, [files([name], port["name"])]) for name in photographs * 4]
    for position, pending in enumerate(together):
        assert np.array_equal(pending.get_result().as_numpy(scores)[0], alone[position % 4])

    # Clients of several threads at once, each with a connection of its own.
    def ask(name):
        with triton.InferenceServerClient(urllib.parse.urlsplit(address).netloc) as own:
            return [own.infer(MODEL, [files([name], port["name"])]).as_numpy(scores)[0] for _ in range(4)]

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for expectation, answers in zip(alone, pool.map(ask, photographs)):
            assert all(np.array_equal(answer, expectation) for answer in answers)

    # Files in JSON, as base64.
    encoded = triton.InferInput(port["name"], [1, 1], "BYTES")
    text = base64.b64encode((IMAGES / photographs[0]).read_bytes())
    encoded.set_data_from_numpy(np.array([[text]], dtype=object), binary_data=False)
    assert np.array_equal(client.infer(MODEL, [encoded]).as_numpy(scores)[0], alone[0])
    # What clients begin with, and what they ask to be compressed.
    assert client.get_system_shared_memory_status() == [] and client.get_cuda_shared_memory_status() == []
    client.unregister_system_shared_memory()
    client.unregister_cuda_shared_memory("mine")
    assert "not offered" in refusal(lambda: client.register_system_shared_memory("mine", "/key", 4))
    assert np.array_equal(infer(values, response_compression_algorithm="gzip").as_numpy(scores), expected)
    for coding in ["gzip", "deflate"]:
        packed = infer(values, request_compression_algorithm=coding, response_compression_algorithm=coding)
        assert np.array_equal(packed.as_numpy(scores), expected)
    assert "sequences" in refusal(lambda: infer(values, sequence_id=7, sequence_start=True))

    # Refusals are told, and the server goes on.
    assert "no output" in refusal(
        lambda: client.infer(MODEL, [tensor], outputs=[triton.InferRequestedOutput("nothing")]))
    wrong = triton.InferInput(port["name"], [1, 3, 2, 2], "FP32")
    wrong.set_data_from_numpy(np.zeros([1, 3, 2, 2], np.float32))
    assert "does not fit" in refusal(lambda: client.infer(MODEL, [wrong]))
    assert "NaN" in refusal(lambda: infer(np.full(shape, np.nan, np.float32)))
    assert "there is no model" in refusal(lambda: client.infer("nothing", [tensor]))

    # A body over the limit is told in words, not as an answer that cannot be read.
    many = np.zeros([60] + shape[1:], np.float32)
    assert "the body is over the limit" in refusal(lambda: infer(many))

    # perf_analyzer's calls: metadata, config, statistics before and after a run of one shape, with elements made from them.
    declared = client.get_model_config(MODEL)["input"][0]
    assert declared["data_type"] == "TYPE_FP32" and declared["dims"] == client.get_model_metadata(MODEL)["inputs"][0]["shape"][1:]
    before = client.get_inference_statistics(MODEL)["model_stats"][0]
    for _ in range(5):
        infer(values[:1])
    after = client.get_inference_statistics(MODEL)["model_stats"][0]
    assert after["inference_count"] - before["inference_count"] == 5, (before, after)
    assert after["execution_count"] - before["execution_count"] == 5
    assert after["inference_stats"]["success"]["count"] - before["inference_stats"]["success"]["count"] == 5
    for stage in ("queue", "compute_input", "compute_infer", "compute_output"):
        assert after["inference_stats"][stage]["ns"] >= before["inference_stats"][stage]["ns"]
    assert sum(batch["compute_infer"]["count"] for batch in after["batch_stats"]) == after["execution_count"]
    assert len(client.get_inference_statistics()["model_stats"]) >= 1

    # Out and in again.
    assert client.get_model_repository_index()[0]["state"] == "READY"
    assert "come from the server" in refusal(lambda: client.load_model(MODEL, config="{}"))
    client.unload_model(MODEL)
    assert not client.is_model_ready(MODEL)
    assert client.get_model_repository_index()[0]["state"] in ("UNAVAILABLE", "UNLOADING")
    client.load_model(MODEL)
    assert client.is_model_ready(MODEL)
    assert np.array_equal(infer(values).as_numpy(scores), expected)
    assert "there is no model" in refusal(lambda: client.load_model("nothing"))


if __name__ == "__main__":
    main(sys.argv[1])
