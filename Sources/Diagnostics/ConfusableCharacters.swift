internal import Foundation

/// Characters that a person can't see or tell from others: named in messages, where a name that holds one
/// would look like another.
public enum ConfusableCharacters {
  /// The text with each such character as its code: `cafe<U+0301>`, `<U+FEFF>load`. Newlines stay.
  ///
  /// Odd are control and format characters (a byte order mark, a zero-width space), blanks that aren't the
  /// usual one, what no character is assigned to, and accents that stand behind their letter though there is
  /// one character for both.
  public static func named(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x7F || $0 < 0x20 && $0 != 0x0A }) else { return text }
    var result = ""
    for character in text {
      let scalars = character.unicodeScalars
      if scalars.count > 1, character != "\r\n", !isEmoji(character), isDecomposed(character) {
        for scalar in scalars {
          result += scalar.properties.canonicalCombiningClass == .notReordered ? shown(scalar) : code(scalar)
        }
      } else if scalars.count > 1, isEmoji(character) {
        result.append(character)
      } else {
        for scalar in scalars { result += shown(scalar) }
      }
    }
    return result
  }

  /// The text in which each odd character is a `\u{FFFD}` of one column: for a line with a caret below it.
  public static func visible(_ text: String) -> String {
    String(
      text.map { character in
        let scalars = character.unicodeScalars
        return character != "\t" && scalars.count == 1 && scalars.allSatisfy(isOdd) ? "\u{FFFD}" : character
      })
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    isOdd(scalar) ? code(scalar) : String(scalar)
  }

  /// Emoji are joined by characters that nobody sees.
  private static func isEmoji(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { $0.value > 0x7F && $0.properties.isEmoji } ?? false
  }

  private static func isDecomposed(_ character: Character) -> Bool {
    let text = String(character)
    return !text.unicodeScalars.elementsEqual(text.precomposedStringWithCanonicalMapping.unicodeScalars)
  }

  private static func isOdd(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " || scalar == "\n" { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse:
      return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func code(_ scalar: Unicode.Scalar) -> String { "<\(name(of: scalar))>" }

  /// `U+FEFF`.
  static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
