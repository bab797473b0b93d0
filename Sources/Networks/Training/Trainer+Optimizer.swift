internal import Kernels
internal import Models
internal import Synchronization
internal import Tensors

extension Trainer {
  /// What the optimizer keeps, plain: `1.conv.weights.slot0`, …
  func optimizerState() throws(KernelError) -> [NamedTensor] {
    let result = Mutex<[NamedTensor]>([])
    try crew.runOnOne { [self] context throws(KernelError) in
      var tensors: [NamedTensor] = []
      for (index, declaration) in store.declarations.enumerated() where !declaration.isStatistic {
        for slot in 0..<optimizer.slotCount {
          let values = try store.plain(index, from: slots, at: slot * store.values.count, context: context)
          tensors.append(NamedTensor(name: "\(declaration.name).slot\(slot)", shape: declaration.shape, values: values))
        }
      }
      result.withLock { $0 = tensors }
    }
    return result.withLock { $0 }
  }

  /// Takes what `optimizerState` of the same training gave.
  func restoreOptimizer(_ tensors: [NamedTensor]) throws(NetworkError) {
    var given: [String: NamedTensor] = [:]
    for tensor in tensors { given[tensor.name] = tensor }
    var plain: [(index: Int, slot: Int, values: [Float])] = []
    for (index, declaration) in store.declarations.enumerated() where !declaration.isStatistic {
      for slot in 0..<optimizer.slotCount {
        let name = "\(declaration.name).slot\(slot)"
        guard let tensor = given[name], tensor.shape == declaration.shape else {
          throw .foreignState(
            tensor: name, found: given[name].map { Network.text($0.shape) } ?? "missing",
            expected: Network.text(declaration.shape))
        }
        plain.append((index, slot, tensor.values))
      }
    }
    do throws(KernelError) {
      try crew.runOnOne { [self, plain] context throws(KernelError) in
        for entry in plain {
          let layout = store.layout(entry.index)
          let target = Tensor(
            layout: layout, buffer: slots, offset: entry.slot * store.values.count + store.offsets[entry.index])
          let source = Tensor(layout: .plain(layout.sizes), buffer: FloatBuffer(entry.values))
          try context.copy(source, to: target)
        }
      }
    } catch {
      throw .kernel(error)
    }
  }
}
