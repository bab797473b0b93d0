internal import Datasets
internal import Declarations
internal import Kernels

/// `squeeze 16`: squeeze-and-excitation. The mean of each channel goes through two dense layers, a ReLU
/// between them and a sigmoid after, and each channel is multiplied by what comes out (Hu et al.,
/// doi:10.1109/CVPR.2018.00745).
struct SqueezeStructure: Structure {
  static let declaration = LayerDeclaration(
    name: "squeeze", summary: "squeeze-and-excitation: weighs channels by what the whole image shows",
    parameters: [
      .optionalPositional(
        "reduction", .integer(1...4096), default: .number(16),
        "how many times fewer numbers between the two dense layers")
    ], example: "squeeze 16", structure: SqueezeStructure())

  func expand(_ line: LayerLine, into builder: inout GraphBuilder) throws(NetworkError) {
    let start = builder.current
    let channels = builder.shape(of: start).channels
    let between = max(channels / line.arguments.integer("reduction"), 1)
    let pool = PoolLayer(kind: .average, size: nil, stride: nil, padding: .valid, hasSize: false)
    try builder.add(pool, line, sources: [start], part: "mean")
    try builder.add(DenseLayer(units: between), line, sources: [builder.current], part: "down")
    try builder.add(ReLULayer(), line, sources: [builder.current], part: "relu")
    try builder.add(DenseLayer(units: channels), line, sources: [builder.current], part: "up")
    try builder.add(ActivationLayer(activation: .sigmoid), line, sources: [builder.current], part: "sigmoid")
    try builder.add(ScaleLayer(), line, sources: [start, builder.current])
  }

  func layerCount(_ line: LayerLine, inBlocks count: Int) -> Int { 6 }

  var learns: Bool { true }
}
