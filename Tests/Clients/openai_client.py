"""OpenAI's client, as it comes from PyPI, against a server. Usage: openai_client.py http://ADDRESS"""

import base64
import math
import pathlib
import struct
import sys

import openai

MODEL = "efficientnet_lite0"
IMAGES = pathlib.Path(__file__).parent.parent / "Fixtures" / "images"


def data_url(name):
    return "data:image/jpeg;base64," + base64.b64encode((IMAGES / name).read_bytes()).decode()


def refusal(expected, call):
    """The error of a call that must fail with it."""
    try:
        call()
    except expected as error:
        return error
    raise AssertionError(f"no {expected.__name__}")


def main(address):
    client = openai.OpenAI(base_url=address + "/v1", api_key="none", max_retries=0)
    images = [data_url("chelsea.jpg"), data_url("coffee.jpg")]

    models = client.models.list()
    assert MODEL in [model.id for model in models], models
    assert client.models.retrieve(MODEL).id == MODEL
    refusal(openai.NotFoundError, lambda: client.models.retrieve("nobody"))

    # The client asks for base64 unless told otherwise, and gives floats either way.
    answer = client.embeddings.create(model=MODEL, input=images)
    assert answer.model == MODEL
    assert answer.usage.prompt_tokens == answer.usage.total_tokens == 2
    assert [entry.index for entry in answer.data] == [0, 1]
    for entry in answer.data:
        assert len(entry.embedding) == 1280
        assert abs(math.hypot(*entry.embedding) - 1) < 1e-5
    assert answer.data[0].embedding != answer.data[1].embedding

    floats = client.embeddings.create(model=MODEL, input=images, encoding_format="float")
    text = client.embeddings.create(model=MODEL, input=images, encoding_format="base64")
    for default, plain, encoded in zip(answer.data, floats.data, text.data):
        bits = struct.pack("<1280f", *plain.embedding)
        assert struct.pack("<1280f", *default.embedding) == bits
        assert base64.b64decode(encoded.embedding) == bits

    # The same alone, and without the data URL around it.
    alone = client.embeddings.create(model=MODEL + "/1", input=images[1].partition(",")[2])
    assert alone.data[0].embedding == answer.data[1].embedding

    error = refusal(
        openai.BadRequestError, lambda: client.embeddings.create(model=MODEL, input=images, dimensions=64)
    )
    assert error.param == "dimensions" and error.type == "invalid_request_error", error
    error = refusal(openai.BadRequestError, lambda: client.embeddings.create(model=MODEL, input=[1, 2, 3]))
    assert error.param == "input", error
    error = refusal(openai.BadRequestError, lambda: client.embeddings.create(model=MODEL, input="a cat"))
    assert error.param == "input", error
    error = refusal(openai.NotFoundError, lambda: client.embeddings.create(model="nobody", input=images))
    assert error.code == "model_not_found" and error.param == "model", error


main(sys.argv[1])
