internal import Datasets
internal import Declarations
internal import Models
internal import Record
internal import Runtime

/// `train MODEL on DATA`.
enum TrainVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "train", summary: "Train a model on the training part of a data set.",
    parameters: [
      .positional("model", .name(.model), "the model"),
      Parameter(
        "data", .name(.data), .preposition("on"), required: true,
        summary: "the data set, whose training part is what the model learns from"),
    ] + Families.parameters { $0.trainingOptions } + [
      .option(
        "seed", .seed,
        "what weights, order and chance follow from; default the session's seed"),
      .option(
        "fresh", .boolean, default: .boolean(false), "start from initial weights even if it is trained"),
      .option(
        "candidate", .boolean, default: .boolean(false),
        "train from initial weights, and keep it beside the model's other candidates for 'choose'"),
      .option("tolerance", .number(.positive), "how far a replay may be off, relative; default not at all"),
    ],
    resultFields: Families.fields { $0.trainingFields },
    examples: [
      "train small on fashion epochs=5",
      "train small on fashion epochs=10 optimizer=adam rate=0.001 schedule=cosine",
      "train small on fashion epochs=50 patience=5 label_smoothing=10%",
      "train small on fashion time=5m schedule=onecycle",
    ],
    notes: [
      "Training a trained model continues from its weights, with a new optimizer and schedule; fresh=yes "
        + "begins anew. Ctrl-C stops between two steps and keeps what was learned. Training figures are "
        + "means over the epoch as the images were met; validation figures are taken after it."
    ] + Families.all.flatMap { $0.trainingNotes },
    effect: .trains,
    sweep: SweepRule(
      mark: "candidate", closing: "choose", fixed: ["fresh", "profile", "tolerance"]))

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    let arguments = command.arguments
    if arguments.flag("candidate") {
      if let (dataName, data) = known.data(command), let parts = data.parts {
        try Candidates.check(hasValidation: parts.contains(.validation), dataName)
      }
      if arguments.given.contains("fresh"), arguments["fresh"] == .boolean(false) {
        throw CommandFailure(
          "a candidate starts from initial weights.", hint: "Leave 'fresh' out.", argument: "fresh")
      }
    }
    guard let (_, model) = known.model(command), let family = model.family else { return }
    try Families.refuseForeign(command, for: family) { $0.trainingOptions }
    let isKnown = arguments.isKnown("fresh") && arguments.isKnown("candidate")
    let isFresh = isKnown ? arguments.flag("fresh") || arguments.flag("candidate") : nil
    try family.checkTraining(
      command, of: model, on: known.data(command)?.data ?? KnownData(), isFresh: isFresh)
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let (name, model) = known.model(command) else { return known.loseTrack() }
    var trained = model
    trained.entry = model.entry.flatMap { entry in
      var entry = entry
      guard command.arguments.isComplete, let definition = try? entry.family.redefined(entry, by: command)
      else { return nil }
      entry.definition = definition
      return entry
    }
    let data = known.data(command)
    trained.state = data.map { .trained(on: $0.name) }
    trained.shape = data?.data.shape
    trained.input = data.flatMap { set in
      set.data.preparation?.takesAnySize == false ? set.data.outline.shape : nil
    }
    trained.classes = data?.data.outline.classes
    trained.task = data?.data.outline.task
    trained.hasCurve = model.family?.hasEpochs
    let isCandidate =
      command.arguments.isKnown("candidate") ? command.arguments.flag("candidate") : nil
    trained.hasCandidates = isCandidate
    trained.chosen = []
    if isCandidate != false {
      let own = trained
      // Of a model of which nothing is known, nor is what its candidates were.
      trained.chosen = model.hasCandidates == nil ? [KnownModel()] : model.chosen
      trained.add(own)
    }
    known.models[name] = trained
  }

  static func resultFields(of command: BoundCommand, in known: KnownWorkspace) -> [CommandDeclaration
    .ResultField]
  {
    guard let family = known.model(command)?.model.family else { return declaration.resultFields }
    // What a candidate is chosen by stands in its result too.
    let isCandidate = command.arguments.given.contains("candidate")
    let fields = isCandidate ? declaration.resultFields : family.trainingFields
    guard known.data(command)?.data.outline.task == .classification else { return fields }
    return fields.filter { $0.name != "validation_macro_ap" }
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    // What is typed for one sweep is one change.
    command.arguments.given.contains("candidate") ? .perhaps : .change
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("model")
    let dataName = command.arguments.text("data")
    var entry = try shell.model(name)
    let data = try shell.data(dataName)
    let isCandidate = command.arguments.flag("candidate")
    if isCandidate { try Candidates.check(hasValidation: (data.validation?.count ?? 0) > 0, dataName) }
    let before = entry
    entry.candidates = []
    entry.replacesTrained = false
    entry.definition = try entry.family.redefined(entry, by: command)
    let training = Training(
      name: name, entry: entry, dataName: dataName, data: data,
      seed: command.arguments.optionalInteger("seed").map(UInt64.init) ?? shell.workspace.settings.seed,
      isFresh: entry.model == nil || isCandidate || command.arguments.flag("fresh"), command: command)
    var (trained, result) = try shell.train(training)
    shell.onProgress(nil)
    shell.recallTimes(&result)
    if case .number(let seconds)? = result["seconds"]?.value {
      trained.trainingSeconds = (training.isFresh ? 0 : entry.trainingSeconds ?? 0) + seconds
    }
    let provenance = shell.provenance(
      of: .training, command, before, on: data, seed: training.seed, isFresh: training.isFresh)
    result.provenance = Provenance.Line.run(provenance).fields
    trained.lineage.training = provenance
    trained.lineage.run = shell.runs + 1
    trained.lineage.testPart = .init(data)
    if !trained.family.hasEpochs { trained.lineage.options.merge(provenance.comparedSettings) { $1 } }
    trained.dataName = dataName
    trained.classes = data.classes
    let images = TrainedImages(data)
    trained.trainedOn = training.isFresh ? images : entry.trainedOn?.adding(images)
    trained.preparation = try data.fittedPreparation()
    let empty = data.train.emptyClasses(of: data.classes.count)
    if !training.isFresh, entry.classes != data.classes {
      result.tell([
        "'\(name)' had learned other classes ("
          + EvaluationText.listed(Array(entry.classes.indices), of: entry.classes)
          + "), and goes on from their weights; fresh=yes begins anew"
      ])
    }
    result.tell([EmptyClasses.text(empty, of: data.classes, part: .train)])
    if isCandidate {
      shell.sweptModel = name
      try Candidates.add(&trained, &result, to: before, name, data, dataName, command, in: shell)
    }
    shell.workspace.models[name] = trained
    // A command that failed is no run of the record.
    shell.runs += 1
    return result
  }
}
