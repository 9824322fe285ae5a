#!/usr/bin/env python3
"""Attacks the server with slowhttptest's four modes, and measures what other clients notice of it.

    python3 deploy/load/slow.py [--connections 500]

The modes: heads that never end (slowloris), bodies that come byte by byte, ranges that overlap, answers that are hardly read. wrk asks
for predictions meanwhile. Fails if a request of its fails, or if the 99th percentile is more than twice that without an attack, which
is measured before and after.
"""
import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import generators
import serving

MODES = {
    "slow heads": ["-H", "-i", "1"],
    "slow bodies": ["-B", "-i", "1", "-s", "100000", "-t", "POST"],
    "ranges": ["-R", "-a", "10", "-b", "3000"],
    "slow reading": ["-X", "-w", "1", "-y", "8", "-n", "1", "-z", "8", "-k", "3"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", type=pathlib.Path, default=serving.BINARY)
    parser.add_argument("--images", type=pathlib.Path, default=serving.IMAGES, help="folder of JPEG files")
    parser.add_argument("--connections", type=int, default=500, help="of the attack")
    parser.add_argument("--clients", type=int, default=8, help="connections of wrk")
    parser.add_argument("--seconds", type=float, default=10, help="of one measurement")
    arguments = parser.parse_args()
    attacker = shutil.which("slowhttptest")
    if not attacker:
        raise SystemExit("there is no slowhttptest; install it: apt-get install slowhttptest")
    files = serving.photographs(arguments.images)
    passed = True
    print("| attack | requests/s | p99 ms | to none | failed | connections of the attack |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    with serving.Mantissa(arguments.mantissa) as server:
        url = f"{server.url}/v1/classify"

        def measure():
            return generators.closed_loop(url, files, arguments.clients, arguments.seconds)

        measure()
        for name, options in MODES.items():
            before = measure()
            attack = subprocess.Popen(
                [attacker, "-c", str(arguments.connections), "-r", "500", "-l", str(round(arguments.seconds + 4)), "-u",
                 f"{server.url}/" if "-X" in options or "-R" in options else url, "-x", "10", "-p", "3", *options],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(2)
            open_ones = descriptors(server)
            under = measure()
            attack.terminate()
            attack.wait()
            after = measure()
            ratio = under.p99 / statistics.mean([before.p99, after.p99])
            holds = ratio <= 2 and under.errors == 0
            passed = passed and holds
            print(f"| {name} | {under.requests_per_second:.1f} | {under.p99:.1f} | {ratio:.2f}x | {under.errors} | "
                  f"{open_ones} |{'' if holds else ' FAIL'}", flush=True)
    print("PASS" if passed else "FAIL: required are no failed requests, and at most twice the 99th percentile")
    return 0 if passed else 1


def descriptors(server):
    return len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))


if __name__ == "__main__":
    sys.exit(main())
