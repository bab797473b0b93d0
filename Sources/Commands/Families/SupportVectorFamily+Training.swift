internal import Datasets
internal import Models
internal import Runtime
internal import SupportVectors

extension SupportVectorFamily {
  static let definitionOptions = SupportVectorArguments.options
  static let trainingFields: [CommandDeclaration.ResultField] = [
    .init("support_vectors", "images that the machine keeps (support vector machines)"),
    .init("objective", "of the dual problem, summed over all machines, LIBSVM's sign"),
    .init("iterations", "steps of the solver, over all machines"), .init("seconds", "the whole training", measured: true),
    .init("weights", "sha256 of all that it learned"),
  ]
  static let trainingNotes = [
    "A support vector machine begins anew each time, on the images as they are: it takes nothing from a training before, from "
      + "augmentation or from a validation part. Ctrl-C leaves it as it was."
  ]

  static func train(_ training: Training, in shell: Shell) throws -> (entry: ModelEntry, result: ResultRecord) {
    var entry = training.entry
    let samples = try training.data.source(.train, training: false, seed: training.seed)
    let recipe = SupportVectorRecipe(definition: entry.machine, seed: training.seed)
    let start = ContinuousClock.now
    let model: SupportVectorModel
    do throws(SupportVectorError) {
      model = try recipe.machine(
        on: samples, threads: shell.workspace.settings.threads, memory: memory(training, recipe, shell),
        progress: { shell.onProgress(.fitting(model: training.name, $0)) }, shouldStop: shell.interruption)
    } catch {
      guard error == .stopped, shell.checkpoints?.parts != nil, entry.machine.multiclass == .pairs else {
        throw CommandFailure(error.message, hint: error.hint)
      }
      throw CommandFailure(error.message, hint: "The same 'train' goes on where this one stopped.")
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    entry.model = model
    entry.history = []
    let report = model.report
    var lines = [
      "\(training.name) trained on \(training.dataName).train: \(Spelling.count(report.supportVectors)) support vectors "
        + "(\(Spelling.percent(Double(report.supportVectors) / Double(report.samples))) of \(Spelling.count(report.samples)) "
        + "images), \(Spelling.count(report.iterations)) iterations in \(TimeText.seconds(seconds))"
    ]
    if report.unfinished > 0 {
      lines.append(
        "warning: \(report.unfinished) of \(report.machines) machines gave up before the tolerance; scaling=standard or a "
          + "smaller C may help")
    }
    if !training.data.augmentation.isEmpty {
      lines.append("augmentation is for models that see images again and again: the images were taken as they are")
    }
    return (
      entry,
      ResultRecord(
        [
          .init("support_vectors", .integer(report.supportVectors)), .init("objective", .number(report.objective)),
          .init("iterations", .integer(report.iterations)), .init("seconds", .number(seconds), measured: true),
          .init("weights", .text(model.weightsHash)),
        ], display: lines.joined(separator: "\n"))
    )
  }

  /// Keeps the machines of pairs with the session, so that a fit that is stopped or killed goes on where it was.
  private static func memory(_ training: Training, _ recipe: SupportVectorRecipe, _ shell: Shell) -> PairMemory? {
    guard shell.checkpoints?.parts != nil else { return nil }
    func parts(_ first: Int, _ second: Int) -> Shell.Parts {
      [
        ("work", "pair"), ("recipe", recipe.meaning), ("seed", String(training.seed)), ("data", training.data.identity),
        ("pair", "\(first) \(second)"),
      ]
    }
    return PairMemory(
      known: { first, second in shell.found(parts(first, second), inSession: true) { $0.metadata } },
      keep: { first, second, solution, seconds in
        shell.keep(
          Safetensors(tensors: [], metadata: solution), under: parts(first, second), training.command, seconds: seconds,
          isPart: true)
      })
  }

  // MARK: Summary

  static let summaryFields: [CommandDeclaration.ResultField] = [
    .init("support_vectors", "images that the machine keeps (support vector machines)"),
    .init("free", "of these, on a margin: below the penalty in some machine"),
    .init("bounded", "of these, at the penalty in every machine that they support"),
    .init("gamma", "the kernel's width as a number"),
  ]

  static func summary(
    _ entry: ModelEntry, _ name: String, on data: DataSet?, _ command: BoundCommand, in shell: Shell
  ) throws -> ResultRecord {
    guard let model = entry.supportVectors else {
      throw CommandFailure(
        "'\(name)' has no support vectors yet: it wasn't trained.", hint: "Train it: train \(name) on DATA", argument: "model")
    }
    let report = model.report
    var rows = [["class", "images", "support vectors", "share", "free", "bounded"]]
    for (label, count) in zip(entry.classes, report.classes) {
      rows.append([
        label, Spelling.count(count.samples), Spelling.count(count.vectors),
        count.samples > 0 ? Spelling.percent(Double(count.vectors) / Double(count.samples)) : "", Spelling.count(count.free),
        Spelling.count(count.bounded),
      ])
    }
    let free = report.classes.reduce(0) { $0 + $1.free }
    rows.append([
      "total", Spelling.count(report.samples), Spelling.count(report.supportVectors),
      Spelling.percent(Double(report.supportVectors) / Double(report.samples)), Spelling.count(free),
      Spelling.count(report.supportVectors - free),
    ])
    let gamma = model.function.kind == .linear ? "" : ", gamma \(Spelling.rounded(model.function.gamma, digits: 6))"
    let probabilities =
      model.hasProbabilities
      ? "probabilities by Platt's sigmoids on five folds"
        + (model.definition.multiclass == .pairs ? ", coupled (Wu, Lin, Weng)" : ", each class divided by the sum")
      : "no probabilities: what it says are shares of votes (probabilities=yes fits them)"
    return ResultRecord(
      [
        .init("support_vectors", .integer(report.supportVectors)), .init("free", .integer(free)),
        .init("bounded", .integer(report.supportVectors - free)), .init("gamma", .number(model.function.gamma)),
      ],
      display: "\(name): \(text(of: entry))\n  \(Spelling.count(report.machines)) machines for images \(model.input), "
        + "\(Spelling.count(model.featureCount)) features\(gamma); \(probabilities)\n"
        + Table.text(rows, rightAligned: [1, 2, 3, 4, 5]))
  }
}
