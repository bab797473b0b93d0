internal import CSolver
internal import Datasets

/// Features with what they learned from the training part, ready for any samples of its shape.
struct FittedFeatures: Sendable {
  let settings: FeatureSettings
  let input: SampleShape
  /// Numbers an image.
  let count: Int
  /// What each feature is shifted and then multiplied by; nil without scaling.
  var scaling: FeatureScaling?
  /// The principal components, where they are the features.
  var components: PrincipalComponents?
  private let hog: HOG?

  /// - Parameter components: Fitted ones, where the settings ask for them.
  init(_ settings: FeatureSettings, input: SampleShape, components: PrincipalComponents? = nil)
    throws(SupportVectorError)
  {
    self.settings = settings
    self.input = input
    self.components = components
    switch settings {
    case .pixels:
      hog = nil
      count = input.count
    case .hog(let settings):
      let made = try HOG(settings, shape: input)
      hog = made
      count = made.count
    case .components(let number):
      hog = nil
      count = number
    case .histogram(let bins):
      hog = nil
      count = ColourHistogram(bins: bins, shape: input).count
    }
  }

  /// Whether features are made of differences of pixels, which are exact in bytes alone.
  var wantsBytes: Bool { hog != nil }

  /// The features of one sample.
  ///
  /// - Parameters:
  ///   - sample: Planes of rows, as a source gives them; bytes where the features want them and the source
  ///     has them.
  ///   - units: What a step of 1 in each channel is, where 255 is that of black and white.
  func extract(
    _ sample: UnsafeMutablePointer<Float>, units: [Double], into features: UnsafeMutablePointer<Float>
  ) {
    switch settings {
    case .pixels: features.update(from: sample, count: count)
    case .hog: hog?.extract(sample, units: units, into: features)
    case .components: components?.project(sample, into: features)
    case .histogram(let bins): ColourHistogram(bins: bins, shape: input).extract(sample, into: features)
    }
    scaling?.apply(features)
  }
}

/// A shift and a factor for each feature: (x - shift) * factor.
struct FeatureScaling: Sendable, Hashable {
  let shifts: [Float]
  let factors: [Float]

  func apply(_ features: UnsafeMutablePointer<Float>) {
    for index in shifts.indices { features[index] = (features[index] - shifts[index]) * factors[index] }
  }

  /// What a scaling learns from rows of features. A feature that is the same everywhere becomes 0.
  ///
  /// Sums are taken in doubles, in the order of the rows.
  static func fit(_ scaling: Scaling, _ rows: FeatureRows) -> FeatureScaling? {
    let width = rows.width
    switch scaling {
    case .none: return nil
    case .standard:
      let (means, variances) = moments(rows)
      return FeatureScaling(
        shifts: means.map(Float.init), factors: variances.map { $0 > 0 ? Float(1 / $0.squareRoot()) : 1 })
    case .minmax:
      var low = [Float](repeating: .infinity, count: width)
      var high = [Float](repeating: -.infinity, count: width)
      for row in 0..<rows.count {
        let values = rows.floats(row)
        for index in 0..<width {
          low[index] = min(low[index], values[index])
          high[index] = max(high[index], values[index])
        }
      }
      return FeatureScaling(shifts: low, factors: zip(low, high).map { $1 > $0 ? 1 / ($1 - $0) : 1 })
    }
  }

  /// Mean and population variance of each feature.
  static func moments(_ rows: FeatureRows) -> (means: [Double], variances: [Double]) {
    let width = rows.width
    var means = [Double](repeating: 0, count: width)
    var variances = means
    for row in 0..<rows.count {
      let values = rows.floats(row)
      for index in 0..<width { means[index] += Double(values[index]) }
    }
    for index in 0..<width { means[index] /= Double(rows.count) }
    for row in 0..<rows.count {
      let values = rows.floats(row)
      for index in 0..<width {
        let distance = Double(values[index]) - means[index]
        variances[index] += distance * distance
      }
    }
    for index in 0..<width { variances[index] /= Double(rows.count) }
    return (means, variances)
  }
}
