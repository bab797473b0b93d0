// gnuplot-iostream is a C++ class with exceptions and templates: one C function stands before it.
#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// Gives a script to gnuplot and waits for its end. `command` is a shell command that starts gnuplot.
// Returns the command's exit status, or -1 with a message when it couldn't be started or fed.
int fovea_gnuplot_run(const char *command, const char *script, size_t length, char message[256]);

#ifdef __cplusplus
}
#endif
