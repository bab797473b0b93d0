#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// jpeglib.h needs stdio.h before it.
#include <jpeglib.h>

#include <jerror.h>

#define STRING(x) #x
#define TEXT(x) STRING(x)

// A progressive file of a few kilobytes can ask for thousands of passes over a large picture; real ones have
// about ten.
enum { scan_limit = 500 };

// What a call owns. It lives in the frame below the one that calls setjmp, so that a longjmp leaves its
// values defined.
typedef struct {
  struct jpeg_decompress_struct info;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf jump;
  fovea_jpeg_image *image;
  int status, is_decoding;
  uint8_t *inks;
} work;

static void fail(work *self, int status, const char *text) {
  self->status = status;
  snprintf(self->image->message, sizeof self->image->message, "%s", text);
  longjmp(self->jump, 1);
}

static void on_error(j_common_ptr info) {
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  int code = info->err->msg_code;
  fail(info->client_data,
       code == JWRN_JPEG_EOF || code == JERR_INPUT_EOF ? FOVEA_JPEG_CUT_OFF
       : code == JERR_OUT_OF_MEMORY                    ? FOVEA_JPEG_NO_MEMORY
                                                       : FOVEA_JPEG_DAMAGED,
       text);
}

// libjpeg warns of damage and goes on with gray blocks; half a picture must not pass for a whole one. What it
// finds between segments and behind the data of a scan, and what it doesn't know in a header, leave the
// pixels whole.
static void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  work *self = info->client_data;
  fovea_jpeg_image *image = self->image;
  switch (info->err->msg_code) {
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
    case JWRN_NOT_SEQUENTIAL: return;
    case JWRN_EXTRANEOUS_DATA:
      if (self->is_decoding && !image->note[0])
        snprintf(image->note, sizeof image->note, "%d stray bytes follow its picture data",
                 info->err->msg_parm.i[0]);
      return;
    default: on_error(info);
  }
}

static void print_nothing(j_common_ptr info) { (void)info; }

static void on_progress(j_common_ptr info) {
  work *self = info->client_data;
  if (self->info.input_scan_number > scan_limit) fail(self, FOVEA_JPEG_DAMAGED, "it has more than 500 scans");
}

static void decode(work *self, const uint8_t *bytes, size_t count, uint64_t pixel_limit) {
  if (setjmp(self->jump)) return;
  struct jpeg_decompress_struct *info = &self->info;
  fovea_jpeg_image *image = self->image;
  jpeg_create_decompress(info);
  info->client_data = self;
  info->progress = &self->progress;
  jpeg_mem_src(info, bytes, count);
  jpeg_read_header(info, TRUE);
  image->width = info->image_width;
  image->height = info->image_height;
  if ((uint64_t)image->width * image->height > pixel_limit)
    fail(self, FOVEA_JPEG_TOO_LARGE, "too many pixels");
  // A block of 64 pixels takes at least a bit of Huffman's code in one of the components, of which each may
  // lack three of four rows and columns: a few bytes that promise more have been cut, and need no memory.
  if (!info->arith_code && (uint64_t)image->width * image->height / 8192 > count)
    fail(self, FOVEA_JPEG_CUT_OFF, "the file is too short for its size");

  int is_inks = info->num_components == 4;
  info->out_color_space = is_inks ? JCS_CMYK : info->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  info->dct_method = JDCT_ISLOW;
  info->do_fancy_upsampling = TRUE;
  self->is_decoding = 1;
  jpeg_start_decompress(info);
  image->channels = is_inks ? 3 : (uint32_t)info->output_components;
  image->pixels = calloc(image->height, (size_t)image->width * image->channels);
  self->inks = malloc((size_t)image->width * 4);
  if (!image->pixels || !self->inks) fail(self, FOVEA_JPEG_NO_MEMORY, "no memory");
  while (info->output_scanline < info->output_height) {
    uint8_t *target = image->pixels + (size_t)info->output_scanline * image->width * image->channels;
    JSAMPROW line = is_inks ? self->inks : target;
    jpeg_read_scanlines(info, &line, 1);
    if (!is_inks) continue;
    // Adobe's files hold inks inverted (255 is no ink); files without Adobe's marker hold them as the
    // standard says.
    int flip = info->saw_Adobe_marker ? 0 : 255;
    for (uint32_t x = 0; x < image->width; x++) {
      const uint8_t *ink = self->inks + (size_t)x * 4;
      int white = ink[3] ^ flip;
      for (int c = 0; c < 3; c++)
        target[(size_t)x * 3 + c] = (uint8_t)(((ink[c] ^ flip) * white + 127) / 255);
    }
  }
  jpeg_finish_decompress(info);
}

int fovea_jpeg_decode(const uint8_t *bytes, size_t count, uint64_t pixel_limit, fovea_jpeg_image *result) {
  memset(result, 0, sizeof *result);
  work self;
  memset(&self, 0, sizeof self);
  self.image = result;
  self.info.client_data = &self;
  self.info.err = jpeg_std_error(&self.errors);
  self.errors.error_exit = on_error;
  self.errors.emit_message = on_message;
  self.errors.output_message = print_nothing;
  self.progress.progress_monitor = on_progress;
  decode(&self, bytes, count, pixel_limit);
  jpeg_destroy_decompress(&self.info);
  free(self.inks);
  if (self.status != FOVEA_JPEG_DONE) {
    free(result->pixels);
    result->pixels = NULL;
  }
  return self.status;
}

void fovea_jpeg_free(void *memory) { free(memory); }

const char *fovea_jpeg_version(void) {
#ifdef LIBJPEG_TURBO_VERSION
  return TEXT(LIBJPEG_TURBO_VERSION);
#else
  return TEXT(JPEG_LIB_VERSION);
#endif
}
