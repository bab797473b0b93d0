/// A word for the shell of the system.
enum ShellWord {
  static func text(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        byte > 0x7F || "/._-+,:@%=".utf8.contains(byte) || Character(UnicodeScalar(byte)).isLetter
          || Character(UnicodeScalar(byte)).isNumber
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
