internal import Kernels
internal import Tensors

/// Which memory tensors get, and when others may have it.
extension PlanBuilder {
  /// Lets go of activations that no item after these reads.
  func recycleActivations(after built: Range<Int>, _ readers: inout [Int]) {
    var done: [FloatBuffer] = []
    for source in graph.items[built].flatMap(\.sources) where source != LayerGraph.image {
      readers[source] -= 1
      if readers[source] == 0, let output = outputs[source] { done.append(output.buffer) }
    }
    let live = outputs.indices.filter { readers[$0] > 0 || $0 == outputs.count - 1 }
    recycle(done, unless: live.compactMap { outputs[$0]?.buffer })
  }

  /// Gives memory back that the item borrowed, or that was read for the last time, unless somebody else will
  /// read it.
  func recycle(_ read: [FloatBuffer], unless live: [FloatBuffer]) {
    let live = Set(live.map { ObjectIdentifier($0) })
    for buffer in read + (borrowed ?? []) {
      let identity = ObjectIdentifier(buffer)
      guard !live.contains(identity), pool.give(buffer) else { continue }
      // What was known of it was about its content.
      preserved.remove(identity)
      signed.remove(identity)
      gradientReaders[identity] = nil
    }
    borrowed = nil
  }

  /// A tensor that the plan owns. Padding is zero; what else it holds at first is not to be read.
  func tensor(_ layout: Layout) -> Tensor {
    guard borrowed != nil, !layout.isPadded else { return lasting(layout) }
    let (buffer, isNew) = pool.take(count: layout.floatCount)
    if isNew { plan.byteCount += layout.byteCount }
    borrowed?.append(buffer)
    return Tensor(layout: layout, buffer: buffer)
  }

  /// A tensor of zeros whose memory nothing else uses.
  func lasting(_ layout: Layout) -> Tensor {
    plan.byteCount += layout.byteCount
    return Tensor(layout: layout)
  }
}
