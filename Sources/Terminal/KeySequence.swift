/// What a key of the keyboard sends that is no character: `ESC [ 1 ; 5 D` for Ctrl-Left.
///
/// Terminals differ in what they send, and send more than anybody binds. libedit takes a sequence that it
/// doesn't know for characters, so that Page Up wrote `~` into the command: so sequences are read here as
/// wholes, and what has no meaning is dropped.
enum KeySequence: Equatable {
  /// What stands at the beginning is no sequence.
  case none
  /// It may go on.
  case unfinished
  /// It takes so many bytes.
  case whole(Int)

  static let escape: UInt8 = 0x1B

  /// Looks at the beginning of what was typed.
  static func first(in bytes: ArraySlice<UInt8>) -> KeySequence {
    let bytes = Array(bytes.prefix(longest + 1))
    guard bytes.first == escape else { return .none }
    guard bytes.count > 1 else { return .unfinished }
    switch bytes[1] {
    case UInt8(ascii: "["): return control(bytes)
    // Keypads and the arrows of some modes: one character, or a modifier before it.
    case UInt8(ascii: "O"):
      guard let end = bytes.dropFirst(2).firstIndex(where: { !(0x30...0x3B).contains($0) }) else {
        return .unfinished
      }
      return .whole(end + 1)
    // Alt with a key that sends a sequence itself.
    case escape:
      switch first(in: bytes[1...]) {
      case .whole(let count): return .whole(count + 1)
      case .unfinished: return .unfinished
      case .none: return .none
      }
    default: return .none
    }
  }

  /// Finds what a terminal answers to the question for its cursor, `ESC [ row ; column R`.
  static func cursorPosition(in bytes: ArraySlice<UInt8>) -> (place: Range<Int>, column: Int)? {
    var start = bytes.startIndex
    while let escape = bytes[start...].firstIndex(of: escape) {
      start = escape + 1
      guard start < bytes.endIndex, bytes[start] == UInt8(ascii: "[") else { continue }
      let rest = bytes[(start + 1)...]
      let end = rest.firstIndex { !(0x30...0x3B).contains($0) }
      guard let end, bytes[end] == UInt8(ascii: "R") else { continue }
      let numbers = String(decoding: rest[..<end], as: UTF8.self).split(separator: ";").map { Int($0) }
      if numbers.count == 2, let column = numbers[1] { return (escape..<end + 1, column) }
    }
    return nil
  }

  /// Longer ones are nobody's: what is so long is dropped as far as here.
  private static let longest = 64

  /// `ESC [`, numbers, and a last character.
  private static func control(_ bytes: [UInt8]) -> KeySequence {
    guard bytes.count > 2 else { return .unfinished }
    // F1 to F5 of the Linux console: ESC [ [ A.
    if bytes[2] == UInt8(ascii: "[") { return bytes.count > 3 ? .whole(4) : .unfinished }
    let isQuery = bytes[2] == UInt8(ascii: "?")
    for (index, byte) in bytes.enumerated().dropFirst(2) {
      switch byte {
      case 0x40...0x7E: return .whole(index + 1)
      // rxvt ends what Shift is held with by a dollar sign.
      case UInt8(ascii: "$") where !isQuery: return .whole(index + 1)
      case 0x20...0x3F: continue
      // Not the end of a sequence but another key.
      default: return .whole(index)
      }
    }
    return bytes.count > longest ? .whole(longest) : .unfinished
  }
}

/// What the keys mean that send sequences. libedit gets a character that no keyboard sends and the letter of
/// the case: a sequence that begins with ESC would take that key itself away in the command mode of vi.
enum SpecialKey: String, CaseIterable {
  case up = "A"
  case down = "B"
  case right = "C"
  case left = "D"
  case wordRight = "E"
  case wordLeft = "F"
  case home = "G"
  case end = "H"
  case delete = "I"
  case deleteWord = "J"
  case paste = "K"

  static let lead: Unicode.Scalar = "\u{9B}"

  /// As libedit gets it.
  var typed: String { String(Character(Self.lead)) + rawValue }

  /// What it does at the prompt.
  var function: String {
    switch self {
    case .up: "fovea-older"
    case .down: "fovea-newer"
    case .right: "ed-next-char"
    case .left: "ed-prev-char"
    case .wordRight: "em-next-word"
    case .wordLeft: "ed-prev-word"
    case .home: "fovea-line-start"
    case .end: "fovea-line-end"
    case .delete: "ed-delete-next-char"
    case .deleteWord: "em-delete-next-word"
    case .paste: "fovea-paste"
    }
  }

  /// What libedit is given for a sequence; empty where the key has no meaning.
  static func meaning(of sequence: ArraySlice<UInt8>) -> [Unicode.Scalar] {
    var text = String(decoding: sequence.dropFirst(), as: UTF8.self)
    let isAlt = text.first == "\u{1B}"
    if isAlt { text.removeFirst() }
    if let character = keypad(text) { return [character] }
    guard let key = key(text, isAlt: isAlt) else { return [] }
    return Array(key.typed.unicodeScalars)
  }

  /// The keypad of terminals that send it as sequences: Enter, digits and signs.
  private static func keypad(_ text: String) -> Unicode.Scalar? {
    guard text.count == 2, text.first == "O", let last = text.unicodeScalars.last else { return nil }
    switch last {
    case "M": return "\r"
    case "X": return "="
    case "j"..."y": return Unicode.Scalar(last.value - 0x40)
    default: return nil
    }
  }

  private static func key(_ text: String, isAlt: Bool) -> SpecialKey? {
    // F1 to F5 of the Linux console end like arrows.
    guard let last = text.last, !text.hasPrefix("[[") else { return nil }
    // Terminals send small numbers; what anybody else sends may be of any size.
    let numbers = text.dropFirst().dropLast().split(separator: ";", omittingEmptySubsequences: false).map {
      Int(UInt16($0) ?? 0)
    }
    // The second number is 1 and the sum of Shift 1, Alt 2, Ctrl 4.
    let modifiers = max(0, (numbers.count > 1 ? numbers[1] : text.first == "O" ? numbers.first ?? 1 : 1) - 1)
    let isWord = isAlt || modifiers & 6 != 0
    switch last {
    case "A": return .up
    case "B": return .down
    case "C": return isWord ? .wordRight : .right
    case "D": return isWord ? .wordLeft : .left
    // rxvt: small letters with Shift (ESC [) or Ctrl (ESC O).
    case "a" where text.count == 2: return .up
    case "b" where text.count == 2: return .down
    case "c" where text.count == 2: return text.first == "O" ? .wordRight : .right
    case "d" where text.count == 2: return text.first == "O" ? .wordLeft : .left
    case "H": return .home
    case "F": return .end
    case "~", "^", "$", "@":
      switch numbers.first {
      case 1, 7: return .home
      case 4, 8: return .end
      case 3: return isWord || last == "^" || last == "@" ? .deleteWord : .delete
      case 200: return .paste
      default: return nil
      }
    default: return nil
    }
  }
}
