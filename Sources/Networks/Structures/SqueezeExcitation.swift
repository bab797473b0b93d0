internal import Datasets
internal import Declarations
internal import Kernels

/// `squeeze 16`: squeeze-and-excitation; scales each channel by a factor that two dense layers, with a ReLU
/// between and a sigmoid after, compute from the channel means (Hu et al., doi:10.1109/CVPR.2018.00745).
public struct SqueezeExcitation: NetworkElement, Hashable {
  /// The factor by which the hidden layer is smaller than the number of channels, 1 to 4,096.
  public var reduction: Int

  /// Squeeze-and-excitation.
  ///
  /// - Parameter reduction: The factor by which the hidden layer is smaller than the number of channels, 1 to
  ///   4,096.
  public init(reduction: Int = 16) { self.reduction = reduction }

  static let declaration = LayerDeclaration(
    name: "squeeze", summary: "Weight channels by the whole image (squeeze-and-excitation).",
    parameters: [
      .optionalPositional(
        "reduction", .integer(1...4096), default: .number(16),
        "how many times fewer numbers between the two dense layers")
    ], example: "squeeze 16", structure: SqueezeExcitation.self)

  public var line: LayerLine { Self.declaration.line(["reduction": .number(Double(reduction))]) }
}

extension SqueezeExcitation: Structure {
  static func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    let start = builder.current
    let channels = builder.shape(of: start).channels
    let between = max(channels / line.arguments.integer("reduction"), 1)
    try builder.add(Pooling.global(), line, sources: [start], part: "mean")
    try builder.add(Dense(.number(between)), line, sources: [builder.current], part: "down")
    try builder.add(ReLU(), line, sources: [builder.current], part: "relu")
    try builder.add(Dense(.number(channels)), line, sources: [builder.current], part: "up")
    try builder.add(ActivationLayer(activation: .sigmoid), line, sources: [builder.current], part: "sigmoid")
    try builder.add(ScaleLayer(), line, sources: [start, builder.current])
  }

  static func layerCount(_ line: LayerLine, inBlocks count: Int) -> Int { 6 }

  static var learns: Bool { true }
}
