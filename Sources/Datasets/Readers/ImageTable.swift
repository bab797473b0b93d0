internal import Declarations

/// What the rows of a table of images say.
struct ImageTable {
  struct Row {
    let line: Int
    let path: String
    /// Ascending, each once.
    let labels: [Int]
    let part: PartName
  }

  let classes: [String]
  let task: PredictionTask
  let rows: [Row]
  let warnings: [String]

  init(_ path: String, _ options: LoadOptions) throws(DataError) {
    let isTabbed = path.lowercased().hasSuffix(".tsv")
    let text = try DelimitedRows(
      FileAccess.bytes(path), separator: UInt8(ascii: isTabbed ? "\t" : ","), path: path)
    let (columns, content) = try TableColumns.of(text.rows, path)
    guard !content.isEmpty else {
      throw .tableContent(path: path, line: 1, reason: "there is no row", hint: TableColumns.example)
    }
    let separator = options.format.optionalText("separator") ?? ";"
    guard !separator.isEmpty else {
      throw .invalidLoadOption("separator", meaning: "what stands between labels", path: path)
    }
    let cells = try content.map { row throws(DataError) in
      try Cell(row, columns, separator: separator, path: path)
    }
    let wanted = options.format.optionalText("task").flatMap(PredictionTask.init)
    task = wanted ?? (cells.contains { $0.names.count > 1 } ? .multilabel : .classification)
    let classes = try Self.classes(cells, options, path)
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { (Array($1.utf8), $0) })
    var rows: [Row] = []
    // By bytes, as the file system tells names apart.
    var seen: [[UInt8]: Int] = [:]
    var warnings: [String] = []
    for cell in cells {
      try Self.check(cell, task, isAsked: wanted != nil, separator, path)
      let file = Array(cell.file.utf8)
      if let line = seen[file] {
        warnings.append(
          "line \(cell.line) of '\(path)' names '\(cell.file)' again (line \(line)): skipped")
        continue
      }
      seen[file] = cell.line
      let labels = try cell.names.map { name throws(DataError) in
        guard let label = places[Array(name.utf8)] else {
          throw .tableContent(
            path: path, line: cell.line, reason: "'\(name)' is no class",
            hint: "classes= names them: \(DataError.listed(classes)).")
        }
        return label
      }
      rows.append(
        Row(line: cell.line, path: cell.file, labels: Set(labels).sorted(), part: cell.part))
    }
    self.classes = classes
    self.rows = rows
    self.warnings = warnings
  }

  func part(_ name: PartName) -> ListedPart {
    let own = rows.filter { $0.part == name }
    let labels = own.map(\.labels)
    return ListedPart(
      name: name, files: own.map(\.path),
      targets: task == .multilabel
        ? .labelSets(LabelSets(labels, classes: classes.count)) : .classes(labels.map { $0.first ?? -1 }))
  }

  private static func check(
    _ cell: Cell, _ task: PredictionTask, isAsked: Bool, _ separator: String, _ path: String
  ) throws(DataError) {
    if cell.names.isEmpty, task == .classification || !isAsked {
      throw .tableContent(
        path: path, line: cell.line, reason: "'\(cell.name)' has no label",
        hint: task == .classification && isAsked
          ? "Give it one, or take the line away."
          : "Give it one; or say that images may show none of the classes: task=multilabel")
    }
    if cell.names.count > 1, task == .classification {
      throw .tableContent(
        path: path, line: cell.line,
        reason: "'\(cell.name)' has \(cell.names.count) labels; with task=classification it has one",
        hint: "Leave 'task' out, or write task=multilabel.")
    }
  }

  /// The classes in the order of their numbers.
  private static func classes(
    _ cells: [Cell], _ options: LoadOptions, _ path: String
  ) throws(DataError) -> [String] {
    var found: [String]
    if case .list(let given)? = options.format["classes"] {
      found = given.compactMap { if case .text(let name) = $0 { name } else { nil } }
      guard found.count == given.count, Set(found.map { Array($0.utf8) }).count == found.count,
        !found.contains("")
      else {
        throw .invalidLoadOption("classes", meaning: "the names of the classes, each once", path: path)
      }
    } else {
      let names = Set(cells.flatMap(\.names).map { Array($0.utf8) })
      found = names.map { String(decoding: $0, as: UTF8.self) }.sorted(by: FileAccess.precedes)
    }
    guard found.count > 1 else { throw .oneClass(path: path, name: found.first ?? "") }
    return found
  }
}

