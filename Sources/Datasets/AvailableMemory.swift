internal import Glibc

/// How much memory there is room for. What can't fit is refused before it is asked for: a failed allocation
/// would end the process.
package enum AvailableMemory {
  /// Bytes that can be had now: what the machine has available, the process's control group allows, and
  /// `ulimit -v` leaves.
  static var bytes: Int {
    var room = available ?? Int(sysconf(Int32(_SC_PHYS_PAGES))) * pageSize
    for group in groups {
      guard let limit = number(in: group.folder + group.limit),
        let used = number(in: group.folder + group.usage)
      else {
        continue
      }
      // Pages of files count as used and are given back when memory is short.
      let cache = field(group.cacheField, in: group.folder + "/memory.stat") ?? 0
      room = min(room, max(0, limit - max(0, used - cache)))
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
  package static func check(for count: Int, each size: Int, what: String) throws(DataError) {
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

  /// A control group, and what its files are called.
  private struct Group {
    let folder: String
    let limit: String
    let usage: String
    let cacheField: String
  }

  /// The groups of this process, of version 2 and 1, and those above them, which limit it as well.
  private static var groups: [Group] {
    text("/proc/self/cgroup").split(separator: "\n").flatMap { line -> [Group] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[0] == "0" || fields[1].split(separator: ",").contains("memory") else {
        return []
      }
      var names = fields[2].split(separator: "/")
      var folders = ["/" + names.joined(separator: "/")]
      while !names.isEmpty {
        names.removeLast()
        folders.append("/" + names.joined(separator: "/"))
      }
      return folders.map { folder in
        fields[0] == "0"
          ? Group(
            folder: "/sys/fs/cgroup" + folder, limit: "/memory.max", usage: "/memory.current",
            cacheField: "file")
          : Group(
            folder: "/sys/fs/cgroup/memory" + folder, limit: "/memory.limit_in_bytes",
            usage: "/memory.usage_in_bytes", cacheField: "total_cache")
      }
    }
  }

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
