internal import Datasets

extension Architecture {
  /// The layers of the paper, for images of 28x28, which it padded to 32x32; with ReLU, maxima and a dense
  /// end, as it is taught today. 61,706 parameters for one channel and ten classes.
  static let leNet5 = Architecture(
    "lenet5",
    paper:
      "LeCun, Bottou, Bengio and Haffner, \"Gradient-based learning applied to document recognition\", 1998, "
      + "doi:10.1109/5.726791",
    input: SampleShape(channels: 1, height: 28, width: 28),
    layers: [
      Convolution(filters: 6, kernel: 5, padding: .fixed(2)), ReLU(), Pooling(.maximum, size: 2),
      Convolution(filters: 16, kernel: 5, padding: .fixed(0)),
      ReLU(), Pooling(.maximum, size: 2),
      Dense(120), ReLU(), Dense(84), ReLU(), Dense(.classes),
    ])
}
