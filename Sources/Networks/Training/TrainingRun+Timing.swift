internal import Datasets
internal import Kernels
internal import Tensors

/// Limited time: the plan of steps, measured first and revised on the way.
extension TrainingRun {
  /// Makes the plan, or takes the one that is given or that a checkpoint had.
  func plan(_ seconds: Double, shouldStop: () -> Bool) throws(NetworkError) {
    if let given = options.plan {
      // A record may say anything; what was planned never went beyond the epochs.
      let given = given.bounded(by: most)
      counters.plan = StepPlan(
        first: given.first, revisions: given.revisions.filter { $0.step <= counters.step })
      return
    }
    // An image that is evaluated takes about a third of the time of one that is trained on: the backward
    // pass, which is left out, takes twice the time of the forward pass.
    let judging = Double(validation?.count ?? 0) / Double(options.stepSize) / 3
    let spent =
      counters.step == 0
      ? 0 : counters.spentSeconds ?? seconds * Double(counters.step) / Double(max(steps, 1))
    var budget = TimeBudget(
      seconds: seconds, stepsPerEpoch: stepsPerEpoch, judging: judging, start: begin - spent)
    if counters.plan == nil {
      try timeSteps(&budget, shouldStop: shouldStop)
      counters.plan = StepPlan(first: budget.firstPlan(most: most))
    } else {
      budget.lookAgain(after: counters.step, steps, share: 10)
    }
    budget.skip()
    self.budget = budget
  }

  /// Changes the number of steps where that is due: by the clock, or as it was when the training was
  /// recorded.
  func revisePlan(isJudged: Bool) {
    guard var plan = counters.plan else { return }
    let step = counters.step
    if let total = budget?.revision(after: step, of: plan.total, most: most, isJudged: isJudged) {
      plan.revise(.init(step: step, total: total))
    } else if budget == nil,
      let revision = options.plan?.bounded(by: most).revisions.first(where: { $0.step == step })
    {
      plan.revise(revision)
    }
    counters.plan = plan
  }

  /// Times 20 steps, or as many as a fifth of the time allows, and takes them back.
  func timeSteps(_ budget: inout TimeBudget, shouldStop: () -> Bool) throws(NetworkError) {
    let order = RandomStream(seed: options.seed, stream: .shuffle).permutation(
      of: source.count, epoch: counters.epochsBefore)
    var count = 0
    var isStopped = false
    do throws(KernelError) {
      let before = try trainer.values()
      let latest = budget.spent + budget.seconds / 5
      while count < 22, count < 3 || budget.spent < latest {
        isStopped = shouldStop()
        if isStopped { break }
        let first = count % stepsPerEpoch * options.stepSize
        budget.skip()
        // Far from the numbers of real steps, which plans remember.
        _ = try trainer.step(
          1_000_000_000 + count, epoch: counters.epochsBefore,
          positions: Array(order[first..<min(first + options.stepSize, source.count)]), rate: 0)
        budget.addStep()
        count += 1
      }
      try trainer.restart(before)
    } catch {
      throw .kernel(error)
    }
    if isStopped { throw .stoppedWhileTiming }
  }
}
