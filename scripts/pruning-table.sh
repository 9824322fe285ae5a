#!/bin/sh
# Prints what pruning costs and gains, as a table: pruning-table.sh MODEL.onnx IMAGES LABELS.csv [PREPROCESS.json]
#
# Every second image of the folder calibrates; the checkpoints are judged on all images and on the other half, which they
# have not seen. LABELS.csv is as for `mantissa evaluate`. Speed is that of one thread: for each checkpoint several
# short runs in turn with the dense model's, and the median of their ratios, since other programs on the machine slow down
# both. Takes some twenty minutes for EfficientNet-Lite0. ROUNDS=0 leaves out the speed, MANTISSA names the program,
# KEEP a folder in which checkpoints of an earlier call are used again.
set -eu
if [ $# -lt 3 ] || [ ! -f "$1" ] || [ ! -d "$2" ] || [ ! -f "$3" ]; then
    echo "usage: pruning-table.sh MODEL.onnx IMAGES LABELS.csv [PREPROCESS.json]" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")/.." && pwd)
MANTISSA=${MANTISSA:-$here/.build/release/mantissa}
if [ ! -x "$MANTISSA" ]; then
    echo "pruning-table.sh: no program at $MANTISSA; 'make build' makes it" >&2
    exit 1
fi
folder=${KEEP:-}
if [ -z "$folder" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT INT TERM
fi
MANTISSA="$MANTISSA" ROUNDS="${ROUNDS:-9}" python3 - "$folder" "$1" "$2" "$3" \
    "${4:-$here/Models/efficientnet_lite0/preprocess.json}" <<'PYTHON'
import csv, json, os, pathlib, statistics, subprocess, sys

folder, model, images, labels, preprocess = (pathlib.Path(part).absolute() for part in sys.argv[1:])
program, rounds = os.environ["MANTISSA"], int(os.environ["ROUNDS"])
ratios = {"block": ["0.1", "0.2", "0.3", "0.5", "0.7", "0.9"], "weight": ["0.3", "0.5", "0.7", "0.9"]}


def run(*arguments):
    result = subprocess.run([program, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"pruning-table.sh: mantissa {arguments[0]} failed")
    return result.stdout


with open(labels) as file:
    rows = sorted(csv.DictReader(file), key=lambda row: row["file"])
for name, part in [("all", rows), ("calibration", rows[::2]), ("unseen", rows[1::2])]:
    (folder / name).mkdir(exist_ok=True)
    for row in part:
        link = folder / name / row["file"]
        if not link.exists():
            link.symlink_to(images / row["file"])
    with open(folder / f"{name}.csv", "w") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(part)

names = ["dense"] + [f"{ratio} {structure}" for structure in ratios for ratio in ratios[structure]]
path = {name: folder / f"{name.replace(' ', '-')}.safetensors" for name in names}
quality, zeros = {}, {}
for name in names:
    if not path[name].exists():
        options = [] if name == "dense" else ["--prune", name.split()[0], "--prune-structure", name.split()[1]]
        print(f"quantizing: {name}", file=sys.stderr)
        text = run("quantize", model, "--calibration", folder / "calibration", "--preprocess", preprocess, "--task",
                   "classify", *options, "-o", path[name])
        path[name].with_suffix(".txt").write_text(text)
    text = path[name].with_suffix(".txt").read_text()
    zeros[name] = text.split(" block; " if "block" in name else " weight; ")[-1].split("%")[0] if name != "dense" else "0"
    quality[name] = [
        json.loads(run("evaluate", path[name], "--images", folder / part, "--labels", folder / f"{part}.csv",
                       "--against", model, "--json")) for part in ["unseen", "all"]]


def rate(name, batch):
    text = run("bench", path[name], "--threads", 1, "--batch", batch, "--seconds", 1, "--json")
    return json.loads(text)["images_per_second"]


speed = {}
for batch in [1, 8] if rounds > 0 else []:
    for name in names[1:]:
        print(f"timing: {name}, batch {batch}", file=sys.stderr)
        pairs = [(rate("dense", batch), rate(name, batch)) for _ in range(rounds)]
        speed[name, batch] = statistics.median(other / dense for dense, other in pairs)
        speed["dense", batch] = max([speed.get(("dense", batch), 0)] + [dense for dense, _ in pairs])

unseen, everything = (quality["dense"][part]["images"] for part in [0, 1])
print(f"| pruned | zeros | top-1, {unseen} unseen | as float32 | SQNR | top-1, all {everything} | as float32 | bytes | batch 1 | batch 8 |")
print("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
for name in names:
    new, whole = quality[name]
    cells = [name, zeros[name] + "%", new["top1"], new["against"]["top1_agreement"], f"{new['against']['logits_sqnr']:.1f} dB",
             whole["top1"], whole["against"]["top1_agreement"], f"{path[name].stat().st_size:,}"]
    for batch in [1, 8]:
        cells.append("" if rounds == 0 else f"{speed[name, batch]:.0f}/s" if name == "dense"
                     else f"{speed[name, batch]:.2f}x")
    print("| " + " | ".join(map(str, cells)) + " |")
PYTHON
