#!/usr/bin/env python3
"""Three replicas behind nginx on one machine: restarts, a new model, and a kill, under load.

    sudo python3 deploy/load/scale.py --images FOLDER

Each replica has a network namespace, an address and a folder of models of its own; nginx (deploy/nginx/nginx.conf as it is) and the
clients have namespaces too. Without root, or without namespaces, they share this machine's loopback, as 127.0.0.2 and so on.

1. Every replica gives the same bytes for every image and task.
2. Rolling restart: each replica in turn gets SIGTERM, ends with status 0, starts again, and the next one's turn comes when the balancer asks
   this one again. No request may fail.
3. Rolling update: each replica in turn gets a new version of the model. No request may fail, each answer must be the old version's or the
   new one's, and only the new one's after the last replica has it.
4. A replica is killed. No request may fail, since the balancer asks another one; and where it does not ask again what was already sent
   (`non_idempotent` left out), no more may fail than were in flight.
"""
import argparse
import ctypes
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import checkpoints
import serving

NAME = "model"
COUNT = 3
NGINX = serving.ROOT / "deploy/nginx"
TASKS = [f"/v1/models/{NAME}/classify", f"/v1/models/{NAME}/embed", f"/v1/models/{NAME}/multilabel"]
HEADERS = {"Content-Type": "image/jpeg"}
# Of the replicas: how long they go on listening after SIGTERM. nginx learns that one has gone when it closes.
DRAIN_DELAY = 0.5


class Namespaces:
    """A network of this test alone: a bridge in the balancer's namespace, and a namespace for each replica and for the clients."""

    def __init__(self):
        self.prefix = f"mantissa-{os.getpid()}"
        self.balancer = "10.77.0.1"
        self.replicas = [f"10.77.0.{11 + number}" for number in range(COUNT)]
        self.made = []
        names = {"balancer": self.balancer, "clients": "10.77.0.2"}
        names.update({f"replica{number}": address for number, address in enumerate(self.replicas)})
        for name in names:
            self.ip("netns", "add", self.name(name))
            self.made.append(name)
            self.inside(name, "link", "set", "lo", "up")
        self.inside("balancer", "link", "add", "bridge", "type", "bridge")
        self.inside("balancer", "address", "add", f"{self.balancer}/24", "dev", "bridge")
        self.inside("balancer", "link", "set", "bridge", "up")
        for name, address in names.items():
            if name == "balancer":
                continue
            self.inside("balancer", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", self.name(name))
            self.inside("balancer", "link", "set", name, "master", "bridge", "up")
            self.inside(name, "address", "add", f"{address}/24", "dev", "eth0")
            self.inside(name, "link", "set", "eth0", "up")

    def name(self, own):
        return f"{self.prefix}-{own}"

    def ip(self, *words):
        subprocess.run(["ip", *words], check=True, capture_output=True)

    def inside(self, name, *words):
        self.ip("-netns", self.name(name), *words)

    def command(self, name, command):
        return ["ip", "netns", "exec", self.name(name), *map(str, command)]

    def enter(self):
        """Puts this thread, and those that it starts, into the clients' namespace."""
        with open(f"/run/netns/{self.name('clients')}") as file:
            if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), 0):
                raise OSError(ctypes.get_errno(), "setns")

    def remove(self):
        for name in self.made:
            subprocess.run(["ip", "netns", "delete", self.name(name)], capture_output=True)


class Loopback:
    """The same on the addresses of this machine's loopback."""

    def __init__(self):
        self.balancer = "127.0.0.2"
        self.replicas = [f"127.0.0.{3 + number}" for number in range(COUNT)]

    def command(self, _, command):
        return list(map(str, command))

    def enter(self):
        pass

    def remove(self):
        pass


def network():
    if os.geteuid() == 0 and shutil.which("ip"):
        made = Namespaces.__new__(Namespaces)
        try:
            made.__init__()
            return made
        except subprocess.CalledProcessError as error:
            made.remove()
            print(f"no network namespaces ({error.stderr.decode().strip()}); the test uses the loopback")
    else:
        print("no root or no `ip`; the test uses the loopback, where all replicas share one network")
    return Loopback()


def wait_until(condition, failure, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"{failure} within {seconds} s")
        time.sleep(0.02)


