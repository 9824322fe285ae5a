#!/usr/bin/env python3
"""Says how many replicas a rate of requests and a 99th percentile need, from service times that were measured on one.

    python3 deploy/load/plan.py measure --images FOLDER --output times
    python3 deploy/load/plan.py replicas times.json --rate 500 --p99 50
    python3 deploy/load/plan.py check --images FOLDER --output plan

`measure` starts a server (or takes --url) and asks it one request at a time, then as many as it has cores:
times without a queue. `replicas` simulates requests that come by chance before 1, 2, 3 ... replicas (simulation.py). `check` finds how
many requests a second a real server of this machine answers within a 99th percentile (--p99, else eight times a lone request), and how
many the simulation says, which is given service times and the moments at which requests came: it fails if they differ by more
than a fifth. Both curves are drawn.

The generator takes its part of the processors where it runs on the same machine; measuring and checking share that fault. Measure on a
machine like those that will serve, with as many cores (--threads) as a replica gets.
"""
import argparse
import http.client
import json
import math
import pathlib
import re
import statistics
import sys
import threading
import time

import charts
import generators
import serving
import simulation

PATH = "/v1/classify"
SHARES = [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1]
REQUIRED = 0.2
# Seconds of a measurement of what the machine is worth at the moment; by how much it may differ before and after a run, and how often a
# run is made until it does not.
MOMENT = 1
STEADY = 0.1
TRIES = 3
# Unless it is said: the percentile in question, in times of a lone request. There the curve climbs; below, a tenth more of time is a fifth
# more of rate, and a moment of the machine's neighbours decides.
TARGET_FACTOR = 8


STAGE = re.compile(r"(\w+);dur=([\d.]+)")


def closed_loop(server, images, clients, seconds, pauses=False):
    """For each request its milliseconds, and those of its inference and its queue, as the answer's Server-Timing says; so many clients at a
    time. With pauses as long as a request: what has waited for work is not as warm as what has just done some."""
    end, results = time.monotonic() + seconds, [[] for _ in range(clients)]

    def work(number):
        connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        position = number
        while time.monotonic() < end:
            begin = time.perf_counter()
            connection.request("POST", PATH, images[position % len(images)], {"Content-Type": "image/jpeg"})
            answer = connection.getresponse()
            answer.read()
            total = 1000 * (time.perf_counter() - begin)
            position += clients
            stages = dict(STAGE.findall(answer.headers.get("Server-Timing", "")))
            if answer.status != 200 or "inference" not in stages:
                raise SystemExit(f"the server answered {answer.status}, or without Server-Timing")
            if pauses:
                time.sleep(total / 1000)
            results[number].append((total, float(stages["inference"]), float(stages.get("queue", 0))))
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The first requests of a loop meet a processor that slept.
    found = [value for own in results for value in own[3:]]
    if not found:
        raise SystemExit(f"the server answered nothing within {seconds:g} s; measure longer (--seconds)")
    return found


def saturated(generator, server, files, threads, seconds):
    """Requests a second that are answered when more wait than can be computed at a time."""
    return generator.saturate(server, PATH, files, 8 * threads, seconds).requests_per_second


def measure(generator, server, files, threads, seconds):
    images = [file.read_bytes() for file in files]
    closed_loop(server, images, threads, 1)
    lone = closed_loop(server, images, 1, seconds / 2, pauses=True)
    beside = closed_loop(server, images, threads, seconds / 2)
    before = server.metrics()
    most = saturated(generator, server, files, threads, seconds / 2)
    # By what waits, the server finds out whether this model gains by batches.
    batch = (server.metrics() - before).mean("mantissa_batch_size")
    decoding = [total - inference - queue for total, inference, queue in lone]
    return simulation.Times(
        decoding=decoding, alone=[inference for _, inference, _ in lone], apart=[inference for _, inference, _ in beside], cores=threads,
        batched=max(0.1, 1000 * threads / most - statistics.mean(decoding)), most=max(1, round(batch)))


