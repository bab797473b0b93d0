internal import Declarations

extension Architecture {
  /// Version 1.1 of the authors' repository, which needs 2.4 times less work than the paper's.
  static let squeezeNet = Architecture(
    "squeezenet",
    paper:
      "Iandola, Han, Moskewicz, Ashraf, Dally and Keutzer, \"SqueezeNet: AlexNet-level accuracy with 50x "
      + "fewer parameters\", 2016, doi:10.48550/arXiv.1602.07360",
    lines: [.conv(64, 3, stride: 2, padding: 0, bias: true), .relu, .pool("max", 3, stride: 2)] + fire(16, 64)
      + fire(16, 64)
      + [.pool("max", 3, stride: 2)] + fire(32, 128) + fire(32, 128) + [.pool("max", 3, stride: 2)]
      + fire(48, 192)
      + fire(48, 192) + fire(64, 256) + fire(64, 256)
      + [.dropout(0.5), .line("conv", [.text("classes"), .size([1, 1])]), .relu, .pool("global")])

  /// A narrow layer, then a wide one of which half sees single pixels.
  private static func fire(_ narrow: Int, _ wide: Int) -> [LayerLine] {
    [
      .conv(narrow, 1, bias: true), .relu,
      .branch("concat", [[.conv(wide, 1, bias: true), .relu], [.conv(wide, 3, bias: true), .relu]]),
    ]
  }
}