class Replica:
    def __init__(self, number, net, binary, folder):
        self.number, self.net, self.binary = number, net, binary
        self.models = folder / f"models{number}"
        self.port = 8000
        self.address = net.replicas[number]
        self.process = None

    def start(self):
        command = [
            self.binary, "serve", "--models", self.models, "--host", self.address, "--port", self.port, "--threads", 1, "--drain-delay",
            DRAIN_DELAY, "--poll-seconds", "0.2"]
        self.process = subprocess.Popen(
            self.net.command(f"replica{self.number}", command), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if "ready" not in self.process.stdout.readline():
            raise SystemExit(f"replica {self.number} did not start")
        self.server = serving.Mantissa(url=f"http://{self.address}:{self.port}")

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        status = self.process.wait(60)
        self.process.stdout.close()
        return status

    def wait_until_asked(self):
        """Until the balancer sends requests again: it passes over a replica that was away for `fail_timeout`, however soon that is back."""
        wait_until(
            lambda: self.server.metrics().sum("mantissa_requests_total", model=NAME),
            f"the balancer does not ask replica {self.number} again")

    def checkpoint(self):
        (model,) = self.server.models()
        return next(one["checkpoint"] for one in model["versions"] if one["version"] == model["default_version"])


class Balancer:
    def __init__(self, net, folder, replicas, port, change=lambda text: text):
        self.prefix = folder / f"nginx{port}"
        self.prefix.mkdir()
        self.prefix.chmod(0o777)
        text = change((NGINX / "nginx.conf").read_text()).replace("access_log /dev/stdout requests;", "access_log off;")
        (self.prefix / "nginx.conf").write_text(text)
        (self.prefix / "listen.conf").write_text(f"listen {net.balancer}:{port};\n")
        limits = "max_fails=2 fail_timeout=2s"
        (self.prefix / "replicas.conf").write_text("".join(f"server {one.address}:{one.port} {limits};\n" for one in replicas))
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin") or sys.exit("there is no nginx; apt-get install nginx-light")
        self.log = (self.prefix / "log").open("w+")
        self.process = subprocess.Popen(
            net.command("balancer", [program, "-p", self.prefix, "-c", self.prefix / "nginx.conf", "-g", "daemon off;"]),
            stdout=self.log, stderr=self.log)
        self.server = serving.Server(net.balancer, port)
        end = time.monotonic() + 10
        while True:
            try:
                if self.server.ask("GET", "/balancer")[0] == 204:
                    return
            except OSError:
                pass
            if time.monotonic() > end:
                self.log.seek(0)
                raise SystemExit(f"nginx did not start: {self.log.read()}")
            time.sleep(0.05)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


class Load:
    """Clients that each send their next request when the answer is there, and what they saw."""

    def __init__(self, server, images, clients, allowed):
        # allowed: by task and image, the answers that are right now.
        self.server, self.images, self.allowed = server, images, allowed
        self.lock, self.stopped = threading.Lock(), False
        self.requests, self.failed, self.wrong = 0, [], []
        self.slowest = 0.0
        self.threads = [threading.Thread(target=self.work, args=(number,)) for number in range(clients)]
        for thread in self.threads:
            thread.start()

    def work(self, number):
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=60)
        position = number
        while not self.stopped:
            index, task = position % len(self.images), TASKS[position // len(self.images) % len(TASKS)]
            position += 1
            begin = time.monotonic()
            try:
                connection.request("POST", task, self.images[index], HEADERS)
                answer = connection.getresponse()
                status, body = answer.status, answer.read()
            except (OSError, http.client.HTTPException) as error:
                status, body = type(error).__name__, b""
                connection.close()
            with self.lock:
                self.requests += 1
                self.slowest = max(self.slowest, time.monotonic() - begin)
                if status != 200:
                    self.failed.append((status, body[:100]))
                elif body not in self.allowed[task, index]:
                    self.wrong.append((task, index, body[:100]))

    def reached(self, more):
        """Waits until so many requests more were answered."""
        goal = self.requests + more
        wait_until(lambda: self.requests >= goal, "the load stands still: too few answers", seconds=120)

    def stop(self):
        self.stopped = True
        for thread in self.threads:
            thread.join()
        return {"requests": self.requests, "failed": len(self.failed), "wrong": len(self.wrong), "slowest_seconds": round(self.slowest, 3)}


def install(source, replica, version):
    """A version, written under another name and renamed."""
    folder = replica.models / NAME / str(version)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / ".new")
    (folder / ".new").rename(folder / "model.safetensors")


def answers(replica, images):
    found = {}
    for task in TASKS:
        for index, image in enumerate(images):
            status, body = replica.server.ask("POST", task, image, HEADERS)
            if status != 200:
                raise SystemExit(f"replica {replica.number} answered {status}: {body[:200]!r}")
            found[task, index] = body
    return found


def sets(*all_answers):
    return {key: {one[key] for one in all_answers} for key in all_answers[0]}


