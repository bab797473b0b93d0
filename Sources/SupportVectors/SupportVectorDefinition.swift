public import Datasets
public import Models

/// A support vector machine as a person asks for it; what depends on data is worked out when it is fitted.
public struct SupportVectorDefinition: ModelDefinition {
  /// How two classes become many.
  public enum Multiclass: String, Sendable, Hashable, CaseIterable {
    /// A machine for each pair of classes, and a vote: one against one, as LIBSVM.
    case pairs = "ovo"
    /// A machine for each class against the rest: linear machines only, by dual coordinate descent.
    case rest = "ovr"
  }

  /// What the penalty C of a class is multiplied by.
  public enum ClassWeights: Sendable, Hashable {
    case equal
    /// samples / (classes * samples of the class), as in scikit-learn.
    case balanced
    /// One number a class, in order.
    case given([Double])
  }

  /// The loss of linear machines against the rest.
  public enum Loss: String, Sendable, Hashable, CaseIterable {
    case hinge
    case squaredHinge = "squared_hinge"
  }

  /// Which class is named where there are probabilities.
  public enum Answer: String, Sendable, Hashable, CaseIterable {
    /// The one that the machines choose, as without probabilities. Where another one is more probable, the
    /// two exchange their probabilities.
    case votes
    /// The most probable one; probabilities stay as they come, as with `svm-predict -b 1` of LIBSVM.
    case probable
  }

  public var kernel: KernelKind
  /// The penalty of errors.
  public var cost: Double
  public var gamma: Gamma
  public var degree: Int
  public var coef0: Double
  public var weights: ClassWeights
  /// The violation of the conditions of optimality at which the solver ends.
  public var tolerance: Double
  /// Memory for rows of kernel values of each problem that is being solved.
  public var cacheMegabytes: Int
  public var multiclass: Multiclass
  public var loss: Loss
  public var features: FeatureSettings
  public var scaling: Scaling
  /// Whether probabilities are fitted.
  public var hasProbabilities: Bool
  public var answer: Answer

  public init(
    kernel: KernelKind = .rbf, cost: Double = 1, gamma: Gamma = .scale, degree: Int = 3, coef0: Double = 0,
    weights: ClassWeights = .equal, tolerance: Double = 1e-3, cacheMegabytes: Int = 400,
    multiclass: Multiclass = .pairs,
    loss: Loss = .squaredHinge, features: FeatureSettings = .pixels, scaling: Scaling = .none,
    hasProbabilities: Bool = false,
    answer: Answer = .votes
  ) {
    self.kernel = kernel
    self.cost = cost
    self.gamma = gamma
    self.degree = degree
    self.coef0 = coef0
    self.weights = weights
    self.tolerance = tolerance
    self.cacheMegabytes = cacheMegabytes
    self.multiclass = multiclass
    self.loss = loss
    self.features = features
    self.scaling = scaling
    self.hasProbabilities = hasProbabilities
    self.answer = answer
  }

  /// Refuses what can't be, before any data is looked at.
  public func check() throws(SupportVectorError) {
    func require(_ holds: Bool, _ name: String, _ found: String, _ expected: String)
      throws(SupportVectorError)
    {
      if !holds { throw .invalidOption(name: name, found: found, expected: expected) }
    }
    try require(cost > 0 && cost.isFinite, "C", "\(cost)", "a number above 0")
    if case .number(let value) = gamma {
      try require(value > 0 && value.isFinite, "gamma", "\(value)", "scale, auto or a number above 0")
    }
    try require((1...100).contains(degree), "degree", "\(degree)", "1 to 100")
    try require(coef0.isFinite, "coef0", "\(coef0)", "a number")
    try require(tolerance > 0 && tolerance < 1, "tolerance", "\(tolerance)", "a number above 0 and below 1")
    try require(
      (1...1_000_000).contains(cacheMegabytes), "cache", "\(cacheMegabytes)", "1 to 1000000 (megabytes)")
    if multiclass == .rest, kernel != .linear { throw .restNeedsLinear(kernel: kernel) }
    if case .given(let numbers) = weights {
      try require(
        numbers.allSatisfy { $0 > 0 && $0.isFinite }, "weights", "\(numbers)", "numbers above 0, one a class")
    }
    try features.check()
  }

  /// Refuses what can't be for so many classes.
  public func check(classes: Int) throws(SupportVectorError) {
    if case .given(let numbers) = weights, numbers.count != classes {
      throw .weightCount(found: numbers.count, classes: classes)
    }
  }

  /// Refuses what can't be for images of this shape.
  public func check(input: SampleShape) throws(SupportVectorError) {
    if case .components(let count) = features, count > input.count {
      throw .tooManyComponents(found: count, limit: input.count)
    }
    _ = try FittedFeatures(features, input: input)
  }
}
