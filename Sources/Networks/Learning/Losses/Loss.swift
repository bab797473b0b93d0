/// What a training makes small, and its numbers. Formulas, means and defaults are PyTorch's.
public struct LossSettings: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    case crossEntropy = "cross_entropy"
    case binaryCrossEntropy = "bce"
    case focal
    case meanSquaredError = "mse"
    case meanAbsoluteError = "mae"
    case huber
    case hinge
    case squaredHinge = "squared_hinge"
    case kullbackLeibler = "kl"

    /// Whether its target is a distribution that label smoothing can flatten.
    public var canSmooth: Bool { self == .crossEntropy || self == .kullbackLeibler }
  }

  /// How much samples count by their class.
  public enum Weighting: Sendable, Hashable {
    case equal
    /// n / (k n_c) of the n training samples, n_c of them of the class, k classes that occur: scikit-learn's
    /// `balanced`.
    case balanced
    /// One number a class, from 0.
    case given([Double])
  }

  public var kind: Kind
  /// Of `cross_entropy` and `kl`: the target is 1 - smoothing for the class, and smoothing / classes added to
  /// each.
  public var smoothing = 0.0
  /// Of `focal`: the exponent gamma.
  public var gamma = 2.0
  /// Of `huber`: where the square becomes a line.
  public var threshold = 1.0
  public var weighting = Weighting.equal

  public init(_ kind: Kind = .crossEntropy) { self.kind = kind }

  /// The loss itself.
  ///
  /// - Parameter weights: One a class.
  func loss(classes: Int, weights: ClassWeights) -> any Loss {
    switch kind {
    case .crossEntropy: CrossEntropyLoss(classes: classes, weights: weights, smoothing: smoothing)
    case .binaryCrossEntropy: BinaryCrossEntropyLoss(classes: classes, weights: weights)
    case .focal: FocalLoss(classes: classes, weights: weights, gamma: gamma)
    case .meanSquaredError: MeanSquaredErrorLoss(classes: classes, weights: weights)
    case .meanAbsoluteError: MeanAbsoluteErrorLoss(classes: classes, weights: weights)
    case .huber: HuberLoss(classes: classes, weights: weights, threshold: threshold)
    case .hinge: HingeLoss(classes: classes, weights: weights, isSquared: false)
    case .squaredHinge: HingeLoss(classes: classes, weights: weights, isSquared: true)
    case .kullbackLeibler: KullbackLeiblerLoss(classes: classes, weights: weights, smoothing: smoothing)
    }
  }
}

extension LossSettings.Weighting {
  /// Refuses weights that can't be for so many classes.
  ///
  /// - Throws: `.invalidOption`.
  public func check(classes: Int) throws(NetworkError) {
    guard case .given(let values) = self else { return }
    guard values.count == classes else {
      throw .invalidOption(
        name: "class_weights", found: "\(values)", expected: "\(classes) numbers, one a class")
    }
    guard values.allSatisfy({ $0.isFinite && $0 >= 0 }), values.contains(where: { $0 > 0 }) else {
      throw .invalidOption(
        name: "class_weights", found: "\(values)", expected: "numbers from 0, not all of them 0")
    }
  }
}

/// A loss of one sample, from its outputs (logits) and its class. A new one is a file with a type that
/// conforms, and a case of `LossSettings.Kind`.
///
/// The loss of a batch is the sum over its samples divided by the sum of their weights. Everything is in
/// Float64.
protocol Loss: Sendable {
  var classes: Int { get }
  var weights: ClassWeights { get }

  /// The loss of one sample, its weight included.
  ///
  /// - Parameters:
  ///   - logits: One a class.
  ///   - label: From 0 to below `classes`.
  ///   - gradient: Gets the derivative by each logit, times `scale`; nil where nobody wants it.
  func value(
    _ logits: UnsafePointer<Float>, label: Int, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double
}

/// How much a sample of each class counts.
struct ClassWeights: Sendable, Hashable {
  /// Empty where all count 1.
  private let values: [Double]

  static let equal = ClassWeights([])

  init(_ values: [Double]) { self.values = values }

  /// - Parameter counts: Samples of each class.
  init(balancing counts: [Int]) {
    let total = Double(counts.reduce(0, +))
    let occurring = Double(counts.count { $0 > 0 })
    values = counts.map { $0 == 0 ? 0 : total / (occurring * Double($0)) }
  }

  subscript(label: Int) -> Double { values.isEmpty ? 1 : values[label] }
}

/// A loss that compares each output with 1 for the class and 0 for the others, and takes the mean over the
/// outputs.
protocol ElementwiseLoss: Loss {
  /// The loss of one output and its derivative.
  func element(_ output: Double, target: Double) -> (loss: Double, derivative: Double)
}

extension ElementwiseLoss {
  func value(
    _ logits: UnsafePointer<Float>, label: Int, scale: Float, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let share = weights[label] / Double(classes)
    var sum = 0.0
    for index in 0..<classes {
      let (loss, derivative) = element(Double(logits[index]), target: index == label ? 1 : 0)
      sum += loss
      gradient?[index] = Float(derivative * share) * scale
    }
    return sum * share
  }
}
