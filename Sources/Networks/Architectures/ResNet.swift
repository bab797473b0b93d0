internal import Datasets

extension Architecture {
  static let resNet18 = resNet("resnet18", [2, 2, 2, 2], isDeep: false)
  static let resNet34 = resNet("resnet34", [3, 4, 6, 3], isDeep: false)
  static let resNet50 = resNet("resnet50", [3, 4, 6, 3], isDeep: true)

  /// The small one of section 4.2, for images of 28x28 or 32x32, with learned skips where the shape changes.
  static let resNet20 = Architecture(
    "resnet20", paper: residualPaper, input: SampleShape(channels: 3, height: 32, width: 32),
    layers: [Convolution(filters: 16, kernel: 3, bias: false), BatchNorm(), ReLU()]
      + stage(16, 3, stride: 1, isDeep: false, changes: false)
      + stage(32, 3, stride: 2, isDeep: false, changes: true)
      + stage(64, 3, stride: 2, isDeep: false, changes: true)
      + [Pooling.global(), Dense(.classes)])

  private static let residualPaper =
    "He, Zhang, Ren and Sun, \"Deep residual learning for image recognition\", 2016, doi:10.1109/CVPR.2016.90"

  /// Where a deep block halves the image, its 3x3 layer does it, as PyTorch and NVIDIA have it; in the paper
  /// the 1x1 before.
  private static func resNet(_ name: String, _ depths: [Int], isDeep: Bool) -> Architecture {
    var layers: [any NetworkElement] = [
      Convolution(filters: 64, kernel: 7, stride: 2, padding: .fixed(3), bias: false), BatchNorm(), ReLU(),
      Pooling(.maximum, size: 3, stride: 2, padding: .fixed(1)),
    ]
    for (index, depth) in depths.enumerated() {
      layers += stage(
        64 << index, depth, stride: index == 0 ? 1 : 2, isDeep: isDeep, changes: isDeep || index > 0)
    }
    return Architecture(name, paper: residualPaper, layers: layers + [Pooling.global(), Dense(.classes)])
  }

  /// - Parameter changes: Whether the first block changes the shape.
  private static func stage(_ width: Int, _ depth: Int, stride: Int, isDeep: Bool, changes: Bool)
    -> [any NetworkElement]
  {
    let first: [any NetworkElement] =
      changes ? [block(width, stride: stride, isDeep: isDeep, changes: true), ReLU()] : []
    let others = changes ? depth - 1 : depth
    let block: [any NetworkElement] = [block(width, stride: 1, isDeep: isDeep, changes: false), ReLU()]
    return first + (others == 1 ? block : [Repeat(others, block)])
  }

  private static func block(_ width: Int, stride: Int, isDeep: Bool, changes: Bool) -> any NetworkElement {
    let output = isDeep ? 4 * width : width
    let layers: [any NetworkElement] =
      isDeep
      ? [
        Convolution(filters: .number(width), kernel: 1, bias: false), BatchNorm(), ReLU(),
        Convolution(
          filters: .number(width), kernel: 3, stride: WindowSize(stride), padding: .fixed(1), bias: false),
        BatchNorm(), ReLU(),
        Convolution(filters: .number(output), kernel: 1, bias: false), BatchNorm(),
      ]
      : [
        Convolution(
          filters: .number(width), kernel: 3, stride: WindowSize(stride), padding: .fixed(1), bias: false),
        BatchNorm(), ReLU(), Convolution(filters: .number(width), kernel: 3, bias: false), BatchNorm(),
      ]
    return Residual(
      layers,
      skip: changes
        ? [
          Convolution(
            filters: .number(output), kernel: 1, stride: WindowSize(stride), padding: .fixed(0), bias: false),
          BatchNorm(),
        ] : [])
  }
}
