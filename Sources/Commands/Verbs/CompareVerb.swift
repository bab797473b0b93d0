internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
internal import Runtime

/// `compare A B … [on DATA.part]`.
enum CompareVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "compare",
    summary: "Compare models on the same images and test whether they differ significantly.",
    parameters: [
      Parameter(
        "models", .name(.model), .variadic, required: true,
        summary: "two or more trained models, of any family"),
      Parameter(
        "data", .name(.dataPart), .preposition("on"),
        summary: "the images to evaluate them on; default the test part of the data that they were trained on"
      ),
      Thresholds.parameter,
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: [
      .init("count", "images evaluated", .number),
      .init(
        "best",
        "the model of the highest accuracy, of label sets the highest macro AP; the first of equal ones",
        .text),
      .init("accuracy", "its accuracy", .number),
      .init("macro_ap", "of label sets: its macro AP", .number),
      .init("p", "McNemar's exact p-value, of two models", .number),
      .init(
        "difference", "of label sets, of two models: macro AP of the first less that of the second", .number),
      .init("interval", "of label sets, of two models: where the difference lies with 95% confidence", .list),
      .init("p_difference", "of label sets, of two models: the p-value of the difference", .number),
      .init(
        "models",
        "an entry a model: accuracy, its 95% interval, macro F1 (of label sets subset_accuracy, its 95% "
          + "interval, macro_ap, micro_f1, hamming), overlap (images that it was trained on), loss, size and "
          + "times",
        rows: true),
      .init(
        "pairs",
        "an entry a pair: images that only one calls right, and McNemar's test; of label sets also the "
          + "difference in macro AP, its 95% interval and p-value", rows: true),
    ],
    examples: [
      "compare small shape on fashion.test", "compare small large deep",
      "compare finder wide on drawn.test threshold=validation",
    ],
    notes: [
      "Intervals hold the accuracy with 95% confidence (Wilson). McNemar's test looks at the images that "
        + "only one of two models calls right: p is how probable so uneven a division is, were both equally "
        + "good; exact by the binomial distribution, and by chi-square with continuity correction. With more "
        + "than two models the p-values are adjusted for their number (Holm). Times are measured: training "
        + "is the sum over all trainings of a model, prediction that of the images of this command.",
      "An image with a label set is right where all its classes are, by the thresholds. Of label sets the "
        + "difference in macro AP, which needs no threshold, is told too, with a 95% interval and a p-value "
        + "by a paired bootstrap: 2000 samples of as many images, drawn with replacement, the same ones for "
        + "all models, by the session's seed. Intervals are of each pair by itself, p-values adjusted as "
        + "McNemar's.",
    ])

  /// A model and what it said.
  struct Contender {
    var evaluation: EvaluationDetails
    let size: ResultRecord.Field?
    let trainingSeconds: Double?

    var name: String { evaluation.model }
    var count: Int { evaluation.predictions.count }
    var loss: Double { evaluation.predictions.summedLoss / Double(count) }
  }

  /// A model of one class an image and how it did.
  struct ComparedModel {
    let contender: Contender
    let classification: Classification
    let answers: [Int]

    init(_ contender: Contender) throws {
      self.contender = contender
      classification = try Classification(contender.evaluation.predictions)
      answers = contender.evaluation.predictions.predictedLabels
    }

    var name: String { contender.name }
    var interval: WilsonInterval { classification.accuracyInterval }
  }

  /// Two models and McNemar's test between them.
  struct Pair {
    let first: String
    let second: String
    let test: McNemar
    /// Adjusted for the number of pairs.
    let adjusted: Double
  }

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard command.arguments.isKnown("models") else { return }
    let names = command.arguments.texts("models")
    if let name = names.enumerated().first(where: { names[..<$0.offset].contains($0.element) })?.element {
      throw CommandFailure(
        "'\(name)' is named twice.", hint: "A model doesn't differ from itself.", argument: "models")
    }
    if names.count < 2 {
      throw CommandFailure(
        "'compare' needs at least two models.",
        hint: "For example: compare \(names[0]) OTHER; 'evaluate \(names[0])' evaluates one.",
        argument: "models"
      )
    }
    guard command.arguments.isKnown("data") else { return }
    let place = command.arguments.optionalText("data")
    for name in names {
      try known.requireEvaluable(name, on: place, command, "models")
      try Thresholds.check(
        command, of: name, on: place.map { Shell.parts(of: $0, default: .test).data }, in: known)
    }
    let homes = names.compactMap { name -> (model: String, data: String)? in
      guard case .trained(let data?)? = known.models[name]?.state else { return nil }
      return (name, data)
    }
    guard place == nil, let first = homes.first, let other = homes.first(where: { $0.data != first.data })
    else { return }
    throw CommandFailure(
      "'\(first.model)' was trained on '\(first.data)' and '\(other.model)' on '\(other.data)'.",
      hint: "Name what to compare them on: compare \(names.joined(separator: " ")) on \(first.data).test")
  }

  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  {
    let isKnown = command.arguments.isKnown("models")
    let names = isKnown ? command.arguments.texts("models") : []
    let task = names.lazy.compactMap { known.models[$0]?.task }.first
    return declaration.resultFields.filter { field in
      if isKnown, names.count != 2, field.name == "p" || pairFields.contains(field.name) { return false }
      return switch task {
      case .classification: field.name != "macro_ap" && !pairFields.contains(field.name)
      case .multilabel: field.name != "accuracy"
      case nil: true
      }
    }
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let names = command.arguments.texts("models")
    let place = try place(names, command, shell)
    let contenders = try names.map { try contender($0, place, command, shell) }
    if contenders.contains(where: { $0.evaluation.predictions.labelSets != nil }) {
      return try multilabel(contenders, command, shell)
    }
    let models = try contenders.map(ComparedModel.init)
    let truth = contenders[0].evaluation.predictions.labels
    return result(
      models,
      try pairs(models, name: \.name) { try McNemar(truth: truth, first: $0.answers, second: $1.answers) })
  }

  /// What all are evaluated on.
  private static func place(_ names: [String], _ command: BoundCommand, _ shell: Shell) throws -> String? {
    if let given = command.arguments.optionalText("data") { return given }
    return try names.lazy.compactMap { try shell.trained($0).entry.dataName }.first
  }

  private static func contender(
    _ name: String, _ place: String?, _ command: BoundCommand, _ shell: Shell
  ) throws -> Contender {
    let entry = try shell.trained(name).entry
    let evaluation = try shell.evaluate(name, on: place, command)
    let summary = try entry.family.summary(entry, name, on: nil, command, in: shell)
    let size = ["support_vectors", "parameters"].lazy.compactMap { summary[$0] }.first
    return Contender(evaluation: evaluation, size: size, trainingSeconds: entry.trainingSeconds)
  }

  /// Each model with each behind it.
  static func pairs<Model>(
    _ models: [Model], name: (Model) -> String, _ test: (Model, Model) throws -> McNemar
  ) throws -> [Pair] {
    var pairs: [(Model, Model, McNemar)] = []
    for (index, first) in models.enumerated() {
      for second in models[(index + 1)...] { pairs.append((first, second, try test(first, second))) }
    }
    let adjusted = Holm.adjusted(pairs.map { $0.2.exact })
    return zip(pairs, adjusted).map {
      Pair(first: name($0.0), second: name($0.1), test: $0.2, adjusted: $1)
    }
  }
}
