extension Architecture {
  static let denseNet121 = Architecture(
    "densenet121",
    paper: "Huang, Liu, van der Maaten and Weinberger, \"Densely connected convolutional networks\", 2017, "
      + "doi:10.1109/CVPR.2017.243",
    layers: [
      Convolution(filters: 64, kernel: 7, stride: 2, padding: .fixed(3), bias: false), BatchNorm(), ReLU(),
      Pooling(.maximum, size: 3, stride: 2, padding: .fixed(1)),
    ]
      + dense(6) + transition(128) + dense(12) + transition(256) + dense(24) + transition(512) + dense(16)
      + [BatchNorm(), ReLU(), Pooling.global(), Dense(.classes)])

  /// Each round puts 32 channels beside all before.
  private static func dense(_ rounds: Int) -> [any NetworkElement] {
    [
      Repeat(
        rounds,
        [
          Branch([
            [],
            [
              BatchNorm(), ReLU(), Convolution(filters: 128, kernel: 1, bias: false), BatchNorm(), ReLU(),
              Convolution(filters: 32, kernel: 3, bias: false),
            ],
          ])
        ])
    ]
  }

  private static func transition(_ width: Int) -> [any NetworkElement] {
    [
      BatchNorm(), ReLU(), Convolution(filters: .number(width), kernel: 1, bias: false),
      Pooling(.average, size: 2),
    ]
  }
}
