#!/usr/bin/env python3
"""Measures `mantissa serve` beside Python servers with the same model, JPEGs and cores; writes docs/serving-benchmark.md.

    make bench-serving LITE0=efficientnet_lite0.onnx IMAGES=folder-of-photographs

The others run ONNX Runtime in float32, Pillow and numpy: uvicorn with FastAPI in three arrangements, LitServe in two. Each
server is started, warmed, loaded with 1, 4, 16 and 64 connections (wrk, closed loop), its memory taken, and stopped; then
the next one; and around again, so that a machine whose speed drifts drifts for all. What counts is the median of the
ratios within a round, to the arrangement of a peer that is best at that number of connections.
"""
import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
PEERS = ROOT / "scripts/peers"
sys.path.insert(0, str(ROOT / "deploy/load"))
import generators  # noqa: E402
import serving  # noqa: E402

OWN = "Mantissa"
REQUIRED_RATE, REQUIRED_MEMORY = 2.0, 1 / 3
COLORS = {OWN: "#b3362f", "FastAPI": "#3d6fb4", "LitServe": "#c28f2c"}


def arrangements(threads):
    """By peer, its arrangements: name, threads of one inference, threads of the pool, worker processes."""
    return {
        "FastAPI": [
            (f"1 process, inferences on {threads} threads", threads, threads, 1),
            (f"1 process, {threads} inferences at a time", 1, threads, 1),
            (f"{threads} processes of 1 thread", 1, 2, threads),
        ],
        "LitServe": [
            (f"1 worker of {threads} threads", threads, 1, 1),
            (f"{threads} workers of 1 thread", 1, 1, threads),
        ],
    }


