public import Datasets
internal import Declarations

/// A network that a paper made known, as the lines that a person would type for it.
public struct Architecture: Sendable {
  /// `resnet18`
  public let name: String
  /// Authors, title and doi.
  public let paper: String
  /// The images that it was made for; others do as long as no layer runs out of pixels.
  public let input: SampleShape
  /// Numbered in order.
  public let lines: [LayerLine]

  init(_ name: String, paper: String, input: SampleShape = Architecture.imageNet, lines: [LayerLine]) {
    self.name = name
    self.paper = paper
    self.input = input
    var count = 0
    self.lines = LayerLine.numbered(lines, from: &count)
  }

  static let imageNet = SampleShape(channels: 3, height: 224, width: 224)

  /// All of them. A new one is one file here and one name in the list.
  public static let all: [Architecture] = [
    leNet5, alexNet, vgg11, vgg16, vgg19, resNet18, resNet34, resNet50, resNet20, denseNet121, squeezeNet,
    mobileNetV2,
  ]

  public static func named(_ name: String) -> Architecture? { all.first { $0.name == name } }

  /// The lines as a person would type them, blocks indented.
  public var text: String { LayerLine.text(of: lines, indent: 0) }
}

/// How the files of this folder write lines.
extension LayerLine {
  /// A line as the language would bind it: values in order, then options.
  static func line(
    _ name: String, _ values: [ArgumentValue] = [], _ options: KeyValuePairs<String, ArgumentValue> = [:],
    blocks: [[LayerLine]] = []
  ) -> LayerLine {
    let parameters = Layers.named(name)?.parameters ?? []
    var bound: [String: ArgumentValue] = [:]
    for parameter in parameters { bound[parameter.name] = parameter.defaultValue }
    for (parameter, value) in zip(parameters.filter { $0.placement == .positional }, values) {
      bound[parameter.name] = value
    }
    for (option, value) in options { bound[option] = value }
    let words = [name] + values.map(spelled) + options.map { "\($0)=\(spelled($1))" }
    return LayerLine(
      name: name, arguments: Arguments(bound), text: words.joined(separator: " "), line: 0, blocks: blocks)
  }

  static func conv(
    _ filters: Int, _ size: Int, stride: Int = 1, padding: Int? = nil, groups: Int = 1, bias: Bool = false
  ) -> LayerLine {
    var options: [(String, ArgumentValue)] = []
    if stride != 1 { options.append(("stride", .number(Double(stride)))) }
    if let padding { options.append(("padding", .number(Double(padding)))) }
    if groups != 1 { options.append(("groups", .number(Double(groups)))) }
    if !bias { options.append(("bias", .boolean(false))) }
    return built("conv", [.number(Double(filters)), .size([size, size])], options)
  }

  static func depthwise(_ size: Int, stride: Int = 1, padding: Int) -> LayerLine {
    var options: [(String, ArgumentValue)] = stride == 1 ? [] : [("stride", .number(Double(stride)))]
    options += [("padding", .number(Double(padding))), ("bias", .boolean(false))]
    return built("depthwise", [.size([size, size])], options)
  }

  static func pool(
    _ kind: String, _ size: Int? = nil, stride: Int? = nil, padding: Int? = nil, same: Bool = false
  ) -> LayerLine {
    var options: [(String, ArgumentValue)] = stride.map { [("stride", .number(Double($0)))] } ?? []
    if let padding { options.append(("padding", .number(Double(padding)))) }
    if same { options.append(("padding", .text("same"))) }
    return built("pool", [.text(kind)] + (size.map { [.size([$0, $0])] } ?? []), options)
  }

  static func dense(_ units: Int) -> LayerLine { line("dense", [.number(Double(units))]) }
  static func dropout(_ rate: Double) -> LayerLine { line("dropout", [.number(rate)]) }
  static let classes = line("dense", [.text("classes")])
  static let relu = line("relu")
  static let relu6 = line("relu6")
  static let norm = line("batchnorm")

  static func residual(_ layers: [LayerLine], skip: [LayerLine] = []) -> LayerLine {
    line("residual", blocks: [layers + (skip.isEmpty ? [] : [line("skip", blocks: [skip])])])
  }

  static func branch(_ join: String, _ blocks: [[LayerLine]]) -> LayerLine {
    line("branch", [.text(join)], blocks: blocks)
  }

  static func times(_ count: Int, _ layers: [LayerLine]) -> LayerLine {
    line("repeat", [.number(Double(count))], blocks: [layers])
  }

  private static func built(
    _ name: String, _ values: [ArgumentValue], _ options: [(String, ArgumentValue)]
  ) -> LayerLine {
    let plain = line(name, values)
    var bound = plain.arguments.values
    for (option, value) in options { bound[option] = value }
    let words = [plain.text] + options.map { "\($0.0)=\(spelled($0.1))" }
    return LayerLine(name: name, arguments: Arguments(bound), text: words.joined(separator: " "), line: 0)
  }

  private static func spelled(_ value: ArgumentValue) -> String {
    switch value {
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .boolean(let flag): flag ? "yes" : "no"
    case .text(let text): text
    case .size(let sides): sides.map(String.init).joined(separator: "x")
    default: preconditionFailure("no line here has such a value")
    }
  }

  /// The same lines with their places in the definition.
  static func numbered(_ lines: [LayerLine], from count: inout Int) -> [LayerLine] {
    lines.map { line in
      count += 1
      let number = count
      let blocks = line.blocks.map { numbered($0, from: &count) }
      return LayerLine(
        name: line.name, arguments: line.arguments, text: line.text, line: number, blocks: blocks)
    }
  }

  static func text(of lines: [LayerLine], indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    return lines.map { line in
      var text = margin + line.text
      for block in line.blocks {
        text +=
          block.isEmpty ? " { }" : " {\n" + Self.text(of: block, indent: indent + 2) + "\n" + margin + "}"
      }
      return text
    }.joined(separator: "\n")
  }
}
