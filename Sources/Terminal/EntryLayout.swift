/// Where the characters of an entry stand on the screen: rows and columns from the first row of the prompt.
///
/// The rules are those of libedit's `re_addc`, so that we can write below an entry that libedit drew: a
/// newline begins a row at its left edge, a row that is full goes on in the next, a wide character that
/// doesn't fit moves down whole, a control character is drawn as two (`^A`), another unprintable one as eight
/// (`\U+XXXX`).
struct EntryLayout: Equatable {
  /// The row of the cursor.
  let cursorRow: Int
  let cursorColumn: Int
  /// The row of the last character; the entry takes `endRow + 1` rows.
  let endRow: Int

  /// - Parameters:
  ///   - promptWidth: columns of the prompt, without its colours.
  ///   - cursor: offset into `text` in scalars.
  ///   - columns: of the terminal.
  /// - Complexity: O(length of the text).
  init(promptWidth: Int, text: [Unicode.Scalar], cursor: Int, columns: Int) {
    let columns = max(1, columns)
    var row = promptWidth / columns
    var column = promptWidth % columns
    var place: (row: Int, column: Int)?
    for (offset, scalar) in text.enumerated() {
      let width = Self.drawnWidth(scalar, at: column)
      // A wide character at the right edge takes the cursor down with it.
      if width > 1, scalar.value >= 0x80, column + width > columns {
        row += 1
        column = 0
      }
      if offset == cursor { place = (row, column) }
      if scalar == "\n" {
        row += 1
        column = 0
        continue
      }
      column += width
      while column >= columns {
        row += 1
        column -= columns
      }
    }
    (cursorRow, cursorColumn) = place ?? (row, column)
    endRow = row
  }

  private static func drawnWidth(_ scalar: Unicode.Scalar, at column: Int) -> Int {
    switch scalar {
    case "\n": 0
    case "\t": 8 - column % 8
    default:
      switch TextWidth.of(scalar) {
      case let width where width >= 0: width
      default: scalar.value < 0x20 || scalar.value == 0x7F ? 2 : 8
      }
    }
  }
}
