internal import Kernels
internal import Synchronization

extension PrincipalComponents {
  /// The matrix of covariances has the square of this many numbers.
  static let largestWidth = 4096

  /// The components of rows of features, from the eigenvectors of their covariances.
  ///
  /// - Complexity: O(rows * width² + width³).
  static func fit(_ rows: FeatureRows, count: Int, crew: Crew) throws(SupportVectorError) -> PrincipalComponents {
    let width = rows.width
    guard width <= largestWidth else {
      throw .tooManyFeatures(what: "on=pca", found: width, limit: largestWidth)
    }
    let limit = min(width, rows.count - 1)
    guard count <= limit else { throw .tooManyComponents(found: count, limit: limit) }
    let means = FeatureScaling.moments(rows).means
    let covariances = try covariances(rows, means, crew)
    let found: (values: [Double], vectors: [Double])
    switch SymmetricEigen.largest(count, of: covariances, size: width) {
    case .success(let result): found = result
    case .failure(let failure): throw .decomposition(status: failure.status)
    }
    let total = (0..<width).reduce(0) { $0 + covariances[$1 * width + $1] }
    guard total > 0 else { throw .constantFeatures }
    var basis = found.vectors
    for component in 0..<count {
      let range = component * width..<(component + 1) * width
      var largest = range.lowerBound
      for index in range where abs(basis[index]) > abs(basis[largest]) { largest = index }
      let sign: Double = basis[largest] < 0 ? -1 : 1
      for index in range { basis[index] = Double(Float(sign * basis[index])) }
    }
    return PrincipalComponents(
      mean: means.map { Float($0) }, basis: basis, shares: found.values.map { Double(Float(max($0, 0) / total)) })
  }

  /// Workers take strips of columns; each is summed over the rows in order, block by block.
  private static func covariances(
    _ rows: FeatureRows, _ means: [Double], _ crew: Crew
  ) throws(SupportVectorError) -> [Double] {
    let width = rows.width
    let block = 2048
    let strip = 64
    let result = UnsafeMutableBufferPointer<Double>.allocate(capacity: width * width)
    result.initialize(repeating: 0)
    let centred = UnsafeMutableBufferPointer<Double>.allocate(capacity: block * width)
    centred.initialize(repeating: 0)
    defer {
      result.deallocate()
      centred.deallocate()
    }
    GramMatrix.useOneThread()
    // Workers write different columns, and read rows that nobody writes meanwhile.
    nonisolated(unsafe) let (target, source) = (result, centred)
    for start in stride(from: 0, to: rows.count, by: block) {
      let count = min(block, rows.count - start)
      for row in 0..<count {
        let values = rows.floats(start + row)
        for k in 0..<width { centred[row * width + k] = Double(values[k]) - means[k] }
      }
      let next = Atomic<Int>(0)
      do throws(KernelError) {
        try crew.run { _, _ in
          guard let from = source.baseAddress, let to = target.baseAddress else { return }
          while true {
            let first = next.add(strip, ordering: .relaxed).oldValue
            if first >= width { break }
            GramMatrix.add(from, count: count, width: width, columns: first..<min(first + strip, width), to: to)
          }
        }
      } catch {
        throw .kernel(error)
      }
    }
    return result.map { $0 / Double(rows.count - 1) }
  }
}
