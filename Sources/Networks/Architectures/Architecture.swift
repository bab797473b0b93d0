public import Datasets

/// A network that a paper made known.
public struct Architecture: Sendable {
  /// `resnet18`
  public let name: String
  /// Authors, title and doi.
  public let paper: String
  /// The images that it was made for; others do as long as no layer runs out of pixels.
  public let input: SampleShape
  /// Numbered in order.
  public let lines: [LayerLine]

  init(
    _ name: String, paper: String, input: SampleShape = Architecture.imageNet, layers: [any NetworkElement]
  ) {
    self.name = name
    self.paper = paper
    self.input = input
    lines = LayerLine.numbered(layers.map(\.line))
  }

  static let imageNet = SampleShape(channels: 3, height: 224, width: 224)

  /// All of them. A new one is one file here and one name in the list.
  public static let all: [Architecture] = [
    leNet5, alexNet, vgg11, vgg16, vgg19, resNet18, resNet34, resNet50, resNet20, denseNet121, squeezeNet,
    mobileNetV2,
  ]

  /// The architecture of this name; nil where there is none.
  public static func named(_ name: String) -> Architecture? { all.first { $0.name == name } }

  /// The lines as a person would type them, blocks indented.
  public var text: String { LayerLine.text(of: lines, indent: 0) }
}
