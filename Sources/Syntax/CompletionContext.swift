/// What stands before the cursor, for completion: read leniently, since the text is being typed.
public struct CompletionContext: Sendable, Equatable {
  /// Whether the words stand behind `let NAME =`, where a command or a value may follow.
  public var isNamed = false
  /// The whole words of the command at the cursor, without its `let NAME =`.
  public var words: [String]
  /// The beginning of the word at the cursor; inside a string, the text since its quote.
  public var prefix: String
  /// Where the prefix begins, in UTF-8 from the start of the text.
  public var start: Int
  public var isInString: Bool
  /// The words of each command in whose block the cursor stands, outermost first.
  public var blocks: [[String]]
  /// The option whose list is open at the cursor, `loss` behind `loss=[mse, `, and the whole values in it,
  /// which aren't among the words; nil outside of lists.
  public var list: OpenList?
  /// Where the statement begins that holds all of these, in UTF-8 from the start of the text.
  public var statementStart: Int
  /// Whether a part of an expression stands at the cursor: the line is one, or one is open in `$(`.
  public private(set) var isInExpression = false

  /// A list that isn't closed yet.
  public struct OpenList: Sendable, Equatable {
    public var option: String
    public var items: [String]
  }

  /// Reads `text` up to `cursor`, an offset in UTF-8.
  ///
  /// - Complexity: O(cursor).
  public init(text: String, cursor: Int) {
    let bytes = Array(text.utf8.prefix(max(0, cursor)))
    words = []
    blocks = []
    isInString = false
    statementStart = 0
    var wordStart: Int?
    var stringStart: Int?
    var position = 0
    /// Where the innermost command begins.
    var commandStart = 0
    // Of each open bracket: the option whose list it opens, if any, how many words stand before it, and
    // whether it is `$(`.
    var brackets: [(option: String?, words: Int, isValue: Bool)] = []

    func word(_ end: Int) -> String? { wordStart.map { String(decoding: bytes[$0..<end], as: UTF8.self) } }

    while position < bytes.count {
      let byte = bytes[position]
      if let start = stringStart {
        if byte == UInt8(ascii: "\\") {
          position += 1
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") {
          words.append(String(decoding: bytes[start..<position], as: UTF8.self))
          stringStart = nil
        }
        position += 1
        continue
      }
      if byte == UInt8(ascii: "#"), wordStart == nil {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        continue
      }
      guard Scanner.endsWord(byte) else {
        if wordStart == nil { wordStart = position }
        position += 1
        continue
      }
      let ended = word(position)
      if let ended, byte != UInt8(ascii: "\"") || !ended.hasSuffix("=") { words.append(ended) }
      wordStart = nil
      switch byte {
      case UInt8(ascii: "\""): stringStart = position + 1
      case UInt8(ascii: "["), UInt8(ascii: "("):
        let option = byte == UInt8(ascii: "[") && ended?.hasSuffix("=") == true ? ended : nil
        let isValue = byte == UInt8(ascii: "(") && ended?.hasSuffix("$") == true
        brackets.append((option.map { String($0.dropLast()) }, words.count, isValue))
      case UInt8(ascii: "]"), UInt8(ascii: ")"):
        // The values of a list are one argument: they are no words of the command. Nor is what `$( )` holds.
        if let bracket = brackets.popLast(), bracket.option != nil || bracket.isValue {
          words.removeSubrange(min(bracket.words, words.count)...)
        }
      case UInt8(ascii: "{"):
        blocks.append(Self.withoutLet(words))
        (words, brackets) = ([], [])
        commandStart = position + 1
      case UInt8(ascii: "}"):
        if !blocks.isEmpty { blocks.removeLast() }
        (words, brackets) = ([], [])
        commandStart = position + 1
      case UInt8(ascii: ";"):
        (words, brackets) = ([], [])
        commandStart = position + 1
        if blocks.isEmpty { statementStart = position + 1 }
      case UInt8(ascii: "\n"):
        if words.last == "\\" {
          words.removeLast()
        } else if brackets.isEmpty {
          words = []
          commandStart = position + 1
          if blocks.isEmpty { statementStart = position + 1 }
        }
      default: break
      }
      position += 1
    }
    if let start = stringStart {
      isInString = true
      self.start = start
      prefix = String(decoding: bytes[min(start, bytes.count)...], as: UTF8.self)
    } else {
      start = wordStart ?? bytes.count
      prefix = String(decoding: bytes[start...], as: UTF8.self)
    }
    if let open = brackets.last, let option = open.option, open.words <= words.count {
      list = OpenList(option: option, items: Array(words[open.words...]))
      words.removeSubrange(open.words...)
    }
    isInExpression =
      brackets.contains(where: \.isValue)
      || Scanner.isExpression(String(decoding: bytes, as: UTF8.self), from: commandStart)
    isNamed = words.count >= 3 && words[0] == "let" && words[2] == "="
    words = Self.withoutLet(words)
  }

  /// Whether a value may stand at the cursor that isn't an argument of a command.
  public var holdsValue: Bool {
    switch words.first {
    case _ where isInExpression: true
    case "print", "assert", "if": true
    case "param": words.count >= 3 && words[2] == "="
    case "for": words.count >= 3 && words[2] == "in"
    default: isNamed
    }
  }

  /// Whether a bare word ends before this byte.
  public static func endsWord(_ byte: UInt8) -> Bool { Scanner.endsWord(byte) }

  private static func withoutLet(_ words: [String]) -> [String] {
    words.count >= 3 && words[0] == "let" && words[2] == "=" ? Array(words.dropFirst(3)) : words
  }
}
