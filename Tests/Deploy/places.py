"""Where things are, and what more than one test needs."""
import os
import pathlib
import re
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
# Relative to where the tests were started.
BINARY = pathlib.Path(os.environ.get("MANTISSA", ROOT / ".build/release/mantissa")).resolve()
PHOTOGRAPHS = sorted((ROOT / "Tests/Fixtures/images").glob("*.jpg"))


def program(name):
    """The path of a program, also where sbin is not on the PATH."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not found:
        raise SystemExit(f"there is no {name}; scripts/setup.sh --deploy installs it")
    return found


def settings():
    """The keys of the server's settings, as its schema has them."""
    import json

    return set(json.loads((ROOT / "docs/config.schema.json").read_text())["properties"])


def flags():
    """The flags of `mantissa serve`, from the table of docs/operations.md, which a Swift test holds to the binary."""
    text = (ROOT / "docs/operations.md").read_text()
    return set(re.findall(r"^\| `\w+` \| `(--[a-z-]+)", text, re.MULTILINE)) | {"--no-log-requests", "--config"}


def unknown_settings(arguments, environment):
    """What of a command line (after `serve`) and of an environment the server would not know."""
    known = {"MANTISSA_" + key.upper() for key in settings()} | {"MANTISSA_CONFIG"}
    found = [argument for argument in arguments if argument.startswith("--") and argument.split("=")[0] not in flags()]
    return found + [name for name in environment if name.startswith("MANTISSA_") and name not in known]
