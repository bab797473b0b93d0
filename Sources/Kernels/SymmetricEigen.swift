internal import COpenBLAS
internal import Glibc

/// The largest eigenvalues and eigenvectors of a symmetric matrix, by LAPACK's `dsyevr`.
///
/// OpenBLAS uses one thread, so that sums are always split in the same way.
public enum SymmetricEigen {
  /// Computes the largest eigenvalues.
  ///
  /// - Parameters:
  ///   - count: How many, from 1 to `size`.
  ///   - matrix: size x size values in row-major order; only the lower triangle is read.
  ///   - size: The order of the matrix.
  /// - Returns: The eigenvalues in descending order, and as many unit vectors, one after the other; or
  ///   LAPACK's status if it isn't 0.
  /// - Complexity: O(size³).
  public static func largest(
    _ count: Int, of matrix: [Double], size: Int
  ) -> Result<(values: [Double], vectors: [Double]), Failure> {
    precondition(matrix.count == size * size && (1...size).contains(count) && size < Int(Int32.max) / 64)
    LinearAlgebra.useOneThread()
    var a = matrix
    var n = Int32(size)
    var (low, high) = (Int32(size - count + 1), Int32(size))
    var (unused, tolerance) = (0.0, 0.0)
    var (found, info) = (Int32(0), Int32(0))
    var values = [Double](repeating: 0, count: size)
    var vectors = [Double](repeating: 0, count: size * count)
    var support = [Int32](repeating: 0, count: 2 * count)
    var (workSize, integerSize) = (Int32(26 * size), Int32(10 * size))
    var work = [Double](repeating: 0, count: 26 * size)
    var integers = [Int32](repeating: 0, count: 10 * size)
    // Fortran counts columns: its upper triangle is the lower one of rows.
    dsyevr_(
      "V", "I", "U", &n, &a, &n, &unused, &unused, &low, &high, &tolerance, &found, &values, &vectors, &n,
      &support, &work,
      &workSize, &integers, &integerSize, &info, 1, 1, 1)
    guard info == 0, Int(found) == count else { return .failure(Failure(status: Int(info))) }
    return .success(
      (
        Array(values[0..<count].reversed()),
        (0..<count).reversed().flatMap { vectors[$0 * size..<($0 + 1) * size] }
      ))
  }

  /// A failure of LAPACK.
  public struct Failure: Error, Sendable, Hashable {
    /// LAPACK's `info`.
    public let status: Int
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
  public static func add(
    _ rows: UnsafePointer<Double>, count: Int, width: Int, columns: Range<Int>,
    to result: UnsafeMutablePointer<Double>
  ) {
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, blasint(width), blasint(columns.count), blasint(count), 1,
      rows,
      blasint(width), rows + columns.lowerBound, blasint(width), 1, result + columns.lowerBound,
      blasint(width))
  }
}

/// The library for matrix products and eigenvalues in double precision.
public enum LinearAlgebra {
  private static let isSingleThreaded: Bool = {
    // With little address space a thread of it may wait for memory for ever, and can't be ended.
    var limit = rlimit()
    let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
    let isLimited = isKnown && limit.rlim_cur < UInt(Int.max)
    guard isLimited else {
      fovea_openblas_use_one_thread()
      return true
    }
    openblas_set_num_threads(1)
    // The library waits for its threads again when the process ends: all else is done by then, since what is
    // registered first is called last.
    on_exit(
      { status, _ in
        fflush(nil)
        _exit(status)
      }, nil)
    return true
  }()

  /// Makes OpenBLAS single-threaded, for the whole process: to be called as early as may be, as it starts
  /// threads when it is loaded, and before workers multiply.
  public static func useOneThread() { _ = isSingleThreaded }
}
