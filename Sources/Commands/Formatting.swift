internal import Runtime

/// Tables and lines for a person to read.
enum Table {
  /// Columns aligned: the first to the left, the others as told.
  ///
  /// - Parameter rightAligned: The columns that hold numbers.
  static func text(_ rows: [[String]], rightAligned: Set<Int> = [], indent: Int = 2) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += rightAligned.contains(column) ? padding + cell : cell + padding
        if column < row.count - 1 { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

/// Times for a person to read.
enum TimeText {
  /// `0.4 s`, `41.2 s`, `3:07 min`.
  static func seconds(_ seconds: Double) -> String {
    if seconds < 100 { return "\(Spelling.rounded(seconds, digits: seconds < 10 ? 2 : 1)) s" }
    let whole = Int(seconds.rounded())
    return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60) min"
  }
}
