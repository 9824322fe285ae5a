#!/usr/bin/env python3
"""The same server asked by wrk, hey and locust, in one table: three clients that know nothing of each other.

    scripts/load-environment.sh deploy/load/tools.py --images FOLDER --output tools

Closed loop, --connections at a time, the tools in turn in each round. wrk sends all photographs in turn, hey can send one only (the first),
locust (locustfile.py, without pauses) mixes tasks and is itself slow: Python. Where they differ, that is what differs. Required:
no failed request by any of them.
"""
import argparse
import csv
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import charts
import generators
import serving
import simulation

PATH = "/v1/classify"
FOLDER = pathlib.Path(__file__).resolve().parent


def wrk(server, files, connections, seconds):
    load = generators.closed_loop(server.url + PATH, files, connections, seconds)
    return {"requests_per_second": load.requests_per_second, "p50_ms": load.p50, "p99_ms": load.p99, "errors": load.errors}


def hey(server, files, connections, seconds):
    program = shutil.which("hey")
    if not program:
        raise SystemExit("there is no hey; install it: apt-get install hey")
    result = subprocess.run(
        [program, "-z", f"{seconds:g}s", "-c", str(connections), "-m", "POST", "-T", "image/jpeg", "-D", str(files[0]), "-o", "csv", server.url + PATH],
        check=True, capture_output=True, text=True)
    rows = list(csv.DictReader(result.stdout.splitlines()))
    if not rows:
        raise SystemExit(f"hey got no answer: {result.stderr}")
    times = sorted(1000 * float(row["response-time"]) for row in rows if row["status-code"] == "200")
    if not times:
        raise SystemExit("hey got no good answer")
    return {
        "requests_per_second": len(times) / seconds, "p50_ms": statistics.median(times), "p99_ms": simulation.quantile(times, 0.99),
        "errors": len(rows) - len(times)}


def locust(server, files, connections, seconds):
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, MANTISSA_IMAGES=str(pathlib.Path(files[0]).resolve().parent), MANTISSA_PAUSE="0")
        result = subprocess.run(
            [sys.executable, "-m", "locust", "-f", str(FOLDER / "locustfile.py"), "--host", server.url, "--headless", "--users", str(connections),
             "--spawn-rate", str(connections), "--run-time", f"{max(2, round(seconds))}s", "--csv", f"{folder}/load", "--only-summary"],
            capture_output=True, text=True, env=environment)
        path = pathlib.Path(folder) / "load_stats.csv"
        if not path.exists():
            raise SystemExit(f"locust failed: {result.stderr}")
        total = next(row for row in csv.DictReader(path.read_text().splitlines()) if row["Name"] == "Aggregated")
    return {
        "requests_per_second": float(total["Requests/s"]), "p50_ms": float(total["50%"]), "p99_ms": float(total["99%"]),
        "errors": int(total["Failure Count"])}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    serving.add_server_options(parser)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10, help="of one tool in one round")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    files = serving.photographs(arguments.images)
    runs = {tool.__name__: [] for tool in (wrk, hey, locust)}
    with serving.from_options(arguments) as server:
        generators.closed_loop(server.url + PATH, files, arguments.connections, 1)
        for number in range(arguments.rounds):
            for tool in (wrk, hey, locust):
                print(f"round {number + 1} of {arguments.rounds}: {tool.__name__}", file=sys.stderr, flush=True)
                runs[tool.__name__].append(tool(server, files, arguments.connections, arguments.seconds))
    figures = {
        name: {"errors": sum(one["errors"] for one in own),
               **{key: statistics.median(one[key] for one in own) for key in ("requests_per_second", "p50_ms", "p99_ms")}}
        for name, own in runs.items()}
    text = charts.table(
        ["tool", "requests/s", "p50 ms", "p99 ms", "errors"],
        [[name, f"{row['requests_per_second']:.1f}", f"{row['p50_ms']:.1f}", f"{row['p99_ms']:.1f}", row["errors"]] for name, row in figures.items()])
    print(text)
    charts.write(arguments.output, {"connections": arguments.connections, "runs": runs}, text, charts.chart(
        "round", "requests per second",
        [charts.Series(name, [(number + 1, one["requests_per_second"]) for number, one in enumerate(own)], color)
         for (name, own), color in zip(runs.items(), charts.COLORS)]))
    failed = any(row["errors"] for row in figures.values())
    print(f"{'FAIL' if failed else 'PASS'}: no failed request")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
