public import Datasets

/// A picture of what a machine learned: numbers in planes of rows, as samples have them.
public struct FeaturePicture: Sendable {
  public let shape: SampleShape
  public let values: [Float]
}

/// What a person looks at.
extension SupportVectorModel {
  /// A support vector with what it weighs.
  public struct WeightedSupportVector: Sendable {
    /// Its class.
    public let label: Int
    /// Σ α over the machines that it supports.
    public let weight: Double
    /// How many machines it supports.
    public let machines: Int
    public let picture: FeaturePicture
  }

  /// Whether features lie where pixels do, so that they can be shown.
  public var hasPictures: Bool { features.settings.arePictures }

  /// The support vectors that weigh most, the heaviest first; of equal weight in the order of the samples,
  /// class after class.
  ///
  /// - Parameter label: Of this class only.
  /// - Returns: nil for machines of one class against the rest, which keep no vectors, and where features are
  ///   no pixels.
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

  /// The weights of a linear machine, each as the picture that an image is multiplied by: against the rest
  /// one a class, else one a pair, which is above 0 for its first class.
  ///
  /// - Returns: nil where the kernel isn't linear, and where features are no pixels.
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

  /// How far each sample lies on the right side: of pairs of classes the least of the values of its own class
  /// against the others, against the rest the value of its own class. From 1 on it is beyond the margin,
  /// below 0 some machine is wrong.
  ///
  /// - Returns: In the order of the samples, nil for a class that the machine doesn't know; nil altogether
  ///   when it was stopped.
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
