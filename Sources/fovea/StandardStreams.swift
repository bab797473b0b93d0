import Glibc

/// Standard input, output and errors, which a daemon may start a program without.
enum StandardStreams {
  /// Opens the null device where there is none. Otherwise the next file that is opened would get the
  /// descriptor: what is reported would be written into the record of the session, and a pipe of ours would
  /// be read as commands.
  static func open() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The lowest free descriptor is taken, which is this one: those below are open by now.
      let opened = Glibc.open("/dev/null", O_RDWR)
      if opened >= 0, opened != descriptor {
        dup2(opened, descriptor)
        close(opened)
      }
    }
  }
}
