internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
internal import Runtime

/// From which probability on a class is said to be there.
enum Thresholds {
  static let parameter = Parameter.option(
    "threshold", .either([.choice([chosen]), .number(.fraction), .list(of: .number(.fraction))]),
    default: .number(0.5),
    "of label sets: the probability from which on a class is said to be there, for all classes or a list "
      + "with one for each; validation chooses the one of the best F1 for each class on the validation part")

  private static let chosen = "validation"

  /// Refuses thresholds of models of one class an image, and those that can't be chosen.
  ///
  /// - Parameter data: Whose validation part they are chosen on; nil for the data that the model was trained
  /// on.
  static func check(
    _ command: BoundCommand, of model: String, on data: String? = nil, in known: KnownWorkspace
  ) throws {
    guard command.arguments.given.contains(parameter.name) else { return }
    guard known.models[model]?.task != .classification else {
      throw CommandFailure(
        "'\(model)' names one class an image, the most probable one: there is no threshold.",
        hint: "Leave 'threshold' out.", argument: parameter.name)
    }
    if let given = list(command), let classes = known.models[model]?.classes {
      try check(given, classes.count, model)
    }
    guard areChosen(command) else { return }
    var data = data
    if data == nil, case .trained(let own)? = known.models[model]?.state {
      guard let own else { throw noData(model) }
      data = Shell.parts(of: own, default: .test).data
    }
    guard let data else { return }
    try known.requirePart("\(data).\(PartName.validation.rawValue)", default: .validation, parameter.name)
  }

  /// Whether they are chosen on images, rather than given.
  static func areChosen(_ command: BoundCommand) -> Bool {
    if case .text? = command.arguments[parameter.name] { true } else { false }
  }

  /// Thresholds that are given one by one.
  private static func list(_ command: BoundCommand) -> [Float]? {
    guard case .list(let items)? = command.arguments[parameter.name] else { return nil }
    return items.compactMap { if case .number(let number) = $0 { Float(number) } else { nil } }
  }

  private static func check(_ thresholds: [Float], _ classes: Int, _ model: String) throws {
    guard thresholds.count != classes else { return }
    throw CommandFailure(
      "there are \(Spelling.counted(thresholds.count, "threshold")), "
        + "and '\(model)' tells of \(classes) classes.",
      hint: "Give one for each class, or a single one.", argument: parameter.name)
  }

  private static func noData(_ model: String) -> CommandFailure {
    CommandFailure(
      "'\(model)' was restored from a file and knows no validation images to choose thresholds on.",
      hint:
        "Give them: threshold=0.5, or a list with one for each class, such as that of a result: "
        + "$(r.thresholds)",
      argument: parameter.name)
  }

  /// One for each class.
  ///
  /// - Parameter data: Whose validation part they are chosen on.
  static func values(
    _ command: BoundCommand, of model: String, classes: Int, on data: String?, in shell: Shell
  ) throws -> [Float] {
    if let given = list(command) {
      try check(given, classes, model)
      return given
    }
    guard areChosen(command) else {
      return [Float](repeating: Float(command.arguments.number(parameter.name)), count: classes)
    }
    guard let data else { throw noData(model) }
    let place = "\(data).\(PartName.validation.rawValue)"
    let predictions = try shell.evaluate(model, on: place, command).predictions
    guard let truth = predictions.labelSets else { return [Float](repeating: 0.5, count: classes) }
    // A class that no validation image shows has nothing to choose by.
    // 'undecided' tells of them.
    return try MultilabelRanking(truth: truth, scores: predictions.probabilities).bestThresholds.map {
      $0.isFinite ? $0 : 0.5
    }
  }

  /// A warning for classes that no validation image shows, so that there is nothing to choose by; nil
  /// without.
  static func undecided(_ command: BoundCommand, on data: String?, in shell: Shell) -> String? {
    guard areChosen(command), let set = data.flatMap({ shell.workspace.data[$0] }),
      let counts = set.validation?.labelSets?.counts
    else { return nil }
    let labels = counts.indices.filter { counts[$0] == 0 }
    guard !labels.isEmpty else { return nil }
    let names = EvaluationText.listed(labels, of: set.classes)
    return "no validation image shows \(names): the threshold is 0.5 there"
  }

  /// A warning for thresholds that were chosen on the very images that are evaluated; nil for others.
  static func chosenOnTheSame(_ command: BoundCommand, _ part: PartName) -> String? {
    areChosen(command) && part == .validation
      ? "the thresholds were chosen on the images that they are evaluated on: on others F1 is lower" : nil
  }
}
