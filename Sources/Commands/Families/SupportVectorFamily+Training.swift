internal import Datasets
internal import Models
internal import Runtime
internal import SupportVectors

extension SupportVectorFamily {
  static let definitionOptions = SupportVectorArguments.options
  static let trainingFields: [CommandDeclaration.ResultField] = [
    .init("support_vectors", "images that the machine keeps (support vector machines)", .number),
    .init("objective", "of the dual problem, summed over all machines, LIBSVM's sign", .number),
    .init("iterations", "steps of the solver, over all machines", .number),
    .init("seconds", "the whole training", .number, measured: true),
    .init("weights", "sha256 of all that it learned", .text),
  ]
  static let trainingNotes = [
    "A support vector machine begins anew each time, on the images as they are: it takes nothing from a "
      + "training before, from augmentation or from a validation part. Ctrl-C leaves it as it was."
  ]

  static func train(_ training: Training, in shell: Shell) throws -> (entry: ModelEntry, result: ResultRecord)
  {
    var entry = training.entry
    let samples = try training.data.source(.train, training: false, seed: training.seed)
    let recipe = SupportVectorRecipe(definition: entry.machine, seed: training.seed)
    let start = WorkClock.now
    let (model, report): (any Model, SupportVectorReport)
    do throws(SupportVectorError) {
      (model, report) = try fitted(recipe, on: samples, training, shell)
    } catch {
      guard error == .stopped, shell.checkpoints?.parts != nil, shell.isTyped else {
        throw CommandFailure(error.message, hint: error.hint)
      }
      throw CommandFailure(error.message, hint: "The same 'train' goes on where this one stopped.")
    }
    let seconds = (WorkClock.now - start) / .seconds(1)
    entry.model = model
    entry.history = []
    let share = Double(report.supportVectors) / Double(report.samples)
    let kept =
      model.task == .multilabel
      ? "over \(Spelling.counted(report.machines, "machine")), one a class"
      : "(\(Spelling.percent(share)) of \(Spelling.count(report.samples)) images)"
    var lines = [
      "\(training.name) trained on "
        + "\(training.dataName).train: \(Spelling.count(report.supportVectors)) support vectors \(kept), "
        + "\(Spelling.count(report.iterations)) iterations in \(TimeText.seconds(seconds))"
    ]
    var warnings: [String] = []
    if report.unfinished > 0 {
      warnings.append(
        "\(report.unfinished) of \(report.machines) machines gave up before the tolerance; scaling=standard "
          + "or a smaller C may help")
    }
    if !training.data.augmentation.isEmpty {
      lines.append(
        "augmentation is for models that see images again and again: the images were taken as they are")
    }
    var result = ResultRecord(
      [
        .init("support_vectors", .integer(report.supportVectors)),
        .init("objective", .number(report.objective)),
        .init("iterations", .integer(report.iterations)), .init("seconds", .number(seconds), measured: true),
        .init("weights", .text(model.weightsHash)),
      ], display: lines.joined(separator: "\n"))
    result.tell(warnings)
    return (entry, result)
  }

  /// Keeps the machines that are done with the session, so that a fit that is stopped or killed goes on where
  /// it was.
  static func memory(_ training: Training, _ recipe: SupportVectorRecipe, _ shell: Shell)
    -> FitMemory?
  {
    guard shell.checkpoints?.parts != nil else { return nil }
    func parts(_ name: String) -> Shell.Parts {
      [
        ("work", "machine"), ("recipe", recipe.canonicalText), ("seed", String(training.seed)),
        ("data", training.data.identity),
        ("machine", name),
      ]
    }
    return FitMemory(
      known: { name in shell.found(parts(name), inSession: true) { $0.metadata } },
      keep: { name, solution, seconds in
        shell.keep(
          Safetensors(tensors: [], metadata: solution), under: parts(name), training.command,
          seconds: seconds,
          isPart: true)
      })
  }

  // MARK: Summary

