/// Windows over images for the tests of convolution and pooling.
#pragma once

#include "mantissa_kernels.h"

/// A window, and what mant_window leaves to the caller.
typedef struct test_window {
    mant_window window;
    ptrdiff_t output_height;
} test_window;

/// At least 1 x 1 outputs, by the floor rule; one in four has windows that end beyond the padding, as by the ceil rule.
test_window random_window(void);
/// Output sizes by the floor rule; output_height is 0 where the window does not fit.
test_window window_make(mant_window window);
