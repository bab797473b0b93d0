internal import Datasets
internal import Kernels
internal import Tensors

extension TrainingRun {
  /// Times 20 steps, or as many as a fifth of the time allows, and takes them back.
  func timeSteps(_ budget: inout TimeBudget, shouldStop: () -> Bool) throws(NetworkError) {
    let order = RandomStream(seed: options.seed, stream: .shuffle).permutation(of: source.count, epoch: counters.epochsBefore)
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
