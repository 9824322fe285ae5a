#!/usr/bin/env python3
"""Loads a server with JPEGs and holds what it gives against `mantissa bench` of the same model.

    make build && python3 deploy/load/load.py --images FOLDER

Closed loop first: 1 to 64 connections, each sends its next image when the answer is there (wrk). In the same rounds, in
turn, `mantissa bench` computes the model alone, once with all T threads on one batch and once T times at the same time with
one thread each; and what decoding costs is read from the server's own metrics while one connection asks, when nothing disturbs
it. From these follows what T processors can do at best:

    processor seconds of an image = T / (images/s of the better bench) + seconds of decoding
    images/s                     <= T / (processor seconds of an image)
    images/s of n connections    <= n / (seconds of an image, alone or beside others + seconds of decoding)

since an image is decoded before it is computed. The bench beside a row has the batch (1, 8 or 32) nearest to the one that
the server formed. The server must reach 90% of this bound at each number of connections.

Then open loop: half of the best rate, sent evenly whether answers come or not, times counted from when a request was to
be sent. The 99th percentile must stay below three times the time of a single request.

Server and generator share the processors; `taskset -c 0,1` before the command binds all of it.
"""
import argparse
import dataclasses
import json
import pathlib
import statistics
import subprocess
import sys

import generators
import serving

BATCHES = [1, 8, 32]
REQUIRED_SHARE = 0.90
REQUIRED_TAIL = 3.0
PLAUSIBLE_SHARE = 1.1
PATH = "/v1/classify"


@dataclasses.dataclass
class Rates:
    """Images per second of the engine alone, for one batch size."""
    # All threads on one batch.
    together: float
    # As many batches at a time as threads, one thread each: the sum.
    apart: float


def bench(binary, checkpoint, threads, batch, seconds):
    def run(count, each):
        command = [
            str(binary), "bench", str(checkpoint), "--threads", str(each), "--batch", str(batch), "--seconds", str(seconds),
            "--json",
        ]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
        outputs = [one.communicate()[0] for one in running]
        if any(one.returncode for one in running):
            raise SystemExit(f"{' '.join(command)} failed")
        return sum(json.loads(output)["images_per_second"] for output in outputs)

    return Rates(together=run(1, threads), apart=run(threads, 1))


def bound(rates, decoding, connections, batch, threads):
    """Images per second at best: see above."""
    nearest = rates[min(BATCHES, key=lambda own: abs(own - batch))]
    together = 1 / (1 / max(nearest.together, nearest.apart) + decoding / threads)
    seconds = 1 / rates[1].together
    if connections >= threads:
        seconds = min(seconds, threads / rates[1].apart)
    return min(together, connections / (seconds + decoding))


def measure_round(server, arguments, files, threads):
    rates = {
        batch: bench(arguments.mantissa, arguments.checkpoint, threads, batch, arguments.seconds / 2)
        for batch in BATCHES
    }
    rows = {}
    decoding = None
    for connections in arguments.connections:
        before, used = server.metrics(), server.processes.processor_seconds() if server.processes else 0
        load = generators.closed_loop(server.url + PATH, files, connections, arguments.seconds)
        used = (server.processes.processor_seconds() if server.processes else 0) - used
        happened = server.metrics() - before
        batch = happened.mean("mantissa_batch_size")
        if decoding is None:
            decoding = happened.mean("mantissa_preprocess_seconds", route=PATH)
        best = bound(rates, decoding, connections, batch, threads)
        rows[connections] = {
            "load": load, "batch": batch, "bound": best, "share": load.requests_per_second / best,
            "server": used / max(1, round(arguments.seconds)),
        }
    return {"bench": rates, "decoding": decoding, "rows": rows}


def median(values):
    return statistics.median(values)


