internal import Glibc

/// What tells without reading a file that it is as it was. One that was put in its place has another number,
/// and one whose time was set back has another time of its entry.
struct FileStamp: Sendable, Hashable {
  let size: UInt64
  /// When its content last changed, in nanoseconds.
  let modified: UInt64
  /// When its content or its entry (name, rights, times) last changed, in nanoseconds.
  let changed: UInt64
  /// Its number in the file system.
  let number: UInt64

  init(size: UInt64, modified: UInt64, changed: UInt64, number: UInt64) {
    (self.size, self.modified, self.changed, self.number) = (size, modified, changed, number)
  }

  init(_ status: stat) {
    self.init(
      size: UInt64(bitPattern: Int64(status.st_size)), modified: Self.nanoseconds(status.st_mtim),
      changed: Self.nanoseconds(status.st_ctim), number: UInt64(status.st_ino))
  }

  /// That of the file at a path, links followed; nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Whether it changed so late that it may change once more without its times telling: file systems count
  /// time in steps of some milliseconds.
  ///
  /// - Parameter moment: No later than when this was taken, in nanoseconds.
  func isFresh(at moment: UInt64) -> Bool { changed > moment &- 100_000_000 }

  /// The time now, in nanoseconds.
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }

  private static func nanoseconds(_ time: timespec) -> UInt64 {
    // What a damaged file system says may be any number.
    UInt64(bitPattern: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }
}
