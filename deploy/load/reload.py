#!/usr/bin/env python3
"""Replaces a model's checkpoint 200 times under load: no request may fail, and memory must stay flat.

    make build && python3 deploy/load/reload.py --images FOLDER

Two checkpoints take turns, each written under another name and renamed. A request that was sent after a reload and answered
before the next one must have the new checkpoint's answer; one in between may have either. Where the server has
POST /v2/repository/models/NAME/load that is called, else the server finds the new file by itself.

Memory is looked at after each reload. The slope is that of a least-squares line over all reloads but the first ones, which
still fill caches; that of the second half is printed too.
"""
import argparse
import hashlib
import http.client
import json
import math
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import threading
import time

import checkpoints
import serving

CONNECTIONS = 8
NAME = "model"
PATH = f"/v1/models/{NAME}/classify"
HEADERS = {"Content-Type": "image/jpeg"}


class Clients:
    """Connections that are kept busy, each by a thread, and what they saw."""

    def __init__(self, server, images, valid):
        # valid: by checkpoint, the answer to each image.
        self.server, self.images, self.valid = server, images, valid
        self.lock = threading.Lock()
        # The checkpoint that everything sent now is answered by; None while it is being exchanged.
        self.settled = None
        self.generation = 0
        self.stopped = False
        self.requests, self.failed, self.wrong = 0, [], []
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(CONNECTIONS)]
        for thread in self.threads:
            thread.start()

    def settle(self, checkpoint):
        with self.lock:
            self.settled = checkpoint
            self.generation += 1

    def work(self, number):
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=60)
        position = number
        while not self.stopped:
            index = position % len(self.images)
            position += 1
            with self.lock:
                expected, generation = self.settled, self.generation
            try:
                connection.request("POST", PATH, self.images[index], HEADERS)
                answer = connection.getresponse()
                status, body = answer.status, answer.read()
            except (OSError, http.client.HTTPException) as error:
                status, body = type(error).__name__, b""
                connection.close()
            with self.lock:
                self.requests += 1
                if status != 200:
                    self.failed.append((status, body[:200]))
                    continue
                stayed = expected is not None and generation == self.generation
                allowed = [self.valid[expected]] if stayed else self.valid.values()
                if all(body != answers[index] for answers in allowed):
                    self.wrong.append((index, body[:200]))

    def stop(self):
        self.stopped = True
        for thread in self.threads:
            thread.join()


def digest(path):
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def serving_checkpoint(server):
    return next(
        version["checkpoint"] for model in server.models() if model["id"] == NAME
        for version in model["versions"] if version["state"] == "ready")


def install(source, target, moment):
    """Replaces a file in one step. It is dated back, since the server waits until a young file is a second old."""
    new = target.with_name(".new")
    shutil.copyfile(source, new)
    os.utime(new, ns=(moment, moment))
    new.rename(target)


def reload(server, checkpoint, can_load, seconds=60):
    """Waits until the checkpoint answers."""
    if can_load:
        status, body = server.ask("POST", f"/v2/repository/models/{NAME}/load", b"{}", {"Content-Type": "application/json"})
        if status != 200:
            raise SystemExit(f"the model could not be loaded: {status} {body[:300]!r}")
    end = time.monotonic() + seconds
    while serving_checkpoint(server) != checkpoint:
        if time.monotonic() > end:
            raise SystemExit(f"the new checkpoint is not served after {seconds} s")
        time.sleep(0.02)


