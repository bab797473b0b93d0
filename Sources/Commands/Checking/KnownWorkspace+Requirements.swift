internal import Datasets
internal import Declarations
internal import Diagnostics
internal import Plotting
internal import Runtime

/// What commands require of the names that they are given. What isn't known is no reason to refuse.
extension KnownWorkspace {
  /// The model that a parameter names.
  func model(_ command: BoundCommand, _ parameter: String = "model") -> (name: String, model: KnownModel)? {
    guard let name = command.arguments.optionalText(parameter), let model = models[name] else { return nil }
    return (name, model)
  }

  /// The data set that a parameter names.
  func data(_ command: BoundCommand, _ parameter: String = "data") -> (name: String, data: KnownData)? {
    guard let name = command.arguments.optionalText(parameter), let data = data[name] else { return nil }
    return (name, data)
  }

  func requireTrained(_ name: String, _ argument: String) throws {
    if models[name]?.isUntrained == true { throw CommandFailure.untrained(name, argument) }
  }

  /// A part such as `fashion.test`, or the part that is meant where none is named.
  func requirePart(_ place: String, default part: PartName, _ argument: String) throws {
    let (name, part) = Shell.parts(of: place, default: part)
    guard let parts = data[name]?.parts, !parts.contains(part) else { return }
    let existing = PartName.allCases.filter(parts.contains)
    let hint = DataError.noPart(part, existing: existing).hint
    throw CommandFailure(
      "'\(name)' has no \(part.rawValue) part; it has \(existing.map(\.rawValue).joined(separator: ", ")).",
      hint: hint?.replacing("NAME", with: name), argument: argument)
  }

  /// Refuses a model or data of label sets, for what there is only of one class an image.
  func requireOneClass(_ name: String, _ what: String, _ argument: String) throws {
    let (dataName, _) = Shell.parts(of: name, default: .train)
    guard models[name]?.task == .multilabel || data[dataName]?.outline.task == .multilabel else { return }
    throw CommandFailure.labelSets(name, what, argument)
  }

  func requireSameClasses(_ model: String, _ dataName: String, _ argument: String) throws {
    guard let own = models[model]?.classes, let others = data[dataName]?.outline.classes, own != others else {
      if let own = models[model]?.task, let task = data[dataName]?.outline.task, own != task {
        throw CommandFailure.otherTask(model, own, dataName, argument)
      }
      return
    }
    throw CommandFailure.otherClasses(model, own, dataName, others, argument)
  }

  /// Refuses data whose images haven't the size that a model takes.
  func requireSameSize(_ model: String, _ dataName: String, _ argument: String) throws {
    guard let own = models[model]?.input, let found = data[dataName]?.outline.shape,
      (own.width, own.height) != (found.width, found.height)
    else { return }
    let error = DataError.wrongSize(path: nil, found: found, expected: own)
    throw CommandFailure(error.message, hint: error.hint, argument: argument)
  }

  /// What `Shell.evaluate` needs: a trained model, and a part of data with its classes.
  ///
  /// - Parameter place: Nil is the test part of the data that it was trained on.
  func requireEvaluable(
    _ name: String, on place: String?, _ command: BoundCommand, _ argument: String = "model"
  ) throws {
    try requireTrained(name, argument)
    var place = place
    if place == nil {
      guard let state = models[name]?.state, case .trained(let own) = state else { return }
      guard let own else { throw CommandFailure.knowsNoData(name, command.verb) }
      place = own
    }
    guard let place else { return }
    let (dataName, _) = Shell.parts(of: place, default: .test)
    try requireSameClasses(name, dataName, "data")
    try requireSameSize(name, dataName, "data")
    try requirePart(place, default: .test, "data")
  }

  /// A result of 'evaluate' or 'crossvalidate', of one class an image or of label sets.
  func requirePredictions(
    of name: String, _ failure: (String, String) -> CommandFailure, _ argument: String
  ) throws {
    guard let fields = results[name] else { return }
    if fields.contains(MultilabelFigures.mark) { return }
    if !fields.contains("confusion") { throw failure(name, argument) }
  }

