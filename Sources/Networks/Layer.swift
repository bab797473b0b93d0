internal import Datasets
public import Declarations
internal import Kernels

/// The declaration of a layer or a structure of layers: its parameters, and how to make it from them.
public struct LayerDeclaration: ItemDeclaration {
  public let name: String
  public let summary: String
  /// The parameters; those of most layers include the option `name`.
  public let parameters: [Parameter]
  public let example: String
  public let blocks: ClosedRange<Int>
  public let owner: String?
  let content: Content

  enum Content: Sendable {
    case layer(@Sendable (Arguments) -> any Layer)
    case structure(any Structure.Type)
  }

  init(
    name: String, summary: String, parameters: [Parameter] = [], example: String,
    make: @escaping @Sendable (Arguments) -> any Layer
  ) {
    self.init(
      name: name, summary: summary, parameters: parameters + [Self.nameParameter], example: example,
      blocks: 0...0,
      owner: nil, content: .layer(make))
  }

  init(
    name: String, summary: String, parameters: [Parameter] = [], example: String,
    blocks: ClosedRange<Int> = 0...0,
    structure: any Structure.Type
  ) {
    self.init(
      name: name, summary: summary, parameters: parameters + [Self.nameParameter], example: example,
      blocks: blocks,
      owner: nil, content: .structure(structure))
  }

  init(
    name: String, summary: String, parameters: [Parameter], example: String, blocks: ClosedRange<Int>,
    owner: String?,
    content: Content
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.example = example
    self.blocks = blocks
    self.owner = owner
    self.content = content
  }

  private static let nameParameter = Parameter.option(
    "name", .text, "what to call its output, for 'add' and 'concat' further down")
}

/// What a layer is told about the network around it.
struct LayerInput: Sendable, Hashable {
  /// What it gets; one shape, but for layers that join several.
  let shapes: [SampleShape]
  /// The number of classes, for `dense classes`.
  let classes: Int

  var shape: SampleShape { shapes[0] }
}

/// A layer: what it does to shapes, what it learns, and how it joins a plan. A new layer is one file with a
/// type that conforms, and one line in `Layers.all`.
protocol Layer: Sendable {
  /// The shape that it yields.
  func output(for input: LayerInput) throws(LayerProblem) -> SampleShape
  /// What it learns and keeps, in the order of the state that `Network.tensors()` gives.
  func tensors(for input: LayerInput) -> [TensorDeclaration]
  /// Multiplications with an addition, for one sample forward.
  func macs(for input: LayerInput) -> Int
  /// Adds its work to a plan. The sizes were checked by `output`.
  func build(_ builder: PlanBuilder) throws(KernelError)
}

extension Layer {
  func tensors(for input: LayerInput) -> [TensorDeclaration] { [] }
  func macs(for input: LayerInput) -> Int { 0 }
}

/// A line that isn't a layer of its own but says how others hang together: it expands into layers.
protocol Structure: SendableMetatype {
  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError)
  /// How many layers it comes to when its blocks hold so many.
  static func layerCount(_ line: LayerLine, inBlocks count: Int) -> Int
  /// Whether it brings layers of its own that learn, besides those of its blocks.
  static var learns: Bool { get }
}

extension Structure {
  /// Those of the blocks and the one that joins them.
  static func layerCount(_ line: LayerLine, inBlocks count: Int) -> Int { count + 1 }

  static var learns: Bool { false }
}

/// Why a layer doesn't fit its input.
struct LayerProblem: Error, Hashable {
  var found: String
  var expected: String
  var hint: String?
}

extension LayerProblem {
  /// Groups that leave channels or filters over.
  static func groups(_ groups: Int, channels: Int, filters: Int) -> LayerProblem {
    func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)" + (number == 1 ? "" : "s") }
    return LayerProblem(
      found: "\(counted(channels, "channel")) for \(counted(filters, "filter"))",
      expected: "channels and filters that groups=\(groups) divides", hint: nil)
  }
}

/// A tensor that a layer learns or keeps.
struct TensorDeclaration: Sendable, Hashable {
  enum Role: Sendable, Hashable {
    /// Random at first; nil is as the network's definition says.
    case weight(Fan, Initializer?)
    /// Learned, beginning as a constant.
    case constant(Float)
    /// Not learned but followed: a running mean or variance. Each step it moves towards what was seen by this
    /// share.
    case statistic(initial: Float, momentum: Float)
  }

  let name: String
  let shape: [Int]
  let role: Role

  var count: Int { shape.reduce(1, *) }
  var isStatistic: Bool { if case .statistic = role { true } else { false } }
}

extension TensorDeclaration.Role {
  /// With an initializer where none was named.
  func filled(_ initializer: Initializer) -> Self {
    if case .weight(let fan, nil) = self { .weight(fan, initializer) } else { self }
  }
}

/// What a layer's weights connect: how many inputs each output sums, and how many outputs each input goes
/// into.
struct Fan: Sendable, Hashable {
  var inputs: Int
  var outputs: Int
}
