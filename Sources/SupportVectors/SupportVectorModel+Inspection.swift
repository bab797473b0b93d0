public import Datasets

/// Values per pixel, such as a support vector or linear weights, to be shown as an image.
public struct FeaturePicture: Sendable {
  /// The shape of the training samples.
  public let shape: SampleShape
  /// The values in channel, row, column order.
  public let values: [Float]
}

/// Inspection of what was learned.
extension SupportVectorModel {
  /// A support vector with its weight.
  public struct WeightedSupportVector: Sendable {
    /// The class.
    public let label: Int
    /// The sum of |α| over the machines that it supports.
    public let weight: Double
    /// The number of machines that it supports.
    public let machines: Int
    /// The support vector as an image.
    public let picture: FeaturePicture
  }

  /// Whether features are pixels, so that they can be shown.
  public var hasPictures: Bool { features.settings.arePictures }

  /// The support vectors of largest weight in descending order; ties in the order of classes and samples.
  ///
  /// - Parameters:
  ///   - count: The maximum number.
  ///   - label: Only support vectors of this class; nil for all.
  /// - Returns: nil for one-vs-rest machines, which don't store support vectors, and for features other than
  ///   pixels.
  public func heaviest(_ count: Int, of label: Int? = nil) -> [WeightedSupportVector]? {
    guard hasPictures, case .pairs(let machine) = machine else { return nil }
    var found: [(own: Int, row: Int, weight: Double, machines: Int)] = []
    for (own, vectors) in machine.vectors.enumerated() where label == nil || machine.classes[own] == label {
      for row in 0..<vectors.count {
        let weights = machine.coefficients[own].map { abs($0[row]) }
        found.append((own, row, weights.reduce(0, +), weights.count { $0 > 0 }))
      }
    }
    found.sort { ($1.weight, $0.own, $0.row) < ($0.weight, $1.own, $1.row) }
    return found.prefix(count).map { place in
      WeightedSupportVector(
        label: machine.classes[place.own], weight: place.weight, machines: place.machines,
        picture: FeaturePicture(shape: input, values: plain(machine.plainVector(place.own, place.row))))
    }
  }

  /// The weights of a linear machine as images, to be multiplied by an input image: one per class for
  /// one-vs-rest, otherwise one per pair of classes, with positive decision values for the first.
  ///
  /// - Returns: nil for nonlinear kernels and for features other than pixels.
  public var linearWeights: [(first: Int, second: Int?, picture: FeaturePicture)]? {
    guard hasPictures, function.kind == .linear else { return nil }
    switch machine {
    case .rest(let machine):
      return machine.classes.enumerated().map { place, label in
        let row = machine.weights[place * machine.width..<(place + 1) * machine.width]
        return (label, nil, FeaturePicture(shape: input, values: unscaled(Array(row))))
      }
    case .pairs(let machine):
      return machine.pairs.map { pair in
        var sums = [Double](repeating: 0, count: machine.map.width)
        for (own, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
          let weights = machine.coefficients[own][PairMachine.column(own, other)]
          for row in 0..<machine.vectors[own].count where weights[row] != 0 {
            for (k, value) in machine.plainVector(own, row).enumerated() {
              sums[k] += weights[row] * Double(value)
            }
          }
        }
        return (
          machine.classes[pair.first], machine.classes[pair.second],
          FeaturePicture(shape: input, values: unscaled(sums))
        )
      }
    }
  }

  /// What weights of scaled features are for features as they come: w · (x - shift) · factor.
  private func unscaled(_ weights: [Double]) -> [Float] {
    guard let scaling = features.scaling else { return weights.map { Float($0) } }
    return weights.indices.map { Float(weights[$0] * Double(scaling.factors[$0])) }
  }

  /// Features before they were scaled.
  private func plain(_ features: [Float]) -> [Float] {
    guard let scaling = self.features.scaling else { return features }
    return features.indices.map { features[$0] / scaling.factors[$0] + scaling.shifts[$0] }
  }

  /// The margin of each sample: for one-vs-one the smallest decision value of its class against the others,
  /// for one-vs-rest the decision value of its class. Samples above 1 are outside the margin; below 0 some
  /// machine is wrong.
  ///
  /// - Parameters:
  ///   - source: The samples, with known classes.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - progress: Called with the number of samples done.
  ///   - shouldStop: Polled several times per second; true stops.
  /// - Returns: The margins in the order of the samples, nil for classes that the machine wasn't trained on;
  ///   nil when stopped.
  public func margins(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(SupportVectorError) -> [Double?]? {
    var margins = [Double?](repeating: nil, count: source.count)
    let isDone = try decide(source, threads: threads, progress: progress, shouldStop: shouldStop) {
      first, count, columns, values in
      for sample in first..<first + count {
        margins[sample] = margin(
          source.label(sample),
          UnsafeBufferPointer(start: values + (sample - first) * columns, count: columns))
      }
    }
    return isDone ? margins : nil
  }

  private func margin(_ label: Int, _ row: UnsafeBufferPointer<Double>) -> Double? {
    switch machine {
    case .rest(let machine): return machine.classes.firstIndex(of: label).map { row[$0] }
    case .pairs(let machine):
      guard let own = machine.classes.firstIndex(of: label) else { return nil }
      var least = Double.infinity
      for other in machine.classes.indices where other != own {
        let place = PairsRun.place(of: min(own, other), max(own, other), classes: machine.classes.count)
        least = min(least, own < other ? row[place] : -row[place])
      }
      return least
    }
  }
}