def describe(times):
    print(f"decoding and all but inference takes {statistics.median(times.decoding):.2f} ms, inference {statistics.median(times.alone):.2f} ms on "
          f"{times.cores} cores (medians of {len(times.alone)}), {statistics.median(times.apart):.2f} ms on one beside others "
          f"(of {len(times.apart)}), {times.batched:.2f} ms in batches of {times.most} at most; they answer {times.capacity():.0f} a second at most")


def head():
    print("\n| replicas | requests/s | of the capacity | p50 ms | p99 ms | p99.9 ms |\n| ---: | ---: | ---: | ---: | ---: | ---: |")


def line(outcome):
    print(f"| {outcome.replicas} | {outcome.rate:g} | {outcome.utilisation:.0%} | {outcome.p50:.1f} | {outcome.p99:.1f} | {outcome.p999:.1f} |")


def plan(times, rate, p99):
    describe(times)
    found = simulation.replicas_needed(times, rate, p99)
    if found is None:
        print(f"no number of replicas keeps a 99th percentile of {p99:g} ms: a request alone takes "
              f"{simulation.simulate(times, 0.01 * times.capacity(), requests=10_000).p99:.1f} ms in one of a hundred cases")
        return 1
    head()
    for count in range(max(1, found.replicas - 2), found.replicas + 3):
        if rate < count * times.capacity():
            line(simulation.simulate(times, rate, count))
    print(f"\n{found.replicas} replicas of {times.cores} cores. One more lets one be restarted or lost at that rate.")
    return 0


def run_steadily(generator, server, files, rate, arguments, seed, before):
    """A run, and what the server answered at most before and after it: a virtual machine is faster and slower by turns, by more than what is
    required here. The simulation's times are to be those of the machine as it was meanwhile; a run in which that changed is repeated."""
    for _ in range(TRIES):
        load = generator.run(server, PATH, files, rate, arguments.seconds, 1024, seed=seed)
        earlier, before = before, saturated(generator, server, files, arguments.threads, MOMENT)
        if abs(before / earlier - 1) <= STEADY:
            break
    return load, earlier, before


def check(server, files, arguments):
    """99th percentiles by share of the capacity, measured and simulated; rounds, so that a neighbour's moment does not decide."""
    generator = generators.OpenLoop()
    found = {share: [] for share in SHARES}
    pooled = simulation.Times([], [], [], arguments.threads, 0.0, most=1)
    for number in range(arguments.rounds):
        times = measure(generator, server, files, arguments.threads, arguments.seconds)
        for name in ("decoding", "alone", "apart"):
            getattr(pooled, name).extend(getattr(times, name))
        pooled.batched += times.batched / arguments.rounds
        pooled.most = max(pooled.most, times.most)
        first = after = saturated(generator, server, files, arguments.threads, MOMENT)
        for share in SHARES:
            rate = share * times.capacity()
            load, before, after = run_steadily(
                generator, server, files, rate, arguments, seed=100 * number + round(10 * share), before=after)
            # Of more than it can answer the server refuses some.
            if load.errors and share < 1:
                raise SystemExit(f"{load.errors} requests failed at {rate:.0f} a second")
            now = times.slower(2 * first / (before + after))
            latencies = sorted(load.latencies())
            # The same moments, several times with other service times.
            moments = sorted(one.intended for one in load.records)
            simulated = [simulation.simulate(now, rate, seed=seed, moments=moments) for seed in range(1, 6)]
            found[share].append({
                "rate": rate,
                "measured": {"p50": simulation.quantile(latencies, 0.5), "p99": simulation.quantile(latencies, 0.99)},
                "simulated": {name: statistics.median(getattr(one, name) for one in simulated) for name in ("p50", "p99")},
            })
            print(f"round {number + 1} of {arguments.rounds}: {share:.0%}", file=sys.stderr, flush=True)
    rows = []
    for share, runs in found.items():
        row = {"share": share, "rate": statistics.median(run["rate"] for run in runs)}
        for kind in ("measured", "simulated"):
            row[kind] = {name: statistics.median(run[kind][name] for run in runs) for name in ("p50", "p99")}
        rows.append(row)
    return pooled, rows


