public import Datasets
public import Models

/// A support vector machine (C-SVC) before fitting.
public struct SupportVectorDefinition: ModelDefinition {
  /// The multiclass strategy.
  public enum Multiclass: String, Sendable, Hashable, CaseIterable {
    /// One-vs-one, as LIBSVM: a machine per pair of classes, and voting.
    case pairs = "ovo"
    /// One-vs-rest: a machine per class; linear kernel only, by dual coordinate descent as LIBLINEAR.
    case rest = "ovr"
  }

  /// Factors of the penalty C by class.
  public enum ClassWeights: Sendable, Hashable {
    /// 1 for all classes.
    case equal
    /// samples / (classes * samples of the class), as in scikit-learn.
    case balanced
    /// One factor per class, in order.
    case given([Double])
  }

  /// The loss of linear one-vs-rest machines.
  public enum Loss: String, Sendable, Hashable, CaseIterable {
    /// The hinge loss.
    case hinge
    /// The squared hinge loss.
    case squaredHinge = "squared_hinge"
  }

  /// The predicted class when probabilities are estimated.
  public enum Answer: String, Sendable, Hashable, CaseIterable {
    /// The class that wins the vote, as without probabilities. If another one is more probable, the two
    /// exchange their probabilities.
    case votes
    /// The most probable class, as with `svm-predict -b 1` of LIBSVM; probabilities are unchanged.
    case probable
  }

  /// The kernel function.
  public var kernel: KernelKind
  /// The penalty parameter C, above 0.
  public var cost: Double
  /// The kernel coefficient.
  public var gamma: Gamma
  /// The degree of the polynomial kernel, 1 to 100.
  public var degree: Int
  /// The constant term of the polynomial and sigmoid kernels.
  public var coef0: Double
  /// Factors of C by class.
  public var weights: ClassWeights
  /// The violation of the optimality (KKT) conditions at which the solver stops, between 0 and 1.
  public var tolerance: Double
  /// The kernel cache in megabytes, per problem being solved.
  public var cacheMegabytes: Int
  /// The multiclass strategy.
  public var multiclass: Multiclass
  /// The loss of linear one-vs-rest machines.
  public var loss: Loss
  /// The features computed from images.
  public var features: FeatureSettings
  /// The feature scaling.
  public var scaling: Scaling
  /// Whether probabilities are estimated by Platt scaling with internal cross-validation; it multiplies the
  /// training time.
  public var hasProbabilities: Bool
  /// The predicted class when probabilities are estimated.
  public var answer: Answer

  /// A definition with these values, by default those of scikit-learn's `SVC`, with a cache of 400 MB.
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

  /// Checks all values that don't depend on data.
  ///
  /// - Throws: `.invalidOption`, `.restNeedsLinear`.
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
        numbers.allSatisfy { $0 > 0 && $0.isFinite }, "class_weights", "\(numbers)",
        "numbers above 0, one per class")
    }
    try features.check()
  }

  /// Checks the values for a number of classes.
  ///
  /// - Throws: `.weightCount`.
  public func check(classes: Int) throws(SupportVectorError) {
    if case .given(let numbers) = weights, numbers.count != classes {
      throw .weightCount(found: numbers.count, classes: classes)
    }
  }

  /// Checks the values for a shape of images.
  ///
  /// - Parameter samples: How many there are to learn from; nil where that isn't known.
  /// - Throws: `.tooManyComponents`, `.tooManyFeatures`, `.tooSmallForHOG`.
  public func check(input: SampleShape, samples: Int? = nil) throws(SupportVectorError) {
    if case .components(let count) = features {
      try PrincipalComponents.check(count, width: input.count, rows: samples)
    }
    _ = try FittedFeatures(features, input: input)
  }
}
