#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What a call owns. It lives in the frame below the one that calls setjmp, so that a longjmp leaves its
// values defined.
typedef struct {
  png_structp png;
  png_infop info, end;
  fovea_png_image *image;
  int status;
  // Reading.
  const uint8_t *source;
  size_t source_count, position;
  png_bytep *rows;
  // Writing.
  uint8_t *target;
  size_t target_count, capacity;
} work;

static void fail(work *self, int status, const char *text) {
  self->status = status;
  png_error(self->png, text);
}

static void note(work *self, const char *format, const char *text) {
  if (!self->image->note[0]) snprintf(self->image->note, sizeof self->image->note, format, text);
}

// Whether all rows have been read, so that what is wrong from here on leaves the picture whole.
static int is_whole(work *self) {
  if (!self->rows) return 0;
  if (png_get_interlace_type(self->png, self->info) != PNG_INTERLACE_NONE)
    return png_get_current_pass_number(self->png) >= 7;
  return png_get_current_row_number(self->png) >= self->image->height;
}

static void on_error(png_structp png, png_const_charp text) {
  work *self = png_get_error_ptr(png);
  if (is_whole(self) && self->status == FOVEA_PNG_CUT_OFF) {
    self->status = FOVEA_PNG_DONE;
    note(self, "it ends without its last chunk, %s", "IEND");
  } else if (is_whole(self) && strncmp(text, "IDAT", 4)) {
    note(self, "what follows its pixels is damaged (%s)", text);
  } else {
    if (self->status == FOVEA_PNG_DONE) self->status = FOVEA_PNG_DAMAGED;
    snprintf(self->image->message, sizeof self->image->message, "%s", text);
  }
  png_longjmp(png, 1);
}

// Warnings are about chunks that don't change the pixels; but libpng drops transparency whose checksum is
// wrong, which does.
static void on_warning(png_structp png, png_const_charp text) {
  work *self = png_get_error_ptr(png);
  if (!strstr(text, "CRC error")) return;
  if (!strncmp(text, "tRNS", 4)) png_error(png, text);
  note(self, "a chunk that isn't part of the pixels is damaged (%s)", text);
}

static void read_bytes(png_structp png, png_bytep target, size_t length) {
  work *self = png_get_io_ptr(png);
  if (length > self->source_count - self->position) fail(self, FOVEA_PNG_CUT_OFF, "the file is cut off");
  memcpy(target, self->source + self->position, length);
  self->position += length;
}

