#!/usr/bin/env python3
"""Measures the HTTP server of `mantissa serve` beside nginx, Hummingbird 2 and FastAPI; writes docs/http-benchmark.md.

    make bench-http

Every server has one processor to itself, and wrk (closed loop, keep-alive) another. What is asked:

- small: a text of a few bytes, which Mantissa and Hummingbird answer in their event loop and nginx from its configuration;
- batcher: 16 float32 to a model of 2,128 parameters through Mantissa's queue, beside nginx's small text;
- upload: a body of 150 or 600 KB, to servers that say how many bytes came, Mantissa's without a model behind it (http-upload);
- tensor: the same body as one sample, or four, to a model that averages planes: what is left when all of Mantissa is at work;
- TLS: small and upload, to Mantissa's own plain HTTP;
- drip: small with 64 connections while 2,000 more send a byte of a request now and then, to the same without them.

Servers take turns, and around again, so that a machine whose speed drifts drifts for all. Figures are medians of the rounds, ratios
are medians of the ratios within a round.
"""
import argparse
import dataclasses
import importlib.metadata
import json
import pathlib
import re
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PEERS = ROOT / "scripts/peers"
sys.path.insert(0, str(ROOT / "deploy/load"))
import serving  # noqa: E402

SMALL, BATCHER, UPLOAD_150, UPLOAD_600 = "small", "batcher", "upload of 150 KB", "upload of 600 KB"
TENSOR_150, TENSOR_600 = "tensor of 150 KB", "tensor of 600 KB"
TLS_SMALL, TLS_TENSOR, DRIP = "small over TLS", "tensor of 150 KB over TLS", "small beside 2,000 dripping"
SIZES = [(UPLOAD_150, TENSOR_150, 3 * 112 * 112 * 4), (UPLOAD_600, TENSOR_600, 4 * 3 * 112 * 112 * 4)]
DRIPPING = 2000
RAW = ["Content-Type=application/octet-stream", "Inference-Header-Content-Length=0"]


@dataclasses.dataclass
class Measure:
    """Of one run: requests per second, 99th percentile in milliseconds, processor time of the server in microseconds a request."""
    rate: float
    p99: float
    cpu: float
    errors: int


def small_model(folder):
    """Two layers: 16 to 64 to 16."""
    import numpy
    from onnx import TensorProto, helper, numpy_helper
    generator = numpy.random.default_rng(1)
    weights = {
        "w1": generator.standard_normal((16, 64)) * 0.3, "b1": generator.standard_normal(64) * 0.1,
        "w2": generator.standard_normal((64, 16)) * 0.3, "b2": generator.standard_normal(16) * 0.1,
    }
    nodes = [
        helper.make_node("Gemm", ["input", "w1", "b1"], ["hidden"]), helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("Gemm", ["active", "w2", "b2"], ["output"]),
    ]
    return save_model(
        folder, "small", nodes, weights, ["N", 16], ["N", 16], generator.standard_normal((64, 16)), TensorProto, helper,
        numpy_helper)


def mean_model(folder):
    """The means of three planes, and a layer of 3 to 16."""
    import numpy
    from onnx import TensorProto, helper, numpy_helper
    generator = numpy.random.default_rng(2)
    weights = {"w": generator.standard_normal((3, 16)) * 0.3, "b": generator.standard_normal(16) * 0.1}
    nodes = [
        helper.make_node("GlobalAveragePool", ["input"], ["mean"]), helper.make_node("Flatten", ["mean"], ["flat"]),
        helper.make_node("Gemm", ["flat", "w", "b"], ["output"]),
    ]
    return save_model(
        folder, "mean", nodes, weights, ["N", 3, 112, 112], ["N", 16], generator.standard_normal((4, 3, 112, 112)),
        TensorProto, helper, numpy_helper)


def save_model(folder, name, nodes, weights, input_shape, output_shape, samples, types, helper, numpy_helper):
    import onnx
    from safetensors.numpy import save_file
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("input", types.FLOAT, input_shape)],
        [helper.make_tensor_value_info("output", types.FLOAT, output_shape)],
        [numpy_helper.from_array(value.astype("float32"), key) for key, value in weights.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / f"{name}.onnx")
    save_file({"input": samples.astype("float32")}, folder / f"{name}.safetensors")
    return name


