internal import Files
internal import Glibc

extension StateFolder {
  /// A lock on a state folder, for the time in which no session says that it is needed. It ends with the
  /// process, however that ends.
  final class Hold {
    private var descriptor: Int32

    fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { end() }

    func end() {
      guard descriptor >= 0 else { return }
      close(descriptor)
      descriptor = -1
    }
  }

  /// Makes the folder where it is missing, and keeps others from tidying it away.
  func hold() throws(FileFailure) -> Hold {
    while true {
      try makeFolder()
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else {
        // It was tidied away since.
        if errno == ENOENT || errno == EINTR { continue }
        throw FileFailure(code: errno)
      }
      let hold = Hold(descriptor)
      while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
      if isOpen(as: descriptor) { return hold }
    }
  }

  /// The lock for who tidies; nil while the folder is held, and where there are no locks.
  func holdAlone() -> Hold? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    let hold = Hold(descriptor)
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0 && isOpen(as: descriptor) ? hold : nil
  }

  /// Whether what was opened is still what lies there.
  private func isOpen(as descriptor: Int32) -> Bool {
    var (opened, found) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &found) == 0 && opened.st_ino == found.st_ino
      && opened.st_dev == found.st_dev
  }
}
