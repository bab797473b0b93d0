import Datasets
import Foundation
import Kernels
import Synchronization
import Tensors
import Testing

@testable import Networks

/// One layer in a plan of its own, from numbers to numbers.
struct LayerBench: Sendable {
  struct Result: Sendable {
    var output: [Float] = []
    var inputGradient: [Float] = []
    var parameterGradients: [[Float]] = []
    var names: [String] = []
  }

  /// - Parameters:
  ///   - sizes: (batch, channels, height, width).
  ///   - parameters: Of the learned tensors, in order; nil keeps what they begin as.
  static func run(
    _ text: String, sizes: [Int], input: [Double], parameters: [[Double]]?, outputGradient: [Double]
  ) throws -> Result {
    let shape = SampleShape(channels: sizes[1], height: sizes[2], width: sizes[3])
    let classes = outputGradient.count / sizes[0]
    let graph = try LayerGraph(
      try NetworkDefinition(lines: lines(text + "\nflatten")), input: shape, classes: classes)
    var learned = (parameters ?? []).makeIterator()
    let values = graph.tensors.enumerated().map { index, tensor in
      if !tensor.isStatistic, let given = learned.next() { return given.map(Float.init) }
      switch tensor.role {
      case .constant(let value), .statistic(let value, _): return Array(repeating: value, count: tensor.count)
      case .weight(let fan, let initializer):
        return (initializer ?? .fanIn).values(shape: tensor.shape, fan: fan, seed: 1, tensor: index)
      }
    }
    let store = ParameterStore(graph.tensors)
    let group = try WorkerGroup(threads: 1)
    let result = Mutex(Result())
    try group.runOnOne { context throws(KernelError) in
      _ = try PlanBuilder(graph, store: store, batch: sizes[0], mode: .discovery, context: context).build()
      store.fix()
      try store.load(values, context: context)
      let plan = try PlanBuilder(
        graph, store: store, batch: sizes[0], mode: .training, context: context, wantsInputGradient: true
      ).build()
      let sums = FloatBuffer(count: store.values.count)
      try plan.writeGradients(to: sums.pointer)
      for (index, value) in input.enumerated() { plan.input.pointer[index] = Float(value) }
      plan.job.positions = Array(0..<sizes[0])[...]
      plan.refreshWeights(step: 1)
      plan.runForward()
      var found = Result()
      found.output = Array(UnsafeBufferPointer(start: plan.logits.pointer, count: outputGradient.count))
      for (index, value) in outputGradient.enumerated() { plan.logitGradients.pointer[index] = Float(value) }
      plan.runBackward()
      if let gradient = plan.inputGradient {
        found.inputGradient = Array(UnsafeBufferPointer(start: gradient.pointer, count: input.count))
      }
      for (index, declaration) in graph.tensors.enumerated() where !declaration.isStatistic {
        found.parameterGradients.append(try store.plain(index, from: sums, at: 0, context: context))
        found.names.append(declaration.name)
      }
      result.withLock { $0 = found }
    }
    return result.withLock { $0 }
  }
}

/// |a - b| over |b| + rms(b), at worst.
func distance(_ found: [Float], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let rms = (expected.reduce(0) { $0 + $1 * $1 } / Double(max(expected.count, 1))).squareRoot()
  return zip(found, expected).map { abs(Double($0) - $1) / (abs($1) + rms + 1e-30) }.max() ?? 0
}
