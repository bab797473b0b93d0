internal import Datasets
internal import Declarations
internal import Kernels
internal import Networks

/// The options of a network's training as they were in force.
extension TrainingArguments {
  /// The value of each option that has one, those that nobody typed too.
  ///
  /// - Parameter options: What was made of the arguments.
  static func values(of options: TrainingOptions, for task: PredictionTask) -> [String: ArgumentValue] {
    var values = optimizerValues(of: options)
    values.merge(scheduleValues(of: options.schedule)) { $1 }
    let loss = options.loss(for: task)
    values.merge(loss.arguments.values) { $1 }
    values["loss"] = Losses.name(of: loss).map { .text($0) }
    values["batch"] = number(options.batch)
    values["accumulate"] = number(options.accumulation)
    values["shard"] = number(options.shard)
    values["precision"] = .text(options.precision.rawValue)
    values["time"] = options.seconds.map { .seconds($0) }
    // Limited time alone ends the training then.
    if options.seconds == nil || options.epochs < mostEpochs { values["epochs"] = number(options.epochs) }
    switch options.classWeights {
    case .equal: break
    case .balanced: values["class_weights"] = .text("balanced")
    case .given(let weights): values["class_weights"] = .list(weights.map { .number($0) })
    }
    values["max_norm"] = options.maxNorm.map { .number($0) }
    values["clip"] = options.limits.norm.map { .number($0) }
    values["clip_value"] = options.limits.value.map { .number($0) }
    values["ema"] = options.emaDecay.map { .number($0) }
    values["patience"] = options.patience.map { number($0.epochs) }
    values["min_delta"] = options.patience.map { .number($0.margin) }
    values["profile"] = .boolean(options.isProfiled)
    return values
  }

  private static func number(_ number: Int) -> ArgumentValue { .number(Double(number)) }

  private static func optimizerValues(of options: TrainingOptions) -> [String: ArgumentValue] {
    let optimizer = options.optimizer
    var values: [String: ArgumentValue] = [
      "optimizer": .text(optimizer.kind.rawValue), "rate": .number(options.rate),
      "momentum": .number(optimizer.momentum), "nesterov": .boolean(optimizer.isNesterov),
      "beta1": .number(optimizer.betas.first), "beta2": .number(optimizer.betas.second),
      "alpha": .number(optimizer.alpha), "epsilon": .number(optimizer.epsilon),
      "decay": .number(optimizer.decay), "decoupled": .boolean(optimizer.decouplesDecay),
      "l1": .number(optimizer.l1),
    ]
    // The schedule leads it up and down.
    if options.schedule.momentum != nil { values[optimizer.kind == .sgd ? "momentum" : "beta1"] = nil }
    return values
  }

  private static func scheduleValues(of schedule: Schedule) -> [String: ArgumentValue] {
    var values: [String: ArgumentValue] =
      switch schedule.course {
      case .constant: ["schedule": .text("constant")]
      case .step(let every, let factor):
        ["schedule": .text("step"), "every": number(every), "factor": .number(factor)]
      case .exponential(let factor): ["schedule": .text("exponential"), "factor": .number(factor)]
      case .cosine(let lowest): ["schedule": .text("cosine"), "lowest": .number(lowest)]
      case .restarts(let every, let growth, let lowest):
        [
          "schedule": .text("restarts"), "every": number(every), "growth": number(growth),
          "lowest": .number(lowest),
        ]
      case .oneCycle(let rise): ["schedule": .text("onecycle"), "rise": .number(rise)]
      case .plateau(let plateau):
        [
          "schedule": .text("plateau"), "factor": .number(plateau.factor), "wait": number(plateau.wait),
          "lowest": .number(plateau.lowest),
        ]
      }
    values["warmup"] = .number(schedule.warmup)
    return values
  }
}
