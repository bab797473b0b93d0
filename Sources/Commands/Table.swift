internal import Plotting

/// Tables for a person to read.
public enum Table {
  /// How many columns of a terminal a table may take while a command runs; nil where its lines may be of any
  /// length, as in a pipe.
  @TaskLocal static var room: Int?

  /// Runs something whose tables are for a screen of so many columns, or for none.
  public static func fitted<Result>(to columns: Int?, _ body: () throws -> Result) rethrows -> Result {
    try $room.withValue(columns, operation: body)
  }

  /// Columns aligned: the first to the left, the others as told. Where the screen is too narrow, texts go on
  /// in further lines of their cell, no word broken; where even that doesn't do, each row is a paragraph with
  /// a line for each of its cells.
  ///
  /// - Parameters:
  ///   - rightAligned: The columns that hold numbers.
  ///   - hasHead: Whether the first row names the columns.
  static func text(_ rows: [[String]], rightAligned: Set<Int> = [], indent: Int = 2, hasHead: Bool = true)
    -> String
  {
    let columns = rows.map(\.count).max() ?? 0
    // Names may come from files: none may steer the terminal or break its line.
    let rows = rows.map { $0.map(PlainText.oneLine) }
    func widest(_ column: Int, _ measure: (String) -> Int) -> Int {
      rows.map { column < $0.count ? measure($0[column]) : 0 }.max() ?? 0
    }
    let natural = (0..<columns).map { widest($0, PlainText.width) }
    let available = (room ?? .max) - indent - 2 * max(columns - 1, 0)
    guard natural.reduce(0, +) > available else { return aligned(rows, natural, rightAligned, indent) }
    let least = (0..<columns).map { column in
      let word = widest(column, longestWord)
      return rightAligned.contains(column) ? word : min(natural[column], word + hanging)
    }
    guard let widths = narrowed(natural, least, to: available) else {
      return paragraphs(rows, indent, hasHead: hasHead)
    }
    return aligned(rows, widths, rightAligned, indent)
  }

  /// What goes on below is set in, so that it doesn't look like a row of its own.
  private static let hanging = 2

  private static func longestWord(_ text: String) -> Int {
    text.split(separator: " ").map { PlainText.width(String($0)) }.max() ?? 0
  }

  /// Widths that fit, the widest columns made narrower first; nil where the least are too wide.
  private static func narrowed(_ natural: [Int], _ least: [Int], to available: Int) -> [Int]? {
    guard least.reduce(0, +) <= available else { return nil }
    var widths = natural
    var excess = natural.reduce(0, +) - available
    while excess > 0 {
      guard
        let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
      else {
        return nil
      }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private static func aligned(_ rows: [[String]], _ widths: [Int], _ rightAligned: Set<Int>, _ indent: Int)
    -> String
  {
    rows.map { row in
      let cells = row.enumerated().map { column, cell in
        wrapped(cell, to: widths[column], hanging: rightAligned.contains(column) ? 0 : hanging)
      }
      return (0..<(cells.map(\.count).max() ?? 0)).map { number in
        var line = String(repeating: " ", count: indent)
        for (column, lines) in cells.enumerated() {
          let text = number < lines.count ? lines[number] : ""
          let padding = String(repeating: " ", count: max(0, widths[column] - PlainText.width(text)))
          line += rightAligned.contains(column) ? padding + text : text + padding
          if column < cells.count - 1 { line += "  " }
        }
        while line.last == " " { line.removeLast() }
        return line
      }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// A row as its first cell, and below it a line for each other one, behind the name of its column.
  private static func paragraphs(_ rows: [[String]], _ indent: Int, hasHead: Bool) -> String {
    let width = max(1, (room ?? .max) - indent)
    let head = hasHead ? rows.first ?? [] : []
    let margin = String(repeating: " ", count: indent)
    return rows.dropFirst(hasHead ? 1 : 0).map { row in
      var lines: [String] = []
      for (column, cell) in row.enumerated() where !cell.isEmpty {
        let name = column < head.count && !head[column].isEmpty ? head[column] + " " : ""
        lines += wrapped((lines.isEmpty ? "" : "  ") + name + cell, to: width, hanging: 4)
      }
      return lines.map { margin + $0 }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// A sentence in lines that the screen has room for; a path stays whole, however long it is.
  static func sentence(_ text: String) -> String {
    wrapped(PlainText.oneLine(text), to: room ?? .max, hanging: 4, breaksWords: false).joined(separator: "\n")
  }

  /// A text in lines of a width, broken at blanks, and within words that are too long for a line.
  ///
  /// - Parameter hanging: How far lines after the first are set in, where there is room.
  static func wrapped(_ text: String, to width: Int, hanging: Int, breaksWords: Bool = true) -> [String] {
    guard PlainText.width(text) > width else { return [text] }
    let width = max(width, 1)
    let margin = String(repeating: " ", count: hanging < width / 2 ? hanging : 0)
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " })
    var isEmpty = true
    func end() {
      lines.append(line)
      line = margin
      isEmpty = true
    }
    for word in text.split(separator: " ") {
      if !isEmpty, PlainText.width(line) + 1 + PlainText.width(String(word)) > width { end() }
      if !isEmpty { line += " " }
      for character in word {
        if breaksWords, !isEmpty, PlainText.width(line) + PlainText.width(String(character)) > width { end() }
        line.append(character)
        isEmpty = false
      }
    }
    if !isEmpty { end() }
    return lines
  }
}
