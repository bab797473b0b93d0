internal import Declarations
internal import Kernels
internal import Networks
internal import Runtime

/// The options of a network's training, declared once for every verb that trains one.
enum TrainingArguments {
  static let mostEpochs = 100_000

  static let parameters: [Parameter] =
    length + optimizer + schedule + loss + regularization + [
      .option(
        "profile", .boolean, default: .boolean(false), "show where the time of the steps goes, layer by layer"
      )
    ]

  private static let length: [Parameter] = [
    .option(
      "epochs", .integer(1...mostEpochs), default: .number(5),
      "passes over the training part; with time the most, else no limit"),
    .option(
      "batch", .integer(1...65_536), default: .number(128),
      "images per batch; by default at most as many as there are"),
    .option(
      "accumulate", .integer(1...65_536), default: .number(1),
      "batches per step, whose gradients are accumulated"),
    .option(
      "shard", .integer(1...65_536), default: .number(Double(Numerics.shardSize)),
      "most images of a shard: what a thread works on at a time, and batchnorm takes its means of"),
    .option(
      "precision", .choice(Precision.allCases.map(\.rawValue)),
      "bf16: all layers but the first in 16 bits, weights in 32; by default as set, f32"),
    .option(
      "time", .duration,
      "how long it may take: 20 steps are timed, and the number of steps that fit is revised on the way"),
  ]

  private static let share = ParameterKind.number(Limits(0, 1, includesUpper: false))
  private static let inner = ParameterKind.number(Limits(0, 1, includesLower: false, includesUpper: false))

  private static let optimizer: [Parameter] = [
    .option(
      "optimizer", .choice(OptimizerSettings.Kind.allCases.map(\.rawValue)), default: .text("sgd"),
      "optimization algorithm"),
    .option(
      "rate", .number(.positive),
      "learning rate; default 0.05 for sgd, 0.001 for adam and adamw, 0.01 for rmsprop and adagrad"),
    .option("momentum", share, "momentum factor; default 0.9 for sgd, 0 for rmsprop")
      .only(with: "optimizer", "sgd", "rmsprop"),
    .option("nesterov", .boolean, default: .boolean(false), "Nesterov momentum").only(
      with: "optimizer", "sgd"),
    .option("beta1", share, default: .number(0.9), "decay rate of the running mean of the gradients")
      .only(with: "optimizer", "adam", "adamw"),
    .option("beta2", share, default: .number(0.999), "decay rate of the running mean of their squares")
      .only(with: "optimizer", "adam", "adamw"),
    .option("alpha", share, default: .number(0.99), "decay rate of the running mean of the squared gradients")
      .only(with: "optimizer", "rmsprop"),
    .option(
      "epsilon", .number(Limits(1e-30, 1)),
      "added to the root of the mean square; default 1e-8, for adagrad 1e-10"
    ).only(with: "optimizer", "adam", "adamw", "rmsprop", "adagrad"),
  ]

  private static let schedule: [Parameter] = [
    .option(
      "schedule", .choice(courses), default: .text("constant"), "learning-rate schedule"),
    .option(
      "warmup", .number(.notNegative), default: .number(0),
      "epochs, or a part of one, in which the rate rises first"),
    .option(
      "every", .integer(1...100_000),
      "epochs between two steps, or until the first restart; default a third of all"
    ).only(with: "schedule", "step", "restarts"),
    .option(
      "factor", inner,
      "factor by which the rate is multiplied; default 0.1, for exponential 0.9"
    ).only(with: "schedule", "step", "exponential", "plateau"),
    .option("growth", .integer(1...1000), default: .number(1), "how many times longer each round is")
      .only(with: "schedule", "restarts"),
    .option(
      "lowest", .number(.notNegative), default: .number(0), "lowest learning rate"
    ).only(with: "schedule", "cosine", "restarts", "plateau"),
    .option(
      "rise", inner, default: .number(0.25), "fraction of the steps with increasing rate (pct_start)"
    ).only(with: "schedule", "onecycle"),
    .option(
      "wait", .integer(0...100_000), default: .number(10),
      "epochs without a lower loss before the rate is reduced (patience)"
    ).only(with: "schedule", "plateau"),
  ]

  /// Those of the folds of a cross-validation: what is held out evaluates them once, so that nothing is left
  /// to watch for patience.
  static let foldParameters: [Parameter] = parameters.filter {
    !["patience", "min_delta", "profile"].contains($0.name)
  }

  /// Those of a rate search: all but what says how long a training is, how its rate goes, and what is kept of
  /// it.
  static let searchParameters: [Parameter] = parameters.filter { !untried.contains($0.name) }

  private static let untried: Set<String> = [
    "epochs", "time", "rate", "schedule", "warmup", "every", "factor", "growth", "lowest", "rise", "wait",
    "ema", "patience",
    "min_delta", "profile",
  ]

  /// What the options of a rate search ask for.
  static func searchOptions(_ arguments: Arguments, _ settings: Settings, seed: UInt64) throws
    -> TrainingOptions
  {
    var all = arguments
    for parameter in parameters where untried.contains(parameter.name) {
      all.values[parameter.name] = parameter.defaultValue
    }
    return try options(all, settings, seed: seed)
  }

  private static let courses = [
    "constant", "step", "exponential", "cosine", "restarts", "onecycle", "plateau",
  ]

