/// The words that belong to the language itself.
public enum Vocabulary {
  public static let keywords = [
    "assert", "else", "for", "if", "in", "let", "note", "param", "print", "source",
  ]
  public static let prepositions = ["as", "by", "from", "of", "on", "over", "to", "with"]
  public static let operatorsAndValues = ["and", "no", "not", "or", "yes"]
  /// Words that can't be names, whatever commands there are.
  public static let reserved = Set(keywords + prepositions + operatorsAndValues)

  /// The words of truth besides `yes` and `no`; a name of an older session may be one.
  public static let flags = ["true": true, "false": false]
  /// Names of the last result.
  public static let lastResult: Set<String> = ["it", "_", "ans"]
  /// Words that can't be names from format 2 of sessions on; a session of format 1 may have them.
  public static let reservedLater = lastResult.union(flags.keys).union(["when"])

  /// A name that can be given, reserved by no format.
  public static func isFreeName(_ text: String) -> Bool {
    isName(text) && !reserved.contains(text) && !reservedLater.contains(text)
  }

  public static let functions = [
    "abs", "ceil", "exp", "floor", "len", "log", "max", "mean", "min", "range", "round", "sqrt", "sum",
  ]

  static func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Whether a byte may stand within a name.
  public static func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

  /// Whether `text` has the form of a name, reserved or not.
  public static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isNameStart(first) else { return false }
    return text.utf8.allSatisfy(isNamePart)
  }
}
