#!/usr/bin/env python3
"""Runs the commands of README.md as a reader would, block by block, and holds what they print against what README shows.

    scripts/docs-test.py                                  (make docs-test)
    LITE0=file.onnx IMAGES=folder scripts/docs-test.py    blocks that need the float32 model and labelled photographs, too

A block fenced as `sh` is run by bash in a copy of the project's committed files, one after the other; one fenced as `python`, by python3. A
block fenced as `text` or `json` on the very next line must be what it printed: white space does not count, and "…" stands for anything. A comment
before a block says what else there is to know of it:

    <!-- docs-test: background -->      it goes on until all blocks were run; the next begins when its port answers
    <!-- docs-test: needs docker -->    it is skipped where there is no such command, file or Python module (`python:torch`);
                                        `needs background ...` both
    <!-- docs-test: skip REASON -->     it is not run

What was skipped is said with its reason.
"""
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
RUN = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": ["python3", "-c"]}
SHOWN = {"text", "json"}
READY_SECONDS = 3600


@dataclasses.dataclass
class Block:
    line: int
    language: str
    text: str
    note: str = ""
    shown: str = ""


def blocks_of(text):
    """The fenced blocks that are run, each with its note and what README shows for it."""
    found, note, fence, body, begin, ended = [], "", None, [], 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        if fence is not None:
            if line.startswith("```"):
                content = "\n".join(body)
                if fence in RUN:
                    found.append(Block(begin, fence, content, note))
                    ended = number
                elif fence in SHOWN:
                    if ended and begin == ended + 1:
                        found[-1].shown = content
                else:
                    raise SystemExit(f"README.md:{begin}: a block fenced as '{fence}'; expected {', '.join(sorted(RUN | dict.fromkeys(SHOWN)))}")
                fence, note = None, ""
            else:
                body.append(line)
        elif line.startswith("```"):
            fence, body, begin = line[3:].strip(), [], number
        elif match := re.fullmatch(r"<!-- docs-test: (.*) -->", line):
            note = match[1]
        elif line.startswith("    ") and line.strip():
            raise SystemExit(f"README.md:{number}: a block that is indented; fence it as sh, python, text or json")
    if fence is not None:
        raise SystemExit(f"README.md:{begin}: a block without an end")
    return found


def differs(shown, printed):
    """The first piece of what README shows that was not printed, in that order; None if all was."""
    packed, position = re.sub(r"\s", "", printed), 0
    for piece in re.sub(r"\s", "", shown).split("…"):
        place = packed.find(piece, position)
        if place < 0:
            return piece
        position = place + len(piece)
    return None


def missing(needs, folder):
    for name in needs:
        if name.startswith("python:"):
            if subprocess.run(["python3", "-c", f"import {name[7:]}"], cwd=folder, capture_output=True).returncode:
                return name[7:] + " for Python"
        elif not shutil.which(name) and not (folder / name).exists():
            return name
    return None


class Background:
    """A command that serves: in a group of its own, with all that it starts, so that all of it ends."""

    def __init__(self, block, folder):
        self.log = tempfile.TemporaryFile("w+")
        # A test that looks for a free port would not run what README prints.
        self.port = int(found[1]) if (found := re.search(r"--port (\d+)", block.text)) else 8000
        if self.answers():
            raise SystemExit(f"docs-test.py: something else answers on port {self.port}; end it first, README's commands need the port")
        self.process = subprocess.Popen(
            [*RUN[block.language], block.text], cwd=folder, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)
        end = time.monotonic() + READY_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.log.seek(0)
                raise SystemExit(f"README.md:{block.line}: it did not begin to serve:\n{block.text}\n{self.log.read()}")
            time.sleep(0.2)

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def end(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def copy_to(folder):
    """What is committed or would be, as a clone has it; with links to what LITE0 and IMAGES name."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for variable, name in (("LITE0", "efficientnet_lite0.onnx"), ("IMAGES", "IMAGES")):
        if value := os.environ.get(variable):
            os.symlink(pathlib.Path(value).resolve(strict=True), folder / name)


def main():
    blocks = blocks_of((ROOT / "README.md").read_text())
    served, skipped, run = [], [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        copy_to(folder)
        try:
            for block in blocks:
                where = f"README.md:{block.line}"
                what, _, rest = block.note.partition(" ")
                if what not in ("", "background", "needs", "skip"):
                    raise SystemExit(f"{where}: docs-test: '{block.note}'; expected background, needs or skip")
                reason = rest if what == "skip" else None
                needs = rest.split() if what == "needs" else []
                in_background = what == "background" or "background" in needs
                if lacking := missing([name for name in needs if name != "background"], folder):
                    reason = f"there is no {lacking}"
                if reason is not None:
                    skipped.append(f"{where}: {block.text.splitlines()[0]} ({reason})")
                    continue
                print(f"{where}: {block.text.splitlines()[0]}", flush=True)
                run += 1
                if in_background:
                    served.append(Background(block, folder))
                    continue
                result = subprocess.run(
                    [*RUN[block.language], block.text], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                if result.returncode:
                    raise SystemExit(f"{where}: status {result.returncode}:\n{block.text}\n{result.stdout}")
                if (piece := differs(block.shown, result.stdout)) is not None:
                    raise SystemExit(f"{where}: README shows '{piece[:200]}', which was not printed:\n{result.stdout[:4000]}")
        finally:
            for one in served:
                one.end()
    for line in skipped:
        print(f"skipped: {line}")
    if run == 0:
        raise SystemExit("docs-test.py: README.md has no block that could be run")
    print(f"{run} blocks of README.md work as printed, {len(skipped)} were skipped")


if __name__ == "__main__":
    sys.exit(main())
