#!/usr/bin/env python3
"""Says how many replicas a rate of requests and a 99th percentile need, from service times that were measured on one.

    python3 deploy/load/plan.py measure --images FOLDER --output times.json
    python3 deploy/load/plan.py replicas times.json --rate 500 --p99 50
    python3 deploy/load/plan.py check --images FOLDER --output plan.json

`measure` starts a server (or takes --url) and asks it one request at a time, then as many at a time as it has cores: times without a
queue. `replicas` simulates requests that come by chance before 1, 2, 3 ... replicas (simulation.py). `check` compares the
simulation with a real server of this machine, at rates from a fifth to nine tenths of what it can, and draws both: JSON, a table, and
an SVG plot beside it. It fails if the median is off by more than a quarter or the 99th percentile by more than a factor of 1.6 up to
80% of the capacity; beyond, where a little more load makes a long queue, figures are shown and not judged.

The generator takes its part of the processors where it runs on the same machine; measuring and checking share that fault. Measure on a
machine like those that will serve, with as many cores (--threads) as a replica gets.
"""
import argparse
import http.client
import json
import pathlib
import statistics
import sys
import tempfile
import threading
import time

import generators
import serving
import simulation

PATH = "/v1/classify"
SHARES = [0.2, 0.4, 0.6, 0.7, 0.8, 0.9]
JUDGED_SHARE = 0.8
MEDIAN_FACTOR, TAIL_FACTOR = 1.25, 1.6


