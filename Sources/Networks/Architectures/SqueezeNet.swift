extension Architecture {
  /// Version 1.1 of the authors' repository, which needs 2.4 times less work than the paper's.
  static let squeezeNet = Architecture(
    "squeezenet",
    paper:
      "Iandola, Han, Moskewicz, Ashraf, Dally and Keutzer, \"SqueezeNet: AlexNet-level accuracy with 50x "
      + "fewer parameters\", 2016, doi:10.48550/arXiv.1602.07360",
    layers: [
      Convolution(filters: 64, kernel: 3, stride: 2, padding: .fixed(0)), ReLU(),
      Pooling(.maximum, size: 3, stride: 2),
    ] + fire(16, 64)
      + fire(16, 64)
      + [Pooling(.maximum, size: 3, stride: 2)] + fire(32, 128) + fire(32, 128) + [
        Pooling(.maximum, size: 3, stride: 2)
      ]
      + fire(48, 192)
      + fire(48, 192) + fire(64, 256) + fire(64, 256)
      + [Dropout(0.5), Convolution(filters: .classes, kernel: 1), ReLU(), Pooling.global()])

  /// A narrow layer, then a wide one of which half sees single pixels.
  private static func fire(_ narrow: Int, _ wide: Int) -> [any NetworkElement] {
    [
      Convolution(filters: .number(narrow), kernel: 1), ReLU(),
      Branch([
        [Convolution(filters: .number(wide), kernel: 1), ReLU()],
        [Convolution(filters: .number(wide), kernel: 3), ReLU()],
      ]),
    ]
  }
}
