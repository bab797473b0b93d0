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
  public static var instructionSet: String {
    switch dnnl_get_effective_cpu_isa() {
    case dnnl_cpu_isa_sse41: "sse41"
    case dnnl_cpu_isa_avx: "avx"
    case dnnl_cpu_isa_avx2: "avx2"
    case dnnl_cpu_isa_avx2_vnni: "avx2_vnni"
    case dnnl_cpu_isa_avx512_mic: "avx512_mic"
    case dnnl_cpu_isa_avx512_mic_4ops: "avx512_mic_4ops"
    case dnnl_cpu_isa_avx512_core: "avx512_core"
    case dnnl_cpu_isa_avx512_core_vnni: "avx512_core_vnni"
    case dnnl_cpu_isa_avx512_core_bf16: "avx512_core_bf16"
    case dnnl_cpu_isa_avx512_core_amx: "avx512_core_amx"
    default: "baseline"
    }
  }

  /// Whether vectors of 16 floats are used: the Winograd rule asks for it.
  public static var hasAVX512: Bool { instructionSet.hasPrefix("avx512_core") }

  /// Whether there is code for numbers of 16 bits; without instructions of their own they are slower, the
  /// bits are the same.
  public static var hasBFloat16: Bool { hasAVX512 }

  /// Whether dot products of 8-bit numbers are exact: VNNI adds them in 32 bits; before it, pairs may
  /// saturate in 16.
  public static var hasExactBytes: Bool {
    ["avx2_vnni", "avx512_core_vnni", "avx512_core_bf16", "avx512_core_amx"].contains(instructionSet)
  }
}

/// Turns a status of oneDNN into an error that names the function.
func check(_ status: dnnl_status_t, _ function: String) throws(KernelError) {
  if status != dnnl_success { throw .refused(function: function, status: Int(status.rawValue)) }
}