def report(rounds, arguments, threads):
    decoding = median(one["decoding"] for one in rounds)
    print()
    for batch in BATCHES:
        together, apart = (median(getattr(one["bench"][batch], kind) for one in rounds) for kind in ("together", "apart"))
        print(f"mantissa bench, batches of {batch}: {together:.1f} images/s with {threads} threads on a batch, {apart:.1f} with one")
    print(f"decoding and preprocessing: {1000 * decoding:.2f} ms of one processor an image")
    print(f"medians of {len(rounds)} rounds of {arguments.seconds:g} s\n")
    head = ["connections", "requests/s", "p50 ms", "p99 ms", "errors", "batch", "bound/s", "share", "server", "wrk"]
    print("".join(f"{name:>12}" for name in head))
    worst = None
    for connections in arguments.connections:
        rows = [one["rows"][connections] for one in rounds]
        share = median(row["share"] for row in rows)
        worst = share if worst is None else min(worst, share)
        cells = [
            str(connections), f"{median(row['load'].requests_per_second for row in rows):.1f}",
            f"{median(row['load'].p50 for row in rows):.2f}", f"{median(row['load'].p99 for row in rows):.2f}",
            str(sum(row["load"].errors for row in rows)), f"{median(row['batch'] for row in rows):.2f}",
            f"{median(row['bound'] for row in rows):.1f}", f"{share:.3f}",
            f"{median(row['server'] for row in rows):.2f}", f"{median(row['load'].generator for row in rows):.3f}",
        ]
        print("".join(f"{cell:>12}" for cell in cells))
    print("\nserver, wrk: processors that each took; share: requests/s of the bound's")
    errors = sum(row["load"].errors for one in rounds for row in one["rows"].values())
    best = max(row["share"] for one in rounds for row in one["rows"].values())
    if best > PLAUSIBLE_SHARE:
        # Nothing is faster than its bound: something else took the processors while bench ran.
        print(f"FAIL: a share of {best:.2f} is not possible; measure again on a machine that does nothing else")
        return False
    print(f"{'PASS' if worst >= REQUIRED_SHARE and errors == 0 else 'FAIL'}: "
          f"{worst:.3f} of the bound at least, {errors} errors; required {REQUIRED_SHARE:.2f} and none")
    return worst >= REQUIRED_SHARE and errors == 0


def open_loop(server, rounds, arguments, files):
    """Half of the best rate, evenly."""
    first = arguments.connections[0]
    rate = median(max(row["load"].requests_per_second for row in one["rows"].values()) for one in rounds) / 2
    generator = generators.OpenLoop()
    loads, singles = [], []
    for _ in range(arguments.rounds):
        single = generators.closed_loop(server.url + PATH, files, first, arguments.seconds)
        singles.append(single.p50)
        loads.append(generator.run(server, PATH, files, rate, 2 * arguments.seconds))
    print(f"\nopen loop at {rate:.1f} requests/s, half of the best rate")
    print("".join(f"{name:>14}" for name in ["single ms", "p50 ms", "p99 ms", "p99/single", "errors", "generator", "sent late"]))
    for single, load in zip(singles, loads):
        cells = [
            f"{single:.2f}", f"{load.p50:.2f}", f"{load.p99:.2f}", f"{load.p99 / single:.2f}", str(load.errors),
            f"{load.generator:.3f}", f"{load.send_delay:.2f} ms",
        ]
        print("".join(f"{cell:>14}" for cell in cells))
    tail = median(load.p99 / single for single, load in zip(singles, loads))
    errors = sum(load.errors for load in loads)
    passed = tail < REQUIRED_TAIL and errors == 0
    print("single: the median of one connection; sent late: 99th percentile of how late the generator was")
    print(f"{'PASS' if passed else 'FAIL'}: p99 is {tail:.2f} times a single request, {errors} errors; "
          f"required below {REQUIRED_TAIL:g} and none")
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", type=pathlib.Path, default=serving.BINARY)
    parser.add_argument("--models", type=pathlib.Path, default=serving.MODELS, help="what the server started here serves")
    parser.add_argument("--url", help="a server that runs already, on this machine: http://HOST:PORT")
    parser.add_argument("--checkpoint", type=pathlib.Path,
                        default=serving.MODELS / "efficientnet_lite0/1/model.safetensors", help="the same model for bench")
    parser.add_argument("--images", type=pathlib.Path, default=serving.IMAGES, help="folder of JPEG files")
    parser.add_argument("--threads", type=int, default=serving.processors(), help="of the server and of bench")
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 2, 4, 8, 16, 32, 64])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5, help="of one measurement")
    parser.add_argument("--json", type=pathlib.Path, help="write the raw figures to this file too")
    arguments = parser.parse_args()
    arguments.connections = sorted(set(arguments.connections) | {1})
    files = serving.photographs(arguments.images)
    with serving.Mantissa(arguments.mantissa, arguments.models, arguments.threads, arguments.url) as server:
        generators.closed_loop(server.url + PATH, files, arguments.connections[-1], 1)
        rounds = []
        for number in range(arguments.rounds):
            print(f"round {number + 1} of {arguments.rounds}", file=sys.stderr, flush=True)
            rounds.append(measure_round(server, arguments, files, arguments.threads))
        if arguments.json:
            arguments.json.write_text(json.dumps(rounds, default=vars, indent=1) + "\n")
        passed = report(rounds, arguments, arguments.threads)
        passed = open_loop(server, rounds, arguments, files) and passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
