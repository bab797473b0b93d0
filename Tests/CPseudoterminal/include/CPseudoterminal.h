#ifndef FOVEA_CPSEUDOTERMINAL_H
#define FOVEA_CPSEUDOTERMINAL_H

#include <sys/types.h>

/// Starts a program in `folder` on a pseudo-terminal of its own, which becomes its controlling terminal.
///
/// It is C because Swift doesn't call `forkpty`: what runs between fork and exec must not allocate.
///
/// Returns the terminal's descriptor, or -1 and `errno`.
int fovea_start_on_terminal(
    const char *path, char *const *arguments, char *const *environment, const char *folder, unsigned short columns,
    unsigned short rows, pid_t *process);

/// Changes the size of a terminal's window, which its programs are told by a signal.
void fovea_resize_terminal(int terminal, unsigned short columns, unsigned short rows);

#endif
