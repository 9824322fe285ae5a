#!/bin/sh
# The tests under a sanitizer: sanitize.sh address|thread [ARGUMENTS of swift test]
# Everything is built with it, the C kernels and the program that the tests start as well, in .build-asan or .build-tsan.
# Whatever it finds, in the tests or in a server that they started, is a file in the folder `reports` there, and a failure.
set -eu
cd "$(dirname "$0")/.."
sanitizer=${1:-}
case "$sanitizer" in
    address) folder=.build-asan ;;
    thread) folder=.build-tsan ;;
    *)
        echo "sanitize.sh: expected 'address' or 'thread', found '$sanitizer'" >&2
        exit 2
        ;;
esac
shift
flags="-c release --scratch-path $folder --sanitize $sanitizer -Xswiftc -enable-testing"
reports=$PWD/$folder/reports
suppressions=$PWD/Tests/Sanitizers

# shellcheck disable=SC2086  # a list of flags
swift build --build-tests $flags

if [ "$sanitizer" = thread ]; then
    clang -shared -fPIC -O2 -Wall -Wextra -Werror -o "$folder/swift_runtime.so" Tests/Sanitizers/swift_runtime.c
    preload=$PWD/$folder/swift_runtime.so
fi
rm -rf "$reports"
mkdir -p "$reports"
# 66: no test expects it of a program that it starts.
common="exitcode=66:log_path=$reports/report"
export ASAN_OPTIONS="$common:detect_leaks=1"
export LSAN_OPTIONS="suppressions=$suppressions/leaks.txt:print_suppressions=0"
export TSAN_OPTIONS="$common:suppressions=$suppressions/races.txt:print_suppressions=0:history_size=4"
# The Swift runtime's own report of a trap would be waited for.
export SWIFT_BACKTRACE=enable=no

status=0
# shellcheck disable=SC2086  # a list of flags
env ${preload:+LD_PRELOAD="$preload"} swift test --skip-build $flags "$@" || status=$?
count=$(find "$reports" -type f | wc -l)
if [ "$count" -gt 0 ]; then
    echo "sanitize.sh: $count reports in $folder/reports:" >&2
    grep -rhE '^SUMMARY|^(WARNING|==[0-9]*==ERROR): ' "$reports" | sort | uniq -c | sort -rn | head -40 >&2
    exit 1
fi
exit "$status"
