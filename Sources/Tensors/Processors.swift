internal import Glibc

/// The processors of the machine.
public enum Processors {
  /// How many of them this process may run on, from 1 to 256: `taskset` and containers may leave it some of
  /// them only.
  public static var available: Int {
    min(max(1, allowed ?? sysconf(Int32(_SC_NPROCESSORS_ONLN))), 256)
  }

  /// What the kernel says (proc(5), `Cpus_allowed`: a mask in hexadecimal digits); nil without /proc. Swift
  /// doesn't see `sched_getaffinity`, and `ProcessInfo` counts all processors.
  private static var allowed: Int? {
    guard let file = fopen("/proc/thread-self/status", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 1 << 12)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard text.hasPrefix("Cpus_allowed:") else { continue }
      return text.dropFirst("Cpus_allowed:".count).reduce(0) { count, digit in
        count + (digit.hexDigitValue?.nonzeroBitCount ?? 0)
      }
    }
    return nil
  }
}
