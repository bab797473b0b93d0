public import Declarations

/// The text of `help` and `?VERB`, made from the declarations.
public enum Help {
  /// The list of all commands.
  public static func overview(_ commands: CommandTable) -> String {
    let width = commands.verbs.map(\.count).max() ?? 0
    var lines = ["Commands (help VERB or ?VERB shows one whole):", ""]
    for declaration in commands.declarations {
      lines.append("  \(pad(declaration.verb, width))  \(declaration.summary)")
    }
    lines += [
      "", "The language around them:", "",
      "  let NAME = COMMAND | VALUE       keep a result or a value; $NAME stands for it in arguments",
      "  param NAME = VALUE               a value that --set NAME=… overrides",
      "  for NAME in [A, B] { … }         if CONDITION { … } else { … }",
      "  assert CONDITION                 fails the script when it doesn't hold",
      "  print VALUE, …                   note \"text\"                source \"other.fovea\"",
    ]
    return lines.joined(separator: "\n")
  }

  /// Everything about one command.
  public static func command(_ declaration: CommandDeclaration) -> String {
    var lines = ["\(declaration.verb): \(declaration.summary)", ""]
    lines.append("  " + Wording.usage(declaration.verb, declaration.parameters, block: declaration.block?.itemName))
    if !declaration.parameters.isEmpty {
      lines += ["", "Arguments:"]
      lines += rows(declaration.parameters.map { (label($0), describe($0)) })
    }
    if let block = declaration.block {
      lines += ["", "In the block, one \(block.itemName) a line or after ';':"]
      lines += rows(block.items.map { (Wording.usage($0.name, $0.parameters), $0.summary) })
    }
    if !declaration.resultFields.isEmpty {
      lines += ["", "Result (let r = \(declaration.verb) …, then r.\(declaration.resultFields[0].name)):"]
      lines += rows(
        declaration.resultFields.map { ($0.name, $0.summary + ($0.isMeasured ? " (measured, never compared)" : "")) })
    }
    for note in declaration.notes { lines += ["", note] }
    lines += ["", declaration.examples.count == 1 ? "Example:" : "Examples:"]
    lines += declaration.examples.map { "  \($0)" }
    return lines.joined(separator: "\n")
  }

  /// Everything about one item of a block, such as a layer.
  public static func item(_ item: any ItemDeclaration, kind: String) -> String {
    var lines = ["\(item.name): \(item.summary)", "", "  " + Wording.usage(item.name, item.parameters)]
    if !item.parameters.isEmpty {
      lines += ["", "Arguments:"]
      lines += rows(item.parameters.map { (label($0), describe($0)) })
    }
    lines += ["", "Example:", "  \(item.example)"]
    return lines.joined(separator: "\n")
  }

  /// One line for completion: what a parameter is and its default.
  public static func describe(_ parameter: Parameter) -> String {
    var text = "\(parameter.summary): \(Wording.kind(parameter.kind))"
    if let value = parameter.defaultValue { text += "; default \(spelled(value))" }
    return text
  }

  private static func label(_ parameter: Parameter) -> String {
    switch parameter.placement {
    case .positional, .variadic: Wording.placeholder(parameter)
    case .option: parameter.name + "="
    case .preposition(let word), .variadicPreposition(let word): word
    }
  }

  private static func spelled(_ value: ArgumentValue) -> String {
    switch value {
    case .number(let number): Spelling.number(number)
    case .boolean(let flag): flag ? "yes" : "no"
    case .text(let text): text
    case .seconds(let seconds): Spelling.number(seconds) + "s"
    case .degrees(let degrees): Spelling.number(degrees) + "deg"
    case .size(let size): size.map(String.init).joined(separator: "x")
    case .range(let lower, let upper): "\(Spelling.number(lower))..\(Spelling.number(upper))"
    case .list(let items): "[" + items.map(spelled).joined(separator: ", ") + "]"
    }
  }

  private static func rows(_ rows: [(String, String)]) -> [String] {
    let width = min(rows.map(\.0.count).max() ?? 0, 28)
    return rows.flatMap { label, text in
      label.count > width ? ["  \(label)", "  " + pad("", width) + "  \(text)"] : ["  \(pad(label, width))  \(text)"]
    }
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
