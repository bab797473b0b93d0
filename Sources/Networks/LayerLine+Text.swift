internal import Declarations

extension LayerDeclaration {
  /// A line of this layer: defaults filled in, and the text as a person would type it, options in the order
  /// of the declaration and only those that differ from their default.
  ///
  /// - Parameter values: By name; nil where there is none.
  func line(
    _ values: [String: ArgumentValue?] = [:], blocks: [[any NetworkElement]] = []
  ) -> LayerLine {
    let given = values.compactMapValues { $0 }
    var bound = given
    var words = [name]
    for parameter in parameters {
      let value = given[parameter.name]
      if value == nil { bound[parameter.name] = parameter.defaultValue }
      guard let value else { continue }
      if parameter.placement == .option {
        if value != parameter.defaultValue { words.append("\(parameter.name)=\(value.spelling)") }
      } else if parameter.placement == .variadic, case .list(let items) = value {
        words += items.map(\.spelling)
      } else {
        words.append(value.spelling)
      }
    }
    return LayerLine(
      name: name, arguments: Arguments(bound), text: words.joined(separator: " "), line: 0,
      // A key path to a member of an existential leaks what it makes.
      blocks: blocks.map { $0.map { $0.line } })
  }
}

extension ArgumentValue {
  /// As it is typed behind the name of a layer.
  fileprivate var spelling: String {
    switch self {
    case .number(let number), .seconds(let number), .degrees(let number):
      Int(exactly: number).map(String.init) ?? "\(number)"
    case .boolean(let flag): flag ? "yes" : "no"
    case .text(let text): text
    case .size(let sides): sides.map(String.init).joined(separator: "x")
    case .range(let lower, let upper): "\(lower)..\(upper)"
    case .list(let items): "[" + items.map(\.spelling).joined(separator: ", ") + "]"
    }
  }
}

extension LayerLine {
  /// The same lines with their places in the definition: each line counts, those of blocks too.
  static func numbered(_ lines: [LayerLine]) -> [LayerLine] {
    var count = 0
    return numbered(lines, from: &count)
  }

  private static func numbered(_ lines: [LayerLine], from count: inout Int) -> [LayerLine] {
    lines.map { line in
      count += 1
      let number = count
      let blocks = line.blocks.map { numbered($0, from: &count) }
      return LayerLine(
        name: line.name, arguments: line.arguments, text: line.text, line: number, blocks: blocks)
    }
  }

  /// The lines as a person would type them, blocks indented.
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