  /// The ending of a picture's file, where the command names one.
  func requirePicture(_ command: BoundCommand, _ parameter: String = "file") throws {
    guard let path = command.arguments.optionalText(parameter) else { return }
    do throws(PlotError) {
      _ = try PictureFormat(path: path)
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: parameter)
    }
  }

  /// Every command of a notebook runs and is stored, so that a check can compare them all.
  func requireNoNotebook(_ command: BoundCommand) throws {
    guard isNotebook else { return }
    throw CommandFailure(
      "'\(command.verb)' can't stand in a notebook: what follows it couldn't be checked.",
      hint: "Leave it out.")
  }
}

/// The failures that are told both before a script runs and while it runs.
extension CommandFailure {
  static func untrained(_ name: String, _ argument: String? = nil) -> CommandFailure {
    CommandFailure(
      "the model '\(name)' isn't trained.", hint: "Train it: train \(name) on DATA", argument: argument)
  }

  static func knowsNoData(_ name: String, _ verb: String) -> CommandFailure {
    CommandFailure(
      "'\(name)' was restored from a file and knows no data.",
      hint: "Name the data: \(verb) \(name) on DATA.test")
  }

  /// What there is only of one class an image.
  static func labelSets(_ name: String, _ what: String, _ argument: String) -> CommandFailure {
    CommandFailure(
      "'\(name)' has label sets, any number of classes an image; \(what) needs one class an image.",
      hint: "With label sets go: evaluate, compare, report, show, predict, plot roc, plot pr, crossvalidate, "
        + "sweep.",
      argument: argument)
  }

  static func otherTask(
    _ model: String, _ own: PredictionTask, _ data: String, _ argument: String
  ) -> CommandFailure {
    own == .multilabel
      ? CommandFailure(
        "'\(model)' was trained on label sets; the images of '\(data)' have one class each.",
        hint: "Take data with label sets: load \"labels.csv\" as NAME task=multilabel", argument: argument)
      : CommandFailure(
        "'\(model)' was trained on one class an image; those of '\(data)' have label sets.",
        hint: "Train it anew: train \(model) on \(data) fresh=yes", argument: argument)
  }

  static func otherClasses(
    _ model: String, _ own: [String], _ data: String, _ others: [String], _ argument: String
  ) -> CommandFailure {
    // Names may differ in what nobody sees.
    let first = zip(others, own).first { $0 != $1 }.map {
      "'\(ConfusableCharacters.named($0))' and '\(ConfusableCharacters.named($1))'"
    }
    let what = others.count == own.count ? first ?? "" : "\(others.count) and \(own.count)"
    return CommandFailure(
      "'\(data)' has other classes than those that '\(model)' was trained on (\(what)).",
      hint: "They must have the same names in the same order.", argument: argument)
  }

  static func otherImages(
    _ model: String, _ own: SampleShape, _ classes: Int, _ data: String, _ others: SampleShape,
    _ otherClasses: Int
  ) -> CommandFailure {
    let isColourAlone = own.width == others.width && own.height == others.height && own != others
    let cure =
      own == others
      ? "take data with the same classes"
      : isColourAlone
        ? own.channels == 1
          ? "make the images grey: prepare \(data) { grayscale }"
          : "take the images in colour: these are \(others.channels == 1 ? "grey" : "of other channels")"
        : "prepare the images to that size"
    return CommandFailure(
      "'\(model)' was trained for images "
        + "\(own) of \(classes) classes; '\(data)' has images \(others) of \(otherClasses).",
      hint: "Begin anew with fresh=yes, or \(cure).", argument: "data")
  }

  static func noConfusion(_ name: String, _ argument: String) -> CommandFailure {
    CommandFailure(
      "the result '\(name)' holds no confusion matrix.",
      hint:
        "Those of 'evaluate' and 'crossvalidate' do: let \(Wording.name(name, else: "r")) = evaluate MODEL on DATA.test",
      argument: argument)
  }

  static func noPredictions(_ name: String, _ argument: String) -> CommandFailure {
    CommandFailure(
      "the result '\(name)' holds no predictions.",
      hint:
        "Those of 'evaluate' and 'crossvalidate' do: let \(Wording.name(name, else: "r")) = evaluate MODEL on DATA.test",
      argument: argument)
  }
}
