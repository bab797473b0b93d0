internal import Declarations
internal import Runtime
internal import SupportVectors

/// The options of `model NAME svm`.
enum SupportVectorArguments {
  static let options: [Parameter] = [
    .option(
      "kernel", .choice(KernelKind.allCases.map(\.rawValue)), default: .text("rbf"),
      "svm: kernel function: rbf exp(-gamma |x-y|²), linear x·y, poly (gamma x·y + coef0)^degree, "
        + "sigmoid tanh(gamma x·y + coef0)"
    ),
    .option(
      "C", .number(.positive), default: .number(1), "svm: regularization parameter, the penalty of errors"),
    .option(
      "gamma", .either([.choice(["scale", "auto"]), .number(.positive)]), default: .text("scale"),
      "svm: kernel coefficient: scale is 1/(features x variance), auto 1/features"
    ).only(with: "kernel", "rbf", "poly", "sigmoid"),
    .option("degree", .integer(1...100), default: .number(3), "svm: degree of the polynomial")
      .only(with: "kernel", "poly"),
    .option("coef0", .number(.any), default: .number(0), "svm: constant term of the kernel")
      .only(with: "kernel", "poly", "sigmoid"),
    .option(
      "class_weights", .either([.choice(["equal", "balanced"]), .list(of: .number(.positive))]),
      default: .text("equal"),
      "svm: factor of C for each class: balanced weights each inversely to its size; or one number each"),
    .option(
      "tolerance", .number(Limits(0, 1, includesLower: false, includesUpper: false)), default: .number(0.001),
      "svm: the violation of the conditions of optimality at which the solver ends"),
    .option(
      "cache", .integer(1...1_000_000), default: .number(400),
      "svm: megabytes for rows of kernel values: for each thread, and up to as many again for rows that "
        + "pairs share"
    ),
    .option(
      "multiclass", .choice(SupportVectorDefinition.Multiclass.allCases.map(\.rawValue)),
      "svm: ovo, one against one with a vote, or ovr, one against the rest (kernel=linear, and its default)"),
    .option(
      "loss", .choice(SupportVectorDefinition.Loss.allCases.map(\.rawValue)), default: .text("squared_hinge"),
      "svm: of multiclass=ovr"),
    .option(
      "probabilities", .boolean, default: .boolean(false),
      "svm: fit probabilities, by five folds (about four times the time): Platt's sigmoids (1999; Lin, Lin, "
        + "Weng, 2007), coupled over the pairs (Wu, Lin, Weng, 2004, their second method), of ovr divided by "
        + "their sum (Zadrozny, Elkan, 2002)"
    ),
    .option(
      "answer", .choice(SupportVectorDefinition.Answer.allCases.map(\.rawValue)), default: .text("votes"),
      "svm with probabilities: which class is named: votes, that which the machines choose, also without "
        + "probabilities; where another one is more probable the two exchange their probabilities. Or "
        + "probable, the most probable one, whose probabilities stay as they come (svm-predict -b 1)"),
    .option("on", .choice(FeatureSettings.names), default: .text("pixels"), "svm: features of an image"),
    .option(
      "scaling", .choice(Scaling.allCases.map(\.rawValue)), default: .text("none"),
      "svm: of each feature, as measured on the training part: standard is mean 0 and deviation 1, minmax 0 "
        + "to 1"
    ),
    .option("cell", .integer(1...1024), default: .number(4), "svm: pixels along a cell")
      .only(with: "on", "hog"),
    .option("block", .integer(1...1024), default: .number(2), "svm: cells along a block")
      .only(with: "on", "hog"),
    .option("orientations", .integer(1...1024), default: .number(9), "svm: directions")
      .only(with: "on", "hog"),
    .option("components", .integer(1...4096), default: .number(64), "svm: principal components")
      .only(with: "on", "pca"),
    .option("bins", .integer(2...64), default: .number(8), "svm: steps of each color channel")
      .only(with: "on", "histogram"),
  ]