/// A row with its path and the names of its labels.
private struct Cell {
  let line: Int
  /// As it is written.
  let name: String
  /// As it can be opened.
  let file: String
  let names: [String]
  let part: PartName

  init(
    _ row: DelimitedRows.Row, _ columns: TableColumns, separator: String, path: String
  ) throws(DataError) {
    line = row.line
    func field(_ column: Int) throws(DataError) -> String {
      guard column < row.fields.count else {
        throw .tableContent(
          path: path, line: row.line,
          reason: "there \(row.fields.count == 1 ? "is 1 field" : "are \(row.fields.count) fields"); "
            + "expected at least \(column + 1)",
          hint: TableColumns.example)
      }
      return row.fields[column]
    }
    name = try field(columns.file)
    guard !name.isEmpty else {
      throw .tableContent(path: path, line: line, reason: "the row names no file", hint: nil)
    }
    guard !name.contains("://") else {
      throw .tableContent(
        path: path, line: line, reason: "'\(name)' is an address on the net",
        hint: "Fetch the images first, and name their files.")
    }
    let folder = FileAccess.parted(path).folder
    file = name.hasPrefix("/") || folder == "." ? name : FileAccess.join(folder, name)
    let labels = try field(columns.labels)
    // They would end a line, or a field, of what is written of the images.
    guard !(name + labels).unicodeScalars.contains(where: { "\t\n\r".unicodeScalars.contains($0) }) else {
      throw .tableContent(
        path: path, line: line, reason: "a file name or a label holds a tab or a line break",
        hint: "Is a quote missing, or is it a table with tabs? Those end with .tsv.")
    }
    var seen: Set<[UInt8]> = []
    names = labels.split(separator: separator, omittingEmptySubsequences: true)
      .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
      .filter { !$0.isEmpty && seen.insert(Array($0.utf8)).inserted }
    guard let column = columns.part else {
      part = .train
      return
    }
    let word = try field(column)
    guard let found = PartNames.parts(of: [word])[word] else {
      throw .tableContent(
        path: path, line: line, reason: "'\(word)' is no part", hint: "Parts are: train validation test.")
    }
    part = found
  }
}

/// Which column of a table holds what.
struct TableColumns {
  var file = 0
  var labels = 1
  var part: Int?

  static let example = "A row is a file and its labels: images/1.png,cat;dog"

  private static let fileNames: Set<String> = ["file", "path", "image", "filename", "file_name", "filepath"]
  private static let labelNames: Set<String> = [
    "label", "labels", "class", "classes", "tag", "tags", "target",
  ]
  private static let partNames: Set<String> = ["part", "split", "subset", "set", "fold"]

  /// The columns, by the head where there is one, and the rows below it.
  static func of(
    _ rows: [DelimitedRows.Row], _ path: String
  ) throws(DataError) -> (TableColumns, ArraySlice<DelimitedRows.Row>) {
    guard let first = rows.first else { return (TableColumns(), []) }
    let names = first.fields.map { $0.lowercased() }
    guard let file = names.firstIndex(where: fileNames.contains) else {
      return (TableColumns(part: first.fields.count > 2 ? 2 : nil), rows[...])
    }
    guard let labels = names.firstIndex(where: labelNames.contains) else {
      throw .tableContent(
        path: path, line: first.line, reason: "no column is called 'label' or 'labels'",
        hint: "Its columns are: \(DataError.listed(first.fields)).")
    }
    return (
      TableColumns(file: file, labels: labels, part: names.firstIndex(where: partNames.contains)),
      rows.dropFirst()
    )
  }
}