def metadata(checkpoint):
    with open(checkpoint, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        return json.loads(json.loads(file.read(size))["__metadata__"]["model"])


def start_peer(peer, arrangement, model, described):
    _, intra, pool, workers = arrangement
    port = serving.free_port()
    environment = os.environ | {
        "PEER_MODEL": str(model), "PEER_INTRA_OP_THREADS": str(intra), "PEER_POOL_THREADS": str(pool),
        "PEER_WORKERS": str(workers), "PEER_PORT": str(port), "PEER_LABELS": json.dumps(described["labels"]),
        "PEER_PREPROCESSING": json.dumps(described["preprocessing"]), "OMP_NUM_THREADS": "1",
    }
    if peer == "FastAPI":
        command = [
            sys.executable, "-m", "uvicorn", "fastapi_app:application", "--app-dir", str(PEERS), "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(workers), "--loop", "uvloop", "--http", "httptools",
            "--no-access-log", "--log-level", "warning",
        ]
    else:
        command = [sys.executable, str(PEERS / "litserve_app.py")]
    process = subprocess.Popen(
        command, env=environment, cwd=PEERS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = serving.Server("127.0.0.1", port, process)
    server.wait_until_ready("/health")
    return server


def form_of(image):
    boundary = "mantissa-load"
    body = (f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="image.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n").encode() + image + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def best_classes(server, path, files, form):
    """By file, the best class: all servers must do the same work."""
    found = []
    for file in files:
        body, kind = form_of(file.read_bytes()) if form else (file.read_bytes(), "image/jpeg")
        status, answer = server.ask("POST", path, body, {"Content-Type": kind})
        if status != 200:
            raise SystemExit(f"{path}: status {status}: {answer[:300]!r}")
        found.append(json.loads(answer)["predictions"][0][0]["index"])
    return found


def measure(server, path, files, form, arguments):
    """By number of connections what the load was, and the memory (PSS, all processes) after it."""
    body, kind = form_of(files[0].read_bytes()) if form else (files[0].read_bytes(), "image/jpeg")

    def settle():
        # wrk leaves without its last answers, and the peers compute them all the same: a request that is answered alone shows
        # that nothing is left. Otherwise one connection would wait for what 64 had asked.
        for _ in range(4):
            server.ask("POST", path, body, {"Content-Type": kind})

    loads, memory = {}, {}
    generators.closed_loop(server.url + path, files, max(arguments.connections), 2, form)
    for connections in arguments.connections:
        settle()
        loads[connections] = generators.closed_loop(server.url + path, files, connections, arguments.seconds, form)
        if loads[connections].requests_per_second == 0:
            raise SystemExit(f"{server.url} answered nothing in {arguments.seconds:g} s; give it more with --seconds")
        memory[connections] = server.processes.memory()
    return {"loads": loads, "memory": memory}


def run_round(arguments, files, described, expected):
    """By (server, arrangement), what was measured."""
    result = {}
    with serving.Mantissa(arguments.mantissa, arguments.models, arguments.threads) as server:
        path = "/v1/classify"
        expected[:] = best_classes(server, path, files, None)
        result[OWN, ""] = measure(server, path, files, None, arguments)
    for peer, variants in arrangements(arguments.threads).items():
        form = "image" if peer == "LitServe" else None
        for arrangement in variants:
            with start_peer(peer, arrangement, arguments.lite0, described) as server:
                same = sum(own == other for own, other in zip(expected, best_classes(server, "/classify", files, form)))
                if same < 0.95 * len(files):
                    raise SystemExit(f"{peer} agrees with {OWN} on {same} of {len(files)} images: not the same work")
                result[peer, arrangement[0]] = measure(server, "/classify", files, form, arguments)
    for key, one in result.items():
        rates = ", ".join(f"{load.requests_per_second:.1f}" for load in one["loads"].values())
        print(f"  {' '.join(key)}: {rates} requests/s, {max(one['memory'].values()) / 1e6:.0f} MB at most", file=sys.stderr, flush=True)
    return result


def median(rounds, key, read):
    return statistics.median(read(one[key]) for one in rounds)


def best_of(rounds, peer, connections):
    """The arrangement of a peer that answers most at that number of connections."""
    keys = [key for key in rounds[0] if key[0] == peer]
    return max(keys, key=lambda key: median(rounds, key, lambda one: one["loads"][connections].requests_per_second))


def compare(rounds, peers, connections):
    """By peer and number of connections, the ratios that are required."""
    result = {}
    for peer in peers:
        for count in connections:
            key = best_of(rounds, peer, count)

            def ratio(read):
                return statistics.median(read(one[OWN, ""]) / read(one[key]) for one in rounds)

            result[peer, count] = {
                "arrangement": key[1],
                "rate": ratio(lambda one: one["loads"][count].requests_per_second),
                "p99": ratio(lambda one: one["loads"][count].p99), "memory": ratio(lambda one: one["memory"][count]),
            }
    return result


def verdict(compared):
    worst = {
        "requests/s": min(one["rate"] for one in compared.values()),
        "p99": max(one["p99"] for one in compared.values()), "memory": max(one["memory"] for one in compared.values()),
    }
    passed = worst["requests/s"] >= REQUIRED_RATE and worst["p99"] < 1 and worst["memory"] < REQUIRED_MEMORY
    text = (f"at least {worst['requests/s']:.2f} times the requests/s, at most {worst['p99']:.2f} times the p99 and "
            f"{worst['memory']:.3f} times the memory")
    return passed, text


def table(rounds, connections):
    lines = ["| server | connections | requests/s | p50 ms | p99 ms | errors | memory MB |", "| --- |" + " ---: |" * 6]
    for key in rounds[0]:
        name = key[0] if not key[1] else f"{key[0]}, {key[1]}"
        for count in connections:
            cells = [
                f"{median(rounds, key, lambda one: one['loads'][count].requests_per_second):.1f}",
                f"{median(rounds, key, lambda one: one['loads'][count].p50):.1f}",
                f"{median(rounds, key, lambda one: one['loads'][count].p99):.1f}",
                str(sum(one[key]["loads"][count].errors for one in rounds)),
                f"{median(rounds, key, lambda one: one['memory'][count]) / 1e6:.0f}",
            ]
            lines.append(f"| {name} | {count} | " + " | ".join(cells) + " |")
    return lines


def ratio_table(compared):
    lines = [
        "| against | its best arrangement | connections | requests/s | p99 | memory |", "| --- | --- |" + " ---: |" * 4]
    for (peer, count), one in compared.items():
        lines.append(f"| {peer} | {one['arrangement']} | {count} | {one['rate']:.2f}x | {one['p99']:.2f}x | {one['memory']:.3f}x |")
    return lines


def plot(rounds, peers, connections):
    """Bars of requests/s, a server a colour, as SVG that reads on light and dark."""
    height, left, length, gap = 18, 120, 430, 14
    servers = [OWN, *peers]
    bars = {
        count: {
            name: median(rounds, best_of(rounds, name, count), lambda one: one["loads"][count].requests_per_second)
            for name in servers
        } for count in connections
    }
    longest = max(max(row.values()) for row in bars.values())
    total = 34 + len(connections) * (len(servers) * height + gap) + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + length + 80}" height="{total}" font-family="sans-serif" '
        'font-size="12"><rect width="100%" height="100%" fill="#ffffff"/>'
    ]
    for index, name in enumerate(servers):
        x = 10 + index * 150
        parts.append(f'<rect x="{x}" y="8" width="10" height="10" fill="{COLORS[name]}"/>')
        parts.append(f'<text x="{x + 14}" y="17" fill="#222">{name}</text>')
    y = 34
    for count, row in bars.items():
        word = "connection" if count == 1 else "connections"
        parts.append(f'<text x="10" y="{y + len(servers) * height / 2 + 3:.0f}" fill="#222">{count} {word}</text>')
        for name, rate in row.items():
            width = length * rate / longest
            parts.append(
                f'<rect x="{left}" y="{y}" width="{width:.0f}" height="{height - 3}" fill="{COLORS[name]}"/>'
                f'<text x="{left + width + 5:.0f}" y="{y + 12}" fill="#222">{rate:.0f}</text>')
            y += height
        y += gap
    parts.append(f'<text x="{left}" y="{y + 6}" fill="#222">requests per second, one JPEG each</text></svg>')
    return "".join(parts) + "\n"


