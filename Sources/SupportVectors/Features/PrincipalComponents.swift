internal import CSolver

/// The directions in which the training part varies most.
///
/// A component's sign is such that its largest number (of equal ones the first) is positive, so that it is
/// the same everywhere.
struct PrincipalComponents: Sendable, Hashable {
  let mean: [Float]
  /// `count` rows of unit length, the one of the largest variance first.
  let basis: [Double]
  /// The share of all variance that each component has.
  let shares: [Double]

  var count: Int { shares.count }

  /// The coordinates of a sample along the components; the sample is moved by the mean meanwhile.
  func project(_ sample: UnsafeMutablePointer<Float>, into features: UnsafeMutablePointer<Float>) {
    let width = mean.count
    for index in 0..<width { sample[index] -= mean[index] }
    basis.withUnsafeBufferPointer { basis in
      guard let base = basis.baseAddress else { return }
      for component in 0..<count {
        features[component] = Float(fovea_dot(sample, base + component * width, width))
      }
    }
  }
}
