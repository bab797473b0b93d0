internal import Foundation
internal import Kernels
internal import Networks
public import Record
public import Runtime

/// What a record says about where it was made.
public enum Program {
  public static let version = "0.1.0"

  /// The version of an area: raised when a change of ours changes its results.
  public static func numerics(_ area: NumericsArea) -> Int {
    switch area {
    case .data: 2
    case .networks: Numerics.version
    case .supportVectors: 2
    }
  }

  /// To be called first of all: libraries that start threads when they are loaded stop them.
  public static func begin() { LinearAlgebra.useOneThread() }

  /// The header of a session that begins now.
  public static func header(seed: UInt64, now: SessionTime = .now) -> SessionHeader {
    SessionHeader(
      versions: [
        .init("fovea", version)
      ] + NumericsArea.allCases.map { SessionHeader.numerics($0, numerics($0)) } + [
        .init("oneDNN", KernelLibrary.version), .init("OpenBLAS", KernelLibrary.linearAlgebraVersion),
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
