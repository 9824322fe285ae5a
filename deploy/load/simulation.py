"""Replicas as queues: requests that come by chance, cores that they share, times that were measured.

A replica is simulated as `mantissa serve` works, which is not the textbook's M/G/k queue:

- A request is decoded first, on a core that has nothing to compute, or beside those that compute: then all of them are slower. What is
  active shares the cores evenly (processor sharing), as the system's scheduler lets it.
- Then its image waits to be computed. While fewer images than cores are about, it gets all cores, and is done sooner; else each core
  takes a batch, its share of what waits.

So a request has three times, each measured without a queue: of decoding (with all that is not inference), of inference on all cores
(`alone`), and on one core while the others compute too (`apart`); and what an image takes where more wait follows from what the server
answers when it is saturated, in batches of the size that it then has. Several replicas stand behind a balancer that gives a request to the
one with the fewest (`least_conn` of nginx).
"""
import collections
import dataclasses
import heapq
import math
import random

REQUESTS = 60_000
# Of these, what the empty beginning made too good.
WARM_UP = 5_000


@dataclasses.dataclass
class Times:
    """Milliseconds, and the cores of the replica that they were measured on."""
    decoding: list
    alone: list
    apart: list
    cores: int
    # An image of the saturated server, on one core; a mean.
    batched: float
    # Images in a batch at most: 1 for a model that gains nothing by batches.
    most: int = 32
    # Whether a lone image gets all cores; without, and without decoding and batches, it is the textbook's queue.
    shares: bool = True

    def capacity(self):
        """Requests a second that a replica can answer at most."""
        each = min(self.batched, sum(self.apart) / len(self.apart))
        return 1000 * self.cores / (sum(self.decoding) / len(self.decoding) + each)

    def slower(self, factor):
        """The times of a machine that takes so many times as long."""
        def each(values):
            return [factor * value for value in values]

        return dataclasses.replace(
            self, decoding=each(self.decoding), alone=each(self.alone), apart=each(self.apart), batched=factor * self.batched)


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
    """Its queues, its cores, and what is active on them. Requests are known by the moment they came."""

    def __init__(self, times, chance):
        self.times, self.chance = times, chance
        self.undecoded, self.waiting = collections.deque(), collections.deque()
        # Requests that are decoded at a time at most, beside those that compute.
        self.decoders = max(2, times.cores)
        self.decoding = self.busy = self.present = 0
        # By how far each active task has to come: all come equally far in a time, as far as the time itself while each has a core.
        self.active, self.progress, self.demand, self.now, self.count = [], 0.0, 0, 0.0, 0

    def speed(self):
        return min(1.0, self.times.cores / self.demand) if self.demand else 1.0

    def due(self):
        """When the next task ends, if nothing else happens; infinite where none is active."""
        return self.now + (self.active[0][0] - self.progress) / self.speed() if self.active else math.inf

    def advance(self, now):
        self.progress += (now - self.now) * self.speed()
        self.now = now

    def begin(self, work, cores, held, requests, ends):
        """A task of `work` milliseconds on so many cores; `held` of those that compute are its own meanwhile."""
        self.count += 1
        heapq.heappush(self.active, (self.progress + work, self.count, cores, held, requests, ends))
        self.demand += cores
        self.busy += held

    def arrive(self, now):
        self.advance(now)
        self.present += 1
        self.undecoded.append(now)
        self.dispatch()

    def finish(self, now):
        """The next task ends; the requests that are answered by that."""
        self.advance(now)
        # Exactly: what was rounded away would be waited for once more.
        self.progress, _, cores, held, requests, ends = heapq.heappop(self.active)
        self.demand -= cores
        self.busy -= held
        if ends:
            self.present -= len(requests)
        else:
            self.decoding -= 1
            self.waiting.extend(requests)
        self.dispatch()
        return requests if ends else []

    def dispatch(self):
        times, chance = self.times, self.chance
        while self.undecoded and self.decoding < self.decoders:
            self.decoding += 1
            self.begin(chance.choice(times.decoding), 1, 1 if self.busy < times.cores else 0, [self.undecoded.popleft()], False)
        while self.waiting and self.busy < times.cores:
            free = times.cores - self.busy
            about = len(self.waiting) + self.decoding + len(self.undecoded)
            if times.shares and free == times.cores and about <= max(1, times.cores - 1):
                batch, cores = list(self.waiting), times.cores
                self.waiting.clear()
                work = sum(chance.choice(times.alone) for _ in batch)
            else:
                share = min(times.most, -(-len(self.waiting) // free))
                batch, cores = [self.waiting.popleft() for _ in range(share)], 1
                # Where more waits, caches and cores are as warm as in the saturated server.
                is_warm = times.shares and (share > 1 or self.waiting)
                work = share * times.batched if is_warm else chance.choice(times.apart)
            self.begin(work, cores, cores, batch, True)


def by_chance(rate, requests, chance):
    """Moments, in milliseconds, that have nothing to do with each other: a Poisson process of so many a second."""
    moment = 0.0
    for _ in range(requests):
        moment += chance.expovariate(rate / 1000)
        yield moment


def simulate(times, rate, replicas=1, requests=REQUESTS, seed=1, moments=None):
    """What `rate` requests a second get of so many replicas: by chance, or at `moments` (milliseconds, ascending), from the first on."""
    chance = random.Random(seed)
    if moments is None:
        arrivals, discarded = by_chance(rate, requests, chance), min(WARM_UP, requests // 10)
    else:
        arrivals, discarded = iter(moments), 0
    servers = [Replica(times, chance) for _ in range(replicas)]
    latencies = []
    arrival = next(arrivals, math.inf)
    while True:
        first = min(servers, key=Replica.due)
        now = first.due()
        if arrival <= now:
            if arrival == math.inf:
                break
            fewest = min(one.present for one in servers)
            chance.choice([one for one in servers if one.present == fewest]).arrive(arrival)
            arrival = next(arrivals, math.inf)
        else:
            latencies += [now - came for came in first.finish(now)]
    latencies = sorted(latencies[discarded:])
    return Outcome(
        rate, replicas, min(1.0, rate / (replicas * times.capacity())), *(quantile(latencies, share) for share in (0.5, 0.99, 0.999)))


def replicas_needed(times, rate, p99, most=1000, requests=REQUESTS):
    """The fewest replicas that keep the 99th percentile; None if more of them do not help."""
    alone = simulate(times, 0.01 * times.capacity(), requests=min(requests, 10_000))
    if alone.p99 > p99:
        return None
    # Fewer cannot even answer all.
    count = max(1, int(rate / times.capacity()) + 1)
    while count <= most:
        outcome = simulate(times, rate, count, requests)
        if outcome.p99 <= p99:
            return outcome
        count += 1
    return None
