"""A server under test: started on a free port, asked for its metrics, its memory and its processor time."""
import collections
import http.client
import json
import os
import pathlib
import platform
import re
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = ROOT / ".build/release/mantissa"
MODELS = ROOT / "Models"
IMAGES = ROOT / "Tests/Fixtures/images"
TICK = os.sysconf("SC_CLK_TCK")


def photographs(folder, limit=100):
    """JPEG files of a folder, by name."""
    found = sorted(
        path for path in pathlib.Path(folder).iterdir() if path.suffix.lower() in {".jpg", ".jpeg"})[:limit]
    if not found:
        raise SystemExit(f"no JPEG files in {folder}")
    return found


def processors():
    """How many processors this process, and so what it starts, may use."""
    return len(os.sched_getaffinity(0))


def processor_name():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make_certificate(folder):
    """Files of a certificate for localhost that signs itself, and of its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj",
         "/CN=localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


class Processes:
    """A process and all that it started."""

    def __init__(self, process):
        self.process = process

    def identifiers(self):
        found, open_ones = [], [self.process]
        while open_ones:
            process = open_ones.pop()
            try:
                for task in os.listdir(f"/proc/{process}/task"):
                    children = pathlib.Path(f"/proc/{process}/task/{task}/children").read_text()
                    open_ones += [int(child) for child in children.split()]
                found.append(process)
            except (FileNotFoundError, ProcessLookupError):
                continue
        return found

    def memory(self, field="Pss"):
        """Bytes: proportional set size, so that what processes share counts once; or Rss."""
        total = 0
        for process in self.identifiers():
            try:
                text = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            found = re.search(rf"^{field}:\s+(\d+) kB", text, re.MULTILINE)
            total += int(found[1]) * 1024 if found else 0
        return total

    def processor_seconds(self):
        total = 0
        for process in self.identifiers():
            try:
                fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            total += int(fields[11]) + int(fields[12])
        return total / TICK


class Server:
    """Something that answers HTTP on a port of this machine."""

    def __init__(self, host, port, process=None):
        self.host, self.port, self.process = host, port, process
        self.processes = Processes(process.pid) if process else None

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    def ask(self, method, path, body=None, headers=None):
        """Status and body of one request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def wait_until_ready(self, path, seconds=60):
        end = time.monotonic() + seconds
        while True:
            try:
                if self.ask("GET", path)[0] == 200:
                    return
            except OSError:
                pass
            if self.process and self.process.poll() is not None:
                raise SystemExit(f"the server ended with status {self.process.returncode}")
            if time.monotonic() > end:
                raise SystemExit(f"{self.url}{path} did not answer within {seconds} s")
            time.sleep(0.05)

    def stop(self):
        if self.process is None:
            return
        started = self.processes.identifiers()
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        # Workers that their parent left behind.
        for process in started:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Mantissa(Server):
    """`mantissa serve`: started here, or one that runs already."""

    def __init__(self, binary=BINARY, models=MODELS, threads=None, url=None, options=()):
        if url:
            found = re.fullmatch(r"http://([^:/]+):(\d+)/?", url)
            if not found:
                raise SystemExit(f"the URL is {url}; expected http://HOST:PORT")
            super().__init__(found[1], int(found[2]))
            return
        command = [str(binary), "serve", "--models", str(models), "--port", "0", *options]
        if threads:
            command += ["--threads", str(threads)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        found = re.search(r"https?://([^:/]+):(\d+)", process.stdout.readline())
        if not found:
            raise SystemExit(f"{binary} did not start")
        super().__init__(found[1], int(found[2]), process)

    def metrics(self):
        return Metrics(self.ask("GET", "/metrics")[1].decode())

    def models(self):
        return json.loads(self.ask("GET", "/v1/models")[1])["data"]


def add_server_options(parser, url=True):
    """What names a server and what it is asked; see from_options."""
    parser.add_argument("--mantissa", type=pathlib.Path, default=BINARY)
    parser.add_argument("--models", type=pathlib.Path, default=MODELS, help="what the server started here serves")
    if url:
        parser.add_argument("--url", help="a server that runs already: http://HOST:PORT")
    parser.add_argument("--images", type=pathlib.Path, default=IMAGES, help="folder of JPEG files")
    parser.add_argument("--threads", type=int, default=processors(), help="cores of the server")
    parser.add_argument("--output", type=pathlib.Path, help="a name; figures go to NAME.json, the table to NAME.md, the plot to NAME.svg")


def from_options(arguments):
    return Mantissa(arguments.mantissa, arguments.models, arguments.threads, getattr(arguments, "url", None))


class Metrics:
    """Samples of Prometheus text; the difference of two is what happened between them."""

    def __init__(self, text=""):
        self.samples = collections.Counter()
        for line in text.splitlines():
            found = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
            if found:
                labels = tuple(re.findall(r'(\w+)="([^"]*)"', found[2] or ""))
                self.samples[found[1], labels] = float(found[3])

    def __sub__(self, earlier):
        result = Metrics()
        for key, value in self.samples.items():
            result.samples[key] = value - earlier.samples[key]
        return result

    def sum(self, name, **labels):
        wanted = set(labels.items())
        return sum(value for (own, found), value in self.samples.items() if own == name and wanted <= set(found))

    def mean(self, histogram, **labels):
        count = self.sum(f"{histogram}_count", **labels)
        return self.sum(f"{histogram}_sum", **labels) / count if count else float("nan")

    def buckets(self, histogram):
        """Observations by upper bound, each counted in the smallest bucket that holds it."""
        cumulative = collections.Counter()
        for (name, labels), value in self.samples.items():
            if name == f"{histogram}_bucket":
                cumulative[float(dict(labels)["le"])] += value
        result, before = {}, 0
        for bound in sorted(cumulative):
            result[bound] = int(cumulative[bound] - before)
            before = cumulative[bound]
        return result
