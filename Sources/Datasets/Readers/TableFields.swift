/// The fields of the rows of a table of images, and what is wrong with them.
struct TableFields {
  let text: DelimitedRows
  let columns: TableColumns
  /// Between the labels of an image.
  let separator: String
  let path: String

  /// Where the name of the file and its labels lie.
  func found(
    _ row: DelimitedRows.Row, _ content: UnsafeBufferPointer<UInt8>
  ) throws(DataError) -> (name: Range<Int>, labels: Range<Int>) {
    if row.fields.count > columns.count { try checkEmpty(row) }
    let name = try field(columns.file, of: row)
    guard !name.isEmpty else { throw failure(row, "the row names no file") }
    guard !Self.isAddress(name, content) else {
      throw failure(
        row, "'\(text.text(name))' is an address on the net",
        hint: "Fetch the images first, and name their files.")
    }
    let labels = try field(columns.labels, of: row)
    // They would end a line, or a field, of what is written of the images.
    func isBreak(_ place: Int) -> Bool { [0x09, 0x0A, 0x0D].contains(content[place]) }
    guard !name.contains(where: isBreak), !labels.contains(where: isBreak) else {
      throw failure(
        row, "a file name or a label holds a tab or a line break",
        hint: "Is a quote missing, or is it a table with tabs? Those end with .tsv.")
    }
    return (name, labels)
  }

  /// Where the name of the part lies; nil without a column of parts.
  func part(_ row: DelimitedRows.Row) throws(DataError) -> Range<Int>? {
    guard let column = columns.part else { return nil }
    return try field(column, of: row)
  }

  func noPart(_ row: DelimitedRows.Row, _ word: Range<Int>) -> DataError {
    failure(row, "'\(text.text(word))' is no part", hint: "Parts are: train validation test.")
  }

  private func field(_ column: Int, of row: DelimitedRows.Row) throws(DataError) -> Range<Int> {
    guard column < row.fields.count else {
      throw failure(
        row,
        "there \(row.fields.count == 1 ? "is 1 field" : "are \(row.fields.count) fields"); "
          + "expected at least \(column + 1)", hint: TableColumns.example)
    }
    return text.fields[row.fields.lowerBound + column]
  }

  /// More fields than the first line has hold nothing.
  private func checkEmpty(_ row: DelimitedRows.Row) throws(DataError) {
    guard !row.fields.dropFirst(columns.count).allSatisfy({ text.fields[$0].isEmpty }) else { return }
    let name = text.text(text.fields[row.fields.lowerBound + columns.file])
    throw failure(
      row, "there are \(row.fields.count) fields; the first line has \(columns.count)",
      hint: "Labels of an image stand in one field, separated by '\(separator)': "
        + "\(name),cat\(separator)dog")
  }

  private static func isAddress(_ name: Range<Int>, _ content: UnsafeBufferPointer<UInt8>) -> Bool {
    let (colon, slash) = (UInt8(ascii: ":"), UInt8(ascii: "/"))
    return name.dropLast(2).contains {
      content[$0] == colon && content[$0 + 1] == slash && content[$0 + 2] == slash
    }
  }

  private func failure(_ row: DelimitedRows.Row, _ reason: String, hint: String? = nil) -> DataError {
    .tableContent(path: path, line: row.line, reason: reason, hint: hint)
  }
}