  static let summaryFields: [CommandDeclaration.ResultField] = [
    .init("support_vectors", "images that the machine keeps (support vector machines)", .number),
    .init("free", "of these, on a margin: below the penalty in some machine"),
    .init("bounded", "of these, at the penalty in every machine that they support"),
    .init("gamma", "the kernel's width as a number"),
    .init("machines", "between classes, of a support vector machine that wasn't trained"),
    .init("features", "that it sees of an image, where it wasn't trained"),
  ]

  static func summary(
    _ entry: ModelEntry, _ name: String, on data: DataSet?, _ command: BoundCommand, in shell: Shell
  ) throws -> ResultRecord {
    if let model = entry.model as? LabelSetMachine { return labelSetSummary(entry, model, name) }
    guard let model = entry.supportVectors else {
      guard let data else { throw CommandFailure.untrained(name) }
      return try outlook(entry, name, on: data)
    }
    let report = model.report
    // A file of LIBSVM doesn't tell what it was trained on.
    let isKnown = report.samples > 0
    func known(_ count: Int) -> String { isKnown ? Spelling.count(count) : "" }
    var rows = [["class", "images", "support vectors", "share", "free", "bounded"]]
    for (label, count) in zip(entry.classes, report.classes) {
      rows.append([
        label, known(count.samples), Spelling.count(count.vectors),
        count.samples > 0 ? Spelling.percent(Double(count.vectors) / Double(count.samples)) : "",
        known(count.free),
        known(count.bounded),
      ])
    }
    let free = report.classes.reduce(0) { $0 + $1.free }
    rows.append([
      "all", known(report.samples), Spelling.count(report.supportVectors),
      isKnown ? Spelling.percent(Double(report.supportVectors) / Double(report.samples)) : "", known(free),
      known(report.supportVectors - free),
    ])
    let gamma =
      model.function.kind == .linear ? "" : ", gamma \(Spelling.rounded(model.function.gamma, digits: 6))"
    let probabilities =
      model.hasProbabilities
      ? "probabilities by Platt's sigmoids on five folds"
        + (model.definition.multiclass == .pairs
          ? ", coupled (Wu, Lin, Weng)" : ", each class divided by the sum") + ";\n  "
        + answerText(model)
      : "no probabilities: what it says are shares of votes (probabilities=yes fits them)"
    var fields: [ResultRecord.Field] = [.init("support_vectors", .integer(report.supportVectors))]
    if isKnown {
      fields += [.init("free", .integer(free)), .init("bounded", .integer(report.supportVectors - free))]
    }
    return ResultRecord(
      fields + [.init("gamma", .number(model.function.gamma))],
      display:
        "\(name): \(text(of: entry))\n  "
        + "\(Spelling.count(report.machines)) machines for images \(model.input), "
        + "\(Spelling.count(model.featureCount)) features\(gamma)\n  \(probabilities)\n"
        + Table.text(rows, rightAligned: [1, 2, 3, 4, 5]))
  }

  /// Which class is named, and what that does to the probabilities.
  static func answerText(_ model: SupportVectorModel) -> String {
    model.definition.answer == .probable
      ? "it names the most probable class"
      : "it names the class that the machines choose; where another one is more probable the two exchange "
        + "their probabilities (answer=probable names that one instead, as svm-predict -b 1)"
  }

  /// What can be told of a machine before it is trained.
  private static func outlook(_ entry: ModelEntry, _ name: String, on data: DataSet) throws -> ResultRecord {
    let source = try data.source(.train, training: false, seed: 0)
    let size: SupportVectorSize
    do throws(SupportVectorError) {
      size = try SupportVectorSize(entry.machine, on: source)
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "data")
    }
    let memory =
      entry.machine.multiclass == .pairs
      ? "\(entry.machine.cacheMegabytes) MB of kernel values, and all once more for what they share"
      : "its weights"
    return ResultRecord(
      [.init("machines", .integer(size.machines)), .init("features", .integer(size.features))],
      display:
        "\(name): \(text(of: entry)), not trained\n  "
        + "\(Spelling.counted(size.machines, "machine")) for images "
        + "\(source.shape), \(Spelling.count(size.features)) features; "
        + "\(Spelling.count(source.count)) images take "
        + "\(Spelling.rounded(Double(size.rowBytes) / 1e6, digits: 1)) MB, and each thread up to "
        + memory)
  }
}