static void decode(work *self, uint64_t pixel_limit, int keeps_depth) {
  if (setjmp(png_jmpbuf(self->png))) return;
  png_structp png = self->png;
  png_set_read_fn(png, self, read_bytes);
  png_read_info(png, self->info);
  png_uint_32 width = png_get_image_width(png, self->info), height = png_get_image_height(png, self->info);
  self->image->width = width;
  self->image->height = height;
  if ((uint64_t)width * height > pixel_limit) fail(self, FOVEA_PNG_TOO_LARGE, "too many pixels");
  // Deflate makes at most 1032 bytes of one: a few bytes that promise more have been cut, and need no memory.
  if ((uint64_t)png_get_rowbytes(png, self->info) * height / 1032 > self->source_count)
    fail(self, FOVEA_PNG_CUT_OFF, "the file is too short for its size");

  png_byte colour = png_get_color_type(png, self->info), depth = png_get_bit_depth(png, self->info);
  if (depth == 16 && !keeps_depth) png_set_scale_16(png);
  if (colour == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
  if (colour == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
  if (png_get_valid(png, self->info, PNG_INFO_tRNS)) png_set_tRNS_to_alpha(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, self->info);
  self->image->channels = png_get_channels(png, self->info);
  size_t row = png_get_rowbytes(png, self->info);
  self->image->depth = png_get_bit_depth(png, self->info);
  if (row != (size_t)width * self->image->channels * (self->image->depth / 8))
    fail(self, FOVEA_PNG_DAMAGED, "its rows have an unexpected length");
  // Zeros: a defect in libpng must not show what was in memory before.
  self->image->pixels = calloc(height, row);
  self->rows = malloc(sizeof(png_bytep) * height);
  if (!self->image->pixels || !self->rows) fail(self, FOVEA_PNG_NO_MEMORY, "no memory");
  for (png_uint_32 y = 0; y < height; y++) self->rows[y] = self->image->pixels + y * row;
  png_read_image(png, self->rows);
  png_read_end(png, self->end);
}

static char *copy(const void *bytes, size_t count) {
  char *result = malloc(count + 1);
  if (!result) return NULL;
  memcpy(result, bytes, count);
  result[count] = 0;
  return result;
}

// Keeps what the chunks before or behind the pixels tell about how the camera was held.
static void keep_metadata(work *self, png_infop info) {
  fovea_png_image *image = self->image;
  png_bytep exif;
  png_uint_32 length;
  if (!image->exif && png_get_eXIf_1(self->png, info, &length, &exif)) {
    image->exif = (uint8_t *)copy(exif, length);
    image->exif_count = image->exif ? length : 0;
  }
  png_textp texts;
  int count = png_get_text(self->png, info, &texts, NULL);
  for (int i = 0; i < count; i++) {
    size_t size = texts[i].text_length ? texts[i].text_length : texts[i].itxt_length;
    if (!image->profile && !strcmp(texts[i].key, "Raw profile type exif"))
      image->profile = copy(texts[i].text, size);
    if (!image->xmp && !strcmp(texts[i].key, "XML:com.adobe.xmp")) image->xmp = copy(texts[i].text, size);
  }
}

int fovea_png_decode(const uint8_t *bytes, size_t count, uint64_t pixel_limit, int keeps_depth,
                     fovea_png_image *result) {
  memset(result, 0, sizeof *result);
  work self = {.image = result, .source = bytes, .source_count = count};
  self.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &self, on_error, on_warning);
  self.info = self.png ? png_create_info_struct(self.png) : NULL;
  self.end = self.info ? png_create_info_struct(self.png) : NULL;
  if (self.end) {
    decode(&self, pixel_limit, keeps_depth);
  } else {
    self.status = FOVEA_PNG_NO_MEMORY;
  }
  if (self.status == FOVEA_PNG_DONE) {
    keep_metadata(&self, self.info);
    keep_metadata(&self, self.end);
  } else {
    free(result->pixels);
    result->pixels = NULL;
  }
  png_destroy_read_struct(&self.png, &self.info, &self.end);
  free((void *)self.rows);
  return self.status;
}

static void write_bytes(png_structp png, png_bytep source, size_t length) {
  work *self = png_get_io_ptr(png);
  if (length > self->capacity - self->target_count) {
    size_t capacity = (self->target_count + length) * 2;
    uint8_t *grown = realloc(self->target, capacity);
    if (!grown) fail(self, FOVEA_PNG_NO_MEMORY, "no memory");
    self->target = grown;
    self->capacity = capacity;
  }
  memcpy(self->target + self->target_count, source, length);
  self->target_count += length;
}

static void flush_bytes(png_structp png) { (void)png; }

static void encode(work *self, const uint8_t *pixels) {
  static const int colours[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
      PNG_COLOR_TYPE_RGBA};
  if (setjmp(png_jmpbuf(self->png))) return;
  const fovea_png_image *image = self->image;
  png_set_write_fn(self->png, self, write_bytes, flush_bytes);
  if (image->channels < 1 || image->channels > 4)
    fail(self, FOVEA_PNG_DAMAGED, "1 to 4 channels can be written");
  png_set_IHDR(self->png, self->info, image->width, image->height, 8, colours[image->channels - 1],
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(self->png, self->info);
  for (uint32_t y = 0; y < image->height; y++)
    png_write_row(self->png, pixels + (size_t)y * image->width * image->channels);
  png_write_end(self->png, self->info);
}

int fovea_png_encode(fovea_png_image *image, const uint8_t *pixels, uint8_t **bytes, size_t *count) {
  work self = {.image = image};
  self.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &self, on_error, on_warning);
  self.info = self.png ? png_create_info_struct(self.png) : NULL;
  if (self.info) {
    encode(&self, pixels);
  } else {
    self.status = FOVEA_PNG_NO_MEMORY;
  }
  png_destroy_write_struct(&self.png, &self.info);
  if (self.status != FOVEA_PNG_DONE) {
    free(self.target);
    return self.status;
  }
  *bytes = self.target;
  *count = self.target_count;
  return FOVEA_PNG_DONE;
}

void fovea_png_free(void *memory) { free(memory); }

void fovea_png_clear(fovea_png_image *image) {
  free(image->pixels);
  free(image->exif);
  free(image->profile);
  free(image->xmp);
}

const char *fovea_png_version(void) { return png_get_libpng_ver(NULL); }