def report(rounds, compared, arguments, files):
    peers = list(arrangements(arguments.threads))
    passed, text = verdict(compared)
    versions = ", ".join(
        f"{name} {importlib.metadata.version(package)}" for name, package in [
            ("FastAPI", "fastapi"), ("uvicorn", "uvicorn"), ("LitServe", "litserve"), ("ONNX Runtime", "onnxruntime"),
            ("Pillow", "pillow")])
    lines = [
        "# Serving benchmark", "",
        "Made by `make bench-serving` (`scripts/bench-serving.py`); do not edit. EfficientNet-Lite0 over HTTP, one JPEG a request,",
        f"{len(files)} photographs in turn, preprocessing as the checkpoint says. Mantissa computes in INT16, the others with ONNX",
        "Runtime in float32; all find the same classes. Servers and the generator (wrk) share the same processors; one server",
        f"runs at a time, rounds: {arguments.rounds}, with {arguments.seconds:g} s for each number of connections. Figures are medians of the",
        "rounds; ratios are medians of the ratios within a round. Memory is the proportional set size of all processes of a",
        "server after the load.", "",
        f"Processor: {serving.processor_name()}, {arguments.threads} of its threads. Python {platform.python_version()}, {versions}.", "",
        f"Mantissa has {text}",
        f"of either peer's best arrangement. Required are at least {REQUIRED_RATE:g} times the requests/s, a lower p99 and less than a",
        f"third of the memory: {'reached' if passed else 'not reached'}.", "",
        "![Requests per second by number of connections, the best arrangement of each](serving-benchmark.svg)", "",
        "## Mantissa to each peer's best arrangement", "", *ratio_table(compared), "", "## All figures", "",
        *table(rounds, arguments.connections), "",
        "An arrangement is how many processes and threads a peer is given: FastAPI's handler hands body, decoding and inference to",
        "a pool of threads; LitServe takes multipart forms and hands them to worker processes.", "",
    ]
    arguments.output.write_text("\n".join(lines))
    arguments.output.with_suffix(".svg").write_text(plot(rounds, peers, arguments.connections))
    print(f"{'PASS' if passed else 'FAIL'}: {text}; required {REQUIRED_RATE:g}, below 1 and below {REQUIRED_MEMORY:.3f}")
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", type=pathlib.Path, default=ROOT / ".build-static/release/mantissa")
    parser.add_argument("--lite0", type=pathlib.Path, required=True, help="EfficientNet-Lite0 as ONNX")
    parser.add_argument("--models", type=pathlib.Path, default=serving.MODELS)
    parser.add_argument("--images", type=pathlib.Path, default=serving.IMAGES, help="folder of JPEG files")
    parser.add_argument("--threads", type=int, default=serving.processors())
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 4, 16, 64])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5, help="of one measurement")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs/serving-benchmark.md", help="and a plot beside it")
    parser.add_argument("--json", type=pathlib.Path, help="write the raw figures to this file too")
    arguments = parser.parse_args()
    arguments.lite0 = arguments.lite0.resolve()
    if not arguments.lite0.is_file():
        raise SystemExit(f"there is no model {arguments.lite0}; name one with LITE0=efficientnet_lite0.onnx")
    files = serving.photographs(arguments.images)
    described = metadata(arguments.models / "efficientnet_lite0/1/model.safetensors")
    rounds, expected = [], []
    for number in range(arguments.rounds):
        print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr, flush=True)
        rounds.append(run_round(arguments, files, described, expected))
    if arguments.json:
        readable = [{" ".join(key): one for key, one in result.items()} for result in rounds]
        arguments.json.write_text(json.dumps(readable, default=vars, indent=1) + "\n")
    compared = compare(rounds, list(arrangements(arguments.threads)), arguments.connections)
    return 0 if report(rounds, compared, arguments, files) else 1


if __name__ == "__main__":
    sys.exit(main())
