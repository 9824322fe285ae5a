"""Alert rules and the dashboard against a server and a Prometheus that really run.

A server with everything on that makes metrics (TLS, API keys, cache, traces, a version that is refused, a queue that fills) is scraped
by Prometheus. Every metric and label that a rule or a panel names must be one that the server exports, and every panel must
have something to show.
"""
import concurrent.futures
import http.server
import json
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import places
import promql
import yaml

RULES = places.DEPLOY / "prometheus/rules.yaml"
DASHBOARD = places.DEPLOY / "grafana/dashboards/mantissa.json"
# What Prometheus itself adds.
TARGET_LABELS = {"job", "instance"}
OWN_METRICS = {"up": set(), "ALERTS": {"alertname", "alertstate"}}
# What Grafana replaces in a query; the first is longer than two scrapes of this test.
VARIABLES = {"$__rate_interval": "10s", "$job": ".*", "$instance": ".*", "$model": ".*"}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Collector(http.server.BaseHTTPRequestHandler):
    """Takes spans."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


class Server:
    """A mantissa with a certificate, keys and two versions, one of them broken."""

    def __init__(self, folder):
        self.collector = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
        threading.Thread(target=self.collector.serve_forever, daemon=True).start()
        self.models = folder / "models"
        shutil.copytree(places.ROOT / "Models/efficientnet_lite0", self.models / "efficientnet_lite0")
        (self.models / "efficientnet_lite0/2").mkdir()
        (self.models / "efficientnet_lite0/2/model.safetensors").write_bytes(b"not a checkpoint")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj",
             "/CN=localhost", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"], check=True, capture_output=True)
        self.keys = folder / "keys.json"
        self.key = {
            name: subprocess.run(
                [places.BINARY, "key", name, "--scope", scope, "--file", self.keys], check=True, capture_output=True, text=True
            ).stdout.strip()
            for name, scope in [("application", "predict"), ("prometheus", "metrics")]
        }
        self.process = subprocess.Popen(
            [places.BINARY, "serve", "--models", self.models, "--port", "0", "--tls-cert", folder / "certificate.pem",
             "--tls-key", folder / "key.pem", "--api-keys", self.keys, "--cache-bytes", "1MiB", "--queue-limit", "1", "--otlp-endpoint",
             f"http://127.0.0.1:{self.collector.server_port}"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.address = line.split()[-1] if line else ""
        if not self.address.startswith("https://"):
            raise SystemExit(f"{places.BINARY} did not start")
        self.context = ssl._create_unverified_context()
        self.photograph = (places.ROOT / "Tests/Fixtures/images/chelsea.jpg").read_bytes()

    def ask(self, path, key, body=None):
        request = urllib.request.Request(self.address + path, body, {"X-API-Key": key} if key else {})
        if body:
            request.add_header("Content-Type", "image/jpeg")
        try:
            with urllib.request.urlopen(request, context=self.context) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def classify(self, options="", key=None):
        return self.ask("/v1/classify" + options, key or self.key["application"], self.photograph)[0]

    def make_traffic(self):
        """A second of everything: answers, the same again from the cache, a wrong key, and more at once than the queue takes."""
        self.classify()
        self.classify()
        self.classify(key="wrong")
        self.ask("/v1/models", self.key["application"])
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            # Other options, so that the cache has no answer; more than once, as a queue may be quick.
            statuses = set(pool.map(lambda number: self.classify(f"?temperature=1.{time.time_ns() % 10**9}{number}"), range(24)))
        return statuses

    def exported(self):
        """By metric, the names of its labels."""
        status, text = self.ask("/metrics", self.key["prometheus"])
        if status != 200:
            raise SystemExit(f"/metrics is {status}")
        found = {}
        for name, labels in re.findall(r"^(\w+)(?:\{(.*)\})? \S+$", text, re.MULTILINE):
            found.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
        return found

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()
        self.collector.shutdown()
        self.collector.server_close()


class Prometheus:
    """One that scrapes the server each half second, with the rules."""

    def __init__(self, folder, server):
        self.port = free_port()
        address = urllib.parse.urlparse(server.address).netloc
        configuration = yaml.safe_load((places.DEPLOY / "prometheus/prometheus.yaml").read_text())
        configuration["global"] = {"scrape_interval": "500ms", "evaluation_interval": "1s"}
        scrape = configuration["scrape_configs"][0]
        del scrape["dns_sd_configs"]
        scrape["static_configs"] = [{"targets": [address]}]
        scrape["scheme"] = "https"
        scrape["tls_config"] = {"insecure_skip_verify": True}
        scrape["authorization"] = {"credentials": server.key["prometheus"]}
        configuration["rule_files"] = [str(RULES)]
        (folder / "prometheus.yaml").write_text(yaml.safe_dump(configuration))
        self.log = (folder / "prometheus.log").open("w+")
        self.process = subprocess.Popen(
            [places.program("prometheus"), f"--config.file={folder / 'prometheus.yaml'}", f"--storage.tsdb.path={folder / 'data'}",
             f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log)

    def query(self, text):
        url = f"http://127.0.0.1:{self.port}/api/v1/query?" + urllib.parse.urlencode({"query": text})
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)["data"]["result"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{text}: {error.read().decode()}") from None

    def wait_for(self, text, seconds=60):
        end = time.monotonic() + seconds
        while True:
            try:
                if self.query(text):
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > end:
                self.log.seek(0)
                raise SystemExit(f"Prometheus has no {text}: {self.log.read()[-2000:]}")
            time.sleep(0.2)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def rules():
    """What each rule asks, by its name."""
    for group in yaml.safe_load(RULES.read_text())["groups"]:
        for rule in group["rules"]:
            yield rule.get("alert") or rule["record"], rule["expr"]


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def substituted(query):
    for name, value in VARIABLES.items():
        query = query.replace(name, value)
    return query


class Names(unittest.TestCase):
    """What Prometheus' and Grafana's files say by themselves."""

    def test_rules_hold_their_grammar_and_pass_their_tests(self):
        for arguments in (["check", "config", "prometheus.yaml"], ["check", "rules", "rules.yaml"], ["test", "rules", "rules.test.yaml"]):
            result = subprocess.run(
                [places.program("promtool"), *arguments], cwd=RULES.parent, capture_output=True, text=True)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_every_alert_is_tested_and_explained(self):
        tests = yaml.safe_load((RULES.parent / "rules.test.yaml").read_text())["tests"]
        fired = {case["alertname"] for one in tests for case in one["alert_rule_test"] if case.get("exp_alerts")}
        alerts = {name for name, _ in rules() if ":" not in name}
        self.assertEqual(alerts - fired, set(), "no test sees these alerts fire")
        text = (places.ROOT / "docs/operations.md").read_text()
        self.assertEqual({name for name in alerts if f"`{name}`" not in text}, set(), "docs/operations.md does not have these alerts")

    def test_dashboard_is_whole(self):
        dashboard = json.loads(DASHBOARD.read_text())
        found = list(panels(dashboard))
        self.assertEqual(len({panel["id"] for panel in found}), len(found), "two panels have one id")
        names = {variable["name"] for variable in dashboard["templating"]["list"]}
        occupied = set()
        for panel in found:
            place = panel["gridPos"]
            self.assertLessEqual(place["x"] + place["w"], 24, panel["title"])
            cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
            self.assertFalse(cells & occupied, f"{panel['title']} lies on another panel")
            occupied |= cells
            for target in panel.get("targets", []):
                self.assertEqual(target["datasource"]["uid"], "${datasource}", panel["title"])
                used = set(re.findall(r"\$(\w+)", target["expr"])) - {"__rate_interval"}
                self.assertLessEqual(used, names, panel["title"])


class Running(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.scratch.name)
        cls.server = Server(folder)
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.addClassCleanup(cls.server.stop)
        cls.prometheus = Prometheus(folder, cls.server)
        cls.addClassCleanup(cls.prometheus.stop)
        cls.prometheus.wait_for("up == 1")
        cls.prometheus.wait_for('mantissa_model_state{state="failed"}')
        end, statuses = time.monotonic() + 30, set()
        # What has just come into being has no rate yet: twice, with scrapes between, and until the queue was full once.
        cls.server.make_traffic()
        cls.prometheus.wait_for('mantissa_requests_total{status="200"}')
        while not ({200, 503} <= statuses and cls.prometheus.query('rate(mantissa_requests_total{status="503"}[10s]) > 0')):
            statuses |= cls.server.make_traffic()
            if time.monotonic() > end:
                raise SystemExit(f"the queue of one did not fill: {statuses}")
        cls.server.make_traffic()
        cls.prometheus.wait_for('rate(mantissa_spans_exported_total[10s]) > 0')
        cls.exported = cls.server.exported()
        cls.exported.update({name: cls.exported.get(name, set()) | labels for name, labels in OWN_METRICS.items()})

    def check_names(self, where, query, recorded):
        metrics, grouped = promql.references(query)
        self.assertTrue(metrics, f"{where} names no metric: {query}")
        labels = set(TARGET_LABELS)
        for metric, selected in metrics:
            if ":" in metric:
                self.assertIn(metric, recorded, where)
                continue
            if metric not in self.exported:
                self.fail(f"{where} names {metric}, which the server does not export")
            own = self.exported[metric] | TARGET_LABELS
            self.assertLessEqual(selected, own, f"{where} selects {metric} by labels that it does not have")
            labels |= own
        self.assertLessEqual(grouped, labels, f"{where} groups by labels that no metric of it has")

    def test_rules_name_what_the_server_exports(self):
        recorded = {name for name, _ in rules() if ":" in name}
        for name, query in rules():
            with self.subTest(name):
                self.check_names(name, query, recorded)
                self.prometheus.query(query)

    def test_panels_name_what_the_server_exports_and_show_something(self):
        for panel in panels(json.loads(DASHBOARD.read_text())):
            for target in panel.get("targets", []):
                with self.subTest(panel["title"]):
                    query = substituted(target["expr"])
                    self.check_names(panel["title"], query, set())
                    result = self.prometheus.query(query)
                    self.assertTrue(result, f"{panel['title']} shows nothing: {query}")
                    if "legendFormat" in target:
                        wanted = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
                        self.assertLessEqual(wanted, set(result[0]["metric"]), f"{panel['title']}: labels of its legend")
                    if panel["type"] == "table":
                        columns = set(panel["transformations"][0]["options"]["include"]["names"])
                        self.assertLessEqual(columns, set(result[0]["metric"]), f"{panel['title']}: its columns")

    def test_variables_name_what_the_server_exports(self):
        for variable in json.loads(DASHBOARD.read_text())["templating"]["list"]:
            if variable["type"] != "query":
                continue
            with self.subTest(variable["name"]):
                query, label = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"]).groups()
                self.check_names(variable["name"], query, set())
                result = self.prometheus.query(substituted(query))
                self.assertTrue(all(label in one["metric"] for one in result) and result, variable["name"])

    def test_every_metric_is_documented_and_the_other_way_round(self):
        text = (places.ROOT / "docs/operations.md").read_text()
        rows = re.findall(r"^\| (`mantissa_[^|]*) \|", text, re.MULTILINE)
        documented = {name for row in rows for name in re.findall(r"`(mantissa_\w+)", row)}
        bases = {re.sub(r"_(bucket|sum|count)$", "", name) for name in self.exported if name.startswith("mantissa_")}
        self.assertEqual(bases - documented, set(), "docs/operations.md does not have these metrics")
        self.assertEqual(documented - bases, set(), "the server does not export these metrics")

    def test_model_that_was_refused_raises_its_alert(self):
        query = dict(rules())["MantissaModelRefused"]
        self.assertEqual([one["metric"]["version"] for one in self.prometheus.query(query)], ["2"])


if __name__ == "__main__":
    unittest.main()
