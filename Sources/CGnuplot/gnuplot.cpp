#include "CGnuplot.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <exception>

#include <gnuplot-iostream.h>

namespace {
// A gnuplot that ends early must not end us: SIGPIPE is held back while we write to it, and thrown away.
class BrokenPipeGuard {
 public:
  BrokenPipeGuard() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~BrokenPipeGuard() {
    if (!sigismember(&before_, SIGPIPE)) {
      const timespec none = {0, 0};
      while (sigtimedwait(&pipe_, nullptr, &none) == SIGPIPE) {
      }
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_, before_;
};
}  // namespace

int fovea_gnuplot_run(const char *command, const char *script, size_t length, char message[256]) {
  BrokenPipeGuard guard;
  message[0] = 0;
  try {
    // gnuplot-iostream closes the stream that it is given, and keeps the status to itself: it gets a second one to the
    // same pipe, and the end, with the status, is ours.
    FILE *pipe = popen(command, "w");
    if (!pipe) {
      snprintf(message, 256, "it couldn't be started");
      return -1;
    }
    FILE *second = fdopen(dup(fileno(pipe)), "w");
    if (!second) {
      pclose(pipe);
      snprintf(message, 256, "it couldn't be fed");
      return -1;
    }
    {
      Gnuplot plot(second);
      plot.write(script, static_cast<std::streamsize>(length));
      plot.flush();
    }
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  } catch (const std::exception &error) {
    snprintf(message, 256, "%s", error.what());
    return -1;
  }
}
