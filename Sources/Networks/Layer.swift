internal import Datasets
public import Declarations
internal import Kernels

/// A layer as the language knows it.
public struct LayerDeclaration: ItemDeclaration {
  public let name: String
  public let summary: String
  public let parameters: [Parameter]
  public let example: String
  let make: @Sendable (Arguments) -> any Layer
}

/// What a layer is told about the network around it.
struct LayerInput: Sendable, Hashable {
  let shape: SampleShape
  /// The number of classes, for `dense classes`.
  let classes: Int
}

/// A layer: what it does to shapes, what it learns, and how it joins a plan. A new layer is one file with a type that
/// conforms, and one line in `Layers.all`.
protocol Layer: Sendable {
  /// The shape that it yields.
  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape
  /// What it learns and keeps, in the order of the state that `Network.tensors()` gives.
  func tensors(for input: LayerInput) -> [TensorDeclaration]
  /// Multiplications with an addition, for one sample forward.
  func multiplications(for input: LayerInput) -> Int
  /// Adds its work to a plan. The sizes were checked by `output`.
  func build(_ builder: PlanBuilder) throws(KernelError)
}

extension Layer {
  func tensors(for input: LayerInput) -> [TensorDeclaration] { [] }
  func multiplications(for input: LayerInput) -> Int { 0 }
}

/// Why a layer doesn't fit its input.
struct LayerProblem: Error, Hashable {
  var found: String
  var expected: String
  var hint: String?
}

/// A tensor that a layer learns or keeps.
struct TensorDeclaration: Sendable, Hashable {
  enum Role: Sendable, Hashable {
    /// Random at first, from the number of inputs that each output sums.
    case weight(fanIn: Int)
    /// Learned, beginning as a constant.
    case constant(Float)
    /// Not learned but followed: a running mean or variance. Each step it moves towards what was seen by this share.
    case statistic(initial: Float, momentum: Float)
  }

  var name: String
  let shape: [Int]
  let role: Role

  var count: Int { shape.reduce(1, *) }
  var isStatistic: Bool { if case .statistic = role { true } else { false } }
}
