extension SessionWriter {
  /// A command as it is stored: whole lines, and no comment in it that could be taken for a line of the
  /// record.
  static func storable(_ text: String) -> String {
    lines(text).map { line in
      let bytes = line.utf8
      guard bytes.first == UInt8(ascii: "#"), let second = bytes.dropFirst().first,
        "!@=~?>.%".utf8.contains(second)
      else {
        return line + "\n"
      }
      return "# " + line + "\n"
    }.joined()
  }

  /// The text of a command as a reader finds it in the session.
  public static func recorded(_ text: String) -> String {
    func isBlank(_ line: Substring) -> Bool { line.utf8.allSatisfy { $0 == 0x20 } }
    var lines = storable(text).split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = lines.first, isBlank(first) { lines.removeFirst() }
    while let last = lines.last, isBlank(last) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// How many lines of prose a note or a comment takes.
  public static func lineCount(_ text: String) -> Int { lines(text).count }

  /// The lines of a text, whatever ends them, without empty ones at the end.
  static func lines(_ text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
    while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
