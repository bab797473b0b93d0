internal import Declarations
internal import Runtime
internal import SupportVectors

/// The options of `train` for support vector machines: those of the definition, for this training and from
/// there on.
extension SupportVectorArguments {
  /// Without defaults, since what isn't given stays as it was defined. The solver's tolerance would be taken
  /// for that of a replay.
  static let trainingOptions: [Parameter] = options.filter { $0.name != "tolerance" }.map {
    let parameter = Parameter.option($0.name, $0.kind, $0.summary + "; default as defined")
    return $0.rule.map { parameter.only(with: $0.option, $0.values) } ?? parameter
  }

  /// A definition with the options that are given in a command in place of its own.
  static func redefined(_ definition: SupportVectorDefinition, by arguments: Arguments) throws
    -> SupportVectorDefinition
  {
    let given = Set(trainingOptions.map(\.name)).intersection(arguments.given)
    guard !given.isEmpty else { return definition }
    var values = values(of: definition)
    // One against the rest, and its loss, are for linear kernels.
    if given.contains("kernel"), !given.contains("multiclass") { values["multiclass"] = nil }
    for name in given { values[name] = arguments[name] }
    return try self.definition(Arguments(values, given: given))
  }

  /// The options that apply to a definition.
  static func values(inForce definition: SupportVectorDefinition) -> [String: ArgumentValue] {
    var values = values(of: definition)
    if definition.multiclass != .rest { values["loss"] = nil }
    if !definition.hasProbabilities { values["answer"] = nil }
    return values
  }

  private static func values(of definition: SupportVectorDefinition) -> [String: ArgumentValue] {
    var values: [String: ArgumentValue] = [:]
    for option in options { values[option.name] = option.defaultValue }
    values["kernel"] = .text(definition.kernel.rawValue)
    values["C"] = .number(definition.cost)
    values["gamma"] =
      switch definition.gamma {
      case .scale: .text("scale")
      case .automatic: .text("auto")
      case .number(let number): .number(number)
      }
    values["degree"] = .number(Double(definition.degree))
    values["coef0"] = .number(definition.coef0)
    values["class_weights"] =
      switch definition.weights {
      case .equal: .text("equal")
      case .balanced: .text("balanced")
      case .given(let numbers): .list(numbers.map { .number($0) })
      }
    values["tolerance"] = .number(definition.tolerance)
    values["cache"] = .number(Double(definition.cacheMegabytes))
    values["multiclass"] = .text(definition.multiclass.rawValue)
    values["loss"] = .text(definition.loss.rawValue)
    values["probabilities"] = .boolean(definition.hasProbabilities)
    values["answer"] = .text(definition.answer.rawValue)
    values["scaling"] = .text(definition.scaling.rawValue)
    switch definition.features {
    case .pixels: values["on"] = .text("pixels")
    case .hog(let hog):
      values["on"] = .text("hog")
      values["cell"] = .number(Double(hog.cell))
      values["block"] = .number(Double(hog.block))
      values["orientations"] = .number(Double(hog.orientations))
    case .components(let count):
      values["on"] = .text("pca")
      values["components"] = .number(Double(count))
    case .histogram(let bins):
      values["on"] = .text("histogram")
      values["bins"] = .number(Double(bins))
    }
    return values
  }
}
