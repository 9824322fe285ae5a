#pragma once
#include <png.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// libpng leaves a function by longjmp when it fails, which Swift must never see: the whole of a decoding happens in
// one C function, which returns an error as text.

// What may still be read when all rows are: the end of the compressed stream, its checksum, and the garbage that some
// encoders leave behind. libpng unpacks everything that comes there, and a byte can unpack to a thousand.
#define MANT_PNG_SURPLUS 16384

// Encoded bytes, and where reading has come to; the text of the error that ended it.
struct mant_png_state {
    const uint8_t *bytes;
    size_t count;
    size_t position;
    uint32_t height;
    size_t surplus;
    char *message;
    size_t message_capacity;
};

static inline void mant_png_error(png_structp png, png_const_charp text) {
    struct mant_png_state *state = (struct mant_png_state *)png_get_error_ptr(png);
    if (state->message_capacity > 0) {
        strncpy(state->message, text, state->message_capacity - 1);
        state->message[state->message_capacity - 1] = 0;
    }
    png_longjmp(png, 1);
}

static inline void mant_png_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static inline void mant_png_read(png_structp png, png_bytep out, size_t count) {
    struct mant_png_state *state = (struct mant_png_state *)png_get_io_ptr(png);
    if (count > state->count - state->position) {
        png_error(png, "it is cut off");
    }
    // An interlaced image has seven passes; libpng counts rows and passes on before it reads what is left.
    if (png_get_current_row_number(png) >= state->height || png_get_current_pass_number(png) >= 7) {
        if (count > state->surplus) {
            png_error(png, "its data goes on after its last row");
        }
        state->surplus -= count;
    }
    memcpy(out, state->bytes + state->position, count);
    state->position += count;
}

// Decodes a PNG file to 8 bits per sample without alpha: rows of width * channels bytes at `samples`, of which there
// are `height`. `channels` is 1 for the grey colour types and 3 for the others; all three are those of the file's
// IHDR. Returns 0, or another number after writing the reason, ended by a zero, to `message`. Keeps nothing allocated.
//
// Samples of 16 bits keep their high byte; grey of 1, 2 and 4 bits is stretched to 0...255. Neither gAMA, iCCP nor
// sRGB changes a value, and tRNS, like an alpha channel, is dropped without blending.
static inline int mant_png_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height,
                                  uint32_t channels, uint8_t *samples, char *message, size_t message_capacity) {
    struct mant_png_state state = {bytes, count, 0, height, MANT_PNG_SURPLUS, message, message_capacity};
    if (message_capacity > 0) {
        message[0] = 0;
    }
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &state, mant_png_error, mant_png_warning);
    if (png == NULL) {
        return 1;
    }
    // Neither this nor `png` changes after setjmp, so that both are defined after longjmp.
    png_infop info = png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_read_struct(&png, NULL, NULL);
        return 1;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return 1;
    }
    png_set_read_fn(png, &state, mant_png_read);
    png_set_user_limits(png, width, height);
    // What says nothing about the samples is skipped unread: compressed texts and profiles could grow large.
    static const png_byte skipped[] = "cHRM\0gAMA\0iCCP\0sRGB\0sBIT\0bKGD\0hIST\0pHYs\0sPLT\0tIME\0iTXt\0tEXt\0"
                                      "zTXt\0eXIf\0oFFs\0pCAL\0sCAL";
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped, (int)(sizeof(skipped) / 5));
    png_read_info(png, info);
    png_set_strip_16(png);
    png_set_expand_gray_1_2_4_to_8(png);
    if (png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE) {
        png_set_palette_to_rgb(png);
    }
    png_set_strip_alpha(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t row_bytes = (size_t)width * channels;
    if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height ||
        png_get_rowbytes(png, info) != row_bytes) {
        png_error(png, "its chunks contradict its header");
    }
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < height; y++) {
            png_read_row(png, samples + y * row_bytes, NULL);
        }
    }
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}
