#!/usr/bin/env python3
"""Measures what an idle connection costs the server: opens many, asks once on each, and lets them be.

    python3 deploy/load/idle.py [--connections 10000] [--tls]

Fails if a connection takes more than 1 KiB of the process, or 20 KiB with TLS, or if the server does not answer others, or the
same ones, while they are open.
"""
import argparse
import pathlib
import socket
import ssl
import sys
import tempfile
import time

import serving

REQUEST = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"


def ask(connection):
    connection.sendall(REQUEST)
    answer = connection.recv(4096)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"the server answered {answer[:80]!r}")


def connect(port, context):
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    return context.wrap_socket(connection) if context else connection


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mantissa", type=pathlib.Path, default=serving.BINARY)
    parser.add_argument("--models", type=pathlib.Path, default=serving.MODELS)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--tls", action="store_true")
    arguments = parser.parse_args()
    limit = 20 * 1024 if arguments.tls else 1024
    with tempfile.TemporaryDirectory() as folder:
        options, context = ["--connection-limit", str(arguments.connections + 200)], None
        if arguments.tls:
            files = serving.make_certificate(pathlib.Path(folder))
            options += ["--tls-cert", str(files[0]), "--tls-key", str(files[1])]
            context = ssl.create_default_context(cafile=files[0])
            context.check_hostname = False
        with serving.Mantissa(arguments.mantissa, arguments.models, options=options) as server:
            # What the first connections make is not theirs: buffers, threads' stacks, tables.
            early = [connect(server.port, context) for _ in range(100)]
            for connection in early:
                ask(connection)
            before, start = server.processes.memory("Rss"), time.monotonic()
            connections, asked = [], start
            for number in range(arguments.connections):
                connections.append(connect(server.port, context))
                ask(connections[-1])
                if time.monotonic() > asked + 20:
                    # The server closes what is idle for a minute, and handshakes take their time.
                    for connection in connections:
                        ask(connection)
                    asked = time.monotonic()
                if number % 1000 == 999:
                    print(f"{number + 1} connections", file=sys.stderr)
            opened = time.monotonic() - start
            # Batches that were freed lately go back to the system.
            time.sleep(1)
            each = (server.processes.memory("Rss") - before) / arguments.connections
            ask(connect(server.port, context))
            for connection in connections[::100]:
                ask(connection)
    print(f"{arguments.connections} idle connections{' with TLS' if arguments.tls else ''}, opened in {opened:.1f} s: "
          f"{each:.0f} bytes each in the process; at most {limit}: {'PASS' if each <= limit else 'FAIL'}")
    return 0 if each <= limit else 1


if __name__ == "__main__":
    sys.exit(main())
