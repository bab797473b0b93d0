extension Architecture {
  /// With the paper's two groups and local response normalization, as Caffe and ONNX have it: 60,965,224
  /// parameters.
  static let alexNet = Architecture(
    "alexnet",
    paper:
      "Krizhevsky, Sutskever and Hinton, \"ImageNet classification with deep convolutional neural "
      + "networks\", 2012, doi:10.1145/3065386",
    layers: [
      Convolution(filters: 96, kernel: 11, stride: 4, padding: .fixed(0)), ReLU(), LocalResponseNorm(size: 5),
      Pooling(.maximum, size: 3, stride: 2),
      Convolution(filters: 256, kernel: 5, padding: .fixed(2), groups: 2), ReLU(), LocalResponseNorm(size: 5),
      Pooling(.maximum, size: 3, stride: 2),
      Convolution(filters: 384, kernel: 3, padding: .fixed(1)), ReLU(),
      Convolution(filters: 384, kernel: 3, padding: .fixed(1), groups: 2), ReLU(),
      Convolution(filters: 256, kernel: 3, padding: .fixed(1), groups: 2), ReLU(),
      Pooling(.maximum, size: 3, stride: 2, padding: .same),
      Dense(4096), ReLU(), Dropout(0.5), Dense(4096), ReLU(), Dropout(0.5), Dense(.classes),
    ])
}
