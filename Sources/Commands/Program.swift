internal import Foundation
internal import Kernels
internal import Networks
public import Record

/// What a record says about where it was made.
public enum Program {
  public static let version = "0.1.0"
  /// Raised when a change of ours changes results.
  public static let numerics = Numerics.version

  /// The header of a session that begins now.
  public static func header(seed: UInt64, now: SessionTime = .now) -> SessionHeader {
    SessionHeader(
      versions: [
        .init("fovea", version), .init("numerics", String(numerics)), .init("oneDNN", KernelLibrary.version),
        .init("OpenBLAS", KernelLibrary.linearAlgebraVersion),
      ],
      instructionSet: KernelLibrary.instructionSet, level2Cache: level2Cache, date: now.text, seed: seed)
  }

  /// What decides about bits besides the commands, as one line.
  static var environment: String {
    let header = header(seed: 0)
    return
      (header.versions.filter { $0.name != "fovea" }.map { $0.name + " " + $0.version }
      + [header.instructionSet, "L2 " + header.level2Cache]).joined(separator: " · ")
  }

  /// The size of the second-level cache, which oneDNN may look at when it cuts its work into blocks.
  static var level2Cache: String {
    let bytes = sysconf(Int32(_SC_LEVEL2_CACHE_SIZE))
    return bytes > 0 ? "\(bytes / 1024)K" : "unknown"
  }
}
