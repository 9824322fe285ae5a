#!/usr/bin/env python3
"""Photographs of all sizes in one stream of requests: what small ones wait because of large ones.

    scripts/load-environment.sh deploy/load/sizes.py --images FOLDER --output sizes

Makes JPEGs of 160 to 4,000 pixels from the photographs, and sends them by chance, most of them small, first each size by itself at a
twentieth of a processor, then all mixed at half of what the server can answer. Required: no failed request, and the median of the
smallest in the mix stays below the median of the largest by itself (a small one does not wait for a whole large one).
"""
import argparse
import pathlib
import statistics
import sys
import tempfile

from PIL import Image

import charts
import generators
import serving
import simulation

PATH = "/v1/classify"
# Pixels of the longer side, and how many of 16 requests have it.
MIX = {160: 4, 320: 4, 640: 4, 1280: 2, 2560: 1, 4000: 1}


def resized(files, folder):
    """Four files of each size, from the first four photographs."""
    found = {}
    for side in MIX:
        found[side] = []
        for file in files[:4]:
            image = Image.open(file).convert("RGB")
            factor = side / max(image.size)
            path = pathlib.Path(folder) / f"{side}-{file.stem}.jpg"
            image.resize([max(1, round(factor * length)) for length in image.size], Image.Resampling.LANCZOS).save(path, quality=90)
            found[side].append(path)
    return found


def mixed(by_side):
    """An order in which each size comes as often as it should, spread out."""
    places = sorted(((number + 0.5) / count, side, number) for side, count in MIX.items() for number in range(count))
    return [(side, by_side[side][number % len(by_side[side])]) for _, side, number in places]


def measure(server, by_side, arguments):
    generator = generators.OpenLoop()
    rows = {}
    for side, files in by_side.items():
        first = generator.saturate(server, PATH, files, 1, arguments.seconds / 4)
        alone = statistics.median(one.service for one in first.records)
        load = generator.run(server, PATH, files, 1000 / (3 * alone), arguments.seconds, seed=side)
        rows[side] = {"bytes": round(statistics.mean(file.stat().st_size for file in files)), "alone": load.latencies(), "errors": load.errors}
        print(f"{side} pixels: {alone:.1f} ms", file=sys.stderr, flush=True)
    order = mixed(by_side)
    files = [file for _, file in order]
    capacity = generator.capacity(server, PATH, files, arguments.threads, arguments.seconds)
    load = generator.run(server, PATH, files, capacity / 2, 4 * arguments.seconds, arguments.connections, seed=1)
    for side in rows:
        rows[side]["mixed"] = [one.latency for one in load.records if one.status == 200 and order[one.file][0] == side]
    return capacity, rows, load.errors + sum(row["errors"] for row in rows.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    serving.add_server_options(parser)
    parser.add_argument("--seconds", type=float, default=6, help="of one size by itself; the mix takes four times as long")
    parser.add_argument("--connections", type=int, default=256)
    arguments = parser.parse_args()
    files = serving.photographs(arguments.images)
    with tempfile.TemporaryDirectory() as folder:
        by_side = resized(files, folder)
        with serving.from_options(arguments) as server:
            capacity, rows, errors = measure(server, by_side, arguments)
    figures = {
        side: {"kilobytes": row["bytes"] / 1000,
               **{f"{kind}_p{round(100 * share)}_ms": simulation.quantile(sorted(row[kind]), share) for kind in ("alone", "mixed") for share in (0.5, 0.99)}}
        for side, row in rows.items()}
    text = charts.table(
        ["pixels", "kB", "alone p50 ms", "p99 ms", "mixed p50 ms", "p99 ms"],
        [[side, *(f"{value:.1f}" for value in row.values())] for side, row in figures.items()])
    text += f"\n\nmixed at {capacity / 2:.1f} requests a second, half of what the server can answer; {errors} failed"
    print(text)
    charts.write(arguments.output, {"capacity": capacity, "errors": errors, "sizes": figures}, text, charts.chart(
        "pixels of the longer side", "ms, logarithmic",
        [charts.Series(name.replace("_ms", "").replace("_", " "), [(side, row[name]) for side, row in figures.items()], color)
         for name, color in zip(list(next(iter(figures.values())))[1:], charts.COLORS)], logarithmic=True))
    smallest, largest = figures[min(figures)], figures[max(figures)]
    passed = errors == 0 and smallest["mixed_p50_ms"] < largest["alone_p50_ms"]
    print(f"{'PASS' if passed else 'FAIL'}: no failed request, and small images do not wait for a whole large one (medians)")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
