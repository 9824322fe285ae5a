#!/usr/bin/env python3
"""Latency over throughput: what a server's clients wait at each rate of requests, up to what it can answer and beyond.

    scripts/load-environment.sh deploy/load/curve.py --images FOLDER --output curve

Open loop: requests come by chance (a Poisson process), whether answers come or not, and a request's time begins when it was to be sent.
One that waits because the server holds all connections has waited for the server; a client that only sends when an answer has come
would leave that out ("coordinated omission"). Rates are shares of what the server answers when it is saturated, which is
measured first. Each rate's times go into an HdrHistogram of three digits; NAME.hlog is their log, which HdrHistogram's own tools
read and plot, beside NAME.json, NAME.md and NAME.svg.

The generator needs a part of a processor: where it shares the server's, the curve ends earlier.
"""
import argparse
import pathlib
import sys

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogWriter

import charts
import generators
import serving

PATH = "/v1/classify"
SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
PERCENTILES = [50, 90, 99, 99.9, 100]
# Microseconds: a microsecond to two minutes, three digits.
LOWEST, HIGHEST, DIGITS = 1, 120_000_000, 3


def histogram_of(latencies):
    histogram = HdrHistogram(LOWEST, HIGHEST, DIGITS)
    for value in latencies:
        if not histogram.record_value(max(LOWEST, round(1000 * value))):
            raise SystemExit(f"a request took {value / 1000:.0f} s, longer than the histogram can hold")
    return histogram


def measure(server, files, arguments):
    generator = generators.OpenLoop()
    capacity = generator.capacity(server, PATH, files, arguments.threads, arguments.seconds)
    print(f"saturated it answers {capacity:.1f} requests a second", file=sys.stderr, flush=True)
    rows, histograms = [], []
    for share in arguments.shares:
        histogram = HdrHistogram(LOWEST, HIGHEST, DIGITS)
        loads = []
        for number in range(arguments.rounds):
            load = generator.run(
                server, PATH, files, share * capacity, arguments.seconds, arguments.connections, seed=1000 * number + round(100 * share))
            loads.append(load)
            histogram.add(histogram_of(load.latencies()))
        rows.append({
            "share": share, "offered": share * capacity,
            "answered": sum(load.requests_per_second for load in loads) / len(loads),
            "errors": sum(load.errors for load in loads), "requests": histogram.get_total_count(),
            "late_ms": max(load.send_delay for load in loads),
            "ms": {f"p{percentile:g}": histogram.get_value_at_percentile(percentile) / 1000 for percentile in PERCENTILES},
        })
        histograms.append(histogram)
        print(f"{share:.0%}: {rows[-1]['answered']:.1f} answers a second, p99 {rows[-1]['ms']['p99']:.1f} ms", file=sys.stderr, flush=True)
    return {"capacity": capacity, "seconds": arguments.seconds, "rounds": arguments.rounds, "rows": rows}, histograms


def write_log(path, figures, histograms):
    with open(path, "w") as file:
        log = HistogramLogWriter(file)
        log.output_log_format_version()
        log.output_comment("microseconds; an interval for each rate")
        log.output_legend()
        begin = 0
        for row, histogram in zip(figures["rows"], histograms):
            end = begin + int(1000 * figures["seconds"] * figures["rounds"])
            histogram.set_tag(f"{row['offered']:.1f}-per-second")
            log.output_interval_histogram(histogram, begin, end)
            begin = end


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    serving.add_server_options(parser)
    parser.add_argument("--seconds", type=float, default=10, help="of one rate in one round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--shares", type=float, nargs="*", default=SHARES, help="rates, as shares of what it can answer")
    parser.add_argument("--connections", type=int, default=256, help="that the generator may use at a time")
    arguments = parser.parse_args()
    files = serving.photographs(arguments.images)
    with serving.from_options(arguments) as server:
        figures, histograms = measure(server, files, arguments)
    rows = figures["rows"]
    text = charts.table(
        ["of the capacity", "offered/s", "answered/s", *(f"p{value:g} ms" for value in PERCENTILES[:-1]), "most ms", "errors"],
        [[f"{row['share']:.0%}", f"{row['offered']:.1f}", f"{row['answered']:.1f}", *(f"{value:.1f}" for value in row["ms"].values()),
          row["errors"]] for row in rows])
    print(text)
    names = [f"p{percentile:g}" for percentile in PERCENTILES[:-1]]
    charts.write(arguments.output, figures, text, charts.chart(
        "requests per second", "ms, logarithmic",
        [charts.Series(name, [(row["offered"], row["ms"][name]) for row in rows if row["ms"][name] > 0], color)
         for name, color in zip(names, charts.COLORS)], logarithmic=True))
    if arguments.output:
        write_log(arguments.output.with_name(f"{arguments.output.name}.hlog"), figures, histograms)
    if any(row["errors"] for row in rows):
        print("FAIL: requests failed")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
