"""What an image holds and does: image.py ROOT_FOLDER INSPECTED.json

ROOT_FOLDER is the image's file system, INSPECTED.json what `buildah inspect --type image` says of it. The server is started in that
folder as a container would start it: entry point, command, environment and user of the image, the root folder read-only. As root.
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import statistics
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parents[2]
ROOT, INSPECTED = pathlib.Path(sys.argv[1]).resolve(), json.loads(pathlib.Path(sys.argv[2]).read_text())
CONFIG = INSPECTED["Docker"]["config"]
ENVIRONMENT = dict(pair.split("=", 1) for pair in CONFIG["Env"])
BYTE_LIMIT = 40_000_000
START_LIMIT = 0.1


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def contained(command, port, mounts=()):
    """A command as it runs in a container of this image: in a mount namespace whose root folder is the image, read-only."""
    (ROOT / "proc").mkdir(exist_ok=True)
    script = ['mount --bind "$1" "$1"']
    script += [f'mount --bind "{source}" "$1{target}"' for source, target in mounts]
    script += ['mount -o remount,bind,ro "$1"', 'mount -t proc proc "$1/proc"', "root=$1", "shift"]
    # When the container is made, and the command begins.
    script += ["date +%s%N >&2"]
    script += [f'exec chroot --userspec={CONFIG["User"]} "$root" "$@"']
    environment = {**ENVIRONMENT, "PATH": os.environ["PATH"], "MANTISSA_PORT": str(port)}
    return subprocess.Popen(
        ["unshare", "--mount", "sh", "-ec", "\n".join(script), "sh", str(ROOT), *command], env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)


class Server:
    def __init__(self, mounts=()):
        self.port = free_port()
        self.process = contained(CONFIG["Entrypoint"] + CONFIG["Cmd"], self.port, mounts)
        self.line = self.process.stdout.readline()
        self.seconds = (time.time_ns() - int(self.process.stderr.readline() or 0)) / 1e9
        if "ready" not in self.line:
            raise AssertionError(f"the server did not start: {self.line}{self.process.stderr.read()}")

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {"Content-Type": "image/jpeg"} if body else {})
        answer = connection.getresponse()
        result = answer.status, answer.read()
        connection.close()
        return result

    def stop(self):
        self.process.send_signal(signal.Signals[CONFIG["StopSignal"]])
        status = self.process.wait(40)
        self.process.stdout.close()
        self.process.stderr.close()
        return status


class Image(unittest.TestCase):
    def test_holds_the_binary_certificates_and_the_model_and_nothing_else(self):
        files = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if not path.is_dir() and path.relative_to(ROOT).parts[0] != "proc"}
        models = {name for name in files if name.startswith("mnt/models/")}
        self.assertEqual(files - models, {"mantissa", "etc/ssl/certs/ca-certificates.crt"})
        self.assertIn("mnt/models/efficientnet_lite0/1/model.safetensors", models)
        size = sum((ROOT / name).stat().st_size for name in files - models)
        print(f"without the model: {size} bytes, of at most {BYTE_LIMIT}")
        self.assertLessEqual(size, BYTE_LIMIT)
        for name in files:
            mode = (ROOT / name).stat().st_mode
            self.assertFalse(mode & (stat.S_ISUID | stat.S_ISGID | stat.S_IWOTH), name)
            self.assertTrue(mode & stat.S_IROTH, f"{name} cannot be read by the image's user")

    def test_says_how_it_wants_to_be_run(self):
        self.assertRegex(CONFIG["User"], r"^[1-9]\d*:[1-9]\d*$")
        self.assertEqual(CONFIG["StopSignal"], "SIGTERM")
        self.assertEqual(list(CONFIG["ExposedPorts"]), ["8000/tcp"])
        self.assertEqual(CONFIG["Entrypoint"] + CONFIG["Cmd"], ["/mantissa", "serve"])
        labels = CONFIG["Labels"]
        self.assertEqual(labels["org.opencontainers.image.licenses"], "Apache-2.0")
        version = re.search(r'"(.*)"', (HERE / "Sources/mantissa/BuildVersion.swift").read_text())[1]
        self.assertEqual(labels["org.opencontainers.image.version"], version)
        self.assertEqual(CONFIG["Healthcheck"]["Test"], ["CMD", "/mantissa", "health"])

    def test_answers_and_ends_well(self):
        server = Server()
        status, body = server.ask("POST", "/v1/classify", (HERE / "Tests/Fixtures/images/chelsea.jpg").read_bytes())
        self.assertEqual((status, json.loads(body)["predictions"][0][0]["label"]), (200, "tiger cat"))
        self.assertEqual(server.ask("GET", "/readyz")[0], 200)
        self.assertEqual(server.stop(), 0)

    def test_mounted_models_take_the_place_of_the_embedded_one(self):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            shutil.copytree(ROOT / "mnt/models/efficientnet_lite0", pathlib.Path(folder) / "mine")
            server = Server([(folder, "/mnt/models")])
            models = [model["id"] for model in json.loads(server.ask("GET", "/v1/models")[1])["data"]]
            self.assertEqual(server.stop(), 0)
        self.assertEqual(models, ["mine"])

    def test_is_ready_at_once(self):
        seconds = []
        for _ in range(21):
            server = Server()
            seconds.append(server.seconds)
            server.stop()
        median = statistics.median(seconds)
        print(f"from the start to ready: {1000 * median:.1f} ms (median of {len(seconds)}), of at most {1000 * START_LIMIT:.0f}")
        self.assertLess(median, START_LIMIT)

    def test_health_check_tells_a_server_that_runs_from_one_that_does_not(self):
        server = Server()
        try:
            check = contained(CONFIG["Healthcheck"]["Test"][1:], server.port)
            output = check.communicate(timeout=30)
            self.assertEqual(check.returncode, 0, output)
        finally:
            server.stop()
        check = contained(CONFIG["Healthcheck"]["Test"][1:], server.port)
        check.communicate(timeout=30)
        self.assertEqual(check.returncode, 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
