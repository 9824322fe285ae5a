#!/bin/sh
# Counts the instructions of a fixed set of kernels and of one inference of the embedded model, and holds them against
# Benchmarks/instructions-ARCHITECTURE.txt:
#
#     bench-instructions.sh [--update]
#
# Times depend on the machine and what else it does; counts do not, so they can gate. valgrind counts; it knows no AVX-512, so
# the scalar and the AVX2 kernels stand for all. Fails if a count is more than 3% above the committed one, with a line for
# each; one that is more than 3% below is told, to be accepted. --update writes the counts that were seen.
set -eu
cd "$(dirname "$0")/.."

tolerance=3
architecture=$(uname -m)
committed=Benchmarks/instructions-$architecture.txt
model=Models/efficientnet_lite0/1/model.safetensors
update=false
case "${1:-}" in
    "") ;;
    --update) update=true ;;
    *)
        echo "usage: bench-instructions.sh [--update]" >&2
        exit 2
        ;;
esac
case "$architecture" in
    x86_64) sets="scalar avx2" ;;
    *) sets="scalar" ;;
esac
if [ ! -f "$committed" ] && [ "$update" = false ]; then
    echo "skipped: there are no counts for $architecture; make them with scripts/bench-instructions.sh --update"
    exit 0
fi

swift build -c release --product instruction-counts
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Without debug information, which valgrind of Debian 12 cannot read; symbols stay.
strip --strip-debug -o "$folder/instruction-counts" .build/release/instruction-counts

# One case: prints "SET NAME COUNT". What runs before the case (loading, the warming run) is not counted, and the seed of
# Swift's hashes is fixed.
cat >"$folder/count" <<'EOF'
#!/bin/sh
set -eu
folder=$1 set=$2 name=$3 argument=$4
SWIFT_DETERMINISTIC_HASHING=1 valgrind --tool=callgrind --callgrind-out-file="$folder/$set.$name.out" \
    --toggle-collect='*InstructionCounts*counted*' "$folder/instruction-counts" "$set" "$argument" \
    >"$folder/$set.$name.log" 2>&1 || {
    cat "$folder/$set.$name.log" >&2
    exit 1
}
awk -v case="$set $name" '/^totals:/ { total += $2 } END { if (total > 0) print case, total; else exit 1 }' \
    "$folder/$set.$name.out" || {
    echo "bench-instructions.sh: nothing was counted in $set $name" >&2
    exit 1
}
EOF
for set in $sets; do
    # A machine without the set is not measured with it.
    names=$("$folder/instruction-counts" "$set") || { echo "skipped: this machine has no $set"; continue; }
    for name in $names; do echo "$set $name $name"; done
    # One inference takes the scalar kernels too long.
    [ "$set" = scalar ] && [ "$architecture" = x86_64 ] || echo "$set efficientnet_lite0 $model"
done >"$folder/all"
grep '^skipped' "$folder/all" >&2 || true
grep -v '^skipped' "$folder/all" >"$folder/cases"
xargs -P "$(nproc)" -L 1 sh "$folder/count" "$folder" <"$folder/cases" | LC_ALL=C sort >"$folder/counts"

if [ "$update" = true ]; then
    {
        echo "# Instructions by instruction set and case; made by scripts/bench-instructions.sh --update with"
        echo "# $(swift --version 2>/dev/null | head -1)"
        cat "$folder/counts"
    } >"$committed"
    echo "$committed: $(wc -l <"$folder/counts") counts"
    exit 0
fi

status=0
awk -v tolerance="$tolerance" '
    /^#/ { next }
    NR == FNR { committed[$1 " " $2] = $3; next }
    {
        name = $1 " " $2
        counted[name] = measured[$1] = 1
        if (!(name in committed)) { printf "%-28s %12d instructions, none committed\n", name, $3; failed = 1; next }
        change = 100 * ($3 - committed[name]) / committed[name]
        line = sprintf("%-28s %12d instructions, %d committed: %+.1f%%", name, $3, committed[name], change)
        if (change > tolerance) { print line ", more than " tolerance "% over"; failed = 1 }
        else if (change < -tolerance) print line ", better"
        else same++
    }
    END {
        for (name in committed) {
            split(name, parts, " ")
            if (measured[parts[1]] && !counted[name]) { printf "%-28s is committed and was not counted\n", name; failed = 1 }
        }
        print same + 0 " counts within " tolerance "% of the committed ones"
        exit failed
    }
' "$committed" "$folder/counts" || status=1
if [ "$status" != 0 ]; then
    echo "bench-instructions.sh: slower than committed. If that is meant (or the compiler is another one than" >&2
    echo "'$(sed -n 's/^# \(.*Swift.*\)/\1/p' "$committed")'), accept it: scripts/bench-instructions.sh --update" >&2
fi
exit $status
