#!/bin/sh
# Measures what a start costs: check-start.sh BINARY
# Prints the median time from exec to ready over 21 starts, resident memory after 100 and after 1,000 requests, and the most
# memory that one image at a time takes, as a multiple of the checkpoint.
# Fails if the median start takes 0.1 s or longer, if memory grew between, or if the multiple is above 3.
set -eu
binary=$1
photograph=Tests/Fixtures/images/chelsea.jpg
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT

# Starts the server with a fifo as its output; its first line says that it is ready, and where.
start() {
    rm -f "$folder/out"
    mkfifo "$folder/out"
    "$binary" serve --models Models --port 0 >"$folder/out" 2>/dev/null &
    server=$!
    exec 3<"$folder/out"
    IFS= read -r line <&3
    address=${line##* }
}
stop() {
    kill "$server"
    wait "$server"
    exec 3<&-
    server=
}

for round in $(seq 21); do
    begin=$(date +%s%N)
    start
    end=$(date +%s%N)
    echo $(((end - begin) / 1000)) >>"$folder/microseconds"
    stop
done
median=$(sort -n "$folder/microseconds" | sed -n 11p)
echo "ready after $median us (median of 21 starts)"

start
curl -sf "$address/readyz" >/dev/null
resident() { awk '/VmRSS/ { print $2 }' "/proc/$server/status"; }
ask() {
    for _ in $(seq "$1"); do
        echo "url = \"$address/v1/classify\""
        echo "data-binary = \"@$photograph\""
        echo 'header = "Content-Type: image/jpeg"'
        echo 'output = "/dev/null"'
        echo next
    done | sed '$d' | curl -sf --no-progress-meter -K -
}
ask 100
early=$(resident)
ask 900
late=$(resident)
stop
echo "resident after 100 requests: $early kB, after 1,000: $late kB"
ratio=$("$binary" bench Models/efficientnet_lite0/1/model.safetensors --threads 1 --seconds 0.2 --json |
    sed -n 's/.*"peak_resident_ratio":\([0-9.]*\).*/\1/p')
echo "peak memory at batch 1: $ratio times the checkpoint"
[ "$median" -lt 100000 ] || { echo "check-start.sh: slower than 0.1 s" >&2; exit 1; }
[ "$late" -le $((early + early / 100)) ] || { echo "check-start.sh: memory grew" >&2; exit 1; }
awk -v ratio="$ratio" 'BEGIN { exit !(ratio > 0 && ratio <= 3) }' || {
    echo "check-start.sh: more than 3 times the checkpoint" >&2
    exit 1
}
