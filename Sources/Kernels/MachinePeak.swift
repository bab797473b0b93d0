internal import Synchronization
internal import Tensors

/// What this machine can do at most: a product of matrices that stay in the cache, on all workers at once.
public enum MachinePeak {
  /// Floating-point operations a second of all workers of a group together, in units of 10⁹: the best of
  /// many rounds of about a millisecond, so that other programs on the machine don't count. Measured anew at
  /// each call; it takes a tenth of a second.
  ///
  /// Nothing that is computed for a person depends on it.
  public static func measure(_ group: WorkerGroup, precision: Precision = .float32) throws(KernelError)
    -> Double
  {
    let side = 384
    let best = Mutex([Double](repeating: 0, count: group.count))
    try group.run { worker, context throws(KernelError) in
      let shape = DenseShape(sourceSizes: [side, side], outputs: side, hasBias: false, precision: precision)
      let product = try context.dense(shape, training: false)
      for role in [Role.source, .weights, .destination] {
        try product.bind(role, Tensor(layout: product.required(role)))
      }
      product.run()
      var rate = 0.0
      let start = ContinuousClock.now
      while ContinuousClock.now - start < .milliseconds(100) {
        let begin = ContinuousClock.now
        for _ in 0..<2 { product.run() }
        rate = max(rate, Double(2 * 2 * side * side * side) / ((ContinuousClock.now - begin) / .seconds(1)))
      }
      let found = rate / 1e9
      best.withLock { $0[worker] = found }
    }
    return best.withLock { $0.reduce(0, +) }
  }
}
