extension Architecture {
  static let mobileNetV2 = Architecture(
    "mobilenetv2",
    paper:
      "Sandler, Howard, Zhu, Zhmoginov and Chen, \"MobileNetV2: inverted residuals and linear bottlenecks\", "
      + "2018, doi:10.1109/CVPR.2018.00474",
    lines: [
      .conv(32, 3, stride: 2, padding: 1), .norm, .relu6, .depthwise(3, padding: 1), .norm, .relu6,
      .conv(16, 1), .norm,
    ]
      + stage(16, 24, 2, stride: 2) + stage(24, 32, 3, stride: 2) + stage(32, 64, 4, stride: 2)
      + stage(64, 96, 3, stride: 1)
      + stage(96, 160, 3, stride: 2) + stage(160, 320, 1, stride: 1)
      + [.conv(1280, 1), .norm, .relu6, .pool("global"), .dropout(0.2), .classes])

  /// Blocks that widen six times, filter each channel alone, and narrow again.
  private static func stage(_ from: Int, _ to: Int, _ depth: Int, stride: Int) -> [LayerLine] {
    func block(_ width: Int, _ stride: Int) -> [LayerLine] {
      [
        .conv(6 * width, 1), .norm, .relu6, .depthwise(3, stride: stride, padding: 1), .norm, .relu6,
        .conv(to, 1), .norm,
      ]
    }
    let others: [LayerLine] = [.residual(block(to, 1))]
    return block(from, stride) + (depth == 1 ? [] : depth == 2 ? others : [.times(depth - 1, others)])
  }
}
