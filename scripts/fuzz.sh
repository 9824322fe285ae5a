#!/bin/sh
# Fuzzes what reads bytes from outside: fuzz.sh [--seconds N] [TARGET...], all targets one after the other without names.
#   fuzz.sh --list                   the targets' names
#   fuzz.sh --again TARGET FILE...   runs inputs once, as after a finding
# Builds Tests/Fuzz for libFuzzer with AddressSanitizer, in .build-fuzz. What was learned stays in .build-fuzz/corpus/TARGET,
# and an input that breaks something in .build-fuzz/findings/TARGET.
set -eu
cd "$(dirname "$0")/.."
folder=.build-fuzz
seconds=600
mode=fuzz
while [ $# -gt 0 ]; do
    case "$1" in
        --seconds)
            seconds=${2:-}
            case "$seconds" in
                '' | *[!0-9]*)
                    echo "fuzz.sh: --seconds must be a number, found '$seconds'" >&2
                    exit 2
                    ;;
            esac
            shift 2
            ;;
        --list | --again)
            mode=${1#--}
            shift
            ;;
        -*)
            echo "fuzz.sh: unknown argument '$1'; expected --seconds N, --list or --again" >&2
            exit 2
            ;;
        *) break ;;
    esac
done

# Both sanitizers by one flag: of two -sanitize flags the compiler takes the last, and would lose the coverage. They are
# named to the package manager as well, for C and for the link.
echo "Building the fuzzers in $folder"
log=$folder/build.log
mkdir -p "$folder"
if ! MANTISSA_FUZZ=1 swift build -c release --product Fuzz --scratch-path "$folder" --sanitize address --sanitize fuzzer \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
fuzz=$folder/release/Fuzz

# The runtime's own report of a trap takes minutes in a program of this size; AddressSanitizer has one too.
export SWIFT_BACKTRACE=enable=no
# Leaks are not looked for: an enumeration hides pointers from the search in their unused bits, and `make test-asan` knows which.
export ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=64
flags="-timeout=20 -rss_limit_mb=3072 -malloc_limit_mb=1024 -detect_leaks=0"

names=$(MANTISSA_FUZZ_TARGET=list "$fuzz")
if [ "$mode" = list ]; then
    echo "$names"
    exit 0
fi
# One of the names.
check_name() {
    if ! echo "$names" | grep -qxF "$1"; then
        # shellcheck disable=SC2086  # one line
        echo "fuzz.sh: no target '$1'; there are" $names >&2
        exit 2
    fi
}
if [ "$mode" = again ]; then
    [ $# -ge 2 ] || {
        echo "fuzz.sh: --again needs a target and files" >&2
        exit 2
    }
    check_name "$1"
    export MANTISSA_FUZZ_TARGET="$1"
    shift
    # shellcheck disable=SC2086  # a list of flags
    exec "$fuzz" $flags "$@"
fi

for target in "$@"; do check_name "$target"; done
targets=${*:-$names}
failed=""
for target in $targets; do
    corpus=$folder/corpus/$target
    findings=$folder/findings/$target
    log=$folder/$target.log
    mkdir -p "$corpus" "$findings"
    dictionary=Tests/Fuzz/Dictionaries/$target.dict
    if [ -f "$dictionary" ]; then set -- "-dict=$dictionary"; else set --; fi
    # shellcheck disable=SC2086  # a list of flags
    if MANTISSA_FUZZ_TARGET="$target" "$fuzz" $flags -max_total_time="$seconds" -print_final_stats=1 \
        "$@" -artifact_prefix="$findings/" \
        "$corpus" "Tests/Fuzz/Seeds/$target" >"$log" 2>&1 </dev/null; then
        awk -v target="$target" '
            /DONE/ { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
            /number_of_executed_units/ { runs = $2 }
            /average_exec_per_sec/ { speed = $2 }
            /new_units_added/ { new = $2 }
            /peak_rss_mb/ { memory = $2 }
            END { printf "%-16s %10d inputs, %6d/s, %6d edges, %5d new, %4d MB\n", target, runs, speed, edges, new, memory }
        ' "$log"
    else
        failed="$failed $target"
        input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
        echo "fuzz.sh: $target broke; the report is in $log" >&2
        grep -E -m 3 'Fatal error|ERROR: (AddressSanitizer|libFuzzer)|SUMMARY' "$log" >&2 || tail -5 "$log" >&2
        if [ -n "$input" ]; then
            echo "  the input:  $input" >&2
            echo "  once more:  scripts/fuzz.sh --again $target $input" >&2
            echo "  to keep it: cp $input Tests/Fuzz/Seeds/$target/crash-NAME" >&2
        fi
    fi
done
if [ -n "$failed" ]; then
    echo "fuzz.sh: these targets broke:$failed" >&2
    exit 1
fi
