#!/usr/bin/env python3
"""A spike: many times the usual rate for some seconds, and how soon a server is itself again.

    python3 deploy/load/spike.py --images FOLDER --output spike

The usual rate is a third of what the server can answer; in the middle third of the time --factor times the capacity comes on top of
it, from other connections. What it cannot answer in time it must refuse at once (503 with Retry-After), not hold on to. Required: every
request gets an answer, 200 or 503; some are answered in the spike too; and --recovery seconds after it the usual requests
take no longer than twice what they took before (the median of each second's medians).
"""
import argparse
import statistics
import sys
import threading

import charts
import generators
import serving

PATH = "/v1/classify"


def measure(server, files, arguments):
    generator = generators.OpenLoop()
    capacity = generator.capacity(server, PATH, files, arguments.threads, arguments.seconds / 2)
    print(f"saturated it answers {capacity:.1f} requests a second", file=sys.stderr, flush=True)
    third = arguments.seconds
    found = {}

    def extra():
        found["spike"] = generator.run(
            server, PATH, files, arguments.factor * capacity, third, arguments.connections, seed=2)

    timer = threading.Timer(third, extra)
    timer.start()
    found["usual"] = generator.run(server, PATH, files, capacity / 3, 3 * third, arguments.connections, seed=1)
    timer.join()
    return capacity, found


def in_seconds(load, length):
    """By second of the run: the median of what was answered, and how many were refused."""
    rows = []
    for second in range(int(length)):
        own = [one for one in load.records if second <= one.intended / 1000 < second + 1]
        good = [one.latency for one in own if one.status == 200]
        rows.append({
            "second": second, "requests": len(own), "p50_ms": statistics.median(good) if good else None,
            "most_ms": max(good, default=None), "refused": sum(one.status == 503 for one in own),
            "other": sum(one.status not in (200, 503) for one in own)})
    return rows


def median_between(rows, begin, end):
    values = [row["p50_ms"] for row in rows if begin <= row["second"] < end and row["p50_ms"] is not None]
    return statistics.median(values) if values else float("inf")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    serving.add_server_options(parser)
    parser.add_argument("--seconds", type=float, default=10, help="before, in, and after the spike: each so long")
    parser.add_argument("--factor", type=float, default=3, help="the spike's rate, times what the server can answer")
    parser.add_argument("--recovery", type=float, default=3, help="seconds after the spike until all must be as before")
    parser.add_argument("--connections", type=int, default=1024, help="of each generator")
    arguments = parser.parse_args()
    files = serving.photographs(arguments.images)
    with serving.from_options(arguments) as server:
        capacity, found = measure(server, files, arguments)
        ready = server.ask("GET", "/readyz")[0] == 200
    third = arguments.seconds
    rows = in_seconds(found["usual"], 3 * third)
    before = median_between(rows, 1, third)
    after = median_between(rows, 2 * third + arguments.recovery, 3 * third)
    everything = found["usual"].records + found["spike"].records
    good = sum(one.status == 200 for one in found["spike"].records)
    refused = sum(one.status == 503 for one in everything)
    other = sum(one.status not in (200, 503) for one in everything)
    # The generator rounds down as well.
    missing = sum(int(rate * seconds) for rate, seconds in ((capacity / 3, 3 * third), (arguments.factor * capacity, third)))
    missing -= len(everything)
    passed = ready and other == 0 and missing == 0 and good > 0 and after <= 2 * before
    text = charts.table(
        ["", "figure"],
        [["capacity, requests/s", f"{capacity:.1f}"], ["usual rate", f"{capacity / 3:.1f}"],
         ["in the spike, on top", f"{arguments.factor * capacity:.1f}"], ["answered of the spike", good], ["refused (503), of all", refused],
         ["without an answer, or with another status", other + missing], ["median before, ms", f"{before:.1f}"],
         ["median after, ms", f"{after:.1f}"]])
    print(text)
    charts.write(
        arguments.output, {"capacity": capacity, "before_ms": before, "after_ms": after, "spike_answered": good, "refused": refused,
                           "other": other, "seconds": rows}, text,
        charts.chart(
            "seconds", "ms of the usual requests that were answered",
            [charts.Series("median", [(row["second"], row["p50_ms"]) for row in rows if row["p50_ms"] is not None], charts.COLORS[0]),
             charts.Series("most", [(row["second"], row["most_ms"]) for row in rows if row["most_ms"] is not None], charts.COLORS[1])],
            spans=[(third, 2 * third, "spike")]))
    print(f"{'PASS' if passed else 'FAIL'}: every request is answered or refused with 503, "
          f"and {arguments.recovery:g} s after the spike the median is at most twice what it was")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
