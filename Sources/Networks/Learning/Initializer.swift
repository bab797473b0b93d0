public import Declarations
internal import Tensors

/// Weight initialization.
public enum Initializer: Sendable, Hashable {
  /// Uniform within ±1/√fan-in, PyTorch's default for convolutions and linear layers (Kaiming uniform with
  /// a = √5).
  case fanIn
  /// Variance 2 / (fan-in + fan-out) (Glorot and Bengio, "Understanding the difficulty of training deep
  /// feedforward neural networks", AISTATS 2010).
  case xavier(Distribution)
  /// Variance 2 / fan-in, for layers before a ReLU (He et al., doi:10.1109/ICCV.2015.123).
  case he(Distribution)
  /// Variance 1 / fan-in (LeCun et al., doi:10.1007/3-540-49430-8_2).
  case lecun(Distribution)
  /// Orthogonal rows, or columns if there are fewer, of length 1 (Saxe et al., arXiv:1312.6120). The rows of
  /// a convolution are its filters.
  case orthogonal
  /// All weights equal.
  case constant(Float)

  /// The distribution of random weights.
  public enum Distribution: Sendable, Hashable {
    /// Uniform with mean 0.
    case uniform
    /// Normal with mean 0.
    case normal
  }

  private static let words: [(String, Initializer)] = [
    ("fan-in", .fanIn), ("xavier", .xavier(.uniform)), ("xavier-normal", .xavier(.normal)),
    ("he", .he(.uniform)),
    ("he-normal", .he(.normal)), ("lecun", .lecun(.uniform)), ("lecun-normal", .lecun(.normal)),
    ("orthogonal", .orthogonal),
  ]

  /// The option `init=` of layers and networks.
  public static let parameter = Parameter.option(
    "init", .either([.choice(words.map(\.0)), .number(.any)]),
    "how weights begin, or the number that all begin as")

  /// The initializer given by `init=`; nil without it.
  public init?(_ arguments: Arguments) {
    if let number = arguments.optionalNumber("init") {
      self = .constant(Float(number))
    } else if let word = arguments.optionalText("init"), let match = Self.words.first(where: { $0.0 == word })
    {
      self = match.1
    } else {
      return nil
    }
  }

  /// The value of `init=`; nil for the default.
  public var word: String? {
    if case .constant(let value) = self { return "\(value)" }
    return self == .fanIn ? nil : Self.words.first { $0.1 == self }?.0
  }

  /// What `init=` says for it.
  var argument: ArgumentValue {
    if case .constant(let value) = self { return .number(Double(value)) }
    return .text(Self.words.first { $0.1 == self }?.0 ?? "fan-in")
  }

  /// The variance of each weight; nil where weights aren't drawn one by one.
  func variance(_ fan: Fan) -> Double? {
    let (inputs, outputs) = (Double(max(fan.inputs, 1)), Double(max(fan.outputs, 1)))
    switch self {
    case .fanIn: return 1 / (3 * inputs)
    case .xavier: return 2 / (inputs + outputs)
    case .he: return 2 / inputs
    case .lecun: return 1 / inputs
    case .orthogonal, .constant: return nil
    }
  }

  /// - Parameter tensor: Which tensor of the network this is; each draws its own numbers.
  /// - Complexity: O(count), but O(count * min(rows, columns)) for `orthogonal`.
  func values(shape: [Int], fan: Fan, seed: UInt64, tensor: Int) -> [Float] {
    let stream = RandomStream(seed: seed, stream: .initialize)
    let count = shape.reduce(1, *)
    switch self {
    case .fanIn:
      let bound = Float(1 / Double(max(fan.inputs, 1)).squareRoot())
      return (0..<count).map { (2 * stream.uniform(epoch: 0, sample: tensor, index: $0) - 1) * bound }
    case .xavier(let distribution), .he(let distribution), .lecun(let distribution):
      let variance = variance(fan) ?? 0
      switch distribution {
      case .uniform:
        let bound = (3 * variance).squareRoot()
        return (0..<count).map {
          Float((2 * stream.uniformDouble(epoch: 0, sample: tensor, index: $0) - 1) * bound)
        }
      case .normal:
        let deviation = variance.squareRoot()
        return (0..<count).map { Float(stream.normal(epoch: 0, sample: tensor, index: $0) * deviation) }
      }
    case .orthogonal:
      let normal = (0..<count).map { stream.normal(epoch: 0, sample: tensor, index: $0) }
      return Orthogonal.matrix(normal, rows: shape[0], columns: count / max(shape[0], 1)).map { Float($0) }
    case .constant(let value): return Array(repeating: value, count: count)
    }
  }
}

extension RandomStream {
  /// A number from the standard normal distribution.
  func normal(epoch: Int, sample: Int, index: Int) -> Double {
    // In the middle of its 2^-53, so never 0 or 1.
    NormalQuantile.value(uniformDouble(epoch: epoch, sample: sample, index: index) + 0x1p-54)
  }
}
