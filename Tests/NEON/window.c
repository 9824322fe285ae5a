#include "window.h"

#include "harness.h"

test_window window_make(mant_window w) {
    const ptrdiff_t height = w.height + w.pad_top + w.pad_bottom - (w.kernel_height - 1) * w.dilation_height - 1;
    const ptrdiff_t width = w.width + w.pad_left + w.pad_right - (w.kernel_width - 1) * w.dilation_width - 1;
    if (height < 0 || width < 0) {
        return (test_window){.window = w, .output_height = 0};
    }
    w.output_width = width / w.stride_width + 1;
    return (test_window){.window = w, .output_height = height / w.stride_height + 1};
}

test_window random_window(void) {
    for (;;) {
        const ptrdiff_t kernel = PICK(1, 2, 3, 3, 3, 5, 7), stride = PICK(1, 1, 2);
        mant_window w = {
            .height = random_in(1, 13),
            .width = random_in(1, 29),
            .kernel_height = kernel,
            .kernel_width = kernel,
            .stride_height = stride,
            .stride_width = stride,
            .dilation_height = 1,
            .dilation_width = 1,
            .pad_top = kernel / 2,
            .pad_left = kernel / 2,
            .pad_bottom = kernel / 2,
            .pad_right = kernel / 2,
        };
        if (one_in(2)) {
            w.kernel_height = random_in(1, 6);
            w.kernel_width = random_in(1, 9);
            w.stride_height = random_in(1, 3);
            w.stride_width = random_in(1, 4);
            w.dilation_height = PICK(1, 1, 2, 3);
            w.dilation_width = PICK(1, 1, 2, 3);
            w.pad_top = random_in(0, 4);
            w.pad_left = random_in(0, 4);
            w.pad_bottom = random_in(0, 4);
            w.pad_right = random_in(0, 4);
        }
        test_window t = window_make(w);
        if (t.output_height > 0) {
            if (one_in(4)) {
                t.window.output_width++;
                t.output_height++;
            }
            return t;
        }
    }
}
