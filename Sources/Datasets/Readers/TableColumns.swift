/// Which column of a table holds what.
struct TableColumns {
  var file = 0
  var labels = 1
  var part: Int?
  /// The fields of the first line.
  var count = 0

  static let example = "A row is a file and its labels: images/1.png,cat;dog"

  private static let fileNames: Set<String> = ["file", "path", "image", "filename", "file_name", "filepath"]
  private static let labelNames: Set<String> = [
    "label", "labels", "class", "classes", "tag", "tags", "target",
  ]
  private static let partNames: Set<String> = ["part", "split", "subset", "set", "fold"]

  /// The columns, by the head where there is one, and the rows below it.
  static func of(
    _ text: DelimitedRows, _ path: String
  ) throws(DataError) -> (TableColumns, ArraySlice<DelimitedRows.Row>) {
    guard let first = text.rows.first else { return (TableColumns(), []) }
    let fields = text.texts(first)
    let names = fields.map { $0.lowercased() }
    let known = (
      file: names.indices.filter { fileNames.contains(names[$0]) },
      labels: names.indices.filter { labelNames.contains(names[$0]) },
      part: names.indices.filter { partNames.contains(names[$0]) }
    )
    // A file that is called so, or that has the class 'image', is no head.
    let isHead = !fields.contains(where: ImageFiles.isPicture)
    guard isHead, let file = known.file.first else {
      if isHead, let labels = known.labels.first {
        throw .tableContent(
          path: path, line: first.line,
          reason: "there is a column '\(fields[labels])', and none is called 'file'",
          hint: "The column of files is called file, path, image or filename.")
      }
      let part = fields.count > 2 ? 2 : nil
      return (TableColumns(part: part, count: fields.count), text.rows[...])
    }
    guard let labels = known.labels.first else {
      throw .tableContent(
        path: path, line: first.line, reason: "no column is called 'label' or 'labels'",
        hint: "Its columns are: \(DataError.listed(fields)).")
    }
    for own in [known.file, known.labels, known.part] where own.count > 1 {
      throw .tableContent(
        path: path, line: first.line,
        reason: "the columns '\(fields[own[0]])' and '\(fields[own[1]])' would be the same",
        hint: "Take one of them away, or give it another name.")
    }
    return (
      TableColumns(file: file, labels: labels, part: known.part.first, count: fields.count),
      text.rows.dropFirst()
    )
  }
}
