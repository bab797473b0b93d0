internal import COpenBLAS

/// OpenBLAS, the library for matrix products and eigenvalues in double precision. It is opened when it is
/// first needed, with one thread, and with the kernels of one processor on all that have its instructions:
/// those that it would choose have other bits on each.
public enum LinearAlgebra {
  /// Opens the library; later calls do nothing.
  ///
  /// - Throws: `.noLibrary`.
  public static func open() throws(KernelError) { _ = try library.get() }

  /// Unchecked: constant, and the functions may be called by any thread.
  nonisolated(unsafe) static let library: Result<fovea_openblas, KernelError> = {
    var opened = fovea_openblas()
    let problem = fovea_open_openblas(kernels, &opened)
    return problem.map { .failure(.noLibrary(reason: String(cString: $0))) } ?? .success(opened)
  }()

  /// The processor whose kernels are asked for. Haswell's need AVX2, Prescott's run everywhere.
  private static var kernels: String {
    ["baseline", "sse41", "avx"].contains(KernelLibrary.instructionSet) ? "Prescott" : "Haswell"
  }
}

/// Matrix products in double precision, for sums over many samples.
public enum GramMatrix {
  /// Adds XᵀX of a block of rows to a strip of columns: `result[i, j] += Σ rows[r, i] rows[r, j]` for i in
  /// 0..<width and j in `columns`. The sum over the rows of a block is split by the sizes alone.
  ///
  /// - Parameters:
  ///   - rows: `count` rows of `width` numbers.
  ///   - result: `width` rows of `width` numbers.
  /// - Precondition: `LinearAlgebra.open` was called.
  public static func add(
    _ rows: UnsafePointer<Double>, count: Int, width: Int, columns: Range<Int>,
    to result: UnsafeMutablePointer<Double>
  ) {
    guard case .success(let library) = LinearAlgebra.library else {
      preconditionFailure("LinearAlgebra.open comes before the products")
    }
    library.gemm(
      Int32(fovea_row_major), Int32(fovea_transposed), Int32(fovea_as_it_is), Int32(width),
      Int32(columns.count), Int32(count), 1,
      rows,
      Int32(width), rows + columns.lowerBound, Int32(width), 1, result + columns.lowerBound,
      Int32(width))
  }
}
