internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
internal import Networks
internal import Record
internal import Runtime

/// `crossvalidate MODEL on DATA folds=5`.
enum CrossvalidateVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "crossvalidate",
    summary: "Train a model once per fold and evaluate it on the held-out fold.",
    parameters: [
      .positional("model", .name(.model), "the model; its own weights are neither used nor changed"),
      Parameter(
        "data", .name(.data), .preposition("on"), required: true,
        summary: "the data set; its training part is divided"),
      .option("folds", .integer(2...1000), default: .number(5), "how many"),
      .option(
        "by", .choice(Folds.Rule.allCases.map(\.rawValue)), default: .text("class"),
        "each class in proportion, or in order"),
      .option(
        "shuffle", .boolean, default: .boolean(false), "draw an order of the images first, by the seed"),
    ] + Families.parameters { $0.foldOptions } + [
      .option(
        "seed", .seed,
        "what weights, order and chance follow from; default the session's seed"),
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: [
      .init("folds", "folds that were evaluated", .number),
      .init("mean_accuracy", "mean over the folds", .number),
      .init(
        "std_accuracy",
        "standard deviation over the folds, divided by their number; not there after one fold", .number
      ),
      .init("scores", "accuracy of each fold", .list), .init("seconds", "all folds", .number, measured: true),
      .init("rounds", "one entry per fold", rows: true),
    ] + EvaluationReport.declaredFields + multilabelFields,
    examples: [
      "crossvalidate small on digits8 folds=5 epochs=3",
      "let cv = crossvalidate small on digits8 folds=10 by=none shuffle=yes",
    ],
    notes: [
      "Folds are those of scikit-learn's StratifiedKFold (by=class) and KFold (by=none) for the images in "
        + "their order, or in the one that shuffle=yes draws. The preparation is fitted anew for each fold, "
        + "on what the model learns from. A test part isn't touched. The other figures are of all images, "
        + "each predicted by the model that wasn't trained on it: report cv, plot confusion of cv and show "
        + "cv use them. Ctrl-C keeps the folds that are done."
    ], effect: .trains)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    if command.arguments.given.contains("time") {
      throw CommandFailure(
        "with 'time' each fold would end at another step on another machine.",
        hint: "Say how long by epochs=N.",
        argument: "time")
    }
    if let count = known.data(command)?.data.counts?[.train], command.arguments.isKnown("folds"),
      command.arguments.integer("folds") > count
    {
      let error = FoldError.moreThanSamples(folds: command.arguments.integer("folds"), samples: count)
      throw CommandFailure(error.message, hint: error.hint, argument: "folds")
    }
    try checkBatch(command, in: known)
    if let largest = known.data(command)?.data.outline.largestClass, command.arguments.isKnown("folds"),
      command.arguments.optionalText("by") == Folds.Rule.class.rawValue,
      command.arguments.integer("folds") > largest
    {
      let error = FoldError.moreThanLargestClass(
        folds: command.arguments.integer("folds"), largest: largest)
      throw CommandFailure(error.message, hint: error.hint, argument: "folds")
    }
    guard let (_, model) = known.model(command), let family = model.family else { return }
    try Families.refuseForeign(command, for: family) { $0.foldOptions }
    try family.checkTraining(command, of: model, on: ofFold(command, in: known), isFresh: true)
  }

  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  {
    let hasLoss = known.model(command)?.model.hasLoss != false
    let task = known.data(command)?.data.outline.task
    return declaration.resultFields.filter { field in
      if let task, !isField(field.name, of: task) { return false }
      return hasLoss || field.name != "loss"
    }
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let arguments = command.arguments
    let name = arguments.text("model")
    let dataName = arguments.text("data")
    let entry = try shell.model(name)
    let data = try shell.data(dataName)
    let seed = arguments.optionalInteger("seed").map(UInt64.init) ?? shell.workspace.settings.seed
    let rule = Folds.Rule(rawValue: arguments.text("by")) ?? .class
    let folds: Folds
    do throws(FoldError) {
      let (count, shuffle) = (arguments.integer("folds"), arguments.flag("shuffle") ? seed : nil)
      folds =
        if let sets = data.train.labelSets {
          try Folds(count: count, labelSets: sets, by: rule, shuffle: shuffle)
        } else {
          try Folds(
            count: count, labels: data.train.labels, classes: data.classes.count, by: rule, shuffle: shuffle)
        }
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "folds")
    }
    let recipe = try entry.family.recipe(for: entry, command, shell.workspace.settings, seed: seed)
    let memory = FoldMemory(recipe, on: data, folds, seed: seed, command, in: shell)
    let validation = try CrossValidation(
      recipe, on: data, folds: folds, limit: shell.context.recordedTraining.stopAtStep, seed: seed,
      threads: shell.workspace.settings.threads,
      progress: { progress in
        switch progress {
        case .fitting(let round, let fitting):
          shell.onProgress(.round(round + 1, of: folds.count, .fitting(model: name, fitting)))
        case .judging(let round, let done, let count):
          shell.onProgress(
            .round(round + 1, of: folds.count, .evaluating(model: name, done: done, of: count)))
        }
      },
      known: { memory?.round($0) }, finished: { memory?.keep($0) }, shouldStop: shell.interruption)
    shell.onProgress(nil)
    guard let validation else { throw CommandFailure("stopped by Ctrl-C before a fold was evaluated.") }
    let (positions, predictions) = validation.outOfFold
    if let broken = predictions.firstBroken {
      throw CommandFailure(
        "in a fold '\(name)' computes numbers that aren't finite for "
          + "'\(data.train.title(positions[broken], of: "\(dataName).train"))': its weights became too large "
          + "to count with.",
        hint: "Take a smaller rate, or prepare the data so that all values are finite.")
    }
    var evaluation = EvaluationDetails(
      model: name, place: "\(dataName).train, \(folds.count) folds", classes: data.classes,
      predictions: predictions, images: data.train.selecting(positions),
      overlap: DuplicatesAcrossFolds.count(positions, folds, in: data.train))
    var report: ResultRecord
    if predictions.labelSets == nil {
      report = try result(validation, evaluation, rule, isShuffled: arguments.flag("shuffle"))
    } else {
      evaluation.thresholds = [Float](repeating: 0.5, count: data.classes.count)
      report = try multilabel(validation, evaluation, rule, isShuffled: arguments.flag("shuffle"))
    }
    shell.runs += 1
    let run = shell.provenance(of: .crossvalidation, command, entry, on: data, seed: seed, isFresh: true)
    report.provenance = Provenance.Line.run(run).fields
    if let overlap = evaluation.overlap, overlap > 0 {
      report.tell([
        "\(Spelling.count(overlap)) of the images stand twice, so that their fold's model has learned from "
          + "them; on new ones it does worse"
      ])
    }
    if let recipe = recipe as? NetworkRecipe {
      let learned = (0..<folds.count).map { folds.learned($0).count }
      report.tell([
        TrainingReport.normalization(
          recipe.definition, samples: Set(learned).sorted(), options: recipe.options)
      ])
    }
    return report
  }

  private static func result(
    _ validation: CrossValidation, _ evaluation: EvaluationDetails, _ rule: Folds.Rule, isShuffled: Bool
  ) throws -> ResultRecord {
    let report = try EvaluationReport(evaluation)
    let rounds = try validation.rounds.map { round -> [ResultRecord.Field] in
      let classification = try Classification(round.predictions)
      let loss = round.predictions.summedLoss / Double(round.predictions.count)
      return [
        .init("fold", .integer(round.number + 1)), .init("learnt", .integer(round.learned)),
        .init("held_out", .integer(round.heldOut.count)), .init("accuracy", .number(classification.accuracy)),
        .init("macro_f1", .number(classification.macro.f1)),
      ] + (loss.isNaN ? [] : [.init("loss", .number(loss))]) + [
        .init("weights", .text(round.weightsHash)), .init("seconds", .number(round.seconds), measured: true),
      ]
    }
    let seconds = validation.rounds.reduce(0) { $0 + $1.seconds }
    let fields: [ResultRecord.Field] =
      [
        .init("folds", .integer(validation.rounds.count)),
        .init("mean_accuracy", .number(validation.meanAccuracy)),
      ] + (validation.rounds.count < 2 ? [] : [.init("std_accuracy", .number(validation.accuracyDeviation))])
      + [
        .init("scores", .list(validation.scores.map { .number($0) })),
        .init("seconds", .number(seconds), measured: true),
        .init("rounds", .rows(rounds)),
      ]
    let isWhole = validation.rounds.count == validation.folds
    return ResultRecord(
      fields + report.fields, stoppedAtStep: isWhole ? nil : validation.rounds.count,
      display: try display(validation, report, rule, isShuffled: isShuffled), details: evaluation)
  }

  static func title(_ evaluation: EvaluationDetails, _ rule: Folds.Rule, isShuffled: Bool) -> String {
    "\(evaluation.model) on \(evaluation.place) \(rule == .class ? "by class" : "regardless of class")"
      + (isShuffled ? ", images in a drawn order" : ", images in their order")
  }

  private static func display(
    _ validation: CrossValidation, _ report: EvaluationReport, _ rule: Folds.Rule, isShuffled: Bool
  ) throws -> String {
    var rows = [["fold", "learned", "held out", "accuracy", "macro F1", "loss", "time"]]
    for round in validation.rounds {
      let classification = try Classification(round.predictions)
      rows.append([
        String(round.number + 1), Spelling.count(round.learned), Spelling.count(round.heldOut.count),
        EvaluationText.percent(classification.accuracy), EvaluationText.percent(classification.macro.f1),
        EvaluationText.loss(round.predictions.summedLoss / Double(round.predictions.count)),
        TimeText.seconds(round.seconds),
      ])
    }
    let evaluation = report.evaluation
    var lines = [
      title(evaluation, rule, isShuffled: isShuffled),
      Table.text(rows, rightAligned: [0, 1, 2, 3, 4, 5, 6]),
      validation.rounds.count < 2
        ? "  accuracy \(EvaluationText.percent(validation.meanAccuracy)); one fold tells no deviation"
        : "  mean accuracy \(EvaluationText.percent(validation.meanAccuracy)), standard deviation over the "
          + "folds "
          + EvaluationText.percent(validation.accuracyDeviation),
      "  all images together: accuracy "
        + EvaluationText.accuracy(
          correct: report.classification.confusion.correct, of: report.classification.count)
        + ", macro F1 \(EvaluationText.percent(report.classification.macro.f1))",
    ]
    lines += report.remarks.map { "  " + $0 }
    if let confusions = report.confusions { lines.append(confusions) }
    if validation.rounds.count < validation.folds {
      lines.append(
        "stopped after \(validation.rounds.count) of \(validation.folds) folds; what is told is of these")
    }
    return lines.joined(separator: "\n")
  }
}

/// Images that stand twice in what is divided into folds.
private enum DuplicatesAcrossFolds {
  /// How many of the images at some positions equal one that the model of their fold learns from.
  static func count(_ positions: [Int], _ folds: Folds, in part: Part) -> Int {
    let hashes = part.imageHashes
    var found: [UInt64: Set<Int>] = [:]
    for position in 0..<part.count { found[hashes[position], default: []].insert(folds.rounds[position]) }
    return positions.count { found[hashes[$0]]?.count ?? 0 > 1 }
  }
}