def closed_loop(server, images, clients, seconds):
    """Milliseconds of requests, of which as many are in the server as there are clients."""
    end, results = time.monotonic() + seconds, [[] for _ in range(clients)]

    def work(number):
        connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        position = number
        while time.monotonic() < end:
            body = images[position % len(images)]
            position += clients
            begin = time.perf_counter()
            connection.request("POST", PATH, body, {"Content-Type": "image/jpeg"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"the server answered {answer.status}")
            results[number].append(1000 * (time.perf_counter() - begin))
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [value for one in results for value in one]


def measure(server, files, threads, seconds):
    images = [file.read_bytes() for file in files]
    closed_loop(server, images, threads, 1)
    # The first requests of a loop meet a processor that slept.
    return simulation.Times(
        closed_loop(server, images, 1, seconds)[3:], closed_loop(server, images, threads, seconds)[3 * threads:], threads)


def describe(times):
    print(f"a request alone takes {statistics.median(times.alone):.2f} ms (median of {len(times.alone)}), beside others "
          f"{statistics.median(times.beside):.2f} ms (of {len(times.beside)}); {times.cores} cores answer "
          f"{times.capacity():.0f} a second at most")


def head():
    print("\n| replicas | requests/s | of the capacity | p50 ms | p99 ms | p99.9 ms |\n| ---: | ---: | ---: | ---: | ---: | ---: |")


def line(outcome):
    print(f"| {outcome.replicas} | {outcome.rate:g} | {outcome.utilisation:.0%} | {outcome.p50:.1f} | {outcome.p99:.1f} | {outcome.p999:.1f} |")


def plan(times, rate, p99):
    describe(times)
    found = simulation.replicas_needed(times, rate, p99)
    if found is None:
        print(f"no number of replicas keeps a 99th percentile of {p99:g} ms: a request alone takes "
              f"{simulation.quantile(sorted(times.alone), 0.99):.1f} ms in one of a hundred cases")
        return 1
    head()
    for count in range(max(1, found.replicas - 2), found.replicas + 3):
        if rate < count * times.capacity():
            line(simulation.simulate(times, rate, count))
    print(f"\n{found.replicas} replicas of {times.cores} cores. One more lets one be restarted or lost at that rate.")
    return 0


def check(server, files, threads, seconds, rounds):
    """Measured and simulated quantiles by share of the capacity; rounds, so that a neighbour's moment does not decide."""
    generator = generators.OpenLoop()
    found = {share: [] for share in SHARES}
    pooled = simulation.Times([], [], threads)
    with tempfile.TemporaryDirectory() as folder:
        latencies = pathlib.Path(folder) / "latencies"
        for number in range(rounds):
            times = measure(server, files, threads, seconds / 2)
            pooled.alone += times.alone
            pooled.beside += times.beside
            for share in SHARES:
                rate = share * times.capacity()
                load = generator.run(
                    server, PATH, files, rate, seconds, 256, ["--poisson", 100 * number + round(10 * share), "--latencies", latencies])
                if load.errors:
                    raise SystemExit(f"{load.errors} requests failed at {rate:.0f} a second")
                values = sorted(map(float, latencies.read_text().split()))
                outcome = simulation.simulate(times, rate, seed=number + 1)
                found[share].append({
                    "rate": rate,
                    "measured": {"p50": simulation.quantile(values, 0.5), "p99": simulation.quantile(values, 0.99)},
                    "simulated": {"p50": outcome.p50, "p99": outcome.p99},
                })
                print(f"round {number + 1}: {share:.0%}", file=sys.stderr, flush=True)
    rows = []
    for share, runs in found.items():
        row = {"share": share, "rate": statistics.median(run["rate"] for run in runs)}
        for kind in ("measured", "simulated"):
            row[kind] = {name: statistics.median(run[kind][name] for run in runs) for name in ("p50", "p99")}
        rows.append(row)
    return pooled, rows


def off(row, name):
    """By what factor the simulation is off, 1 or more."""
    ratio = row["simulated"][name] / row["measured"][name]
    return max(ratio, 1 / ratio)


def judge(rows):
    print("\n| of the capacity | requests/s | p50 measured | simulated | p99 measured | simulated |\n"
          "| ---: | ---: | ---: | ---: | ---: | ---: |")
    passed = True
    for row in rows:
        judged = row["share"] <= JUDGED_SHARE
        holds = off(row, "p50") <= MEDIAN_FACTOR and off(row, "p99") <= TAIL_FACTOR
        passed = passed and (holds or not judged)
        print(f"| {row['share']:.0%} | {row['rate']:.0f} | {row['measured']['p50']:.1f} ms | {row['simulated']['p50']:.1f} ms "
              f"| {row['measured']['p99']:.1f} ms | {row['simulated']['p99']:.1f} ms |{'' if holds or not judged else ' FAIL'}")
    print(f"\n{'PASS' if passed else 'FAIL'}: up to {JUDGED_SHARE:.0%} the median must be within a factor of {MEDIAN_FACTOR:g}, "
          f"the 99th percentile within {TAIL_FACTOR:g}")
    return passed


def plot(rows):
    """Milliseconds over requests a second; lines are simulated, dots measured."""
    width, height, left, bottom = 640, 360, 60, 40
    most_rate = max(row["rate"] for row in rows) * 1.05
    most = max(row[kind]["p99"] for row in rows for kind in ("measured", "simulated")) * 1.1

    def place(rate, value):
        return f"{left + (width - left - 20) * rate / most_rate:.1f}", f"{height - bottom - (height - bottom - 30) * value / most:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<path d="M{left} 20V{height - bottom}H{width - 20}" fill="none" stroke="#222"/>',
        f'<text x="{width / 2:.0f}" y="{height - 8}" fill="#222" text-anchor="middle">requests per second</text>',
        '<text x="8" y="16" fill="#222">ms; lines are simulated, dots measured</text>',
    ]
    for step in range(5):
        x, y = place(most_rate * step / 4, most * step / 4)
        parts.append(f'<text x="{x}" y="{height - bottom + 16}" fill="#222" text-anchor="middle">{most_rate * step / 4:.0f}</text>')
        parts.append(f'<text x="{left - 6}" y="{y}" fill="#222" text-anchor="end">{most * step / 4:.0f}</text>')
    for name, color in (("p50", "#1f77b4"), ("p99", "#d62728")):
        points = [place(row["rate"], row["simulated"][name]) for row in rows]
        parts.append(f'<polyline points="{" ".join(",".join(point) for point in points)}" fill="none" stroke="{color}" stroke-width="2"/>')
        for row in rows:
            x, y = place(row["rate"], row["measured"][name])
            parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{color}"/>')
        parts.append(f'<text x="{float(points[-1][0]) - 30:.0f}" y="{float(points[-1][1]) - 8:.0f}" fill="{color}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def read_times(path):
    return simulation.Times(**json.loads(path.read_text()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (("measure", "measure service times"), ("check", "compare the simulation with a real server")):
        own = commands.add_parser(name, help=words)
        own.add_argument("--mantissa", type=pathlib.Path, default=serving.BINARY)
        own.add_argument("--models", type=pathlib.Path, default=serving.MODELS)
        own.add_argument("--url", help="a server that runs already: http://HOST:PORT")
        own.add_argument("--images", type=pathlib.Path, default=serving.IMAGES, help="folder of JPEG files")
        own.add_argument("--threads", type=int, default=serving.processors(), help="cores of the server")
        own.add_argument("--seconds", type=float, default=10, help="of one measurement")
        own.add_argument("--output", type=pathlib.Path, help="write what was measured to this file, as JSON")
        if name == "check":
            own.add_argument("--rounds", type=int, default=3)
    own = commands.add_parser("replicas", help="how many replicas a rate and a 99th percentile need")
    own.add_argument("times", type=pathlib.Path, help="what `measure` wrote")
    own.add_argument("--rate", type=float, required=True, help="requests a second")
    own.add_argument("--p99", type=float, required=True, help="milliseconds")
    arguments = parser.parse_args()
    if arguments.command == "replicas":
        return plan(read_times(arguments.times), arguments.rate, arguments.p99)
    files = serving.photographs(arguments.images)
    with serving.Mantissa(arguments.mantissa, arguments.models, arguments.threads, arguments.url) as server:
        if arguments.command == "measure":
            times = measure(server, files, arguments.threads, arguments.seconds)
            describe(times)
            if arguments.output:
                arguments.output.write_text(json.dumps(vars(times)) + "\n")
            return 0
        times, rows = check(server, files, arguments.threads, arguments.seconds, arguments.rounds)
    describe(times)
    passed = judge(rows)
    if arguments.output:
        arguments.output.write_text(json.dumps(rows, indent=1) + "\n")
        arguments.output.with_suffix(".svg").write_text(plot(rows))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
