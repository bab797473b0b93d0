internal import COneDNN
internal import COpenBLAS

/// The library below, as records and `fovea doctor` name it.
public enum KernelLibrary {
  /// `2.6.3`
  public static var version: String {
    guard let version = dnnl_version()?.pointee else { return "unknown" }
    return "\(version.major).\(version.minor).\(version.patch)"
  }

  /// `0.3.21-Haswell`: OpenBLAS and the processor whose kernels it uses, which decide about the bits of what
  /// it computes; `missing` where it can't be opened.
  public static var linearAlgebraVersion: String {
    guard case .success(let library) = LinearAlgebra.library else { return "missing" }
    let words = String(cString: library.configuration).split(separator: " ")
    return (words.count > 1 ? String(words[1]) : "unknown") + "-" + String(cString: library.kernels)
  }

  /// Whether `OPENBLAS_CORETYPE` named other kernels than those that are used on all processors: principal
  /// components then have other bits than elsewhere.
  public static var linearAlgebraIsForced: Bool {
    guard instructionSet.hasPrefix("avx2") || hasAVX512 else { return false }
    return linearAlgebraVersion != "missing" && !linearAlgebraVersion.hasSuffix("-Haswell")
  }

  /// The widest instruction set that oneDNN uses here: `avx512_core`. It decides about bits, so results are
  /// promised to be the same only where it is the same. `limit` and `ONEDNN_MAX_CPU_ISA` lower it.
  public static var instructionSet: String { String(cString: fovea_instruction_set()) }

  /// The instruction sets that kernels can be limited to, from the narrowest.
  public static let limits = [
    "sse41", "avx", "avx2", "avx2_vnni", "avx512_core", "avx512_core_vnni", "avx512_core_bf16",
    "avx512_core_amx",
  ]

  /// Lets kernels use no wider instruction set than this: what a session recorded with it has the same bits
  /// then, on a processor that has more. To be called before anything else of this library, which looks once.
  ///
  /// - Parameter name: One of `limits`.
  /// - Returns: Whether it was early enough, and the name is known.
  @discardableResult
  public static func limit(to name: String) -> Bool {
    let widest: dnnl_cpu_isa_t? =
      switch name {
      case "sse41": dnnl_cpu_isa_sse41
      case "avx": dnnl_cpu_isa_avx
      case "avx2": dnnl_cpu_isa_avx2
      case "avx2_vnni": dnnl_cpu_isa_avx2_vnni
      case "avx512_core": dnnl_cpu_isa_avx512_core
      case "avx512_core_vnni": dnnl_cpu_isa_avx512_core_vnni
      case "avx512_core_bf16": dnnl_cpu_isa_avx512_core_bf16
      case "avx512_core_amx": dnnl_cpu_isa_avx512_core_amx
      default: nil
      }
    guard let widest else { return false }
    return dnnl_set_max_cpu_isa(widest) == dnnl_success
  }

  /// Whether vectors of 16 floats are used: the Winograd rule asks for it.
  public static var hasAVX512: Bool { instructionSet.hasPrefix("avx512_core") }

  /// Whether there is code for Winograd's convolution: oneDNN 2 has it for vectors of 16 floats, oneDNN 3 has
  /// none.
  public static var hasWinograd: Bool { hasAVX512 && fovea_has_winograd() != 0 }

  /// Whether there is code for numbers of 16 bits; without instructions of their own they are slower, the
  /// bits are the same.
  public static var hasBFloat16: Bool { hasAVX512 }

  /// Whether dot products of 8-bit numbers are exact: VNNI adds them in 32 bits; before it, pairs may
  /// saturate in 16.
  public static var hasExactBytes: Bool {
    instructionSet.hasPrefix("avx2_vnni") || instructionSet.hasPrefix("avx512_core_")
  }
}

/// Turns a status of oneDNN into an error that names the function.
func check(_ status: dnnl_status_t, _ function: String) throws(KernelError) {
  if status != dnnl_success { throw .refused(function: function, status: Int(status.rawValue)) }
}