def make_models(binary, folder):
    """A model folder with both."""
    models = folder / "models"
    for name in (small_model(folder), mean_model(folder)):
        (models / name / "1").mkdir(parents=True)
        subprocess.run(
            [binary, "quantize", folder / f"{name}.onnx", "--calibration", folder / f"{name}.safetensors", "--output",
             models / name / "1/model.safetensors"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return models


class Peers:
    """Starts servers on the first processor."""

    def __init__(self, arguments, folder):
        self.arguments, self.folder = arguments, folder
        self.models = make_models(arguments.mantissa, folder)
        self.certificate, self.key = serving.make_certificate(folder)
        self.pin = ["taskset", "-c", str(arguments.processors[0])]

    def start(self, name):
        port = serving.free_port()
        if name == "nginx":
            return self.peer(port, [self.nginx(), "-p", str(self.folder), "-c", str(self.configuration(port))], "/")
        if name == "Hummingbird":
            return self.peer(port, [str(ROOT / ".build-hummingbird/release/HummingbirdPeer"), str(port)], "/livez")
        if name == "http-upload":
            return self.peer(port, [str(ROOT / ".build/release/http-upload"), str(port)], "/livez")
        if name == "FastAPI":
            return self.peer(
                port, [sys.executable, "-m", "uvicorn", "upload_app:app", "--app-dir", str(PEERS), "--port", str(port),
                       "--no-access-log", "--log-level", "warning"], "/livez")
        command = [
            str(self.arguments.mantissa), "serve", "--models", str(self.models), "--port", str(port), "--threads", "1"]
        if name == "Mantissa with TLS":
            command += ["--tls-cert", str(self.certificate), "--tls-key", str(self.key)]
            return self.peer(port, command, None)
        return self.peer(port, command, "/readyz")

    def peer(self, port, command, path):
        # nginx's workers come after its first process, so figures are those of all that was started.
        process = subprocess.Popen(self.pin + command, stdout=subprocess.DEVNULL)
        server = serving.Server("127.0.0.1", port, process)
        if path:
            server.wait_until_ready(path)
        else:
            time.sleep(2)
        return server

    @staticmethod
    def nginx():
        found = [path for path in ("/usr/sbin/nginx", "/usr/bin/nginx") if pathlib.Path(path).exists()]
        if not found:
            raise SystemExit("there is no nginx; install it: apt-get install nginx-light")
        return found[0]

    def configuration(self, port):
        file = self.folder / f"nginx-{port}.conf"
        file.write_text(
            f"worker_processes 1; daemon off; pid {self.folder}/nginx-{port}.pid; error_log {self.folder}/nginx.log;\n"
            "events { worker_connections 4096; }\n"
            "http { access_log off; keepalive_requests 1000000000; default_type text/plain; types {}\n"
            f"server {{ listen 127.0.0.1:{port} backlog=1024; location / {{ return 200 \"alive\\n\"; }} }} }}\n")
        return file


def run_wrk(server, arguments, path, connections, method="GET", body=0, headers=(), scheme="http"):
    before = server.processes.processor_seconds()
    output = subprocess.run(
        ["taskset", "-c", str(arguments.processors[1]), "wrk", "--threads", "1", "--connections", str(connections), "--duration",
         f"{arguments.seconds}s", "--timeout", "30s", "--script", str(PEERS / "http.lua"),
         f"{scheme}://127.0.0.1:{server.port}{path}", "--", method, str(body), *headers],
        check=True, capture_output=True, text=True).stdout
    spent = server.processes.processor_seconds() - before
    found = json.loads(next(line for line in output.splitlines() if line.startswith("{")))
    count = max(found["requests"], 1)
    return Measure(found["requests"] / found["microseconds"] * 1e6, found["p99"] / 1e3, spent / count * 1e6, found["errors"])


class Drip:
    """Connections that send a byte of a request every second, and come again when they are closed."""

    def __init__(self, port, count):
        self.address = ("127.0.0.1", port)
        self.sockets = [None] * count
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        for index in range(len(self.sockets)):
            self.connect(index)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()
        for one in self.sockets:
            if one:
                one.close()

    def connect(self, index):
        one = socket.create_connection(self.address)
        one.setblocking(False)
        one.send(b"POST /v2/models/mean/infer HTTP/1.1\r\nHost: x\r\nX-Drip: ")
        self.sockets[index] = one

    def run(self):
        slice_count = 100
        while True:
            for part in range(slice_count):
                if self.is_over.wait(1 / slice_count):
                    return
                for index in range(part, len(self.sockets), slice_count):
                    try:
                        self.sockets[index].send(b"x")
                    except OSError:
                        self.sockets[index].close()
                        self.connect(index)


def run_round(peers, arguments):
    """All measures of a round, by what was asked, connections and server."""
    results = {}

    def add(what, connections, name, measure):
        results[what, connections, name] = measure
        print(f"{what}, {connections} connections, {name}: {measure.rate:.0f}/s, p99 {measure.p99:.2f} ms, "
              f"{measure.cpu:.1f} us", file=sys.stderr, flush=True)

    def ask(server, name, what, path, connections, size=0, headers=(), scheme="http"):
        method = "POST" if size else "GET"
        add(what, connections, name, run_wrk(server, arguments, path, connections, method, size, headers, scheme))

    for name in ("nginx", "Mantissa", "http-upload", "Hummingbird", "FastAPI"):
        with peers.start(name) as server:
            small = "/" if name == "nginx" else "/livez"
            # What the first requests make is not counted.
            run_wrk(server, arguments, small, 16)
            if name != "http-upload":
                for connections in arguments.connections:
                    ask(server, name, SMALL, small, connections)
            if name == "Mantissa":
                for connections in arguments.connections:
                    ask(server, name, BATCHER, "/v2/models/small/infer", connections, 64, RAW)
                for _, what, size in SIZES:
                    ask(server, name, what, "/v2/models/mean/infer", 16, size, RAW)
                with Drip(server.port, DRIPPING):
                    ask(server, name, DRIP, small, 64)
            elif name != "nginx":
                own = "Mantissa" if name == "http-upload" else name
                for what, _, size in SIZES:
                    for connections in (16, 64):
                        ask(server, own, what, "/upload", connections, size)
    with peers.start("Mantissa with TLS") as server:
        ask(server, "Mantissa", TLS_SMALL, "/livez", 64, scheme="https")
        ask(server, "Mantissa", TLS_TENSOR, "/v2/models/mean/infer", 16, SIZES[0][2], RAW, scheme="https")
    return results


@dataclasses.dataclass
class Goal:
    """A ratio of two measures, what it has to be, and what is hoped for."""
    text: str
    own: tuple
    other: tuple
    figure: str
    required: float
    aim: float
    # The ratio has to be at least that, else at most.
    at_least: bool = True

    def ratio(self, rounds):
        return statistics.median(
            getattr(one[self.own], self.figure) / max(getattr(one[self.other], self.figure), 1e-9) for one in rounds)

    def holds(self, ratio):
        return ratio >= self.required if self.at_least else ratio <= self.required


def goals(connections):
    found = []
    for count in connections:
        own, nginx = (SMALL, count, "Mantissa"), (SMALL, count, "nginx")
        found += [
            Goal(f"small, {count} connections: requests/s to nginx", own, nginx, "rate", 0.8, 1.1),
            Goal(f"small, {count}: requests/s to Hummingbird", own, (SMALL, count, "Hummingbird"), "rate", 2, 2),
            Goal(f"small, {count}: CPU a request to nginx", own, nginx, "cpu", 1.3, 0.9, False),
            Goal(f"batcher, {count}: requests/s to nginx's small", (BATCHER, count, "Mantissa"), nginx, "rate", 0.6, 0.9),
        ]
    for what in (UPLOAD_150, UPLOAD_600):
        for count in (16, 64):
            own, other = (what, count, "Mantissa"), (what, count, "Hummingbird")
            found += [
                Goal(f"{what}, {count}: requests/s to Hummingbird", own, other, "rate", 1.1, 2),
                Goal(f"{what}, {count}: CPU a request to Hummingbird", own, other, "cpu", 0.5, 0.5, False),
                Goal(f"{what}, {count}: requests/s to FastAPI", own, (what, count, "FastAPI"), "rate", 3.5, 3.5),
            ]
    own = (SMALL, 64, "Mantissa")
    return found + [
        Goal("small, 64: p99 to Hummingbird", own, (SMALL, 64, "Hummingbird"), "p99", 1, 0.3, False),
        Goal("small, 64, over TLS: requests/s to plain", (TLS_SMALL, 64, "Mantissa"), own, "rate", 0.5, 0.7),
        Goal("tensor of 150 KB, 16, over TLS: requests/s to plain", (TLS_TENSOR, 16, "Mantissa"),
             (TENSOR_150, 16, "Mantissa"), "rate", 0.25, 0.5),
        Goal("small, 64, beside 2,000 dripping: p99 to that without", (DRIP, 64, "Mantissa"), own, "p99", 3, 1.5, False),
    ]


def versions():
    nginx = subprocess.run([Peers.nginx(), "-v"], capture_output=True, text=True).stderr.rpartition("/")[2].strip()
    resolved = json.loads((PEERS / "hummingbird-peer/Package.resolved").read_text())
    hummingbird = next(pin["state"]["version"] for pin in resolved["pins"] if pin["identity"] == "hummingbird")
    wrk = re.search(r"wrk \S+", subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout)
    python = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("fastapi", "uvicorn"))
    return f"nginx {nginx}, Hummingbird {hummingbird}, {python}, {wrk[0] if wrk else 'wrk'}"


def report(rounds, arguments):
    found = goals(arguments.connections)
    lines = [
        "# HTTP benchmark", "",
        "Made by `make bench-http` (`scripts/bench-http.py`, which says what is asked); do not edit. Each server has one processor,",
        f"wrk another. {len(rounds)} rounds, {arguments.seconds} s for each figure; figures are medians of the rounds, ratios medians",
        "of the ratios within a round. CPU is processor time of the server a request. Mantissa is the whole of `mantissa serve`, with",
        "request ids, metrics and access control, but for uploads, where its HTTP server only counts bytes, as the others do; with a",
        "model behind it the same bytes are a tensor.", "",
        f"Processor: {serving.processor_name()}. {versions()}.", "", "## Ratios", "",
        "| what | ratio | required | aim | |", "| --- | ---: | ---: | ---: | --- |",
    ]
    passed = True
    for goal in found:
        ratio = goal.ratio(rounds)
        holds = goal.holds(ratio)
        passed = passed and holds
        sign = "≥" if goal.at_least else "≤"
        lines.append(
            f"| {goal.text} | {ratio:.2f}x | {sign} {goal.required:g}x | {goal.aim:g}x | {'reached' if holds else 'not reached'} |")
    lines += ["", "## All figures", "", "| what | connections | server | requests/s | p99 ms | CPU us | errors |",
              "| --- | ---: | --- | ---: | ---: | ---: | ---: |"]
    for key in rounds[0]:
        what, connections, name = key
        median = {
            figure: statistics.median(getattr(one[key], figure) for one in rounds) for figure in ("rate", "p99", "cpu")}
        errors = sum(one[key].errors for one in rounds)
        lines.append(
            f"| {what} | {connections} | {name} | {median['rate']:.0f} | {median['p99']:.2f} | {median['cpu']:.1f} | {errors} |")
    text = "\n".join(lines) + "\n"
    arguments.output.write_text(text)
    print(text)
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", type=pathlib.Path, default=ROOT / ".build-static/release/mantissa")
    parser.add_argument("--connections", type=int, nargs="*", default=[16, 64, 256])
    parser.add_argument("--processors", type=int, nargs=2, default=[0, 1], help="of the servers and of wrk")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of one measurement")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs/http-benchmark.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        peers = Peers(arguments, pathlib.Path(folder))
        rounds = [run_round(peers, arguments) for _ in range(arguments.rounds)]
    return 0 if report(rounds, arguments) else 1


if __name__ == "__main__":
    sys.exit(main())
