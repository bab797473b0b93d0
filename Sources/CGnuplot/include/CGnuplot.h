// gnuplot-iostream is a C++ class with exceptions and templates, which Swift doesn't see: one C function
// stands before it.
#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum fovea_gnuplot_outcome {
  fovea_gnuplot_drawn = 0,
  fovea_gnuplot_missing = 1,  // there is no such program, or it may not be run
  fovea_gnuplot_failed = 2,   // it was started and ended badly; the message is what it said
};

// Starts `executable` (a path, or a name that is looked up in PATH), gives it the script, and waits for its
// end. Its standard output goes to the descriptor `output`, its standard error into `message`, which ends
// with a zero. SIGPIPE is held back meanwhile, and Ctrl-C doesn't reach it.
enum fovea_gnuplot_outcome fovea_gnuplot_run(
    const char *executable, const char *script, size_t length, int output, char *message, size_t capacity);

// A file that lies in memory only, for what gnuplot draws; -1 and errno where there is none.
int fovea_gnuplot_memory(void);

#ifdef __cplusplus
}
#endif
