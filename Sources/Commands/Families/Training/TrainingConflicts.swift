internal import Datasets
internal import Declarations
internal import Networks
internal import Runtime

/// Options that mean nothing beside others: refused with what to type instead, never ignored.
enum TrainingConflicts {
  /// A value that isn't known yet is no conflict.
  static func check(_ arguments: Arguments) throws {
    try CommandFailure.refuseBrokenRules(arguments, of: TrainingArguments.parameters)
    if arguments.flag("nesterov"), arguments.optionalNumber("momentum") == 0 {
      throw CommandFailure(
        "nesterov=yes looks ahead along the momentum, which is 0.",
        hint: "Take momentum=0.9, or leave 'nesterov' out.",
        argument: "nesterov")
    }
    if arguments.given.contains("decoupled") {
      if arguments.optionalText("optimizer") == "adamw", arguments["decoupled"] == .boolean(false) {
        throw CommandFailure(
          "optimizer=adamw is adam with decoupled decay.",
          hint: "Take optimizer=adam decay=… for decay in the gradients.",
          argument: "decoupled")
      }
      if let optimizer = arguments.optionalText("optimizer"), optimizer != "adamw",
        arguments.isKnown("decay"),
        (arguments.optionalNumber("decay") ?? 0) == 0
      {
        throw CommandFailure(
          "'decoupled' says how 'decay' acts, and there is none.", hint: "Add decay=1e-4, say.",
          argument: "decoupled")
      }
    }
    if arguments.given.contains("min_delta"), !arguments.given.contains("patience") {
      throw CommandFailure(
        "'min_delta' says what 'patience' counts as lower, and there is none.", hint: "Add patience=5, say.",
        argument: "min_delta")
    }
    if arguments.given.contains("clip"), arguments.given.contains("clip_value") {
      throw CommandFailure(
        "'clip' limits the norm of all gradients, 'clip_value' each of them; one is enough.",
        hint: "Leave one out.",
        argument: "clip_value")
    }
    try checkRates(arguments)
    try checkWarmup(arguments)
  }

  /// Steps that mix images find a partner among those of the same training step.
  ///
  /// - Parameter data: The name of the data set.
  static func checkPartners(_ arguments: Arguments, _ augmentation: Augmentation, of data: String?) throws {
    guard let step = augmentation.steps.first(where: { $0 is any MixingStep }),
      arguments.given.contains("batch"), arguments.optionalInteger("batch") == 1,
      arguments.optionalInteger("accumulate") == 1
    else { return }
    throw CommandFailure(
      "batch=1 leaves no other image for '\(step.text)' to mix an image with.",
      hint: "Take batch=2 or more, or leave the step out: augment \(data ?? "DATA") { … }",
      argument: "batch")
  }

  private static func checkRates(_ arguments: Arguments) throws {
    guard let lowest = arguments.optionalNumber("lowest"), arguments.isKnown("rate"),
      let kind = arguments.optionalText("optimizer").flatMap(OptimizerSettings.Kind.init)
    else { return }
    let rate = arguments.optionalNumber("rate") ?? kind.defaultRate
    guard lowest > rate else { return }
    throw CommandFailure(
      "lowest=\(Spelling.number(lowest)) is above the rate, \(Spelling.number(rate)).",
      hint: "Take a lower one, or a higher rate.", argument: "lowest")
  }

  private static func checkWarmup(_ arguments: Arguments) throws {
    // Of limited time nobody knows the number of epochs yet, but there is a most.
    let isLimited = arguments.given.contains("time") && !arguments.given.contains("epochs")
    guard let warmup = arguments.optionalNumber("warmup"), let given = arguments.optionalInteger("epochs")
    else { return }
    let epochs = isLimited ? TrainingArguments.mostEpochs : given
    guard warmup >= Double(epochs) else { return }
    let more = Int(exactly: warmup.rounded(.down)).map { " or more epochs: epochs=\($0 &+ 1)" }
    throw CommandFailure(
      "warmup=\(Spelling.number(warmup)) leaves nothing of the \(epochs) epochs.",
      hint: "Take fewer epochs of warm-up" + (more.map { "," + $0 } ?? "."), argument: "warmup")
  }
}
