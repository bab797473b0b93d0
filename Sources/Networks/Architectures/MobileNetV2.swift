extension Architecture {
  static let mobileNetV2 = Architecture(
    "mobilenetv2",
    paper:
      "Sandler, Howard, Zhu, Zhmoginov and Chen, \"MobileNetV2: inverted residuals and linear bottlenecks\", "
      + "2018, doi:10.1109/CVPR.2018.00474",
    layers: [
      Convolution(filters: 32, kernel: 3, stride: 2, padding: .fixed(1), bias: false), BatchNorm(), ReLU6(),
      DepthwiseConvolution(kernel: 3, padding: .fixed(1), bias: false), BatchNorm(), ReLU6(),
      Convolution(filters: 16, kernel: 1, bias: false), BatchNorm(),
    ]
      + stage(16, 24, 2, stride: 2) + stage(24, 32, 3, stride: 2) + stage(32, 64, 4, stride: 2)
      + stage(64, 96, 3, stride: 1)
      + stage(96, 160, 3, stride: 2) + stage(160, 320, 1, stride: 1)
      + [
        Convolution(filters: 1280, kernel: 1, bias: false), BatchNorm(), ReLU6(), Pooling.global(),
        Dropout(0.2), Dense(.classes),
      ])

  /// Blocks that widen six times, filter each channel alone, and narrow again.
  private static func stage(_ from: Int, _ to: Int, _ depth: Int, stride: Int) -> [any NetworkElement] {
    func block(_ width: Int, _ stride: Int) -> [any NetworkElement] {
      [
        Convolution(filters: .number(6 * width), kernel: 1, bias: false), BatchNorm(), ReLU6(),
        DepthwiseConvolution(kernel: 3, stride: WindowSize(stride), padding: .fixed(1), bias: false),
        BatchNorm(), ReLU6(),
        Convolution(filters: .number(to), kernel: 1, bias: false), BatchNorm(),
      ]
    }
    let others: [any NetworkElement] = [Residual(block(to, 1))]
    return block(from, stride) + (depth == 1 ? [] : depth == 2 ? others : [Repeat(depth - 1, others)])
  }
}