  static func definition(_ arguments: Arguments) throws -> SupportVectorDefinition {
    try CommandFailure.refuseBrokenRules(arguments, of: options)
    let kernel = KernelKind(rawValue: arguments.text("kernel")) ?? .rbf
    let multiclass =
      arguments.optionalText("multiclass").flatMap(SupportVectorDefinition.Multiclass.init)
      ?? (kernel == .linear ? .rest : .pairs)
    if arguments.given.contains("loss"), multiclass != .rest {
      throw CommandFailure(
        "'loss' belongs to multiclass=ovr; one against one has the hinge loss.", argument: "loss")
    }
    if arguments.given.contains("answer"), arguments.text("answer") == "probable",
      !arguments.flag("probabilities")
    {
      throw CommandFailure("'answer=probable' belongs to probabilities=yes.", argument: "answer")
    }
    let gamma: Gamma =
      switch arguments["gamma"] {
      case .number(let number): .number(number)
      case .text("auto"): .automatic
      default: .scale
      }
    let weights: SupportVectorDefinition.ClassWeights =
      switch arguments["class_weights"] {
      case .text("balanced"): .balanced
      case .list(let items):
        .given(items.compactMap { if case .number(let number) = $0 { number } else { nil } })
      default: .equal
      }
    let features: FeatureSettings =
      switch arguments.text("on") {
      case "hog":
        .hog(
          HOGSettings(
            cell: arguments.integer("cell"), block: arguments.integer("block"),
            orientations: arguments.integer("orientations"))
        )
      case "pca": .components(arguments.integer("components"))
      case "histogram": .histogram(bins: arguments.integer("bins"))
      default: .pixels
      }
    return SupportVectorDefinition(
      kernel: kernel, cost: arguments.number("C"), gamma: gamma, degree: arguments.integer("degree"),
      coef0: arguments.number("coef0"), weights: weights, tolerance: arguments.number("tolerance"),
      cacheMegabytes: arguments.integer("cache"), multiclass: multiclass,
      loss: SupportVectorDefinition.Loss(rawValue: arguments.text("loss")) ?? .squaredHinge,
      features: features,
      scaling: Scaling(rawValue: arguments.text("scaling")) ?? .none,
      hasProbabilities: arguments.flag("probabilities"),
      answer: SupportVectorDefinition.Answer(rawValue: arguments.text("answer")) ?? .votes)
  }

  /// The definition as it would be typed after the name, defaults left out.
  ///
  /// - Parameter knowsCost: Whether its C is known; else it is left out.
  static func text(_ definition: SupportVectorDefinition, knowsCost: Bool = true) -> String {
    let plain = SupportVectorDefinition()
    var words = ["svm", "kernel=\(definition.kernel.rawValue)"]
    if knowsCost { words.append("C=\(Spelling.number(definition.cost))") }
    if definition.kernel != .linear {
      switch definition.gamma {
      case .scale: words.append("gamma=scale")
      case .automatic: words.append("gamma=auto")
      case .number(let number): words.append("gamma=\(Spelling.number(number))")
      }
    }
    if definition.kernel == .polynomial { words.append("degree=\(definition.degree)") }
    if definition.kernel == .polynomial || definition.kernel == .sigmoid, definition.coef0 != 0 {
      words.append("coef0=\(Spelling.number(definition.coef0))")
    }
    switch definition.weights {
    case .equal: break
    case .balanced: words.append("class_weights=balanced")
    case .given(let numbers):
      words.append("class_weights=[\(numbers.map(Spelling.number).joined(separator: ", "))]")
    }
    if definition.tolerance != plain.tolerance {
      words.append("tolerance=\(Spelling.number(definition.tolerance))")
    }
    if definition.cacheMegabytes != plain.cacheMegabytes {
      words.append("cache=\(definition.cacheMegabytes)")
    }
    if definition.kernel == .linear { words.append("multiclass=\(definition.multiclass.rawValue)") }
    if definition.multiclass == .rest { words.append("loss=\(definition.loss.rawValue)") }
    if definition.hasProbabilities { words.append("probabilities=yes") }
    if definition.hasProbabilities, definition.answer != .votes {
      words.append("answer=\(definition.answer.rawValue)")
    }
    switch definition.features {
    case .pixels: break
    case .hog(let hog):
      words.append("on=hog cell=\(hog.cell) block=\(hog.block) orientations=\(hog.orientations)")
    case .components(let count): words.append("on=pca components=\(count)")
    case .histogram(let bins): words.append("on=histogram bins=\(bins)")
    }
    if definition.scaling != .none { words.append("scaling=\(definition.scaling.rawValue)") }
    return words.joined(separator: " ")
  }
}
