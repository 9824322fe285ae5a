#!/bin/sh
# Compares the NEON kernels with the scalar ones, bit by bit: neon-test.sh [SEED]
# Builds Sources/CKernels and Tests/NEON for AArch64 with gcc and, where there is one that links for it, with clang, which
# is what Swift packages are built with. Both run in qemu's user mode, or on an AArch64 machine without it. On x86 with AVX2
# the same cases run there as well, and the checksums of all results must be equal: the two architectures answer alike.
set -eu
cd "$(dirname "$0")/.."
seed=${1:-1}
case "$seed" in
    *[!0-9]*)
        echo "neon-test.sh: a seed must be a number, found '$seed'" >&2
        exit 2
        ;;
esac
folder=.build-neon
sources=$(git ls-files -co --exclude-standard -- 'Sources/CKernels/*.c' 'Tests/NEON/*.c')
# The flags of Package.swift; warnings are errors.
flags="-std=c11 -O3 -ffp-contract=off -fno-fast-math -Wall -Wextra -Werror -ISources/CKernels/include"
# What gcc does not know of the sources.
for_gcc="-Wno-unknown-pragmas -fno-math-errno -D_Nullable= -D__builtin_elementwise_sqrt=__builtin_sqrtf"

if [ "$(uname -m)" = aarch64 ]; then
    gcc=gcc
    emulator=
    for_clang=
    link="-lm"
else
    gcc=aarch64-linux-gnu-gcc
    emulator=qemu-aarch64
    for_clang="--target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include"
    # A static program needs no loader of the other architecture.
    link="-static -lm"
fi
for program in $gcc $emulator; do
    if ! command -v "$program" >/dev/null 2>&1; then
        echo "neon-test.sh: no '$program' on the PATH; scripts/setup.sh --neon installs it" >&2
        exit 1
    fi
done
mkdir -p "$folder"

# compile_and_run NAME COMPILER FLAGS...
compile_and_run() {
    name=$1
    shift
    # shellcheck disable=SC2086  # lists of flags and files
    if ! "$@" $flags $sources $link -o "$folder/$name"; then
        echo "neon-test.sh: $name does not compile the kernels" >&2
        exit 1
    fi
    echo "Built with $name:"
    # shellcheck disable=SC2086  # empty without an emulator
    if ! $emulator "$folder/$name" "$seed" >"$folder/$name.txt"; then
        echo "neon-test.sh: built with $name, a kernel and its scalar version differ" >&2
        exit 1
    fi
    cat "$folder/$name.txt"
    awk '/checksum/ { print $2, $NF }' "$folder/$name.txt" | sort -u >"$folder/$name.sums"
    if ! cmp -s "$folder/gcc.sums" "$folder/$name.sums"; then
        echo "neon-test.sh: the checksums of gcc and $name differ (diff $folder/gcc.sums $folder/$name.sums)" >&2
        exit 1
    fi
}

# shellcheck disable=SC2086  # a list of flags
compile_and_run gcc $gcc $for_gcc
echo '#include <math.h>
int main(void) { return 0; }' >"$folder/probe.c"
# shellcheck disable=SC2086  # lists of flags
if clang $for_clang "$folder/probe.c" $link -o "$folder/probe" >/dev/null 2>&1; then
    compile_and_run clang clang $for_clang
else
    echo "skipped: the kernels built with clang; there is none that links for AArch64"
fi
if [ -n "$emulator" ] && grep -qw avx2 /proc/cpuinfo && command -v clang >/dev/null 2>&1; then
    emulator="" link="-lm"
    compile_and_run x86 clang
else
    echo "skipped: the same on x86; this machine has no AVX2 or no clang"
fi
