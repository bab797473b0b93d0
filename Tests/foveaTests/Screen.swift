/// What a person sees of what a program wrote: rows of characters and a cursor, with as much of a terminal as
/// the prompt uses.
struct Screen {
  private var rows: [[Character]]
  private var row = 0
  private var column = 0
  private let columns: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows, without blanks at their ends and without empty ones at the end.
  /// What stands to the left of the cursor.
  var beforeCursor: String { String(rows[row].prefix(column)) }

  var lines: [String] {
    var lines = rows.map { row in String(row.reversed().drop { $0 == " " }.reversed()) }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  mutating func show(_ text: String) {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}": obey(&rest)
      case "\r": column = 0
      case "\n": goDown()
      case "\u{8}": column = max(0, min(column, columns) - 1)
      case "\u{0}"..."\u{1F}", "\u{7F}": break
      default:
        // A full row goes on in the next one with the next character only.
        if column >= columns {
          column = 0
          goDown()
        }
        rows[row][column] = Character(scalar)
        column += 1
      }
    }
  }

  private mutating func goDown() {
    if row + 1 < rows.count {
      row += 1
      return
    }
    rows.removeFirst()
    rows.append(Array(repeating: " ", count: columns))
  }

  private mutating func obey(_ rest: inout ArraySlice<Unicode.Scalar>) {
    guard rest.popFirst() == "[" else { return }
    var words = ""
    var end: Unicode.Scalar = "m"
    while let scalar = rest.popFirst() {
      if ("@"..."~").contains(scalar) {
        end = scalar
        break
      }
      words.unicodeScalars.append(scalar)
    }
    let numbers = words.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let count = max(1, numbers.first ?? 1)
    let here = min(column, columns - 1)
    switch end {
    case "A": row = max(0, row - count)
    case "B": row = min(rows.count - 1, row + count)
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, here - count)
    case "G": column = min(columns, count) - 1
    case "H":
      row = min(rows.count, count) - 1
      column = numbers.count > 1 ? max(1, min(columns, numbers[1])) - 1 : 0
    case "J", "K":
      let isAll = numbers.first == 2
      let last = end == "J" ? rows.count - 1 : row
      for index in isAll && end == "J" ? 0...last : row...last {
        for place in index == row && !isAll ? here..<columns : 0..<columns { rows[index][place] = " " }
      }
    case "P":
      rows[row].removeSubrange(here..<min(columns, here + count))
      rows[row] += Array(repeating: " ", count: columns - rows[row].count)
    case "@":
      rows[row].insert(contentsOf: Array(repeating: " ", count: count), at: here)
      rows[row].removeLast(rows[row].count - columns)
    default: break
    }
  }
}
