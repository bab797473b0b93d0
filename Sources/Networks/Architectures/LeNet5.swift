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
    lines: [
      .conv(6, 5, padding: 2, bias: true), .relu, .pool("max", 2), .conv(16, 5, padding: 0, bias: true),
      .relu, .pool("max", 2),
      .dense(120), .relu, .dense(84), .relu, .classes,
    ])
}
