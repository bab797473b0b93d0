internal import Networks
internal import Record
internal import Runtime

/// How a training ended when it was recorded: its replay ends there too.
struct RecordedTraining {
  /// The step at which it was stopped.
  var stopAtStep: Int?
  /// The steps that it had, if its time was limited.
  var plan: StepPlan?
  /// How many epochs its history has; nil where none is recorded.
  private(set) var epochs: Int?

  init() {}

  init(_ entry: SessionEntry) {
    stopAtStep = entry.stopped?.step
    plan = StepPlan(entry.results.flatMap(\.fields).map { .init($0.name, $0.value.result) })
    let count = entry.results.count { $0.fields.first?.name == "epoch" }
    epochs = count > 0 ? count : nil
  }

  /// Lets the training of a network end as this one did.
  ///
  /// - Parameter samples: Of the training part.
  func bound(_ options: inout TrainingOptions, samples: Int) {
    options.stopAfterStep = stopAtStep
    options.plan = plan
    guard plan != nil, let epochs else { return }
    // A record of limited time may claim any number of steps; what it took is in its history.
    let most = (epochs + 1) * options.stepsPerEpoch(samples: samples)
    options.stopAfterStep = min(stopAtStep ?? most, most)
  }
}

extension Shell {
  /// Lets the next training end where a recorded one did; nil lets it run as it is asked to.
  func expect(_ entry: SessionEntry?) {
    context.recordedTraining = entry.map(RecordedTraining.init) ?? .init()
    context.recordedResult = context.bringsBack ? entry : nil
  }

  /// Of a result that is brought back, times and rates are those of the record: what was found again quickly
  /// did take its time.
  func recallTimes(_ result: inout ResultRecord) {
    if let entry = context.recordedResult { result.takeTimes(from: entry) }
  }
}
