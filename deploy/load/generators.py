"""Load on a server: closed loop with wrk, open loop with openloop.c."""
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Load:
    """What one run measured; times in milliseconds."""
    requests_per_second: float
    p50: float
    p99: float
    errors: int
    # Processors that the generator itself took, of 1.
    generator: float
    # The 99th percentile of how late the generator sent; open loop only.
    send_delay: float = 0.0


def closed_loop(url, files, connections, seconds, form=None):
    """As many requests at a time as connections; the next one goes out when the answer is there.

    `form`: the field of a multipart form that carries the image; else the body is the image.
    """
    program = shutil.which("wrk")
    if not program:
        raise SystemExit("there is no wrk; install it: apt-get install wrk")
    command = [
        program, "--threads", "1", "--connections", str(connections), "--duration", f"{max(1, round(seconds))}s",
        "--timeout", "30s", "--script", str(FOLDER / "post.lua"), url, "--",
    ]
    if form:
        command += ["--form", form]
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command + [str(file) for file in files], stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    line = next((line for line in text.splitlines() if line.startswith("{")), None)
    if process.returncode or line is None:
        raise SystemExit(f"wrk failed: {text}")
    found = json.loads(line)
    elapsed = found["microseconds"] / 1e6
    return Load(
        (found["requests"] - found["refused"]) / elapsed, found["p50"] / 1e3, found["p99"] / 1e3,
        found["failed"] + found["refused"], (usage.ru_utime + usage.ru_stime) / elapsed)


class OpenLoop:
    """A constant rate of requests, whether answers come or not; see openloop.c."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.program = f"{self.folder.name}/openloop"
        compiler = shutil.which("cc") or shutil.which("clang") or sys.exit("there is no C compiler")
        subprocess.run(
            [compiler, "-O2", "-Wall", "-Wextra", "-Werror", str(FOLDER / "openloop.c"), "-o", self.program, "-lm"],
            check=True)

    def run(self, server, path, files, rate, seconds, connections=64, options=()):
        command = [self.program, *map(str, options), server.host, str(server.port), path, str(rate), str(seconds), str(connections)]
        result = subprocess.run(command + [str(file) for file in files], check=True, capture_output=True, text=True)
        found = json.loads(result.stdout)
        answered = found["requests"] - found["broken"] - found["refused"]
        return Load(
            answered / found["seconds"], found["p50"], found["p99"], found["broken"] + found["refused"],
            found["processor_seconds"] / found["seconds"], found["send_delay_p99"])
