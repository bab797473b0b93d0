internal import Kernels
internal import Synchronization

extension PrincipalComponents {
  /// The matrix of covariances has the square of this many numbers.
  static let largestWidth = 4096

  /// Checks a number of components.
  ///
  /// - Parameters:
  ///   - width: The features of a row.
  ///   - rows: Nil where their number isn't known.
  /// - Throws: `.tooManyFeatures`, `.tooManyComponents`.
  static func check(_ count: Int, width: Int, rows: Int?) throws(SupportVectorError) {
    if let rows, min(width, rows) > largestWidth {
      throw .tooManyFeatures(what: "on=pca with as many images", found: width, limit: largestWidth)
    }
    let limit = rows.map { min(width, $0 - 1) } ?? width
    guard count <= limit else { throw .tooManyComponents(found: count, limit: limit) }
  }

  /// The components of rows of features, from the eigenvectors of their covariances, or where there are fewer
  /// rows than features, of the products of the rows with each other, which have the same eigenvalues.
  ///
  /// - Throws: `.tooManyFeatures`, `.tooManyComponents`, `.decomposition`, `.constantFeatures`, `.stopped`,
  ///   `.kernel`.
  /// - Complexity: O(rows * width * least + least³), `least` being the smaller of both.
  static func fit(
    _ rows: FeatureRows, count: Int, group: WorkerGroup, shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> PrincipalComponents {
    let width = rows.width
    let isWide = rows.count < width
    let size = min(width, rows.count)
    try check(count, width: width, rows: rows.count)
    let means = FeatureScaling.moments(rows).means
    let products = try products(rows, means, ofRows: isWide, group, shouldStop)
    let total = (0..<size).reduce(0) { $0 + products[$1 * size + $1] }
    guard total > 0 else { throw .constantFeatures }
    let found: (values: [Double], vectors: [Double])
    switch SymmetricEigen.largest(count, of: products, size: size) {
    case .success(let result): found = result
    case .failure(.decomposition(let status)): throw .decomposition(status: status)
    case .failure(.library(let error)): throw .kernel(error)
    }
    var basis = isWide ? directions(found, rows, means, total) : found.vectors
    for component in 0..<count {
      let range = component * width..<(component + 1) * width
      var largest = range.lowerBound
      for index in range where abs(basis[index]) > abs(basis[largest]) { largest = index }
      let sign: Double = basis[largest] < 0 ? -1 : 1
      for index in range { basis[index] = Double(Float(sign * basis[index])) }
    }
    return PrincipalComponents(
      mean: means.map { Float($0) }, basis: basis,
      shares: found.values.map { Double(Float(max($0, 0) / total)) })
  }

  /// The directions that weights of rows stand for, of unit length; one along which nothing varies is 0.
  private static func directions(
    _ found: (values: [Double], vectors: [Double]), _ rows: FeatureRows, _ means: [Double], _ total: Double
  ) -> [Double] {
    let width = rows.width
    var basis = [Double](repeating: 0, count: found.values.count * width)
    for component in found.values.indices where found.values[component] > 1e-12 * total {
      let target = component * width..<(component + 1) * width
      for row in 0..<rows.count {
        let weight = found.vectors[component * rows.count + row]
        let values = rows.floats(row)
        for k in 0..<width { basis[target.lowerBound + k] += weight * (Double(values[k]) - means[k]) }
      }
      let length = basis[target].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for index in target { basis[index] /= length }
    }
    return basis
  }

  /// The covariances of the features, or the products of the centered rows on the same scale. Workers take
  /// strips of columns; each is summed in order, block by block.
  private static func products(
    _ rows: FeatureRows, _ means: [Double], ofRows: Bool, _ group: WorkerGroup, _ shouldStop: () -> Bool
  ) throws(SupportVectorError) -> [Double] {
    let (size, depth) = ofRows ? (rows.count, rows.width) : (rows.width, rows.count)
    let block = 2048
    let strip = 64
    let result = UnsafeMutableBufferPointer<Double>.allocate(capacity: size * size)
    result.initialize(repeating: 0)
    let centred = UnsafeMutableBufferPointer<Double>.allocate(capacity: block * size)
    centred.initialize(repeating: 0)
    defer {
      result.deallocate()
      centred.deallocate()
    }
    do throws(KernelError) { try LinearAlgebra.open() } catch { throw .kernel(error) }
    // Workers write different columns, and read lines that nobody writes meanwhile.
    nonisolated(unsafe) let (target, source) = (result, centred)
    for start in stride(from: 0, to: depth, by: block) {
      if shouldStop() { throw .stopped }
      let count = min(block, depth - start)
      for line in 0..<count {
        for column in 0..<size {
          let (row, feature) = ofRows ? (column, start + line) : (start + line, column)
          centred[line * size + column] = Double(rows.floats(row)[feature]) - means[feature]
        }
      }
      let next = Atomic<Int>(0)
      do throws(KernelError) {
        try group.run { _, _ in
          guard let from = source.baseAddress, let to = target.baseAddress else { return }
          while true {
            let first = next.add(strip, ordering: .relaxed).oldValue
            if first >= size { break }
            GramMatrix.add(from, count: count, width: size, columns: first..<min(first + strip, size), to: to)
          }
        }
      } catch {
        throw .kernel(error)
      }
    }
    return result.map { $0 / Double(rows.count - 1) }
  }
}
