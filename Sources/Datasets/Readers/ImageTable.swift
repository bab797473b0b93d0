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
    let folder = FileAccess.parted(path).folder
    let cells = try content.map { row throws(DataError) in
      try Cell(row, columns, separator: separator, folder: folder, path: path)
    }
    let wanted = options.format.optionalText("task").flatMap(PredictionTask.init)
    let hasSets = cells.contains { $0.names.count > 1 } || Self.hasSeveralRows(cells)
    task = wanted ?? (hasSets ? .multilabel : .classification)
    for cell in cells { try Self.check(cell, task, path) }
    let classes = try Self.classes(cells, options, path)
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { (Array($1.utf8), $0) })
    var rows: [Row] = []
    // By bytes, as the file system tells names apart.
    var seen: [[UInt8]: Int] = [:]
    for cell in cells {
      let labels = try cell.names.map { name throws(DataError) in
        guard let label = places[Array(name.utf8)] else {
          throw .tableContent(
            path: path, line: cell.line, reason: "'\(name)' is no class",
            hint: "classes= names them: \(DataError.listed(classes)).")
        }
        return label
      }
      let file = Array(cell.file.utf8)
      guard let place = seen[file] else {
        seen[file] = rows.count
        rows.append(Row(line: cell.line, path: cell.file, labels: Set(labels).sorted(), part: cell.part))
        continue
      }
      rows[place] = try Self.merged(rows[place], cell, labels, task, path)
    }
    guard rows.contains(where: { $0.part == .train }) else {
      throw .tableContent(
        path: path, line: 1, reason: "no row is of the training part",
        hint: "The column 'part' holds train, validation or test.")
    }
    self.classes = classes
    self.rows = rows
  }

  func part(_ name: PartName) -> ListedPart {
    let own = rows.filter { $0.part == name }
    let labels = own.map(\.labels)
    return ListedPart(
      name: name, files: own.map(\.path),
      targets: task == .multilabel
        ? .labelSets(LabelSets(labels, classes: classes.count)) : .classes(labels.map { $0.first ?? -1 }))
  }

  /// Whether a file has rows with different labels: a row for each label of an image.
  private static func hasSeveralRows(_ cells: [Cell]) -> Bool {
    var labels: [[UInt8]: [String]] = [:]
    return cells.contains { cell in
      let known = labels.updateValue(cell.names, forKey: Array(cell.file.utf8))
      return known.map { $0 != cell.names } ?? false
    }
  }

  /// A row that names the file of another one again: with label sets it adds its labels, else it must say the
  /// same.
  private static func merged(
    _ row: Row, _ cell: Cell, _ labels: [Int], _ task: PredictionTask, _ path: String
  ) throws(DataError) -> Row {
    guard row.part == cell.part else {
      throw .tableContent(
        path: path, line: cell.line,
        reason:
          "'\(cell.name)' is of the \(cell.part.rawValue) part here and of the \(row.part.rawValue) part in "
          + "line \(row.line)", hint: "Take one of the rows away.")
    }
    guard task == .multilabel || row.labels == labels else {
      throw .tableContent(
        path: path, line: cell.line, reason: "'\(cell.name)' has another label in line \(row.line)",
        hint: "Take one of the rows away; or say that images have any number of classes: task=multilabel")
    }
    return Row(line: row.line, path: row.path, labels: Set(row.labels + labels).sorted(), part: row.part)
  }

  private static func check(_ cell: Cell, _ task: PredictionTask, _ path: String) throws(DataError) {
    guard task == .classification, cell.names.count != 1 else { return }
    throw .tableContent(
      path: path, line: cell.line,
      reason: cell.names.isEmpty
        ? "'\(cell.name)' has no label"
        : "'\(cell.name)' has \(cell.names.count) labels; with task=classification it has one",
      hint: cell.names.isEmpty
        ? "Give it one; or say that images may show none of the classes: task=multilabel"
        : "Leave 'task' out, or write task=multilabel.")
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
    guard found.count > 1 else {
      guard options.format["classes"] == nil else {
        throw .invalidLoadOption("classes", meaning: "the names of two classes at least", path: path)
      }
      throw .oneClass(path: path, name: found.first ?? "")
    }
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
    _ row: DelimitedRows.Row, _ columns: TableColumns, separator: String, folder: String, path: String
  ) throws(DataError) {
    line = row.line
    guard row.fields.count <= columns.count || row.fields[columns.count...].allSatisfy(\.isEmpty) else {
      throw .tableContent(
        path: path, line: row.line,
        reason: "there are \(row.fields.count) fields; the first line has \(columns.count)",
        hint: "Labels of an image stand in one field, separated by '\(separator)': "
          + "\(row.fields[columns.file]),cat\(separator)dog")
    }
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
    file = name.hasPrefix("/") || folder == "." ? name : FileAccess.join(folder, name)
    let labels = try field(columns.labels)
    // They would end a line, or a field, of what is written of the images.
    func isBreak(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }
    guard !(name.utf8.contains(where: isBreak) || labels.utf8.contains(where: isBreak)) else {
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
