#define _DEFAULT_SOURCE
#include "harness.h"

#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// MARK: numbers

static uint64_t first_state, state;

void seed_random(uint64_t seed) {
    first_state = seed << 32;
}

/// SplitMix64.
static uint64_t next(void) {
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

ptrdiff_t random_in(ptrdiff_t lowest, ptrdiff_t highest) {
    return lowest + (ptrdiff_t)(next() % (uint64_t)(highest - lowest + 1));
}

int one_in(ptrdiff_t n) {
    return random_in(1, n) == 1;
}

ptrdiff_t pick(const ptrdiff_t *list, ptrdiff_t count) {
    return list[random_in(0, count - 1)];
}

ptrdiff_t random_columns(void) {
    return one_in(3) ? random_in(1, 80)
                     : PICK(1, 2, 3, 5, 7, 8, 9, 11, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 64, 65, 97, 127);
}

int16_t random_mantissa(int16_t limit) {
    switch (random_in(0, 23)) {
    case 0:
        return limit;
    case 1:
        return (int16_t)-limit;
    case 2:
        return 0;
    default:
        return (int16_t)random_in(-limit, limit);
    }
}

float random_scale(int lowest, int highest) {
    const float scale = ldexpf(1.0f, (int)random_in(lowest, highest));
    return one_in(4) ? scale * 1.1f : scale;
}

float random_nan(void) {
    const uint32_t sign = one_in(2) ? 0x80000000u : 0;
    const uint32_t bits = sign | 0x7FC00000u | (uint32_t)random_in(0, 0x3FFFFF);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

float random_float(int with_special) {
    const float sign = one_in(2) ? -1.0f : 1.0f;
    switch (random_in(0, with_special ? 40 : 32)) {
    case 0:
        return sign * 0.0f;
    case 1:
        return sign * ((float)random_in(0, 33000) + 0.5f);
    case 2:
        return sign * 0x1p-140f;
    case 3:
        return sign * ldexpf(1.5f, (int)random_in(-120, 120));
    case 33:
        return sign * INFINITY;
    case 34:
        return random_nan();
    default: {
        const float size = ldexpf(sign, (int)random_in(-24, -4));
        return size * (float)random_in(0, 1 << 24);
    }
    }
}

mant_limits random_limits(void) {
    static const mant_limits usual[] = {
        {-INFINITY, INFINITY, -32767, 32767}, {0.0f, INFINITY, -32767, 32767}, {0.0f, 6000.25f, 0, 8191},
        {0.0f, 1000.5f, -100, 900},           {5.5f, 100.0f, -32767, 32767},   {-0.0f, 0.0f, -1, 1},
        {-0.5f, 0.5f, -2047, 2047},           {-INFINITY, -40.0f, -30, 30},    {90.0f, INFINITY, -30, 30},
    };
    if (one_in(2)) {
        return usual[random_in(0, (ptrdiff_t)(sizeof usual / sizeof usual[0]) - 1)];
    }
    const int16_t minimum = (int16_t)random_in(-32767, 32767), maximum = (int16_t)random_in(minimum, 32767);
    const float lower = (float)random_in(-70000, 70000) * 0.5f;
    return (mant_limits){lower, lower + (float)random_in(0, 70000) * 0.75f, minimum, maximum};
}

// MARK: operands

enum { MAX_BUFFERS = 64, PATTERN = 0x5A };

static struct {
    void *base;
    size_t bytes;
} mappings[MAX_BUFFERS];
static int mapping_count;

_Noreturn static void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

buffer buffer_make(size_t bytes, size_t slack) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t inside = (bytes + slack + page - 1) / page * page;
    if (mapping_count == MAX_BUFFERS) {
        fail("the test has too many buffers");
    }
    unsigned char *base = mmap(NULL, inside + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED || mprotect(base + page, inside, PROT_READ | PROT_WRITE) != 0) {
        fail("no memory");
    }
    mappings[mapping_count].base = base;
    mappings[mapping_count++].bytes = inside + 2 * page;
    memset(base + page, PATTERN, inside);
    return (buffer){.data = base + page + inside - slack - bytes, .bytes = bytes, .first = base + page};
}

buffer buffer_copy(buffer original) {
    const buffer copy = buffer_make(original.bytes, 0);
    memcpy(copy.data, original.data, original.bytes);
    return copy;
}

void buffers_free(void) {
    while (mapping_count > 0) {
        mapping_count--;
        munmap(mappings[mapping_count].base, mappings[mapping_count].bytes);
    }
}

int16_t *random_mantissas(ptrdiff_t count, ptrdiff_t slack_count, int16_t limit) {
    int16_t *data = buffer_make((size_t)count * sizeof(int16_t), (size_t)slack_count * sizeof(int16_t)).data;
    for (ptrdiff_t i = 0; i < count + slack_count; i++) {
        data[i] = random_mantissa(limit);
    }
    return data;
}

float *random_floats(ptrdiff_t count, int with_special) {
    float *data = buffer_make((size_t)count * sizeof(float), 0).data;
    for (ptrdiff_t i = 0; i < count; i++) {
        data[i] = random_float(with_special);
    }
    return data;
}

ptrdiff_t extent(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride) {
    return (rows - 1) * stride + columns;
}

// MARK: comparison

static char title[64], description[512];
static uint64_t cases, values, saturated, checksum;

static void fail(const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    fflush(stdout);
    fprintf(stderr, "%s: %s: %s\n", title, description, message);
    exit(1);
}

static void write_text(const char *text) {
    if (write(STDERR_FILENO, text, strlen(text)) < 0) {
        _exit(1);
    }
}

static void on_fault(int signal) {
    (void)signal;
    write_text(title);
    write_text(": ");
    write_text(description);
    write_text(": access outside an operand\n");
    _exit(1);
}

void operation_begin(const char *instruction_set, const char *operation) {
    snprintf(title, sizeof title, "%s %s", instruction_set, operation);
    cases = 0;
    values = 0;
    saturated = 0;
    checksum = 0;
    signal(SIGSEGV, on_fault);
    signal(SIGBUS, on_fault);
}

void case_next(void) {
    state = first_state + ++cases;
    next();
    state = next();
}

void case_begin(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(description, sizeof description, format, arguments);
    va_end(arguments);
}

static void checksum_add(uint64_t bits) {
    checksum = (checksum ^ bits) * 0x100000001B3u;
}

static void expect_front_untouched(buffer found) {
    for (const unsigned char *p = found.first; p < (unsigned char *)found.data; p++) {
        if (*p != PATTERN) {
            fail("wrote %td bytes before the results", (unsigned char *)found.data - p);
        }
    }
}

void expect_equal_i16(buffer found, buffer expected) {
    const int16_t *f = found.data, *e = expected.data;
    for (size_t i = 0; i < found.bytes / sizeof(int16_t); i++) {
        if (f[i] != e[i]) {
            fail("index %zu: %d instead of %d", i, f[i], e[i]);
        }
        checksum_add((uint16_t)f[i]);
    }
    values += found.bytes / sizeof(int16_t);
    expect_front_untouched(found);
}

void expect_equal_f32(buffer found, buffer expected) {
    const float *f = found.data, *e = expected.data;
    for (size_t i = 0; i < found.bytes / sizeof(float); i++) {
        if (memcmp(&f[i], &e[i], sizeof(float)) != 0) {
            fail("index %zu: %a instead of %a", i, (double)f[i], (double)e[i]);
        }
        // Infinity times 0 is a NaN of another sign on x86.
        uint32_t bits = 0x7FC00000;
        memcpy(&bits, &f[i], isnan(f[i]) ? 0 : sizeof bits);
        checksum_add(bits);
    }
    values += found.bytes / sizeof(float);
    expect_front_untouched(found);
}

void expect_equal_count(uint64_t found, uint64_t expected) {
    if (found != expected) {
        fail("counted %llu saturations instead of %llu", (unsigned long long)found, (unsigned long long)expected);
    }
    saturated += found;
    checksum_add(found);
}

void operation_end(void) {
    printf("%-24s %6llu cases %9llu values %8llu saturated, checksum %016llx\n", title, (unsigned long long)cases,
           (unsigned long long)values, (unsigned long long)saturated, (unsigned long long)checksum);
    fflush(stdout);
}

void saturating_operation_end(void) {
    operation_end();
    if (saturated == 0 || saturated >= values) {
        fail("the cases saturate nowhere or everywhere: they test too little");
    }
}
