"""deploy/systemd: the units by systemd's own checks, and the server on a socket that is handed over, without a network."""
import configparser
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

import places

FOLDER = places.DEPLOY / "systemd"
# Of 10: what `systemd-analyze security` calls exposure.
EXPOSURE = 0.5


def unit(name):
    """The settings of a unit, each with all its values."""
    class Values(dict):
        def __setitem__(self, key, value):
            super().__setitem__(key, self[key] + value if isinstance(value, list) and key in self else value)

    parser = configparser.RawConfigParser(dict_type=Values, strict=False, delimiters="=", interpolation=None)
    parser.optionxform = str
    parser.read(FOLDER / name)
    return {section: {key: value.split("\n") for key, value in parser.items(section)} for section in parser.sections()}


class Systemd(unittest.TestCase):
    def copies(self):
        """The units with the binary that is tested."""
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        for path in FOLDER.iterdir():
            text = path.read_text().replace("/usr/local/bin/mantissa", str(places.BINARY))
            (pathlib.Path(scratch.name) / path.name).write_text(text)
        return pathlib.Path(scratch.name)

    def run_analyze(self, *arguments):
        return subprocess.run([places.program("systemd-analyze"), *arguments], capture_output=True, text=True)

    def test_systemd_takes_the_units(self):
        folder = self.copies()
        result = self.run_analyze("verify", "--man=no", folder / "mantissa.service", folder / "mantissa.socket")
        self.assertEqual((result.returncode, result.stdout + result.stderr), (0, ""))

    def test_exposure_is_small(self):
        service = self.copies() / "mantissa.service"
        result = self.run_analyze("security", "--offline=true", "--no-pager", f"--threshold={round(10 * EXPOSURE)}", service)
        self.assertEqual(result.returncode, 0, result.stdout[-2000:] + result.stderr)

    def test_server_knows_its_settings_and_has_time_to_drain(self):
        service = unit("mantissa.service")["Service"]
        (command,) = service["ExecStart"]
        environment = dict(pair.split("=", 1) for line in service["Environment"] for pair in line.split())
        self.assertEqual(places.unknown_settings(command.split()[1:], environment), [])
        self.assertGreater(int(service["TimeoutStopSec"][0]), 30)
        self.assertEqual(len(unit("mantissa.socket")["Socket"]["ListenStream"]), 1)
        self.assertEqual(service["ExecPaths"], [command.split()[0]])

    def test_socket_that_is_handed_over_is_served_without_a_network(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        activate = places.program("systemd-socket-activate")
        apart = [places.program("unshare"), "--net"] if os.geteuid() == 0 and shutil.which("unshare") else []
        process = subprocess.Popen(
            [activate, f"--listen=127.0.0.1:{port}", *apart, places.BINARY, "serve", "--models", places.ROOT / "Models"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 20
            while True:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
                        self.assertEqual(answer.status, 200)
                    break
                except OSError:
                    self.assertLess(time.monotonic(), end, "nobody listens")
                    time.sleep(0.05)
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/v1/classify", places.PHOTOGRAPHS[0].read_bytes(), {"Content-Type": "image/jpeg"})
            with urllib.request.urlopen(request, timeout=10) as answer:
                self.assertEqual(answer.status, 200)
        finally:
            process.terminate()
            self.assertEqual(process.wait(30), 0)


if __name__ == "__main__":
    unittest.main()
