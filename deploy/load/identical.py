#!/usr/bin/env python3
"""Sends many requests at a time and checks that every answer is, byte by byte, the one that the same request gets alone.

    make build && python3 deploy/load/identical.py --images FOLDER

Single images, forms and JSON with one to five images, the tasks and their options, mixed by a seeded generator. Each
request is sent alone first, twice. The answers of several images must hold the digits of the images' own answers. Then
10,000 requests over 32 connections, in another order; the batches that they formed are read from /metrics.
"""
import argparse
import base64
import collections
import http.client
import itertools
import json
import pathlib
import random
import sys
import threading
import time

import serving

BOUNDARY = "mantissa-load"
OPTIONS = {
    "classify": ["", "top_k=1", "top_k=1000", "logits=true&top_k=3", "flip=true", "temperature=2", "classes=281,282,285"],
    "multilabel": ["", "threshold=0.1", "flip=true&top_k=10"],
    "embed": ["", "encoding_format=base64", "encoding_format=int8", "encoding_format=ubinary", "flip=true"],
}


class Request:
    """One request, made once and sent often."""

    def __init__(self, task, query, form, files):
        self.task, self.query, self.files = task, query, files
        self.path = f"/v1/{task}" + (f"?{query}" if query else "")
        self.body, self.type = getattr(self, form)([file.read_bytes() for file in files])
        self.name = f"{self.path}, {form} of {', '.join(file.name for file in files)}"

    def image(self, images):
        return images[0], "image/jpeg"

    def multipart(self, images):
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="{index}.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n".encode() + image + b"\r\n" for index, image in enumerate(images)
        ]
        return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"

    def json(self, images):
        return json.dumps({"images": [base64.b64encode(image).decode() for image in images]}).encode(), "application/json"

    def send(self, connection):
        connection.request("POST", self.path, self.body, {"Content-Type": self.type})
        answer = connection.getresponse()
        return answer.status, answer.read()


def make_requests(files, tasks, count, seed):
    generator = random.Random(seed)
    requests = []
    for _ in range(count):
        task = generator.choice(tasks)
        form = generator.choice(["image", "image", "multipart", "json"])
        images = 1 if form == "image" else generator.randint(1, 5)
        requests.append(Request(task, generator.choice(OPTIONS[task]), form, generator.sample(files, images)))
    return requests


def answers_alone(server, requests):
    """The answer of each request with nothing beside it, asked for twice."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    answers = []
    for request in requests:
        status, body = request.send(connection)
        if status != 200:
            raise SystemExit(f"{request.name}: status {status}: {body[:300]!r}")
        if request.send(connection) != (200, body):
            raise SystemExit(f"{request.name}: the second answer differs from the first")
        answers.append(body)
    connection.close()
    return answers


def check_parts(server, requests, answers):
    """Each image of a request has the answer, digit by digit, that it has alone. Returns how many were compared."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    alone = {}

    def parts(body):
        # Numbers stay the text that they are.
        answer = json.loads(body, parse_float=str, parse_int=str)
        lists = [answer[key] for key in ("predictions", "embeddings", "logits") if key in answer]
        return list(zip(*lists))

    for request, answer in zip(requests, answers):
        for file, part in zip(request.files, parts(answer), strict=True):
            key = (request.task, request.query, file)
            if key not in alone:
                status, body = Request(request.task, request.query, "image", [file]).send(connection)
                alone[key] = parts(body)[0] if status == 200 else None
            if alone[key] != part:
                raise SystemExit(f"{request.name}: {file.name} has another answer alone")
    connection.close()
    return len(alone)


def run(server, requests, answers, count, connections, seed):
    """Sends `count` requests; returns those with a wrong answer and the seconds it took."""
    order = list(itertools.islice(itertools.cycle(range(len(requests))), count))
    random.Random(seed + 1).shuffle(order)
    lock, wrong, waiting = threading.Lock(), collections.Counter(), iter(order)

    def work():
        connection = http.client.HTTPConnection(server.host, server.port, timeout=120)
        while True:
            with lock:
                index = next(waiting, None)
            if index is None:
                return connection.close()
            try:
                status, body = requests[index].send(connection)
            except (OSError, http.client.HTTPException) as error:
                status, body = type(error).__name__, b""
                connection.close()
            if (status, body) != (200, answers[index]):
                with lock:
                    wrong[requests[index].name, str(status)] += 1

    begin = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong, time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", type=pathlib.Path, default=serving.BINARY)
    parser.add_argument("--models", type=pathlib.Path, default=serving.MODELS, help="what the server started here serves")
    parser.add_argument("--url", help="a server that runs already: http://HOST:PORT")
    parser.add_argument("--images", type=pathlib.Path, default=serving.IMAGES, help="folder of JPEG files")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--distinct", type=int, default=200, help="different requests among them")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    files = serving.photographs(arguments.images)
    # A form or JSON takes up to five different images.
    files = (files * 5)[: max(5, len(files))]
    # With a delay every batch is as large as what waits, also of a model that gains nothing by batches.
    with serving.Mantissa(arguments.mantissa, arguments.models, url=arguments.url,
                          options=["--queue-limit", str(64 * arguments.connections), "--max-delay", "0.002"]) as server:
        tasks = [task for task in server.models()[0]["tasks"] if task in OPTIONS]
        requests = make_requests(files, tasks, arguments.distinct, arguments.seed)
        answers = answers_alone(server, requests)
        images = check_parts(server, requests, answers)
        print(f"{len(requests)} different requests answered alone ({images} images with options, also one by one)", flush=True)
        before = server.metrics()
        wrong, seconds = run(server, requests, answers, arguments.requests, arguments.connections, arguments.seed)
        happened = server.metrics() - before
    sizes = {bound: count for bound, count in happened.buckets("mantissa_batch_size").items() if count}
    samples = int(happened.sum("mantissa_batch_size_sum"))
    print(f"{arguments.requests} requests with {samples} samples over {arguments.connections} connections "
          f"in {seconds:.1f} s, {arguments.requests / seconds:.1f} requests/s, seed {arguments.seed}")
    below = 0
    for bound, count in sizes.items():
        print(f"  batches of {below + 1:.0f} to {bound:.0f}: {count}" if bound > below + 1 else f"  batches of {bound:.0f}: {count}")
        below = bound
    for (name, status), count in wrong.most_common(20):
        print(f"  wrong {count} times (status {status}): {name}")
    formed = sum(count for bound, count in sizes.items() if bound > 1)
    count = sum(wrong.values())
    passed = count == 0 and formed > 0
    print(f"{'PASS' if passed else 'FAIL'}: {arguments.requests - count} of {arguments.requests} answers identical to those "
          f"of the same requests alone; {formed} batches of more than one sample")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
