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
class Record:
    """One request of an open loop; moments in milliseconds from the first one."""
    intended: float
    sent: float
    ended: float
    # Which of the files it carried, and the answer's status, 0 if there was none.
    file: int
    status: int

    @property
    def latency(self):
        """From when it was to be sent: a request that waits for a connection waits for the server."""
        return self.ended - self.intended

    @property
    def service(self):
        return self.ended - self.sent


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
    # Each request; open loop only.
    records: list = dataclasses.field(default_factory=list, repr=False)

    def latencies(self, begin=0.0, end=float("inf")):
        """Of the answered requests that were to be sent in this time, in milliseconds."""
        return [one.latency for one in self.records if one.status == 200 and begin <= one.intended < end]


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

    def run(self, server, path, files, rate, seconds, connections=64, seed=None):
        """With a seed requests come by chance (a Poisson process), else evenly."""
        # Of its own for each run: two may run at the same time.
        with tempfile.NamedTemporaryFile("r") as records:
            command = [self.program, "--records", records.name]
            if seed is not None:
                command += ["--poisson", str(seed)]
            command += [server.host, str(server.port), path, str(rate), str(seconds), str(connections)]
            result = subprocess.run(command + [str(file) for file in files], capture_output=True, text=True)
            if result.returncode:
                raise SystemExit(f"the load generator failed: {result.stderr}")
            lines = [line.split() for line in records]
        found = json.loads(result.stdout)
        answered = found["requests"] - found["broken"] - found["refused"]
        return Load(
            answered / found["seconds"], found["p50"], found["p99"], found["broken"] + found["refused"],
            found["processor_seconds"] / found["seconds"], found["send_delay_p99"],
            [Record(*map(float, line[:3]), int(line[3]), int(line[4])) for line in lines])

    def capacity(self, server, path, files, threads, seconds):
        """Requests a second that a server of so many threads answers when it is saturated, once it is warm."""
        self.saturate(server, path, files, threads, 1)
        return self.saturate(server, path, files, 4 * threads, seconds).requests_per_second

    def saturate(self, server, path, files, connections, seconds):
        """A closed loop: as many requests at a time as connections, about so long; all are there at once."""
        # How many that is, a short run says.
        count = 8 * connections
        while True:
            load = self.run(server, path, files, 1e6, count / 1e6, connections)
            took = max(one.ended for one in load.records) / 1000
            if took >= seconds / 2 or load.errors:
                return load
            count = max(2 * count, int(count * seconds / took))
