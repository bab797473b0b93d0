internal import Glibc

/// How much memory there is room for. What can't fit is refused before it is asked for: a failed allocation
/// would end the process.
enum MemoryRoom {
  /// Bytes that can be had now: what the machine has available, the process's control group allows, and
  /// `ulimit -v` leaves.
  static var bytes: Int {
    var room = available ?? Int(sysconf(Int32(_SC_PHYS_PAGES))) * pageSize
    for group in groups {
      guard let limit = number(in: group.limit), let used = number(in: group.usage) else { continue }
      // Pages of files count as used and are given back when memory is short.
      room = min(room, max(0, limit - used + (field(group.cacheField, in: group.statistics) ?? 0)))
    }
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < UInt(Int.max),
      let pages = text("/proc/self/statm").split(separator: " ").first.flatMap({ Int($0) })
    {
      room = min(room, max(0, Int(limit.rlim_cur) - pages * pageSize))
    }
    return room
  }

  /// Refuses content for which there is no room.
  static func check(for count: Int, each size: Int, what: String) throws(DataError) {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: size)
    if !overflows, bytes < small { return }
    let room = Self.bytes
    if overflows || bytes > room {
      throw .tooLarge(what: what, bytes: overflows ? Int.max : bytes, room: room)
    }
  }

  /// What is always asked for: looking at the room would take longer.
  private static let small = 1 << 25

  private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// Where control groups of version 2 and 1 tell their limits.
  private static let groups = [
    (
      limit: "/sys/fs/cgroup/memory.max", usage: "/sys/fs/cgroup/memory.current",
      statistics: "/sys/fs/cgroup/memory.stat", cacheField: "file"
    ),
    (
      limit: "/sys/fs/cgroup/memory/memory.limit_in_bytes",
      usage: "/sys/fs/cgroup/memory/memory.usage_in_bytes",
      statistics: "/sys/fs/cgroup/memory/memory.stat", cacheField: "total_cache"
    ),
  ]

  private static var available: Int? { field("MemAvailable:", in: "/proc/meminfo").map { $0 * 1024 } }

  /// The number behind a name at the beginning of a line.
  private static func field(_ name: String, in path: String) -> Int? {
    for line in text(path).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count > 1, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  private static func number(in path: String) -> Int? {
    text(path).split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
  }

  /// A small file of the kernel's, which has no size beforehand; empty where it isn't there.
  private static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
