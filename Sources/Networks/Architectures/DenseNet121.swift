extension Architecture {
  static let denseNet121 = Architecture(
    "densenet121",
    paper: "Huang, Liu, van der Maaten and Weinberger, \"Densely connected convolutional networks\", 2017, "
      + "doi:10.1109/CVPR.2017.243",
    lines: [.conv(64, 7, stride: 2, padding: 3), .norm, .relu, .pool("max", 3, stride: 2, padding: 1)]
      + dense(6) + transition(128) + dense(12) + transition(256) + dense(24) + transition(512) + dense(16)
      + [.norm, .relu, .pool("global"), .classes])

  /// Each round puts 32 channels beside all before.
  private static func dense(_ rounds: Int) -> [LayerLine] {
    [.times(rounds, [.branch("concat", [[], [.norm, .relu, .conv(128, 1), .norm, .relu, .conv(32, 3)]])])]
  }

  private static func transition(_ width: Int) -> [LayerLine] {
    [.norm, .relu, .conv(width, 1), .pool("average", 2)]
  }
}
