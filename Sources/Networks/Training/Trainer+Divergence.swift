internal import Datasets
internal import Kernels
internal import Synchronization
internal import Tensors

/// Where a number that is none came from.
struct Divergence: Sendable {
  /// "the weights of 'conv 32 3x3' (layer 1)".
  var place: String
  /// Whether the images themselves hold it, so that no rate helps.
  var isInput = false
  var isWeight = false
}

extension Trainer {
  /// The first learned tensor, in the order of the layers, that holds a number which isn't finite; nil when
  /// all are.
  func divergedWeights() throws(KernelError) -> Divergence? {
    // One check of all numbers first; nearly always that is the end of it.
    let all = UnsafeBufferPointer(start: store.values.pointer, count: store.values.count)
    let statistics = UnsafeBufferPointer(start: store.statistics.pointer, count: store.statistics.count)
    guard !(Self.areFinite(all) && Self.areFinite(statistics)) else { return nil }
    var found = firstTensor { tensor in
      let numbers = store.tensor(tensor)
      return UnsafeBufferPointer(start: numbers.pointer, count: numbers.layout.floatCount)
    }
    found?.isWeight = true
    return found
  }

  /// Without a branch a number, so that many are checked together: it is asked after each step.
  private static func areFinite(_ numbers: UnsafeBufferPointer<Float>) -> Bool {
    let infinity = Int32(bitPattern: Float.infinity.bitPattern)
    var largest: Int32 = 0
    for number in numbers { largest = max(largest, Int32(bitPattern: number.bitPattern & 0x7FFF_FFFF)) }
    return largest < infinity
  }

  /// Finds out why the loss, or the norm of the gradients, of the step that was just run is no finite number.
  /// The weights are still those that the step began with.
  func divergence(_ result: ShardResult) throws(KernelError) -> Divergence {
    if let weights = try divergedWeights() { return weights }
    if result.loss.isFinite {
      let home = buffers.sum.home
      let gradients = firstTensor { tensor in
        guard let home, !store.declarations[tensor].isStatistic, !graph.isFrozen(tensor) else { return nil }
        return UnsafeBufferPointer(
          start: home + store.offsets[tensor], count: store.layout(tensor).floatCount)
      }
      return gradients.map { Divergence(place: "the gradient of \($0.place)") }
        ?? Divergence(place: "the norm of the gradients")
    }
    return try divergedOutput() ?? Divergence(place: "the loss")
  }

  private func firstTensor(_ numbers: (Int) -> UnsafeBufferPointer<Float>?) -> Divergence? {
    for (index, declaration) in store.declarations.enumerated() {
      guard let numbers = numbers(index), !numbers.allSatisfy(\.isFinite) else { continue }
      let item = graph.items.first { $0.tensors.contains(index) }
      let layer = item.map { " of '\($0.line.text)' (layer \($0.line.line))" } ?? ""
      return Divergence(place: "the \(declaration.name.split(separator: ".").last ?? "weights")" + layer)
    }
    return nil
  }

  /// Runs the step's first bad shard again, with ever other numbers of its first layers, until it is known
  /// whose output is the first that holds a number which is none. Memory that layers share is then still what
  /// that layer wrote.
  ///
  /// - Complexity: O(log n) plans of n layers.
  private func divergedOutput() throws(KernelError) -> Divergence? {
    let found = Mutex<Divergence?>(nil)
    try group.runOnOne { [self] context throws(KernelError) in
      for range in job.shards {
        // Finite after so many layers, and not after so many.
        var (whole, broken) = (0, graph.items.count)
        guard try !isFinite(afterLayers: broken, range, context) else { continue }
        guard try isFinite(afterLayers: 0, range, context) else {
          found.withLock { $0 = Divergence(place: "an image, before the first layer", isInput: true) }
          return
        }
        while broken - whole > 1 {
          let middle = (whole + broken) / 2
          if try isFinite(afterLayers: middle, range, context) { whole = middle } else { broken = middle }
        }
        let line = graph.items[broken - 1].line
        found.withLock { $0 = Divergence(place: "the output of '\(line.text)' (layer \(line.line))") }
        return
      }
    }
    return found.withLock { $0 }
  }

  /// Whether all numbers are finite that a shard of the step gives after its first layers.
  private func isFinite(
    afterLayers layers: Int, _ range: Range<Int>, _ context: KernelContext
  ) throws(KernelError) -> Bool {
    let positions = job.positions[range]
    let builder = PlanBuilder(
      graph, store: store, batch: range.count, mode: .training, precision: precision, context: context)
    let (plan, output) = try builder.buildForward(layers: layers)
    plan.refreshWeights(step: job.step)
    plan.job = Plan.Job(seed: seed, epoch: job.epoch, positions: positions, statistics: nil)
    let pairs = job.pairs.isEmpty ? [] : job.pairs[range]
    try plan.read(positions, from: source, epoch: job.epoch, pairs: pairs)
    plan.runForward()
    // In 32 bits, whatever the layer computes in.
    let numbers = Tensor(layout: .plain(output.layout.sizes))
    try context.copy(output, to: numbers)
    return UnsafeBufferPointer(start: numbers.pointer, count: numbers.layout.floatCount).allSatisfy(
      \.isFinite)
  }
}
