internal import COpenBLAS

/// The largest eigenvalues and eigenvectors of a symmetric matrix, by LAPACK's `dsyevr`.
///
/// OpenBLAS uses one thread and the same kernels everywhere, so that sums are always split in the same way.
public enum SymmetricEigen {
  /// Computes the largest eigenvalues.
  ///
  /// - Parameters:
  ///   - count: How many, from 1 to `size`.
  ///   - matrix: size x size values in row-major order; only the lower triangle is read.
  ///   - size: The order of the matrix.
  /// - Returns: The eigenvalues in descending order, and as many unit vectors, one after the other.
  /// - Complexity: O(size³).
  public static func largest(
    _ count: Int, of matrix: [Double], size: Int
  ) -> Result<(values: [Double], vectors: [Double]), Failure> {
    precondition(matrix.count == size * size && (1...size).contains(count) && size < Int(Int32.max) / 64)
    let library: fovea_openblas
    switch LinearAlgebra.library {
    case .success(let opened): library = opened
    case .failure(let error): return .failure(.library(error))
    }
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
    library.eigen(
      "V", "I", "U", &n, &a, &n, &unused, &unused, &low, &high, &tolerance, &found, &values, &vectors, &n,
      &support, &work,
      &workSize, &integers, &integerSize, &info, 1, 1, 1)
    guard info == 0, Int(found) == count else { return .failure(.decomposition(status: Int(info))) }
    return .success(
      (
        Array(values[0..<count].reversed()),
        (0..<count).reversed().flatMap { vectors[$0 * size..<($0 + 1) * size] }
      ))
  }

  /// Why there are none.
  public enum Failure: Error, Sendable, Hashable {
    /// LAPACK's `info`, which isn't 0.
    case decomposition(status: Int)
    /// The library can't be opened.
    case library(KernelError)
  }
}
