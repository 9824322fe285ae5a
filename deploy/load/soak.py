#!/usr/bin/env python3
"""Hours of load on one server: does anything grow, slow down or fail?

    python3 deploy/load/soak.py --images FOLDER --minutes 60 --output soak

Six tenths of what the server can answer, by chance, classes and embeddings in turn, in slices of --slice seconds. After each slice memory
(resident bytes) and descriptors are read. Required: no failed request; memory of the last quarter at most a twentieth above that of
the second quarter, when caches and pools are full; as many descriptors; and medians of the last quarter within 1.5 times those
of the second. One server that this script starts, since it reads /proc.
"""
import argparse
import os
import statistics
import sys
import time

import charts
import generators
import serving

PATHS = ["/v1/classify", "/v1/embed"]
SHARE = 0.6
GROWTH, SLOWER = 1.05, 1.5


def descriptors(server):
    return sum(len(os.listdir(f"/proc/{one}/fd")) for one in server.processes.identifiers())


def measure(server, files, arguments):
    generator = generators.OpenLoop()
    capacity = generator.capacity(server, PATHS[0], files, arguments.threads, min(10, arguments.slice))
    begin, rows = time.monotonic(), []
    count = max(8, round(60 * arguments.minutes / arguments.slice))
    for number in range(count):
        load = generator.run(
            server, PATHS[number % len(PATHS)], files, SHARE * capacity, arguments.slice, arguments.connections, seed=number)
        # What was closed is closed in the server too a moment later.
        time.sleep(0.5)
        rows.append({
            "minute": (time.monotonic() - begin) / 60, "requests": len(load.records), "errors": load.errors, "p50_ms": load.p50,
            "p99_ms": load.p99, "resident": server.processes.memory("Rss"), "descriptors": descriptors(server)})
        print(f"{rows[-1]['minute']:.1f} of {count * arguments.slice / 60:.1f} minutes: p99 {load.p99:.1f} ms, "
              f"{rows[-1]['resident'] / 1e6:.1f} MB, {load.errors} errors", file=sys.stderr, flush=True)
    return capacity, rows


def quarter(rows, number, name):
    length = len(rows) // 4
    own = rows[number * length:(number + 1) * length] if number < 3 else rows[3 * length:]
    return statistics.median(row[name] for row in own)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    serving.add_server_options(parser, url=False)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--slice", type=float, default=15, help="seconds between two looks at memory")
    parser.add_argument("--connections", type=int, default=256)
    arguments = parser.parse_args()
    files = serving.photographs(arguments.images)
    with serving.from_options(arguments) as server:
        capacity, rows = measure(server, files, arguments)
    errors = sum(row["errors"] for row in rows)
    early, late = ({name: quarter(rows, number, name) for name in ("resident", "descriptors", "p50_ms", "p99_ms")} for number in (1, 3))
    passed = (errors == 0 and late["resident"] <= GROWTH * early["resident"] and late["descriptors"] <= early["descriptors"]
              and late["p50_ms"] <= SLOWER * early["p50_ms"])
    text = charts.table(
        ["", "second quarter", "last quarter"],
        [["resident MB", f"{early['resident'] / 1e6:.1f}", f"{late['resident'] / 1e6:.1f}"],
         ["descriptors", f"{early['descriptors']:g}", f"{late['descriptors']:g}"],
         ["p50 ms", f"{early['p50_ms']:.1f}", f"{late['p50_ms']:.1f}"], ["p99 ms", f"{early['p99_ms']:.1f}", f"{late['p99_ms']:.1f}"]])
    text += (f"\n\n{sum(row['requests'] for row in rows)} requests in {rows[-1]['minute']:.1f} minutes at {SHARE * capacity:.1f} a second, "
             f"{errors} failed")
    print(text)
    charts.write(arguments.output, {"capacity": capacity, "slices": rows}, text, charts.chart(
        "minutes", "ms; MB",
        [charts.Series("p50 ms", [(row["minute"], row["p50_ms"]) for row in rows], charts.COLORS[0]),
         charts.Series("p99 ms", [(row["minute"], row["p99_ms"]) for row in rows], charts.COLORS[1]),
         charts.Series("resident MB", [(row["minute"], row["resident"] / 1e6) for row in rows], charts.COLORS[2])]))
    print(f"{'PASS' if passed else 'FAIL'}: no failed request, memory grows by a twentieth at most, no descriptor more, medians within {SLOWER:g} times")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
