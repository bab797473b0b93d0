/// What a person sees of what a program wrote: rows of characters and a cursor, with as much of a terminal as
/// the prompt uses.
struct Screen {
  private var rows: [[Character]]
  /// Which rows go on in the next one, since their line was too long.
  private var goesOn: [Bool]
  private var row = 0
  private var column = 0
  private var columns: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    goesOn = Array(repeating: false, count: rows)
  }

  /// What stands to the left of the cursor.
  var beforeCursor: String { String(rows[row].prefix(column)) }

  /// Row and column of the cursor, from 1.
  var position: (row: Int, column: Int) { (row + 1, min(column, columns - 1) + 1) }

  /// The rows, without blanks at their ends and without empty ones at the end.
  var lines: [String] {
    var lines = rows.map { row in String(row.reversed().drop { $0 == " " }.reversed()) }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The lines without blanks at their ends, those that were too long for a row whole again, without empty
  /// ones.
  var wholeLines: [String] {
    var lines: [String] = []
    var line: [Character] = []
    for (row, goesOn) in zip(rows, goesOn) {
      line += row
      if goesOn { continue }
      while line.last == " " { line.removeLast() }
      if !line.isEmpty { lines.append(String(line)) }
      line = []
    }
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
          goesOn[row] = true
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
    goesOn.removeFirst()
    goesOn.append(false)
  }

  /// Gets another width.
  ///
  /// - Parameter rewraps: Whether lines that went on in the next row are broken anew, and the cursor stays
  /// with
  ///   its character, as in most terminals; else what is too long is cut off, as in xterm.
  mutating func resize(columns: Int, rewraps: Bool) {
    let count = rows.count
    if rewraps {
      var broken: [[Character]] = []
      var continues: [Bool] = []
      var place = (row: 0, column: 0)
      var start = 0
      while start < count {
        var end = start
        while end + 1 < count, goesOn[end] { end += 1 }
        var line = Array(rows[start...end].joined())
        while line.last == " " { line.removeLast() }
        let offset = (start...end).contains(row) ? (row - start) * self.columns + column : nil
        if let offset { place = (broken.count + offset / columns, offset % columns) }
        let height = max(1, (max(line.count, (offset ?? 0) + 1) + columns - 1) / columns)
        line += Array(repeating: " ", count: height * columns - line.count)
        for index in 0..<height {
          broken.append(Array(line[index * columns..<(index + 1) * columns]))
          continues.append(index + 1 < height)
        }
        start = end + 1
      }
      // Empty rows at the end give way first, then the upper ones.
      while broken.count > count, place.row < broken.count - 1, broken.last?.allSatisfy({ $0 == " " }) == true
      {
        broken.removeLast()
        continues.removeLast()
      }
      let above = max(0, broken.count - count)
      let below = max(0, count - broken.count)
      rows = broken.dropFirst(above) + Array(repeating: Array(repeating: " ", count: columns), count: below)
      goesOn = continues.dropFirst(above) + Array(repeating: false, count: below)
      (row, column) = (max(0, place.row - above), place.column)
    } else {
      rows = rows.map { Array(($0 + Array(repeating: " ", count: columns)).prefix(columns)) }
      goesOn = Array(repeating: false, count: count)
      column = min(column, columns - 1)
    }
    self.columns = columns
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
        goesOn[index] = false
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
