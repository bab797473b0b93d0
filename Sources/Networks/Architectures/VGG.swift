extension Architecture {
  static let vgg11 = vgg("vgg11", [1, 1, 2, 2, 2])
  static let vgg16 = vgg("vgg16", [2, 2, 3, 3, 3])
  static let vgg19 = vgg("vgg19", [2, 2, 4, 4, 4])

  /// - Parameter depths: How many convolutions stand before each pooling.
  private static func vgg(_ name: String, _ depths: [Int]) -> Architecture {
    let stages = zip([64, 128, 256, 512, 512], depths).flatMap { width, depth -> [any NetworkElement] in
      let layers: [any NetworkElement] = [Convolution(filters: .number(width), kernel: 3), ReLU()]
      return (depth == 1 ? layers : [Repeat(depth, layers)]) + [Pooling(.maximum, size: 2)]
    }
    return Architecture(
      name,
      paper:
        "Simonyan and Zisserman, \"Very deep convolutional networks for large-scale image recognition\", "
        + "2014, doi:10.48550/arXiv.1409.1556",
      layers: stages + [
        Dense(4096), ReLU(), Dropout(0.5), Dense(4096), ReLU(), Dropout(0.5), Dense(.classes),
      ])
  }
}
