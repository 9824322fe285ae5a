"""The load generator against a server that does what is known, and the load tests' figures and files."""
import contextlib
import http.server
import json
import pathlib
import sys
import tempfile
import threading
import time
import unittest
import xml.etree.ElementTree

import places

sys.path.insert(0, str(places.DEPLOY / "load"))

import charts  # noqa: E402
import generators  # noqa: E402
import plan  # noqa: E402
import serving  # noqa: E402
import simulation  # noqa: E402

FILES = serving.photographs(serving.IMAGES)


@contextlib.contextmanager
def answering(answer, closes=False):
    """A server that calls `answer` with the number of the request; it gives a status, or None to break the connection."""
    numbers, lock = iter(range(10**9)), threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            with lock:
                number = next(numbers)
            status = answer(number)
            if status is None:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if closes:
                # http.server closes it then.
                self.send_header("Connection", "close")
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield serving.Server("127.0.0.1", server.server_address[1])
        finally:
            server.shutdown()


class Generator(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.generator = generators.OpenLoop()

    def test_a_server_that_stands_still_has_kept_all_waiting(self):
        # One connection, 50 a second, and the 10th request takes half a second: those behind it were to be sent meanwhile.
        def answer(number):
            if number == 10:
                time.sleep(0.5)
            return 200

        with answering(answer) as server:
            load = self.generator.run(server, "/", FILES, 50, 2, connections=1)
        self.assertEqual((len(load.records), load.errors), (100, 0))
        waited = [one for one in load.records if one.latency > 100]
        # Each comes 20 ms after the one before, so that 20 of them waited more than 100 ms; only one took so long itself.
        self.assertGreaterEqual(len(waited), 18)
        self.assertGreaterEqual(max(one.service for one in load.records), 500)
        self.assertLess(sum(one.service > 100 for one in waited), len(waited) / 2)

    def test_statuses_and_broken_connections_are_counted_and_recorded(self):
        with answering(lambda number: (200, 503, None)[number % 3]) as server:
            load = self.generator.run(server, "/", FILES, 100, 0.6, connections=4)
        self.assertEqual(load.errors, 40)
        self.assertEqual(sorted({one.status for one in load.records}), [0, 200, 503])
        self.assertEqual([sum(one.status == status for one in load.records) for status in (0, 200, 503)], [20, 20, 20])
        self.assertEqual(len(load.latencies()), 20)

    def test_a_connection_that_is_announced_to_close_is_not_used_again(self):
        with answering(lambda _: 200, closes=True) as server:
            load = self.generator.run(server, "/", FILES, 400, 0.25, connections=1)
        self.assertEqual((len(load.records), load.errors), (100, 0))

    def test_files_are_sent_in_turn(self):
        with answering(lambda _: 200) as server:
            load = self.generator.run(server, "/", FILES, 200, 0.25, connections=1)
        self.assertEqual([one.file for one in load.records], [number % len(FILES) for number in range(50)])

    def test_chance_has_the_rate_and_is_the_same_again(self):
        with answering(lambda _: 200) as server:
            first, again, other = (
                sorted(one.intended for one in self.generator.run(server, "/", FILES[:1], 500, 1, connections=16, seed=seed).records)
                for seed in (3, 3, 4))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)
        gaps = [after - before for before, after in zip(first, first[1:])]
        mean = sum(gaps) / len(gaps)
        self.assertAlmostEqual(mean, 2, delta=0.4)
        # Of an exponential distribution a share of 1/e is longer than its mean; of an even one, none.
        self.assertAlmostEqual(sum(gap > mean for gap in gaps) / len(gaps), 0.368, delta=0.08)

    def test_saturation_keeps_as_many_in_flight_as_connections(self):
        lock, flying, most = threading.Lock(), 0, 0

        def answer(_):
            nonlocal flying, most
            with lock:
                flying += 1
                most = max(most, flying)
            time.sleep(0.02)
            with lock:
                flying -= 1
            return 200

        with answering(answer) as server:
            load = self.generator.saturate(server, "/", FILES, 3, 0.5)
        self.assertEqual(most, 3)
        self.assertEqual(load.errors, 0)
        self.assertGreaterEqual(min(one.service for one in load.records), 20)

    def test_what_cannot_be_reached_is_said(self):
        with self.assertRaisesRegex(SystemExit, "connect"):
            self.generator.run(serving.Server("127.0.0.1", serving.free_port()), "/", FILES, 1, 1)


class Planner(unittest.TestCase):
    @staticmethod
    def rows(measured, simulated):
        return [{"share": rate / 100, "rate": rate, "measured": {"p50": 1, "p99": left}, "simulated": {"p50": 1, "p99": right}}
                for rate, left, right in zip((50, 60, 70), measured, simulated)]

    def judge(self, measured, simulated, target=40.0):
        return plan.judge(simulation.Times([2.0], [6.0], [10.0], 2, 10.0), self.rows(measured, simulated), target)

    def test_rates_are_interpolated_where_the_percentile_passes_its_limit(self):
        rows = self.rows([10, 20, 80], [10, 20, 20])
        self.assertAlmostEqual(plan.rate_within(rows, "measured", 40), 65)
        self.assertIsNone(plan.rate_within(rows, "simulated", 40))
        self.assertIsNone(plan.rate_within(rows, "measured", 5))

    def test_a_fifth_is_allowed_and_more_is_not(self):
        self.assertTrue(self.judge([10, 20, 80], [10, 20, 80])[0])
        self.assertTrue(self.judge([10, 80, 160], [10, 20, 80])[0])  # 55 and 65: 1.18
        self.assertFalse(self.judge([30, 160, 320], [10, 20, 80])[0])  # 51.7 and 65: 1.26
        passed, _, text = self.judge([10, 20, 30], [10, 20, 80])
        self.assertFalse(passed)
        self.assertIn("choose another --p99", text)

    def test_given_moments_are_those_that_are_simulated(self):
        times = simulation.Times([0.0], [10.0], [10.0], 1, 10.0, most=1, shares=False)
        outcome = simulation.simulate(times, 100, moments=[0.0, 1.0, 2.0, 100.0])
        # 10, 19, 28 and again 10.
        self.assertEqual((outcome.p50, outcome.p999), (19.0, 28.0))


class Files(unittest.TestCase):
    def test_what_is_written_can_be_read(self):
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "made" / "v1.2"
            text = charts.table(["a", "b"], [["x", 1]])
            drawing = charts.chart("x & y", "ms", [charts.Series("<p99>", [(0, 1), (10, 1000)], charts.COLORS[0])], True, [(2, 4, "a & b")])
            charts.write(output, {"a": 1}, text, drawing)
            self.assertEqual(json.loads((output.parent / "v1.2.json").read_text()), {"a": 1})
            self.assertEqual((output.parent / "v1.2.md").read_text(), "| a | b |\n| --- | ---: |\n| x | 1 |\n")
            root = xml.etree.ElementTree.parse(output.parent / "v1.2.svg").getroot()
            self.assertIn("<p99>", [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")])
            line = root.find("{http://www.w3.org/2000/svg}polyline").get("points").split()
            self.assertEqual([point.split(",")[0] for point in line], [f"{charts.LEFT}.0", f"{charts.WIDTH - charts.RIGHT}.0"])


if __name__ == "__main__":
    unittest.main()
