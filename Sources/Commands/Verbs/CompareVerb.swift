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
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: [
      .init("count", "images evaluated", .number),
      .init("best", "the model of the highest accuracy, the first of equal ones", .text),
      .init("accuracy", "its accuracy", .number),
      .init("p", "McNemar's exact p-value, of two models", .number),
      .init(
        "models",
        "an entry a model: accuracy, its 95% interval, macro F1, overlap (images that it was trained on), "
          + "loss, size and times",
        rows: true),
      .init("pairs", "an entry a pair: images that only one calls right, and McNemar's test", rows: true),
    ],
    examples: ["compare small shape on fashion.test", "compare small large deep"],
    notes: [
      "Intervals hold the accuracy with 95% confidence (Wilson). McNemar's test looks at the images that "
        + "only one of two models calls right: p is how probable so uneven a division is, were both equally "
        + "good; exact by the binomial distribution, and by chi-square with continuity correction. With more "
        + "than two models the p-values are adjusted for their number (Holm). Times are measured: training "
        + "is the sum over all trainings of a model, prediction that of the images of this command."
    ])

  /// A model and how it did.
  struct ComparedModel {
    let evaluation: EvaluationDetails
    let classification: Classification
    let size: ResultRecord.Field?
    let trainingSeconds: Double?
    let predictionSeconds: Double
    let answers: [Int]

    var name: String { evaluation.model }
    var loss: Double { evaluation.predictions.summedLoss / Double(classification.count) }
    var interval: WilsonInterval { classification.accuracyInterval }
  }

  /// Two models and the test between them.
  struct Pair {
    let first: ComparedModel
    let second: ComparedModel
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
    for name in names { try known.requireOneClass(name, "McNemar's test", "models") }
    guard command.arguments.isKnown("data") else { return }
    let place = command.arguments.optionalText("data")
    for name in names { try known.requireEvaluable(name, on: place, command, "models") }
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
    let isPair = !command.arguments.isKnown("models") || command.arguments.texts("models").count == 2
    return declaration.resultFields.filter { isPair || $0.name != "p" }
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let names = command.arguments.texts("models")
    let place = try place(names, command, shell)
    let contenders = try names.map { try contender($0, place, command, shell) }
    let pairs = try pairs(contenders)
    return result(contenders, pairs)
  }

  /// What all are evaluated on.
  private static func place(_ names: [String], _ command: BoundCommand, _ shell: Shell) throws -> String? {
    if let given = command.arguments.optionalText("data") { return given }
    return try names.lazy.compactMap { try shell.trained($0).entry.dataName }.first
  }

  private static func contender(
    _ name: String, _ place: String?, _ command: BoundCommand, _ shell: Shell
  ) throws -> ComparedModel {
    let entry = try shell.trained(name).entry
    let evaluation = try shell.evaluate(name, on: place, command)
    let summary = try entry.family.summary(entry, name, on: nil, command, in: shell)
    let size = ["support_vectors", "parameters"].lazy.compactMap { summary[$0] }.first
    return ComparedModel(
      evaluation: evaluation, classification: try Classification(evaluation.predictions), size: size,
      trainingSeconds: entry.trainingSeconds, predictionSeconds: evaluation.seconds,
      answers: evaluation.predictions.predictedLabels)
  }

  private static func pairs(_ contenders: [ComparedModel]) throws -> [Pair] {
    var pairs: [(ComparedModel, ComparedModel, McNemar)] = []
    for (index, first) in contenders.enumerated() {
      for second in contenders[(index + 1)...] {
        let labels = first.evaluation.predictions.labels
        pairs.append(
          (first, second, try McNemar(truth: labels, first: first.answers, second: second.answers)))
      }
    }
    let adjusted = Holm.adjusted(pairs.map { $0.2.exact })
    return zip(pairs, adjusted).map { Pair(first: $0.0, second: $0.1, test: $0.2, adjusted: $1) }
  }

  // MARK: Result

  private static func result(_ contenders: [ComparedModel], _ pairs: [Pair]) -> ResultRecord {
    var best = contenders[0]
    for other in contenders where other.classification.accuracy > best.classification.accuracy {
      best = other
    }
    var fields: [ResultRecord.Field] = [
      .init("count", .integer(best.classification.count)), .init("best", .text(best.name)),
      .init("accuracy", .number(best.classification.accuracy)),
    ]
    if pairs.count == 1 { fields.append(.init("p", .number(pairs[0].test.exact))) }
    fields.append(.init("models", .rows(contenders.map(row))))
    fields.append(.init("pairs", .rows(pairs.map { row($0, isAdjusted: pairs.count > 1) })))
    let evaluation = best.evaluation
    var lines = [
      "on \(evaluation.place), \(Spelling.count(best.classification.count)) images", figures(contenders),
      costs(contenders),
      table(pairs),
    ]
    lines += pairs.map { verdict($0) }
    lines += contenders.filter { $0.evaluation.overlap == nil }.map { "  " + TrainedImages.unknown($0.name) }
    var result = ResultRecord(fields, display: lines.joined(separator: "\n"))
    result.tell(
      contenders.map { contender in
        TrainedImages.warning(
          overlap: contender.evaluation.overlap, of: contender.classification.count, model: contender.name)
      })
    return result
  }

  private static func row(_ contender: ComparedModel) -> [ResultRecord.Field] {
    var row: [ResultRecord.Field] = [
      .init("model", .text(contender.name)), .init("accuracy", .number(contender.classification.accuracy)),
      .init("lower", .number(contender.interval.lower)), .init("upper", .number(contender.interval.upper)),
      .init("macro_f1", .number(contender.classification.macro.f1)),
    ]
    if let overlap = contender.evaluation.overlap { row.append(.init("overlap", .integer(overlap))) }
    // Without probabilities there is no loss.
    if !contender.loss.isNaN { row.append(.init("loss", .number(contender.loss))) }
    if let size = contender.size { row.append(size) }
    if let seconds = contender.trainingSeconds {
      row.append(.init("seconds", .number(seconds), measured: true))
    }
    row.append(.init("prediction_seconds", .number(contender.predictionSeconds), measured: true))
    return row
  }

  private static func row(_ pair: Pair, isAdjusted: Bool) -> [ResultRecord.Field] {
    [
      .init("first", .text(pair.first.name)), .init("second", .text(pair.second.name)),
      .init("only_first", .integer(pair.test.onlyFirst)),
      .init("only_second", .integer(pair.test.onlySecond)),
      .init("p", .number(pair.test.exact)), .init("chi_square", .number(pair.test.statistic)),
      .init("p_chi_square", .number(pair.test.corrected)),
    ] + (isAdjusted ? [.init("p_adjusted", .number(pair.adjusted))] : [])
  }
}
