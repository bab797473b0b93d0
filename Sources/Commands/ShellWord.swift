/// A word for the shell of the system.
public enum ShellWord {
  /// A text in quotes, in double ones where that shell leaves all of it as it is.
  static func quoted(_ text: String) -> String {
    text.contains { "\"$`\\!'".contains($0) } ? "'" + text.replacing("'", with: "'\\''") + "'" : "\"\(text)\""
  }

  public static func text(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        byte > 0x7F || "/._-+,:@%=".utf8.contains(byte) || Character(UnicodeScalar(byte)).isLetter
          || Character(UnicodeScalar(byte)).isNumber
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