  private static let loss: [Parameter] =
    [
      .option(
        "loss", .choice(Losses.all.map(\.name)), default: .text("cross_entropy"),
        "loss function to minimize; of label sets bce by default")
    ] + Losses.parameters + [
      .option(
        "class_weights", .either([.choice(["balanced"]), .list(of: .number(.notNegative))]),
        "weight of each class in the loss: balanced, or one number per class")
    ]

  private static let regularization: [Parameter] = [
    .option(
      "decay", .number(.notNegative), "weight decay (L2), decoupled for adamw; default 0, for adamw 0.01"),
    .option(
      "decoupled", .boolean, default: .boolean(false),
      "weights shrink by rate x decay; the gradients don't see it"),
    .option(
      "l1", .number(.notNegative), default: .number(0), "added to gradients with the sign of the weight"),
    .option(
      "max_norm", .number(.positive), "maximum norm of the weights into one unit or filter"),
    .option("clip", .number(.positive), "maximum global gradient norm"),
    .option("clip_value", .number(.positive), "maximum absolute value of each gradient"),
    .option(
      "ema", inner,
      "decay of a moving average of the weights, such as 0.999; the average is evaluated and kept"),
    .option(
      "patience", .integer(1...100_000),
      "epochs without a lower validation loss (label sets: higher macro AP) before the end; best come back"),
    .option(
      "min_delta", .number(.notNegative), default: .number(0), "with patience: how much counts as better"),
  ]

  // MARK: Reading

  /// What the options ask for; of the settings what they leave open.
  ///
  /// - Throws: `CommandFailure` where they don't go together.
  static func options(_ arguments: Arguments, _ settings: Settings, seed: UInt64) throws -> TrainingOptions {
    let kind = OptimizerSettings.Kind(rawValue: arguments.text("optimizer")) ?? .sgd
    var options = TrainingOptions(
      epochs: arguments.integer("epochs"), batch: arguments.integer("batch"),
      optimizer: optimizer(kind, arguments),
      rate: arguments.optionalNumber("rate") ?? kind.defaultRate, seed: seed)
    // Nobody asked for 128: a small data set is a batch by itself.
    options.allowsSmallerBatch = !arguments.given.contains("batch")
    options.seconds = arguments.optionalNumber("time")
    if options.seconds != nil, !arguments.given.contains("epochs") { options.epochs = mostEpochs }
    options.accumulation = arguments.integer("accumulate")
    options.shard = arguments.integer("shard")
    options.schedule = schedule(arguments, options)
    // Where none is asked for, the data tell which one is usual.
    if arguments.given.contains(where: { $0 == "loss" || $0 == "label_smoothing" }) {
      options.loss = Losses.named(arguments.text("loss"))?.make(arguments)
    }
    options.classWeights = weighting(arguments)
    options.limits = .init(
      norm: arguments.optionalNumber("clip"), value: arguments.optionalNumber("clip_value"))
    options.maxNorm = arguments.optionalNumber("max_norm")
    options.emaDecay = arguments.optionalNumber("ema")
    options.precision = arguments.optionalText("precision").flatMap(Precision.init) ?? settings.precision
    options.isProfiled = arguments.flag("profile")
    options.patience = arguments.optionalInteger("patience").map {
      .init(epochs: $0, margin: arguments.optionalNumber("min_delta") ?? 0)
    }
    return options
  }

  private static func optimizer(_ kind: OptimizerSettings.Kind, _ arguments: Arguments) -> OptimizerSettings {
    var settings = OptimizerSettings(
      kind: kind, momentum: arguments.optionalNumber("momentum"), decay: arguments.optionalNumber("decay"))
    settings.isNesterov = arguments.flag("nesterov")
    settings.betas = .init(first: arguments.number("beta1"), second: arguments.number("beta2"))
    settings.alpha = arguments.number("alpha")
    if let epsilon = arguments.optionalNumber("epsilon") { settings.epsilon = epsilon }
    if arguments.flag("decoupled") { settings.decouplesDecay = true }
    settings.l1 = arguments.number("l1")
    return settings
  }

  private static func schedule(_ arguments: Arguments, _ options: TrainingOptions) -> Schedule {
    let lowest = arguments.number("lowest")
    // Of limited time nobody knows the number of epochs yet.
    let third = options.epochs == mostEpochs ? 10 : (options.epochs + 2) / 3
    let every = arguments.optionalInteger("every") ?? third
    let factor = arguments.optionalNumber("factor")
    let course: Schedule.Course =
      switch arguments.text("schedule") {
      case "step": .step(every: every, factor: factor ?? 0.1)
      case "exponential": .exponential(factor: factor ?? 0.9)
      case "cosine": .cosine(lowest: lowest)
      case "restarts": .restarts(every: every, growth: arguments.integer("growth"), lowest: lowest)
      case "onecycle": .oneCycle(rise: arguments.number("rise"))
      case "plateau": .plateau(.init(factor: factor ?? 0.1, wait: arguments.integer("wait"), lowest: lowest))
      default: .constant
      }
    var schedule = Schedule(course, warmup: arguments.number("warmup"))
    // A momentum that was asked for stays.
    let kind = options.optimizer.kind
    let own = kind == .sgd ? "momentum" : "beta1"
    if case .oneCycle = course, [.sgd, .adam, .adamw].contains(kind), !arguments.given.contains(own) {
      schedule.momentum = 0.85...0.95
    }
    return schedule
  }

  static func weighting(_ arguments: Arguments) -> ClassWeighting {
    switch arguments["class_weights"] {
    case .text: .balanced
    case .list(let items):
      .given(items.compactMap { if case .number(let number) = $0 { number } else { nil } })
    default: .equal
    }
  }
}
