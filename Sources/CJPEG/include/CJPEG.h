// libjpeg reports errors by a callback that must not return: they end by longjmp here, never across Swift
// frames.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum fovea_jpeg_status {
  FOVEA_JPEG_DONE = 0,
  FOVEA_JPEG_DAMAGED = 1,    // message is libjpeg's
  FOVEA_JPEG_CUT_OFF = 2,    // the bytes end before the picture does
  FOVEA_JPEG_TOO_LARGE = 3,  // more pixels than allowed; width and height are set
  FOVEA_JPEG_NO_MEMORY = 4,
};

typedef struct {
  uint32_t width, height, channels;  // 1 gray, 3 RGB
  uint8_t *pixels;                   // width * height * channels; release with fovea_jpeg_free
  char message[200];                 // what is wrong, in libjpeg's words
  char note[200];                    // what is odd about a file that was read; empty where nothing is
} fovea_jpeg_image;

// Decodes to gray or RGB with the exact integer transform and smooth upsampling, as it lies in the file:
// orientation is not looked at. Data that libjpeg would repair by guessing is an error. Returns a
// fovea_jpeg_status.
int fovea_jpeg_decode(const uint8_t *bytes, size_t count, uint64_t pixel_limit, fovea_jpeg_image *result);
void fovea_jpeg_free(void *memory);
// The version of the library that this was built with, such as "2.1.5"; libjpeg can't be asked at run time.
const char *fovea_jpeg_version(void);