def rate_within(rows, kind, target):
    """Requests a second at which the 99th percentile reaches the target, between two measured rates; None if it is never within it,
    or never beyond."""
    if rows[0][kind]["p99"] > target:
        return None
    for below, above in zip(rows, rows[1:]):
        low, high = below[kind]["p99"], above[kind]["p99"]
        if high > target:
            return below["rate"] + (above["rate"] - below["rate"]) * math.log(target / low) / math.log(high / low)
    return None


def judge(times, rows, target):
    text = charts.table(
        ["of the capacity", "requests/s", "p50 measured", "simulated", "p99 measured", "simulated"],
        [[f"{row['share']:.0%}", f"{row['rate']:.0f}",
          *(f"{row[kind][name]:.1f} ms" for name in ("p50", "p99") for kind in ("measured", "simulated"))] for row in rows])
    target = target or TARGET_FACTOR * (statistics.median(times.decoding) + statistics.median(times.alone))
    measured, simulated = (rate_within(rows, kind, target) for kind in ("measured", "simulated"))
    if measured is None or simulated is None:
        return False, target, f"{text}\n\nFAIL: the 99th percentile is never on both sides of {target:.1f} ms; choose another --p99"
    ratio = simulated / measured
    passed = abs(ratio - 1) <= REQUIRED
    return passed, target, (f"{text}\n\n{'PASS' if passed else 'FAIL'}: within a 99th percentile of {target:.1f} ms the server answers "
                            f"{measured:.1f} requests a second, the simulation says {simulated:.1f}: {ratio:.2f} times; "
                            f"required within {REQUIRED:.0%}")


def plot(rows, target):
    most = 4 * target
    series = []
    for kind, is_line in (("simulated", True), ("measured", False)):
        for name, color in zip(("p50", "p99"), charts.COLORS):
            points = [(row["rate"], row[kind][name]) for row in rows if row[kind][name] <= most]
            series.append(charts.Series(f"{name} {kind}", points, color, is_line))
    target_line = [(0, target), (rows[-1]["rate"], target)]
    return charts.chart("requests per second", "ms", [one for one in series if one.points] + [charts.Series("p99 wanted", target_line, "#888888")])


def read_times(path):
    return simulation.Times(**json.loads(path.read_text()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (("measure", "measure service times"), ("check", "compare the simulation with a real server")):
        own = commands.add_parser(name, help=words)
        serving.add_server_options(own)
        own.add_argument("--seconds", type=float, default=10, help="of one measurement")
        if name == "check":
            own.add_argument("--rounds", type=int, default=3)
            own.add_argument("--p99", type=float, help=f"milliseconds; {TARGET_FACTOR} times a lone request unless given")
    own = commands.add_parser("replicas", help="how many replicas a rate and a 99th percentile need")
    own.add_argument("times", type=pathlib.Path, help="what `measure` wrote")
    own.add_argument("--rate", type=float, required=True, help="requests a second")
    own.add_argument("--p99", type=float, required=True, help="milliseconds")
    arguments = parser.parse_args()
    if arguments.command == "replicas":
        return plan(read_times(arguments.times), arguments.rate, arguments.p99)
    files = serving.photographs(arguments.images)
    with serving.from_options(arguments) as server:
        if arguments.command == "measure":
            times = measure(generators.OpenLoop(), server, files, arguments.threads, arguments.seconds)
            describe(times)
            if arguments.output:
                # With or without its ending, which is what `replicas` is given.
                arguments.output.with_name(arguments.output.name.removesuffix(".json") + ".json").write_text(json.dumps(vars(times)) + "\n")
            return 0
        times, rows = check(server, files, arguments)
    describe(times)
    passed, target, text = judge(times, rows, arguments.p99)
    print(f"\n{text}")
    charts.write(arguments.output, {"p99_ms": target, "rows": rows}, text, plot(rows, target))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
