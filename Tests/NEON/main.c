/// Runs each entry of the tables that this processor supports against the scalar table, on random arguments.
///
///     kernel-test [seed]
///
/// Exit status: 0 when all bits and counts are equal, 1 at the first difference, 2 for wrong usage.
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

int main(int argc, char **argv) {
    char *end = NULL;
    const uint64_t seed = argc > 1 ? strtoull(argv[1], &end, 10) : 1;
    if (argc > 2 || (end != NULL && (end == argv[1] || *end != 0))) {
        fprintf(stderr, "usage: kernel-test [seed]\n");
        return 2;
    }
    const struct {
        const char *name;
        int32_t is_supported;
        mant_kernels kernels;
    } sets[] = {
        {"avx2", mant_supports_avx2(), mant_kernels__avx2()},
        {"avx512", mant_supports_avx512(), mant_kernels__avx512()},
        {"avx512vnni", mant_supports_avx512vnni(), mant_kernels__avx512vnni()},
        {"neon", mant_supports_neon(), mant_kernels__neon()},
    };
    int tested = 0;
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        if (!sets[i].is_supported) {
            continue;
        }
        const subject s = {sets[i].name, sets[i].kernels, mant_kernels__scalar()};
        if (s.tested.im2col != NULL || s.tested.lut != NULL) {
            fprintf(stderr, "%s: im2col and lut have no test here yet\n", s.name);
            return 1;
        }
        seed_random(seed);
        test_gemm(&s);
        test_dwconv(&s);
        test_pooling(&s);
        test_elementwise(&s);
        test_conversion(&s);
        test_normalization(&s);
        test_transpose(&s);
        printf("%s: all bits and counts equal the scalar kernels', seed %llu\n", s.name, (unsigned long long)seed);
        tested++;
    }
    if (tested == 0) {
        fprintf(stderr, "kernel-test: this processor has no instruction set to test\n");
        return 1;
    }
    return 0;
}
