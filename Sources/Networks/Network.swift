public import Datasets
internal import Kernels
public import Models
internal import Synchronization
internal import Tensors

/// A network with its weights.
///
/// ```swift
/// let network = try Network(definition: definition, input: source.shape, classes: source.classes, seed: 1)
/// let outcome = try network.train(on: source, options: options, threads: 2)
/// let predictions = try network.predict(test, threads: 2)
/// ```
/// Nothing that it computes depends on the number of threads.
public final class Network: Model {
  public let definition: NetworkDefinition
  public let input: SampleShape
  public let classes: Int
  /// What its weights began from.
  public let seed: UInt64
  let graph: LayerGraph
  private let state: Mutex<State>

  /// Plain numbers in the order of `graph.tensors`, and the epochs they have seen.
  struct State: Sendable {
    var values: [[Float]]
    var epochs: Int
  }

  /// A network with initial weights.
  ///
  /// - Parameters:
  ///   - classes: What `dense classes` stands for; at least 2.
  ///   - seed: Of the initial weights.
  /// - Throws: `.layer`, `.lastLayer`, `.tooLarge`, `.tooFewClasses`: what doesn't fit, and where.
  public convenience init(
    definition: NetworkDefinition, input: SampleShape, classes: Int, seed: UInt64
  ) throws(NetworkError) {
    if let wanted = definition.input, wanted != input { throw .wrongSamples(found: input, expected: wanted) }
    if let wanted = definition.classes, wanted != classes {
      throw .wrongClasses(found: classes, expected: wanted)
    }
    let graph = try LayerGraph(definition, input: input, classes: classes)
    try MemoryNeed(graph: graph).checkState()
    self.init(
      definition: definition, graph: graph, seed: seed,
      state: State(values: Self.initialValues(graph, seed: seed), epochs: 0))
  }

  private init(definition: NetworkDefinition, graph: LayerGraph, seed: UInt64, state: State) {
    self.definition = definition
    self.graph = graph
    self.seed = seed
    input = graph.input
    classes = graph.classes
    self.state = Mutex(state)
  }

  /// Another network with the same weights, which goes its own way.
  public func copy() -> Network {
    Network(definition: definition, graph: graph, seed: seed, state: current)
  }

  /// Another network with the same weights, of which training leaves these lines as they are.
  public func freezing(_ lines: Set<Int>) throws(NetworkError) -> Network {
    let definition = definition.freezing(lines)
    return Network(
      definition: definition, graph: try LayerGraph(definition, input: input, classes: classes), seed: seed,
      state: current)
  }

  /// The epochs that its weights have been trained for.
  public var epochsTrained: Int { current.epochs }

  /// Forgets all training.
  public func reset() { set(State(values: Self.initialValues(graph, seed: seed), epochs: 0)) }

  var current: State { state.withLock { $0 } }

  func set(_ new: State) { state.withLock { $0 = new } }

  private static func initialValues(_ graph: LayerGraph, seed: UInt64) -> [[Float]] {
    graph.tensors.enumerated().map { index, tensor in
      switch tensor.role {
      case .weight(let fan, let initializer):
        (initializer ?? .fanIn).values(shape: tensor.shape, fan: fan, seed: seed, tensor: index)
      case .constant(let value): Array(repeating: value, count: tensor.count)
      case .statistic(let initial, _): Array(repeating: initial, count: tensor.count)
      }
    }
  }

  /// The probabilities of the classes for each sample, in order.
  ///
  /// - Parameters:
  ///   - progress: Gets how many samples are done.
  ///   - shouldStop: Looked at a few times a second.
  /// - Returns: nil when it was stopped.
  /// - Throws: `.wrongSamples`, `.wrongClasses`, `.noSamples`, `.kernel`.
  public func predict(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(NetworkError) -> Predictions? {
    try check(source, threads: threads)
    try MemoryNeed(graph: graph).checkPrediction(threads: threads)
    do throws(KernelError) {
      let predictor = try Predictor(graph, group: try WorkerGroup(threads: threads))
      try predictor.load(current.values)
      return try predictor.predict(source, progress: progress, shouldStop: shouldStop)
    } catch {
      throw .kernel(error)
    }
  }

  func check(_ source: any SampleSource, threads: Int) throws(NetworkError) {
    guard source.shape == input else { throw .wrongSamples(found: source.shape, expected: input) }
    guard source.classes == classes else { throw .wrongClasses(found: source.classes, expected: classes) }
    guard source.count > 0 else { throw .noSamples }
    guard (1...1024).contains(threads) else {
      throw .invalidOption(name: "threads", found: "\(threads)", expected: "1 to 1024")
    }
  }
}
