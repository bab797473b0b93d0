/// The rows of a text that aren't shown yet, fitted to the width of the window; another width fits them anew.
struct PagedRows {
  /// A row of the screen, and whether it goes on with the line of the one before.
  private struct Row {
    let text: String
    let isContinuation: Bool
  }

  private let fit: (_ line: String, _ columns: Int) -> String
  private var rows: [Row]
  private(set) var columns: Int
  private(set) var shown = 0

  /// - Parameter fit: Breaks a line into rows of so many columns, joined by newlines.
  init(_ text: String, columns: Int, fit: @escaping (_ line: String, _ columns: Int) -> String) {
    self.fit = fit
    self.columns = columns
    rows = []
    rows = broken(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  var isEmpty: Bool { rows.isEmpty }

  /// How many rows there are, with those that were shown.
  var count: Int { shown + rows.count }

  /// Takes rows off the top.
  mutating func take(_ count: Int) -> [String] {
    let taken = rows.prefix(count).map(\.text)
    rows.removeFirst(taken.count)
    shown += taken.count
    return taken
  }

  /// Breaks the rest for a window of another width.
  mutating func resize(to columns: Int) {
    guard columns != self.columns else { return }
    self.columns = columns
    var lines: [String] = []
    for row in rows {
      if row.isContinuation, !lines.isEmpty {
        lines[lines.count - 1] += " " + row.text.drop { $0 == " " }
      } else {
        lines.append(row.text)
      }
    }
    rows = broken(lines)
  }

  private func broken(_ lines: [String]) -> [Row] {
    lines.flatMap { line in
      fit(line, columns).split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
        Row(text: String($0.element), isContinuation: $0.offset > 0)
      }
    }
  }
}
