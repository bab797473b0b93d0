internal import COneDNN
internal import COpenBLAS

/// The library below, as records and `fovea doctor` name it.
public enum KernelLibrary {
  /// `2.6.3`
  public static var version: String {
    guard let version = dnnl_version()?.pointee else { return "unknown" }
    return "\(version.major).\(version.minor).\(version.patch)"
  }

  /// `0.3.21-SkylakeX`: OpenBLAS and the kernels that it took for this processor, which decide about the bits
  /// of what it computes.
  public static var linearAlgebraVersion: String {
    let words = String(cString: openblas_get_config()).split(separator: " ")
    let version = words.count > 1 ? String(words[1]) : "unknown"
    return version + "-" + linearAlgebraKernels
  }

  /// The processor whose kernels OpenBLAS took: `SkylakeX`.
  public static var linearAlgebraKernels: String { String(cString: openblas_get_corename()) }

  /// Whether OpenBLAS took kernels without AVX although this processor has it: what it does with a processor
  /// that it doesn't know. Principal components then take longer, and have other bits than on a processor
  /// that it knows.
  public static var linearAlgebraFallsBack: Bool {
    let old: Set = [
      "Prescott", "Core2", "Penryn", "Dunnington", "Atom", "Nehalem", "Athlon", "Opteron", "Opteron_SSE3",
      "Generic",
    ]
    return instructionSet.hasPrefix("avx") && old.contains(linearAlgebraKernels)
  }

  /// The widest instruction set that oneDNN uses here: `avx512_core`. It decides about bits, so results are
  /// promised to be the same only where it is the same. `ONEDNN_MAX_CPU_ISA` lowers it.
  public static var instructionSet: String { String(cString: fovea_instruction_set()) }

  /// Whether vectors of 16 floats are used.
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
