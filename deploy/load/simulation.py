"""Replicas as queues: requests that come by chance, cores that take them in turn, service times that were measured.

A replica with k cores is an M/G/k queue with one difference from the textbook's, the way `mantissa serve` shares its cores out: while
fewer requests wait than there are cores and nothing is computed, they get all cores, and are done sooner; what comes meanwhile waits
for the end. Else each core takes a request of its own. So there are two sets of service times: `alone`, of requests that were the only
ones, and `beside`, of requests that were k at a time. Several replicas stand behind a balancer that gives a request to the one with
the fewest (`least_conn` of nginx).
"""
import collections
import dataclasses
import heapq
import random

REQUESTS = 60_000
# Of these, what the empty beginning made too good.
WARM_UP = 5_000


@dataclasses.dataclass
class Times:
    """Service times in milliseconds, and the cores of the replica that they were measured on."""
    alone: list
    beside: list
    cores: int
    # Whether a lone request gets all cores; else it is the textbook's queue.
    shares: bool = True

    def capacity(self):
        """Requests a second that a replica can answer at most."""
        return 1000 * self.cores * len(self.beside) / sum(self.beside)


@dataclasses.dataclass
class Outcome:
    rate: float
    replicas: int
    utilisation: float
    p50: float
    p99: float
    p999: float


def quantile(ordered, share):
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Replica:
    """Its queue and its cores. Waiting requests are known by the moment they came."""

    def __init__(self, times, chance):
        self.times, self.chance = times, chance
        self.waiting = collections.deque()
        self.free, self.present = times.cores, 0

    def take(self, now):
        """What begins now: the moment of its end, the cores that it holds until then, and the requests in it."""
        begun = []
        while self.waiting and self.free:
            if self.times.shares and self.free == self.times.cores and len(self.waiting) <= max(1, self.times.cores - 1):
                batch, held = list(self.waiting), self.times.cores
                self.waiting.clear()
                seconds = sum(self.chance.choice(self.times.alone) for _ in batch)
            else:
                batch, held, seconds = [self.waiting.popleft()], 1, self.chance.choice(self.times.beside)
            self.free -= held
            begun.append((now + seconds, held, batch))
        return begun


def simulate(times, rate, replicas=1, requests=REQUESTS, seed=1):
    """What `rate` requests a second, at moments that have nothing to do with each other, get of so many replicas."""
    chance = random.Random(seed)
    servers = [Replica(times, chance) for _ in range(replicas)]
    # Ends in the order of time, each with something that keeps equal moments apart.
    ends, number, latencies = [], 0, []
    arrival = chance.expovariate(rate / 1000)
    while number < requests or ends:
        if number < requests and (not ends or arrival <= ends[0][0]):
            now, number = arrival, number + 1
            arrival += chance.expovariate(rate / 1000)
            fewest = min(one.present for one in servers)
            server = chance.choice([one for one in servers if one.present == fewest])
            server.waiting.append(now)
            server.present += 1
        else:
            now, _, server, held, batch = heapq.heappop(ends)
            server.free += held
            server.present -= len(batch)
            latencies += [now - came for came in batch]
        for end, held, batch in server.take(now):
            heapq.heappush(ends, (end, id(batch), server, held, batch))
    latencies = sorted(latencies[min(WARM_UP, requests // 10):])
    return Outcome(
        rate, replicas, min(1.0, rate / (replicas * times.capacity())), *(quantile(latencies, share) for share in (0.5, 0.99, 0.999)))


def replicas_needed(times, rate, p99, most=1000, requests=REQUESTS):
    """The fewest replicas that keep the 99th percentile; None if more of them do not help."""
    if quantile(sorted(times.alone), 0.99) > p99:
        return None
    # Fewer cannot even answer all.
    count = max(1, int(rate / times.capacity()) + 1)
    while count <= most:
        outcome = simulate(times, rate, count, requests)
        if outcome.p99 <= p99:
            return outcome
        count += 1
    return None
