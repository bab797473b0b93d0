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

  /// Lets kernels use no wider instruction set than a session was recorded with, so that it has the same bits
  /// on a processor that has more. To be called before anything computes, or looks at the environment.
  public static func limitKernels(to header: SessionHeader) {
    KernelLibrary.limit(to: header.instructionSet)
  }

  /// Whether this processor has more than a session was recorded with.
  static func couldLimitKernels(to header: SessionHeader) -> Bool {
    func place(_ name: String) -> Int? { KernelLibrary.limits.firstIndex(of: name) }
    guard let recorded = place(header.instructionSet), let own = place(KernelLibrary.instructionSet) else {
      return false
    }
    return recorded < own
  }

  /// The same, by the name that a person gives; `avx512` is the oldest that deserves it.
  ///
  /// - Returns: What is wrong with the name, or with this processor; nil where it holds.
  public static func limitKernels(to name: String) -> String? {
    let known =
      KernelLibrary.limits.filter { !$0.hasPrefix("avx512_core") } + ["avx512"]
      + KernelLibrary.limits.filter { $0.hasPrefix("avx512_core_") }
    guard known.contains(name) else {
      return "--isa must be one of: \(known.joined(separator: " ")), found '\(name)'."
    }
    let full = name == "avx512" ? "avx512_core" : name
    KernelLibrary.limit(to: full)
    let found = KernelLibrary.instructionSet
    return found == full ? nil : "--isa \(name) is more than this processor has, which is \(found)."
  }

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
