// libpng reports errors by longjmp, which must not cross Swift frames: every call of it is made and ended
// here.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum fovea_png_status {
  FOVEA_PNG_DONE = 0,
  FOVEA_PNG_DAMAGED = 1,    // message says why
  FOVEA_PNG_CUT_OFF = 2,    // the bytes end before the picture does
  FOVEA_PNG_TOO_LARGE = 3,  // more pixels than allowed; width and height are set
  FOVEA_PNG_NO_MEMORY = 4,
};

typedef struct {
  uint32_t width, height, channels;  // 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA
  uint32_t depth;                    // bits a channel of the pixels: 8 or 16
  uint8_t *pixels;                   // width * height * channels values
  char message[200];                 // what is wrong, in libpng's words
  char note[200];                    // what is odd about a file that was read; empty where nothing is
  // What tells how the camera was held, NULL where the file hasn't got it: the chunk eXIf, the same in
  // hexadecimal as ImageMagick writes it, and XMP.
  uint8_t *exif;
  size_t exif_count;
  char *profile, *xmp;
} fovea_png_image;

// Decodes to 8 bits a channel: palettes and transparent colours are expanded, 16 bits scaled, or, where the
// depth is kept, left as they are, the higher byte first. Returns a fovea_png_status. What the image then
// owns is released with fovea_png_clear.
int fovea_png_decode(const uint8_t *bytes, size_t count, uint64_t pixel_limit, int keeps_depth,
                     fovea_png_image *result);
// Encodes 8-bit pixels; writes to the image only its message. The bytes are released with fovea_png_free.
int fovea_png_encode(fovea_png_image *image, const uint8_t *pixels, uint8_t **bytes, size_t *count);
void fovea_png_free(void *memory);
void fovea_png_clear(fovea_png_image *image);
// The version of the library that runs, such as "1.6.39".
const char *fovea_png_version(void);
