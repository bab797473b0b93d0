internal import Kernels
internal import Models
internal import Synchronization
internal import Tensors

extension Trainer {
  /// The weights and running statistics, plain.
  func values() throws(KernelError) -> [[Float]] {
    try plain { store, context throws(KernelError) in try store.plain(context: context) }
  }

  /// Their moving averages, plain; the weights themselves where none are kept, or before the first step.
  func averagedValues() throws(KernelError) -> [[Float]] {
    guard emaDecay != nil, job.step > 0 else { return try values() }
    return try plain { [averages, averagedStatistics, graph] store, context throws(KernelError) in
      var result: [[Float]] = []
      for (index, declaration) in store.declarations.enumerated() {
        if graph.isFrozen(index) {
          result.append(try store.plain(index, context: context))
        } else if declaration.isStatistic {
          let first = averagedStatistics.pointer + store.offsets[index]
          result.append(Array(UnsafeBufferPointer(start: first, count: declaration.count)))
        } else {
          result.append(try store.plain(index, from: averages, at: 0, context: context))
        }
      }
      return result
    }
  }

  /// What the optimizer keeps, plain: `1.conv.weights.slot0`, …
  func optimizerState() throws(KernelError) -> [NamedTensor] {
    let count = optimizer.slotCount
    return try plain { [slots, graph] store, context throws(KernelError) in
      var tensors: [NamedTensor] = []
      for (index, declaration) in store.declarations.enumerated()
      where !declaration.isStatistic && !graph.isFrozen(index) {
        for slot in 0..<count {
          let values = try store.plain(index, from: slots, at: slot * store.values.count, context: context)
          tensors.append(
            NamedTensor(name: "\(declaration.name).slot\(slot)", shape: declaration.shape, values: values))
        }
      }
      return tensors
    }
  }

  private func plain<Result: Sendable>(
    _ work: @escaping @Sendable (ParameterStore, KernelContext) throws(KernelError) -> Result
  ) throws(KernelError) -> Result {
    let result = Mutex<Result?>(nil)
    let store = store
    try group.runOnOne { context throws(KernelError) in
      let found = try work(store, context)
      result.withLock { $0 = found }
    }
    guard let found = result.withLock({ $0 }) else {
      preconditionFailure("the worker found something or threw")
    }
    return found
  }

  // MARK: Going back

  /// Takes weights and statistics again and forgets what the optimizer and the average kept.
  func restart(_ values: [[Float]]) throws(KernelError) {
    for buffer in [slots, averages, averagedStatistics] {
      buffer.pointer.update(repeating: 0, count: buffer.count)
    }
    let store = store
    try group.runOnOne { context throws(KernelError) in try store.load(values, context: context) }
    job = StepJob()
    // Steps that were taken back don't count.
    if profileSum != nil { profileSum = ProfileSum(items: graph.items.count) }
  }

  /// Takes what `optimizerState` of the same training gave.
  func restoreOptimizer(_ tensors: [NamedTensor]) throws(NetworkError) {
    var given: [String: NamedTensor] = [:]
    for tensor in tensors { given[tensor.name] = tensor }
    var plain: [(index: Int, offset: Int, values: [Float])] = []
    for (index, declaration) in store.declarations.enumerated()
    where !declaration.isStatistic && !graph.isFrozen(index) {
      for slot in 0..<optimizer.slotCount {
        let name = "\(declaration.name).slot\(slot)"
        guard let tensor = given[name], tensor.shape == declaration.shape else {
          throw .foreignState(
            tensor: name, found: given[name].map { Network.text($0.shape) } ?? "missing",
            expected: Network.text(declaration.shape))
        }
        plain.append((index, slot * store.values.count, tensor.values))
      }
    }
    try withKernels(try place(plain, in: slots))
  }

  /// Takes what `averagedValues` of the same training gave.
  ///
  /// - Parameter step: The last one that was done.
  func restoreAverages(_ values: [[Float]], step: Int) throws(KernelError) {
    job.step = step
    var learned: [(index: Int, offset: Int, values: [Float])] = []
    for (index, declaration) in store.declarations.enumerated() {
      if declaration.isStatistic {
        let target = averagedStatistics.pointer + store.offsets[index]
        for (place, value) in values[index].enumerated() { target[place] = value }
      } else {
        learned.append((index, 0, values[index]))
      }
    }
    try place(learned, in: averages)
  }

  /// Copies plain numbers to where a tensor lies in a buffer laid out as the weights.
  private func place(_ entries: [(index: Int, offset: Int, values: [Float])], in buffer: FloatBuffer)
    throws(KernelError)
  {
    let store = store
    try group.runOnOne { context throws(KernelError) in
      for entry in entries {
        let layout = store.layout(entry.index)
        let target = Tensor(layout: layout, buffer: buffer, offset: entry.offset + store.offsets[entry.index])
        try context.copy(Tensor(layout: .plain(layout.sizes), buffer: FloatBuffer(entry.values)), to: target)
      }
    }
  }
}
