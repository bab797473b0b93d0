public import Datasets
internal import Kernels
public import Models
internal import Synchronization
internal import Tensors

/// A neural network with its weights.
///
/// ```swift
/// let network = try Network(definition: definition, input: source.shape, classes: source.classes, seed: 1)
/// let outcome = try network.train(on: source, options: options, threads: 2)
/// let predictions = try network.predict(test, threads: 2)
/// ```
///
/// No result depends on the number of threads.
public final class Network: Model {
  /// The layers.
  public let definition: NetworkDefinition
  /// The shape of the input samples.
  public let input: SampleShape
  /// The number of classes.
  public let classes: Int
  /// What it tells of samples, and so how outputs become probabilities: softmax, or a sigmoid for each class.
  public let task: PredictionTask
  /// The seed of the initial weights.
  public let seed: UInt64
  let graph: LayerGraph
  var head: Head { Head(task) }
  private let state: Mutex<State>

  /// The values in the order of `graph.tensors`, and the epochs they were trained for.
  struct State: Sendable {
    var values: [[Float]]
    var epochs: Int
  }

  /// A network with initial weights.
  ///
  /// - Parameters:
  ///   - definition: The layers.
  ///   - input: The shape of the input samples.
  ///   - classes: The number of classes, at least 2, to which `dense classes` refers.
  ///   - task: What it is to tell of samples.
  ///   - seed: The seed of the initial weights.
  /// - Throws: `.layer`, `.lastLayer`, `.tooLarge`, `.tooFewClasses`, with the line that doesn't fit.
  public convenience init(
    definition: NetworkDefinition, input: SampleShape, classes: Int, task: PredictionTask = .classification,
    seed: UInt64
  ) throws(NetworkError) {
    if let wanted = definition.input, wanted != input { throw .wrongSamples(found: input, expected: wanted) }
    if let wanted = definition.classes, wanted != classes {
      throw .wrongClasses(found: classes, expected: wanted)
    }
    let graph = try LayerGraph(definition, input: input, classes: classes)
    try MemoryNeed(graph: graph).checkState()
    self.init(
      definition: definition, graph: graph, task: task, seed: seed,
      state: State(values: Self.initialValues(graph, seed: seed), epochs: 0))
  }

  private init(
    definition: NetworkDefinition, graph: LayerGraph, task: PredictionTask, seed: UInt64, state: State
  ) {
    self.definition = definition
    self.task = task
    self.graph = graph
    self.seed = seed
    input = graph.input
    classes = graph.classes
    self.state = Mutex(state)
  }

  /// A copy that is trained independently.
  public func copy() -> Network {
    Network(definition: definition, graph: graph, task: task, seed: seed, state: current)
  }

  /// A copy in which training doesn't change these lines of the definition, from 1.
  public func freezing(_ lines: Set<Int>) throws(NetworkError) -> Network {
    let definition = definition.freezing(lines)
    return Network(
      definition: definition, graph: try LayerGraph(definition, input: input, classes: classes), task: task,
      seed: seed, state: current)
  }

  /// The number of epochs the weights were trained for.
  public var epochsTrained: Int { current.epochs }

  /// Resets the weights to their initial values.
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

  /// Predicts the class probabilities of samples, in order.
  ///
  /// - Parameters:
  ///   - source: Samples of the shape `input`.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - progress: Called with the number of samples done.
  ///   - shouldStop: Polled several times per second; true stops the prediction.
  /// - Returns: nil when stopped.
  /// - Throws: `.wrongSamples`, `.wrongClasses`, `.noSamples`, `.kernel`.
  public func predict(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(NetworkError) -> Predictions? {
    try check(source, threads: threads)
    try MemoryNeed(graph: graph).checkPrediction(threads: threads)
    return try withKernels { () throws(KernelError) in
      let predictor = try Predictor(graph, head: head, group: try WorkerGroup(threads: threads))
      try predictor.load(current.values)
      return try predictor.predict(source, progress: progress, shouldStop: shouldStop)
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
