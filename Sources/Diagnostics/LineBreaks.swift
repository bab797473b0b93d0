/// Breaks lines for a screen at their blanks, so that no word is torn at its edge.
public enum LineBreaks {
  /// The text in lines of at most `columns`, by the columns that characters take. A word longer than a line
  /// stands on lines of its own, where the terminal breaks it. Lines that begin with blanks go on under their
  /// text. Colours take no columns.
  ///
  /// - Parameter columns: nil where lines may have any length.
  public static func fitted(_ text: String, columns: Int?) -> String {
    guard let columns, columns > 0 else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0), columns) }
      .joined(
        separator: "\n")
  }

  private static func line(_ text: String, _ columns: Int) -> String {
    guard width(text[...]) > columns else { return text }
    let indent = text.prefix { $0 == " " }
    // Where the line is narrow, what is said needs all of it.
    let further = indent.count * 3 < columns ? String(indent) : ""
    var lines: [String] = []
    var line = String(indent)
    var used = indent.count
    var isEmpty = true
    var rest = text.dropFirst(indent.count)
    while !rest.isEmpty {
      // What is left of a word that was too long goes on below.
      let blanks = rest.prefix { $0 == " " }
      rest = rest.dropFirst(blanks.count)
      var word = rest.prefix { $0 != " " }
      // A list of choices is broken behind one of them: [filter=nearest|box|
      if width(word) > columns - further.count, let cut = choices(of: word, columns - further.count) {
        word = cut
        rest = rest.dropFirst(word.count)
        if !isEmpty || used > further.count { lines.append(line) }
        line = further + word
        used = columns
        isEmpty = false
        continue
      }
      rest = rest.dropFirst(word.count)
      let wide = width(word)
      if isEmpty, used + wide > columns, wide <= columns {
        // Words that stand far to the right of a narrow line.
        line = further.count + wide <= columns ? further : ""
        used = line.count
      }
      if !isEmpty, used + blanks.count + wide > columns {
        lines.append(line)
        line = further + word
        used = further.count + wide
      } else {
        line += blanks + word
        used += blanks.count + wide
      }
      isEmpty = false
    }
    return (lines + [line]).joined(separator: "\n")
  }

  /// The longest beginning of a word that ends behind a '|' and isn't wider than that; nil without one.
  private static func choices(of word: Substring, _ columns: Int) -> Substring? {
    var cut: Substring?
    for place in word.indices where word[place] == "|" {
      let beginning = word[...place]
      guard width(beginning) <= columns else { break }
      cut = beginning
    }
    return cut
  }

  /// Columns of a text, without the sequences that set its colour.
  private static func width(_ text: Substring) -> Int {
    var columns = 0
    var isSequence = false
    for character in text {
      if character == "\u{1B}" {
        isSequence = true
      } else if isSequence {
        isSequence = character != "m"
      } else {
        columns += DiagnosticFormatter.width(character)
      }
    }
    return columns
  }
}