def slope(values):
    """Least squares over 0, 1, 2 ...: slope and its standard error."""
    count = len(values)
    if count < 3:
        return math.nan, math.nan
    middle, mean = (count - 1) / 2, statistics.fmean(values)
    spread = sum((x - middle) ** 2 for x in range(count))
    result = sum((x - middle) * (y - mean) for x, y in enumerate(values)) / spread
    rest = sum((y - mean - result * (x - middle)) ** 2 for x, y in enumerate(values))
    return result, math.sqrt(rest / (count - 2) / spread)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", type=pathlib.Path, default=serving.BINARY)
    parser.add_argument("--checkpoint", type=pathlib.Path,
                        default=serving.MODELS / "efficientnet_lite0/1/model.safetensors")
    parser.add_argument("--second", type=pathlib.Path, help="the checkpoint to exchange it with; default: made from it")
    parser.add_argument("--images", type=pathlib.Path, default=serving.IMAGES, help="folder of JPEG files")
    parser.add_argument("--reloads", type=int, default=200)
    parser.add_argument("--warm-up", type=int, default=20, help="reloads before memory counts")
    parser.add_argument("--pause", type=float, default=0.3, help="seconds in which memory is looked at after a reload")
    parser.add_argument("--json", type=pathlib.Path, help="write bytes after each reload to this file")
    arguments = parser.parse_args()
    images = [file.read_bytes() for file in serving.photographs(arguments.images, 16)]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        second = arguments.second or folder / "second.safetensors"
        if arguments.second is None:
            checkpoints.write_without_last_bias(arguments.checkpoint, second)
        sources = {digest(path): path for path in (arguments.checkpoint, second)}
        if len(sources) < 2:
            raise SystemExit("the two checkpoints are the same")
        target = folder / "models" / NAME / "1" / "model.safetensors"
        target.parent.mkdir(parents=True)
        valid, order = {}, list(sources)
        moment = time.time_ns() - 3_600_000_000_000
        # Each alone in a server of its own: what it answers, byte by byte.
        for checkpoint in order:
            install(sources[checkpoint], target, moment)
            with serving.Mantissa(arguments.mantissa, folder / "models") as server:
                answers = [server.ask("POST", PATH, image, HEADERS) for image in images]
                if any(status != 200 for status, _ in answers):
                    raise SystemExit(f"{sources[checkpoint]}: {answers[0]}")
                valid[checkpoint] = [body for _, body in answers]
        if any(one == other for one, other in zip(*valid.values())):
            raise SystemExit("the two checkpoints answer alike")
        install(sources[order[0]], target, moment)
        with serving.Mantissa(arguments.mantissa, folder / "models") as server:
            status, _ = server.ask("POST", f"/v2/repository/models/{NAME}/load", b"{}", {"Content-Type": "application/json"})
            can_load = status == 200
            clients = Clients(server, images, valid)
            clients.settle(order[0])
            resident, begin = [], time.perf_counter()
            try:
                for number in range(1, arguments.reloads + 1):
                    checkpoint = order[number % 2]
                    clients.settle(None)
                    install(sources[checkpoint], target, moment + number * 1_000_000_000)
                    reload(server, checkpoint, can_load)
                    clients.settle(checkpoint)
                    # What is in flight comes and goes: the least of some looks.
                    looks = []
                    for _ in range(5):
                        time.sleep(arguments.pause / 5)
                        looks.append(server.processes.memory("Rss"))
                    resident.append(min(looks))
                    if number % 20 == 0:
                        print(f"reload {number}: {resident[-1] / 1e6:.1f} MB resident, {clients.requests} requests, "
                              f"{len(clients.failed)} failed, {len(clients.wrong)} wrong", flush=True)
            finally:
                clients.stop()
            seconds = time.perf_counter() - begin
    if arguments.json:
        arguments.json.write_text(json.dumps(resident) + "\n")
    counted = resident[min(arguments.warm_up, len(resident) // 2):]
    growth, error = slope(counted)
    half, half_error = slope(resident[len(resident) // 2:])
    for status, body in clients.failed[:5]:
        print(f"  failed: {status} {body!r}")
    for index, body in clients.wrong[:5]:
        print(f"  wrong: image {index}: {body!r}")
    way = "POST /v2/repository/models/NAME/load" if can_load else "watching the folder"
    print(f"{arguments.reloads} reloads by {way} in {seconds:.0f} s, {clients.requests} requests over {CONNECTIONS} connections")
    print(f"resident memory: {min(counted) / 1e6:.1f} to {max(counted) / 1e6:.1f} MB, median {statistics.median(counted) / 1e6:.1f}")
    print(f"slope: {growth:.0f} +- {error:.0f} bytes a reload over {len(counted)} reloads; "
          f"{half:.0f} +- {half_error:.0f} over the last {len(resident) - len(resident) // 2}")
    # A leak of a model's weights or buffers would be megabytes at each reload. Few reloads prove nothing: the error counts too.
    limit = arguments.checkpoint.stat().st_size / 100
    passed = growth + 2 * error < limit and not clients.failed and not clients.wrong
    print(f"{'PASS' if passed else 'FAIL'}: {len(clients.failed)} failed, {len(clients.wrong)} wrong answers; required none, and a "
          f"slope that, with twice its error, is below a hundredth of the checkpoint, {limit:.0f} bytes")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
