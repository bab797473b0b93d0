#include "CGnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <exception>
#include <string>
#include <vector>

#include <gnuplot-iostream.h>

extern char **environ;

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
  BrokenPipeGuard(const BrokenPipeGuard &) = delete;
  BrokenPipeGuard &operator=(const BrokenPipeGuard &) = delete;

  const sigset_t *before() const { return &before_; }

 private:
  sigset_t pipe_, before_;
};

// A descriptor with one owner.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;

  int number() const { return number_; }
  int release() {
    int number = number_;
    number_ = -1;
    return number;
  }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

// A second descriptor above those that the child's standard streams will take: where ours are closed, a new
// file gets one of their numbers, and would be overwritten.
int lifted(int number) { return number < 0 ? number : fcntl(number, F_DUPFD_CLOEXEC, 3); }

// Our environment, but for what would make a picture depend on the person's settings.
std::vector<std::string> environment() {
  std::vector<std::string> result = {"LC_ALL=C.UTF-8"};
  for (char **entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    bool isOurs = false;
    for (const char *name : {"LC_", "LANG", "GNUTERM", "GNUPLOT_", "GNUFITLOG"})
      isOurs = isOurs || text.compare(0, strlen(name), name) == 0;
    if (!isOurs) result.push_back(text);
  }
  return result;
}

pid_t start(const char *executable, int input, int output, int errors, const sigset_t *mask, int *failure) {
  // -d: no file of the person's settings is read.
  std::string name = executable, flag = "-d";
  char *arguments[] = {&name[0], &flag[0], nullptr};
  std::vector<std::string> entries = environment();
  std::vector<char *> pointers;
  for (std::string &entry : entries) pointers.push_back(&entry[0]);
  pointers.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, errors, 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // A process group of its own: Ctrl-C is ours to handle, gnuplot finishes its picture.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, mask);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  pid_t process = -1;
  *failure = posix_spawnp(&process, executable, &actions, &attributes, arguments, pointers.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return process;
}

void tell(char *message, size_t capacity, const char *what) { snprintf(message, capacity, "%s", what); }

fovea_gnuplot_outcome run(
    const char *executable, const char *script, size_t length, int output, char *message, size_t capacity) {
  BrokenPipeGuard guard;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    tell(message, capacity, strerror(errno));
    return fovea_gnuplot_failed;
  }
  Descriptor end(ends[0]), feed(ends[1]), words(memfd_create("gnuplot's messages", MFD_CLOEXEC));
  Descriptor input(lifted(end.number())), errors(lifted(words.number())), picture(lifted(output));
  if (input.number() < 0 || errors.number() < 0 || picture.number() < 0) {
    tell(message, capacity, strerror(errno));
    return fovea_gnuplot_failed;
  }
  int failure = 0;
  const pid_t process = start(executable, input.number(), picture.number(), errors.number(), guard.before(),
                              &failure);
  if (failure != 0) {
    tell(message, capacity, strerror(failure));
    return failure == ENOENT || failure == EACCES || failure == ENOTDIR
        ? fovea_gnuplot_missing : fovea_gnuplot_failed;
  }
  // The child has the only reader: writing fails when it is gone.
  end.close();
  input.close();
  // The process is waited for whatever happens to the feeding.
  std::string trouble;
  try {
    FILE *stream = fdopen(feed.number(), "w");
    if (stream) {
      feed.release();
      Gnuplot plot(stream);
      plot.write(script, static_cast<std::streamsize>(length));
      plot.flush();
    } else {
      trouble = strerror(errno);
    }
  } catch (const std::exception &error) {
    // A stream that was never closed would leave it waiting for more, and us for its end.
    trouble = error.what();
    kill(process, SIGTERM);
  }
  feed.close();

  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) {
      tell(message, capacity, strerror(errno));
      return fovea_gnuplot_failed;
    }
  }
  const ssize_t said = pread(errors.number(), message, capacity - 1, 0);
  message[said > 0 ? said : 0] = 0;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && trouble.empty()) return fovea_gnuplot_drawn;
  if (message[0] == 0 && !trouble.empty()) tell(message, capacity, trouble.c_str());
  if (message[0] == 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
    tell(message, capacity, "files may not be so large here ('ulimit -f').");
  else if (message[0] == 0 && WIFSIGNALED(status))
    snprintf(message, capacity, "ended by signal %d", WTERMSIG(status));
  else if (message[0] == 0)
    snprintf(message, capacity, "ended with status %d", WEXITSTATUS(status));
  return fovea_gnuplot_failed;
}
}  // namespace

fovea_gnuplot_outcome fovea_gnuplot_run(
    const char *executable, const char *script, size_t length, int output, char *message, size_t capacity) {
  if (capacity == 0) return fovea_gnuplot_failed;
  message[0] = 0;
  try {
    return run(executable, script, length, output, message, capacity);
  } catch (const std::exception &error) {
    tell(message, capacity, error.what());
  } catch (...) {
    tell(message, capacity, "an unknown exception");
  }
  return fovea_gnuplot_failed;
}

int fovea_gnuplot_memory(void) { return memfd_create("gnuplot's picture", MFD_CLOEXEC); }
