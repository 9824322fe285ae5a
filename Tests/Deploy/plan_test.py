"""The simulation of deploy/load/plan.py against what queueing theory knows exactly."""
import math
import random
import sys
import unittest

import places

sys.path.insert(0, str(places.DEPLOY / "load"))

import simulation  # noqa: E402


def erlang_c(cores, load):
    """The share of requests that must wait in an M/M/k queue."""
    top = load**cores / math.factorial(cores) * cores / (cores - load)
    return top / (sum(load**number / math.factorial(number) for number in range(cores)) + top)


def exponential(mean, count=20_000):
    chance = random.Random(7)
    return [chance.expovariate(1 / mean) for _ in range(count)]


class Simulation(unittest.TestCase):
    def test_lone_requests_get_all_cores_and_others_wait_for_them(self):
        # 0: alone, all cores, until 4. 1 and 2 wait, and then take a core each, until 14.
        outcome = simulation.simulate(simulation.Times([0.0], [4.0], [10.0], 2, 10.0), 1, moments=[0.0, 1.0, 2.0])
        self.assertEqual((outcome.p50, outcome.p999), (12.0, 13.0))

    def test_what_waits_is_shared_out_in_batches(self):
        # 0 computes alone until 4; the six that came meanwhile are two batches of three of 9 ms an image, until 31.
        moments = [0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
        batches = simulation.simulate(simulation.Times([0.0], [4.0], [10.0], 2, 9.0), 1, moments=moments)
        self.assertEqual(batches.p50, 30.0)
        # One by one, each takes 9 ms where more wait: two are done at 13, two at 22, one at 31; behind the last nothing waits, and it takes
        # the 10 ms that it takes on its own.
        single = simulation.simulate(simulation.Times([0.0], [4.0], [10.0], 2, 9.0, most=1), 1, moments=moments)
        self.assertEqual((single.p50, single.p999), (21.0, 31.0))

    def test_what_is_decoded_slows_down_what_computes(self):
        # One core. 0 is decoded until 10 and computed; from 15 on the second is decoded beside it, each at half the speed. It is decoded at
        # 35; the first has 5 ms of its 20 left then, alone again.
        replica = simulation.Times([10.0], [20.0], [20.0], 1, 20.0, shares=False)
        outcome = simulation.simulate(replica, 1, moments=[0.0, 15.0])
        self.assertEqual(outcome.p50, 45.0)
        self.assertEqual(simulation.simulate(replica, 1, moments=[0.0]).p50, 30.0)

    def test_exponential_times_give_erlangs_formula(self):
        times = exponential(10)
        for cores, utilisation in [(1, 0.5), (1, 0.8), (2, 0.7), (4, 0.8)]:
            with self.subTest(f"{cores} cores, {utilisation:.0%}"):
                rate = utilisation * cores * 100
                outcome = simulation.simulate(simulation.Times([0.0], times, times, cores, 10.0, most=1, shares=False), rate, requests=200_000)
                # The wait is 0 but for a share C, for which it is exponential with the rate (1 - utilisation) k / mean.
                waits = erlang_c(cores, utilisation * cores)
                # P(wait + service > t), by the two exponentials, solved for 1% by halving.
                fast, slow = 0.1, (1 - utilisation) * cores * 0.1

                def beyond(t):
                    if math.isclose(fast, slow):
                        return (1 - waits) * math.exp(-fast * t) + waits * (1 + fast * t) * math.exp(-fast * t)
                    both = (fast * math.exp(-slow * t) - slow * math.exp(-fast * t)) / (fast - slow)
                    return (1 - waits) * math.exp(-fast * t) + waits * both

                low, high = 0.0, 10_000.0
                for _ in range(60):
                    middle = (low + high) / 2
                    low, high = (middle, high) if beyond(middle) > 0.01 else (low, middle)
                self.assertAlmostEqual(outcome.p99 / low, 1, delta=0.1)

    def test_constant_times_without_company_are_the_service_time(self):
        outcome = simulation.simulate(simulation.Times([1.0], [4.0], [8.0], 2, 8.0), rate=1, requests=5_000)
        self.assertAlmostEqual(outcome.p50, 5.0)

    def test_more_replicas_answer_sooner_and_the_fewest_are_found(self):
        times = simulation.Times([0.5], exponential(5), exponential(10), 2, 10.0)
        tails = [simulation.simulate(times, 500, count, 20_000).p99 for count in (3, 4, 6)]
        self.assertEqual(tails, sorted(tails, reverse=True))
        found = simulation.replicas_needed(times, 500, 60, requests=20_000)
        self.assertLessEqual(found.p99, 60)
        self.assertGreater(simulation.simulate(times, 500, found.replicas - 1, 20_000).p99, 60)

    def test_a_slower_machine_takes_longer_for_everything(self):
        times = simulation.Times([1.0, 2.0], [4.0], [10.0], 2, 9.0, most=4)
        slow = times.slower(2)
        self.assertEqual(slow, simulation.Times([2.0, 4.0], [8.0], [20.0], 2, 18.0, most=4))
        self.assertAlmostEqual(slow.capacity(), times.capacity() / 2)
        # The same at half the rate, in twice the time.
        moments = [0.0, 1.0, 1.0, 5.0, 30.0]
        fast = simulation.simulate(times, 1, moments=moments)
        self.assertAlmostEqual(simulation.simulate(slow, 1, moments=[2 * one for one in moments]).p99, 2 * fast.p99)

    def test_what_no_number_of_replicas_can_keep_is_said(self):
        self.assertIsNone(simulation.replicas_needed(simulation.Times([1.0], [50.0], [50.0], 2, 50.0), 10, 20))


if __name__ == "__main__":
    unittest.main()
