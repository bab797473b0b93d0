internal import Datasets
internal import Kernels
internal import Tensors

/// The loss of samples, mixed ones included.
extension Trainer {
  /// What the samples of a step count together.
  func weight(of positions: [Int], _ pairs: [SamplePair]) -> Double {
    var sum = 0.0
    for (place, position) in positions.enumerated() {
      let own = loss.weights.weight(of: source.target(position))
      if pairs.isEmpty || pairs[place].partner == position {
        sum += own
      } else {
        let share = pairs[place].mixture.share
        sum += share * own + (1 - share) * loss.weights.weight(of: source.target(pairs[place].partner))
      }
    }
    return sum
  }

  /// The loss of a shard and its gradient, and how many of its samples are right.
  func evaluate(
    _ plan: Plan, _ positions: ArraySlice<Int>, _ pairs: ArraySlice<SamplePair>
  ) -> ShardResult {
    let classes = plan.classes
    var result = ShardResult()
    for (row, position) in positions.enumerated() {
      let logits = plan.logits.pointer + row * classes
      let gradient = plan.logitGradients.pointer + row * classes
      var target = source.target(position)
      if pairs.isEmpty || pairs[pairs.startIndex + row].partner == position {
        result.loss += loss.value(logits, target, scale: job.scale, gradient: gradient)
      } else {
        let pair = pairs[pairs.startIndex + row]
        let other = source.target(pair.partner)
        result.loss += mixedLoss(logits, target, other, share: pair.mixture.share, gradient: gradient)
        // A mixed sample is right by the sample that has the larger share of it.
        if pair.mixture.share < 0.5 { target = other }
      }
      if Head.isRight(logits, classes: classes, target) { result.correct += 1 }
    }
    return result
  }

  /// λ L(a) + (1 − λ) L(b), by which any loss takes mixed samples.
  private func mixedLoss(
    _ logits: UnsafePointer<Float>, _ own: Target, _ other: Target, share: Double,
    gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: loss.classes) { rest in
      guard let addend = rest.baseAddress else { return 0 }
      let first = loss.value(logits, own, scale: job.scale * Float(share), gradient: gradient)
      let second = loss.value(logits, other, scale: job.scale * Float(1 - share), gradient: addend)
      for index in 0..<loss.classes { gradient[index] += addend[index] }
      return share * first + (1 - share) * second
    }
  }
}
