internal import Declarations

extension Architecture {
  /// With the paper's two groups and local response normalisation, as Caffe and ONNX have it: 60,965,224
  /// parameters.
  static let alexNet = Architecture(
    "alexnet",
    paper:
      "Krizhevsky, Sutskever and Hinton, \"ImageNet classification with deep convolutional neural "
      + "networks\", 2012, doi:10.1145/3065386",
    lines: [
      .conv(96, 11, stride: 4, padding: 0, bias: true), .relu, .line("lrn", [.number(5)]),
      .pool("max", 3, stride: 2),
      .conv(256, 5, padding: 2, groups: 2, bias: true), .relu, .line("lrn", [.number(5)]),
      .pool("max", 3, stride: 2),
      .conv(384, 3, padding: 1, bias: true), .relu, .conv(384, 3, padding: 1, groups: 2, bias: true), .relu,
      .conv(256, 3, padding: 1, groups: 2, bias: true), .relu, .pool("max", 3, stride: 2, same: true),
      .dense(4096), .relu, .dropout(0.5), .dense(4096), .relu, .dropout(0.5), .classes,
    ])
}
