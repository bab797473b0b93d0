internal import Datasets

extension Architecture {
  static let resNet18 = resNet("resnet18", [2, 2, 2, 2], isDeep: false)
  static let resNet34 = resNet("resnet34", [3, 4, 6, 3], isDeep: false)
  static let resNet50 = resNet("resnet50", [3, 4, 6, 3], isDeep: true)

  /// The small one of section 4.2, for images of 28x28 or 32x32, with learned skips where the shape changes.
  static let resNet20 = Architecture(
    "resnet20", paper: residualPaper, input: SampleShape(channels: 3, height: 32, width: 32),
    lines: [.conv(16, 3), .norm, .relu] + stage(16, 3, stride: 1, isDeep: false, changes: false)
      + stage(32, 3, stride: 2, isDeep: false, changes: true)
      + stage(64, 3, stride: 2, isDeep: false, changes: true)
      + [.pool("global"), .classes])

  private static let residualPaper =
    "He, Zhang, Ren and Sun, \"Deep residual learning for image recognition\", 2016, doi:10.1109/CVPR.2016.90"

  /// Where a deep block halves the image, its 3x3 layer does it, as PyTorch and NVIDIA have it; in the paper
  /// the 1x1 before.
  private static func resNet(_ name: String, _ depths: [Int], isDeep: Bool) -> Architecture {
    var lines: [LayerLine] = [
      .conv(64, 7, stride: 2, padding: 3), .norm, .relu, .pool("max", 3, stride: 2, padding: 1),
    ]
    for (index, depth) in depths.enumerated() {
      lines += stage(
        64 << index, depth, stride: index == 0 ? 1 : 2, isDeep: isDeep, changes: isDeep || index > 0)
    }
    return Architecture(name, paper: residualPaper, lines: lines + [.pool("global"), .classes])
  }

  /// - Parameter changes: Whether the first block changes the shape.
  private static func stage(_ width: Int, _ depth: Int, stride: Int, isDeep: Bool, changes: Bool)
    -> [LayerLine]
  {
    let first: [LayerLine] =
      changes ? [block(width, stride: stride, isDeep: isDeep, changes: true), .relu] : []
    let others = changes ? depth - 1 : depth
    let block: [LayerLine] = [block(width, stride: 1, isDeep: isDeep, changes: false), .relu]
    return first + (others == 1 ? block : [.times(others, block)])
  }

  private static func block(_ width: Int, stride: Int, isDeep: Bool, changes: Bool) -> LayerLine {
    let output = isDeep ? 4 * width : width
    let layers: [LayerLine] =
      isDeep
      ? [
        .conv(width, 1), .norm, .relu, .conv(width, 3, stride: stride, padding: 1), .norm, .relu,
        .conv(output, 1), .norm,
      ] : [.conv(width, 3, stride: stride, padding: 1), .norm, .relu, .conv(width, 3), .norm]
    return .residual(layers, skip: changes ? [.conv(output, 1, stride: stride, padding: 0), .norm] : [])
  }
}
