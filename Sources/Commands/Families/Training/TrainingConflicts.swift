internal import Declarations

/// Options that mean nothing beside others: refused with what to type instead, never ignored.
enum TrainingConflicts {
  /// An option that belongs to some choices of another.
  private struct Belonging {
    let option: String
    let choice: String
    let values: [String]

    init(_ option: String, _ choice: String, _ values: String...) {
      self.option = option
      self.choice = choice
      self.values = values
    }
  }

  private static let belongings = [
    Belonging("momentum", "optimizer", "sgd", "rmsprop"), Belonging("nesterov", "optimizer", "sgd"),
    Belonging("beta1", "optimizer", "adam", "adamw"), Belonging("beta2", "optimizer", "adam", "adamw"),
    Belonging("alpha", "optimizer", "rmsprop"),
    Belonging("epsilon", "optimizer", "adam", "adamw", "rmsprop", "adagrad"),
    Belonging("every", "schedule", "step", "restarts"),
    Belonging("factor", "schedule", "step", "exponential", "plateau"), Belonging("growth", "schedule", "restarts"),
    Belonging("lowest", "schedule", "cosine", "restarts", "plateau"), Belonging("rise", "schedule", "onecycle"),
    Belonging("wait", "schedule", "plateau"),
    Belonging("label_smoothing", "loss", "cross_entropy", "kl"), Belonging("gamma", "loss", "focal"),
    Belonging("delta", "loss", "huber"),
  ]

  static func check(_ arguments: Arguments) throws {
    for belonging in belongings where arguments.given.contains(belonging.option) {
      let chosen = arguments.text(belonging.choice)
      guard !belonging.values.contains(chosen) else { continue }
      let choices = belonging.values.map { "\(belonging.choice)=\($0)" }
      throw CommandFailure(
        "'\(belonging.option)' belongs to \(listed(choices)); this is \(belonging.choice)=\(chosen).",
        hint: "Leave '\(belonging.option)' out, or take \(choices[0]).", argument: belonging.option)
    }
    if arguments.flag("nesterov"), arguments.optionalNumber("momentum") == 0 {
      throw CommandFailure(
        "nesterov=yes looks ahead along the momentum, which is 0.", hint: "Take momentum=0.9, or leave 'nesterov' out.",
        argument: "nesterov")
    }
    if arguments.given.contains("decoupled") {
      if arguments.text("optimizer") == "adamw", !arguments.flag("decoupled") {
        throw CommandFailure(
          "optimizer=adamw is adam with decoupled decay.", hint: "Take optimizer=adam decay=… for decay in the gradients.",
          argument: "decoupled")
      }
      if arguments.text("optimizer") != "adamw", (arguments.optionalNumber("decay") ?? 0) == 0 {
        throw CommandFailure(
          "'decoupled' says how 'decay' acts, and there is none.", hint: "Add decay=1e-4, say.", argument: "decoupled")
      }
    }
    if arguments.given.contains("min_delta"), !arguments.given.contains("patience") {
      throw CommandFailure(
        "'min_delta' says what 'patience' counts as lower, and there is none.", hint: "Add patience=5, say.",
        argument: "min_delta")
    }
    if arguments.given.contains("clip"), arguments.given.contains("clip_value") {
      throw CommandFailure(
        "'clip' limits the norm of all gradients, 'clip_value' each of them; one is enough.", hint: "Leave one out.",
        argument: "clip_value")
    }
  }

  /// `a`, `a or b`, `a, b or c`.
  private static func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
