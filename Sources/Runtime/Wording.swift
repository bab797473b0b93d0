public import Declarations
internal import Syntax

/// How parameters and their kinds are called in messages, help and the reference.
public enum Wording {
  static let parts = ["train", "validation", "test"]

  /// A name that a message may tell to give: the one that was typed, where it can be given.
  public static func name(_ typed: String, else other: String = "NAME") -> String {
    Vocabulary.isFreeName(typed) ? typed : other
  }

  static func role(_ role: NameRole) -> String {
    switch role {
    case .new: "name"
    case .data, .dataPart: "data set"
    case .model: "model"
    case .result: "result"
    case .any: "name"
    }
  }

  /// "model or result", "data set, result or model".
  static func roles(_ roles: [NameRole]) -> String {
    var words: [String] = []
    for word in roles.map(role) where !words.contains(word) { words.append(word) }
    guard let last = words.popLast() else { return "" }
    return words.isEmpty ? last : words.joined(separator: ", ") + " or " + last
  }

  static func need(_ parameter: Parameter) -> String {
    switch parameter.placement {
    case .positional, .variadic:
      if case .name(let role) = parameter.kind { return "a \(Self.role(role))" }
      if case .either = parameter.kind, parameter.placement == .variadic {
        return "something behind it: \(parameter.summary)"
      }
      if namesThings(parameter.kind) { return parameter.summary }
      return "\(kind(parameter.kind)) as '\(parameter.name)'"
    case .option: return "\(parameter.name)=…"
    case .preposition(let word), .variadicPreposition(let word): return "'\(word) \(placeholder(parameter))'"
    }
  }

  /// Whether it is a file or a name, or one of several kinds: what is meant says more than what it may be.
  private static func namesThings(_ kind: ParameterKind) -> Bool {
    switch kind {
    case .path, .name: true
    case .either(let kinds): kinds.contains(where: namesThings)
    default: false
    }
  }

  /// Whether any word will do.
  static func isFree(_ kind: ParameterKind) -> Bool {
    guard case .either(let kinds) = kind else { return false }
    return kinds.contains(.text)
  }

  /// What an argument of this kind must be.
  public static func kind(_ kind: ParameterKind) -> String {
    switch kind {
    case .integer(let range):
      if range.upperBound >= Int(Int32.max) {
        return range.lowerBound == Int.min || range.lowerBound < -Int(Int32.max)
          ? "a whole number" : "a whole number of at least \(range.lowerBound)"
      }
      return "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let limits): return "a number" + self.limits(limits, unit: "")
    case .boolean: return "yes or no"
    case .choice(let words):
      return words.count == 1 ? "'\(words[0])'" : "one of \(words.joined(separator: " "))"
    case .text: return "a word or a text in quotes"
    case .path: return "a path"
    case .angle(let limits): return "an angle such as 10deg" + self.limits(limits, unit: "deg")
    case .duration: return "a duration such as 30s or 5m"
    case .size(let dimensions):
      return dimensions.lowerBound == 3 ? "a size such as 224x224x3" : "a size such as 28x28"
    case .range(let limits):
      // Without an upper end it is one of lines.
      return "a range such as \(limits.upper.isInfinite ? "1..4" : "0.9..1.1")"
        + self.limits(limits, unit: "")
    case .list(let item): return "a list of which each item is \(Self.kind(item))"
    case .name(let role): return role == .new ? "a name" : "the name of a \(Self.role(role))"
    case .either(let kinds): return kinds.map(Self.kind).joined(separator: " or ")
    }
  }

  /// The same for an argument that isn't one: an upper limit that nobody meets otherwise is told to whom it
  /// stops.
  static func kind(_ kind: ParameterKind, for value: ArgumentValue) -> String {
    guard case .integer(let range) = kind, case .number(let number) = value, number > 0,
      number.rounded() == number, Int(exactly: number).map({ $0 > range.upperBound }) ?? true
    else { return self.kind(kind) }
    return "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

  private static func limits(_ limits: Limits, unit: String) -> String {
    func end(_ number: Double) -> String { Spelling.number(number) + unit }
    let upperIsOpen = limits.upper.isInfinite
    if limits.lower.isInfinite, upperIsOpen { return "" }
    if upperIsOpen {
      return limits.includesLower ? " of at least \(end(limits.lower))" : " above \(end(limits.lower))"
    }
    if limits.lower.isInfinite {
      return limits.includesUpper ? " of at most \(end(limits.upper))" : " below \(end(limits.upper))"
    }
    let lower = limits.includesLower ? "from \(end(limits.lower))" : "above \(end(limits.lower))"
    return " \(lower) \(limits.includesUpper ? "to" : "to below") \(end(limits.upper))"
  }

  /// `NAME`, `MODEL`, `N`: what stands in a usage line.
  public static func placeholder(_ parameter: Parameter) -> String {
    switch parameter.kind {
    case .choice(let words) where words.count <= 6: words.joined(separator: "|")
    case .integer, .number: "N"
    case .boolean: "yes|no"
    case .angle: "ANGLE"
    case .duration: "TIME"
    case .size(let dimensions): dimensions.lowerBound == 3 ? "WxHxC" : "WxH"
    case .range: "LOW..HIGH"
    case .path: "FILE"
    case .list: "[…]"
    case .name(.data): "DATA"
    case .name(.dataPart): "DATA.part"
    case .name(.model): "MODEL"
    case .name(.result): "RESULT"
    default: parameter.name.uppercased()
    }
  }

  /// The line that shows how a command or an item is typed.
  public static func usage(_ name: String, _ parameters: [Parameter], block: String? = nil) -> String {
    var parts = [name]
    for parameter in parameters {
      let place = placeholder(parameter)
      var text: String
      switch parameter.placement {
      case .positional: text = place
      case .variadic: text = "\(place) …"
      case .option: text = "\(parameter.name)=\(place)"
      case .preposition(let word): text = "\(word) \(place)"
      case .variadicPreposition(let word): text = "\(word) \(place) …"
      }
      if !parameter.isRequired { text = "[\(text)]" }
      parts.append(text)
    }
    if let block { parts.append("{ \(block); … }") }
    return parts.joined(separator: " ")
  }

  /// The same for a message: a command with many options names none of them, and says where they are.
  static func hint(_ declaration: CommandDeclaration) -> String {
    let options = declaration.parameters.filter { $0.placement == .option }
    let isLong = options.count > optionsInHint
    let shown =
      isLong
      ? declaration.parameters.filter { $0.placement != .option || $0.isRequired } : declaration.parameters
    let line = usage(declaration.verb, shown, block: declaration.block?.itemName)
    return isLong ? line + " with options, which 'help \(declaration.verb)' lists" : line
  }

  /// More options than this don't fit on a line.
  private static let optionsInHint = 6

  /// The line that shows how an item is typed, with the blocks behind it.
  public static func usage(_ item: any ItemDeclaration, itemName: String) -> String {
    var parts = [usage(item.name, item.parameters)]
    parts += Array(repeating: "{ \(itemName); … }", count: item.blocks.lowerBound)
    if item.blocks.upperBound > item.blocks.lowerBound { parts.append("…") }
    return parts.joined(separator: " ")
  }
}