def run(net, arguments, folder, results):
    images = [file.read_bytes() for file in serving.photographs(arguments.images, 12)]
    second = folder / "second.safetensors"
    checkpoints.write_without_last_bias(arguments.checkpoint, second)
    replicas = [Replica(number, net, arguments.mantissa.resolve(), folder) for number in range(COUNT)]
    balancers = []
    try:
        for replica in replicas:
            install(arguments.checkpoint, replica, 1)
            replica.start()
        first_answers = [answers(replica, images) for replica in replicas]
        same = all(one == first_answers[0] for one in first_answers)
        results["identical"] = {"answers": len(first_answers[0]) * COUNT, "passed": same}
        old = first_answers[0]

        balancer = Balancer(net, folder, replicas, 8080)
        balancers.append(balancer)

        load = Load(balancer.server, images, arguments.clients, sets(old))
        statuses = []
        for _ in range(arguments.rounds):
            for replica in replicas:
                load.reached(30)
                statuses.append(replica.stop())
                load.reached(30)
                replica.start()
                replica.wait_until_asked()
        load.reached(30)
        found = results["restart"] = {**load.stop(), "restarts": len(statuses)}
        found["passed"] = not load.failed and not load.wrong and not any(statuses)
        found["examples"] = [repr(one) for one in load.failed[:3] + load.wrong[:3]]

        before = replicas[0].checkpoint()
        # What the new version answers is known when all have it: until then each answer is kept.
        load = Load(balancer.server, images, arguments.clients, Anything())
        load.reached(30)
        for replica in replicas:
            install(second, replica, 2)
            wait_until(lambda replica=replica: replica.checkpoint() != before, f"replica {replica.number} does not serve the new version")
            load.reached(30)
        seen, found = load.allowed.seen, load.stop()
        new_answers = [answers(replica, images) for replica in replicas]
        new = new_answers[0]
        both = sets(old, new)
        foreign = sum(1 for key, body in seen if body not in both[key])
        settled = Load(balancer.server, images, arguments.clients, sets(new))
        settled.reached(100)
        after = settled.stop()
        results["update"] = {
            **found, "wrong": foreign, "after": after, "examples": [repr(one) for one in load.failed[:3] + settled.wrong[:3]],
            "passed": not load.failed and not foreign and not settled.failed and not settled.wrong and new != old
            and all(one == new for one in new_answers)}

        load = Load(balancer.server, images, arguments.clients, sets(new))
        for replica in replicas:
            load.reached(60)
            replica.stop(signal.SIGKILL)
            load.reached(60)
            replica.start()
            replica.wait_until_asked()
        found = results["kill"] = {**load.stop(), "kills": COUNT}
        found["passed"] = not load.failed and not load.wrong
        found["examples"] = [repr(one) for one in load.failed[:3] + load.wrong[:3]]

        careful = Balancer(net, folder, replicas, 8081, lambda text: text.replace(" non_idempotent;", ";"))
        balancers.append(careful)
        load = Load(careful.server, images, arguments.clients, sets(new))
        load.reached(60)
        replicas[0].stop(signal.SIGKILL)
        load.reached(100)
        found = results["kill_without_retry"] = load.stop()
        found["passed"] = len(load.failed) <= arguments.clients and not load.wrong
        found["examples"] = [repr(one) for one in load.failed[:3] + load.wrong[:3]]
    finally:
        for balancer in balancers:
            balancer.stop()
        for replica in replicas:
            if replica.process and replica.process.poll() is None:
                replica.stop(signal.SIGKILL)


class Anything:
    """Allows every answer, and keeps which there were."""

    def __init__(self):
        self.seen = set()

    def __getitem__(self, key):
        return Key(self.seen, key)


class Key:
    def __init__(self, seen, key):
        self.seen, self.key = seen, key

    def __contains__(self, body):
        self.seen.add((self.key, body))
        return True


TITLES = {
    "identical": "the same bytes from every replica", "restart": "rolling restart", "update": "rolling update of the model",
    "kill": "killed, and asked again", "kill_without_retry": "killed, and not asked again",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", type=pathlib.Path, default=serving.BINARY)
    parser.add_argument("--checkpoint", type=pathlib.Path, default=serving.MODELS / "efficientnet_lite0/1/model.safetensors")
    parser.add_argument("--images", type=pathlib.Path, default=serving.IMAGES, help="folder of JPEG files")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=2, help="of the rolling restart")
    parser.add_argument("--json", type=pathlib.Path, help="write the figures to this file too")
    arguments = parser.parse_args()
    net, results = network(), {}
    try:
        net.enter()
        with tempfile.TemporaryDirectory() as folder:
            # nginx's workers are another user.
            os.chmod(folder, 0o755)
            run(net, arguments, pathlib.Path(folder), results)
    finally:
        net.remove()
    for name, found in results.items():
        figures = ", ".join(
            f"{value} {key.replace('_', ' ')}" for key, value in found.items() if key not in ("passed", "examples", "after"))
        print(f"{'PASS' if found['passed'] else 'FAIL'}: {TITLES[name]}: {figures}")
        for example in found.get("examples", []):
            print(f"    {example}")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n")
    return 0 if len(results) == len(TITLES) and all(found["passed"] for found in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
