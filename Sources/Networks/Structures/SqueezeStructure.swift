internal import Datasets
internal import Declarations
internal import Kernels

/// `squeeze 16`: squeeze-and-excitation. The mean of each channel goes through two dense layers, a ReLU between them and a
/// sigmoid after, and each channel is multiplied by what comes out (Hu et al., doi:10.1109/CVPR.2018.00745).
struct SqueezeStructure: Structure {
  static let declaration = LayerDeclaration(
    name: "squeeze", summary: "squeeze-and-excitation: weighs channels by what the whole image shows",
    parameters: [
      .optionalPositional(
        "reduction", .integer(1...4096), default: .number(16), "how many times fewer numbers between the two dense layers")
    ], example: "squeeze 16", structure: SqueezeStructure())

  func unfold(_ line: LayerLine, into unfolding: inout Unfolding) throws(NetworkError) {
    let start = unfolding.current
    let channels = unfolding.shape(of: start).channels
    let between = max(channels / line.arguments.integer("reduction"), 1)
    let pool = PoolLayer(kind: .average, size: nil, stride: nil, padding: .valid, hasSize: false)
    try unfolding.add(pool, line, sources: [start], part: "mean")
    try unfolding.add(DenseLayer(units: between), line, sources: [unfolding.current], part: "down")
    try unfolding.add(ReLULayer(), line, sources: [unfolding.current], part: "relu")
    try unfolding.add(DenseLayer(units: channels), line, sources: [unfolding.current], part: "up")
    try unfolding.add(ActivationLayer(activation: .sigmoid), line, sources: [unfolding.current], part: "sigmoid")
    try unfolding.add(ScaleLayer(), line, sources: [start, unfolding.current])
  }

  func layerCount(_ line: LayerLine, inBlocks count: Int) -> Int { 6 }

  var learns: Bool { true }
}
