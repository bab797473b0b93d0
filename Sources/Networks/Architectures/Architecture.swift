public import Datasets

/// A published network architecture.
public struct Architecture: Sendable {
  /// The name, such as `resnet18`.
  public let name: String
  /// Authors, title and DOI.
  public let paper: String
  /// The input shape that it was designed for; others work unless a layer gets too few pixels.
  public let input: SampleShape
  /// The layers, numbered in order.
  public let lines: [LayerLine]

  init(
    _ name: String, paper: String, input: SampleShape = Architecture.imageNet, layers: [any NetworkElement]
  ) {
    self.name = name
    self.paper = paper
    self.input = input
    lines = LayerLine.numbered(layers.map { $0.line })
  }

  static let imageNet = SampleShape(channels: 3, height: 224, width: 224)

  /// All architectures. A new one is one new file and an entry here.
  public static let all: [Architecture] = [
    leNet5, alexNet, vgg11, vgg16, vgg19, resNet18, resNet34, resNet50, resNet20, denseNet121, squeezeNet,
    mobileNetV2,
  ]

  /// The architecture of this name; nil if there is none.
  public static func named(_ name: String) -> Architecture? { all.first { $0.name == name } }

  /// The definition in the syntax of the shell, blocks indented.
  public var text: String { LayerLine.text(of: lines, indent: 0) }
}
