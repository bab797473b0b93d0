public import Declarations

/// The text of `help` and `?VERB`, made from the declarations, in lines of at most `columns` characters where
/// words allow.
public struct Help: Sendable {
  /// A narrower terminal isn't written for.
  private static let narrowest = 20
  private let columns: Int

  public init(columns: Int = 80) { self.columns = max(columns, Self.narrowest) }

  /// The list of all commands.
  public func overview(_ commands: CommandTable) -> String {
    var lines = ["Commands (help VERB or ?VERB shows one whole):", ""]
    lines += rows(commands.declarations.map { ($0.verb, $0.summary) })
    lines += [
      "", "The language around them:", "",
      "  let NAME = COMMAND | VALUE   keep a result or a value; $NAME stands for it",
      "  param NAME = VALUE           a value that --set NAME=… overrides",
      "  for NAME in [A, B] { … }     if CONDITION { … } else { … }",
      "  assert CONDITION             fails the script when it doesn't hold",
      "  print VALUE, …               note \"text\"         source \"other.fovea\"",
      "", "More:", "",
    ]
    lines += rows([
      ("help keys, or ?keys", "the keys of the prompt"),
      ("help expressions", "how values are computed and compared"),
      ("help aliases", "other words for options and commands"),
      ("help macro AP", "what a figure of a table is, by its name"),
      ("help exit-codes", "what the program's exit code tells"),
    ])
    return lines.joined(separator: "\n")
  }

  /// Everything about one command.
  public func command(_ declaration: CommandDeclaration) -> String {
    var lines = wrapped("", "\(declaration.verb): \(declaration.summary)", indent: 2) + [""]
    let usage =
      declaration.usage
      ?? Wording.usage(declaration.verb, declaration.parameters, block: declaration.block?.itemName)
    lines += wrapped("  ", usage, indent: 6)
    lines += arguments(declaration.parameters)
    if let block = declaration.block {
      lines += ["", "In the block, one \(block.itemName) a line or after ';':"]
      lines += rows(block.items.map { (Wording.usage($0, itemName: block.itemName), $0.summary) })
    }
    if !declaration.resultFields.isEmpty {
      lines += ["", "Result (let r = \(declaration.verb) …, then r.\(declaration.resultFields[0].name)):"]
      lines += fields(declaration.resultFields)
    }
    for note in declaration.notes { lines += [""] + wrapped("", note) }
    lines += ["", declaration.examples.count == 1 ? "Example:" : "Examples:"]
    lines += declaration.examples.map { "  \($0)" }
    return lines.joined(separator: "\n")
  }

  /// Everything about one item of a block, such as a layer.
  public func item(_ item: any ItemDeclaration, kind: String) -> String {
    var lines = wrapped("", "\(item.name): \(item.summary)", indent: 2) + [""]
    lines += wrapped("  ", Wording.usage(item, itemName: kind), indent: 6) + arguments(item.parameters)
    lines += ["", "Example:", "  \(item.example)"]
    return lines.joined(separator: "\n")
  }

  /// A paragraph in lines of at most the columns.
  public func paragraph(_ text: String) -> String { wrapped("", text).joined(separator: "\n") }

  /// How an item of a block is typed: `conv FILTERS KERNEL [stride=…]`.
  public static func usage(_ item: any ItemDeclaration, kind: String) -> String {
    Wording.usage(item, itemName: kind)
  }

  /// What a parameter may be.
  public static func values(_ parameter: Parameter) -> String { Wording.kind(parameter.kind) }

  /// One line for completion: what a parameter is and its default.
  public static func describe(_ parameter: Parameter) -> String {
    if !parameter.meanings.isEmpty { return parameter.meanings.map(describe).joined(separator: ". ") }
    var text = parameter.summary
    if !Wording.isFree(parameter.kind) { text += ": \(Wording.kind(parameter.kind))" }
    if let value = parameter.defaultValue { text += "; default \(spelled(value))" }
    if let rule = parameter.rule { text += "; only with \(rule.shortText)" }
    return text
  }

  private func arguments(_ parameters: [Parameter]) -> [String] {
    parameters.isEmpty
      ? [] : ["", "Arguments:"] + rows(parameters.map { (Self.label($0), Self.describe($0)) })
  }

  /// Fields one below the other; many of which the same is said are listed together.
  private func fields(_ fields: [CommandDeclaration.ResultField]) -> [String] {
    let single = Dictionary(grouping: fields, by: \.summary).filter { $0.value.count <= 5 }
    let alone = fields.filter { single[$0.summary] != nil }
    var lines = rows(
      alone.map { ($0.name, $0.summary + ($0.isMeasured ? " (measured, never compared)" : "")) })
    var told: Set<String> = []
    for field in fields where single[field.summary] == nil && told.insert(field.summary).inserted {
      let names = fields.filter { $0.summary == field.summary }.map(\.name).joined(separator: ", ")
      lines += wrapped("  ", "\(field.summary): \(names)", indent: 4)
    }
    return lines
  }

  private static func label(_ parameter: Parameter) -> String {
    switch parameter.placement {
    case .positional, .variadic: Wording.placeholder(parameter)
    case .option: parameter.name + "="
    case .preposition(let word), .variadicPreposition(let word): word
    }
  }

  /// A value as it is typed.
  public static func spelled(_ value: ArgumentValue) -> String {
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

  /// A label and what is said of it, in two columns; a long label stands on a line of its own.
  public func rows(_ rows: [(String, String)]) -> [String] {
    // What is said of a label keeps more than half of a narrow line.
    let width = min(rows.map(\.0.count).max() ?? 0, 28, max(4, columns * 2 / 5 - 4))
    let indent = width + 4
    return rows.flatMap { label, text in
      label.count > width
        ? wrapped("  ", label, indent: 6) + wrapped(Self.pad("", indent), text, indent: indent)
        : wrapped("  " + Self.pad(label, width) + "  ", text, indent: indent)
    }
  }

  /// A head that stays as it is and words behind it, in lines of which all but the first are indented.
  private func wrapped(_ head: String, _ text: String, indent: Int = 0) -> [String] {
    var lines: [String] = []
    var line = head
    var hasWords = false
    for word in text.split(separator: " ") {
      if hasWords, line.count + 1 + word.count > columns {
        lines.append(line)
        line = Self.pad("", indent)
        hasWords = false
      }
      line += (hasWords ? " " : "") + word
      hasWords = true
    }
    return lines + [line]
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
