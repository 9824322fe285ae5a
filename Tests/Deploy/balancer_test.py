"""deploy/nginx before two replicas, which all run here."""
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import places


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start_replica(port=0):
    process = subprocess.Popen(
        [places.BINARY, "serve", "--models", places.ROOT / "Models", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    address = process.stdout.readline().split()[-1]
    return process, address.removeprefix("http://")


class Balancer(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.folder.chmod(0o777)
        self.replicas = [start_replica() for _ in range(2)]
        for process, _ in self.replicas:
            self.addCleanup(self.end, process)
        self.port = free_port()
        shutil.copy(places.DEPLOY / "nginx/nginx.conf", self.folder)
        (self.folder / "listen.conf").write_text(f"listen 127.0.0.1:{self.port};\n")
        lines = (places.DEPLOY / "nginx/replicas.conf").read_text()
        for name, (_, address) in zip(("mantissa", "replica"), self.replicas):
            lines = lines.replace(f"server {name}:8000", f"server {address}")
        (self.folder / "replicas.conf").write_text(lines)
        self.command = [places.program("nginx"), "-p", self.folder, "-c", self.folder / "nginx.conf"]

    def end(self, process):
        process.terminate()
        process.wait(30)
        process.stdout.close()

    def start(self):
        process = subprocess.Popen(
            [*self.command, "-g", "daemon off;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        end = time.monotonic() + 10
        while self.ask("/balancer")[0] != 204:
            self.assertLess(time.monotonic(), end, "nginx did not start")
            time.sleep(0.05)

    def ask(self, path, body=None, headers=None, method=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers
        except OSError:
            return 0, b"", {}

    def classify(self, **headers):
        body = places.PHOTOGRAPHS[0].read_bytes()
        return self.ask("/v1/classify", body, {"Content-Type": "image/jpeg", **headers})

    def test_configuration_holds_its_grammar(self):
        result = subprocess.run([*self.command, "-t"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotIn("[warn]", result.stderr.replace('[warn] the "user" directive', ""))

    def test_requests_go_to_both_and_what_changes_one_replica_does_not_pass(self):
        self.start()
        answers = [self.classify() for _ in range(8)]
        self.assertEqual({status for status, _, _ in answers}, {200})
        self.assertEqual(len({body for _, body, _ in answers}), 1)
        for _, address in self.replicas:
            with urllib.request.urlopen(f"http://{address}/metrics") as metrics:
                self.assertIn('mantissa_requests_total{route="/v1/classify",model="efficientnet_lite0",status="200"} 4', metrics.read().decode())
        for verb in ("load", "unload"):
            self.assertEqual(self.ask(f"/v2/repository/models/efficientnet_lite0/{verb}", b"{}")[0], 403)
        self.assertEqual(self.ask("/metrics")[0], 403)
        self.assertEqual(self.ask("/v1/models")[0], 200)
        self.assertEqual(self.ask("/v1/classify", b"x" * (33 << 20), {"Content-Type": "image/jpeg"})[0], 413)

    def test_request_id_of_the_client_or_a_new_one_comes_back(self):
        self.start()
        self.assertEqual(self.classify(**{"X-Request-Id": "mine"})[2]["X-Request-Id"], "mine")
        self.assertRegex(self.classify()[2]["X-Request-Id"], r"^[0-9a-f]{32}$")

    def test_replica_that_was_killed_is_passed_over(self):
        self.start()
        self.assertEqual(self.classify()[0], 200)
        self.replicas[0][0].kill()
        self.replicas[0][0].wait()
        self.assertEqual({self.classify()[0] for _ in range(20)}, {200})

    def test_where_no_replica_is_left_the_answer_is_in_the_servers_form(self):
        self.start()
        for process, _ in self.replicas:
            process.kill()
            process.wait()
        for _ in range(3):
            status, body, headers = self.classify()
            self.assertEqual((status, headers["Content-Type"], headers["Retry-After"]), (503, "application/problem+json", "1"))
            self.assertEqual(json.loads(body)["status"], 503)

    def test_refusals_of_a_replica_come_through_as_they_are(self):
        self.start()
        status, body, headers = self.ask("/v1/classify", b"no image", {"Content-Type": "image/jpeg"})
        self.assertEqual((status, headers["Content-Type"]), (415, "application/problem+json"))
        for _, address in self.replicas:
            urllib.request.urlopen(f"http://{address}/v2/repository/models/efficientnet_lite0/unload", b"{}").close()
        status, body, headers = self.classify()
        self.assertEqual((status, headers["Content-Type"]), (503, "application/problem+json"))
        self.assertTrue(headers["Retry-After"].isdigit())


if __name__ == "__main__":
    unittest.main()
