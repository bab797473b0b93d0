internal import Declarations

/// What the rows of a table of images say.
struct ImageTable {
  private struct Row {
    /// Where the file's name lies in the content of the table.
    let name: Range<Int>
    /// Ascending, each once.
    var labels: [Int]
    let part: PartName
    let line: Int
  }

  let classes: [String]
  let task: PredictionTask
  /// One a file, in the order in which the table names them.
  private let rows: [Row]
  private let text: DelimitedRows
  /// What stands before relative names.
  private let prefix: [UInt8]
  private let path: String

  init(_ path: String, _ options: LoadOptions) throws(DataError) {
    self.path = path
    let isTabbed = path.lowercased().hasSuffix(".tsv")
    text = try DelimitedRows(
      FileAccess.bytes(path), separator: UInt8(ascii: isTabbed ? "\t" : ","), path: path)
    let (columns, content) = try TableColumns.of(text, path)
    guard !content.isEmpty else {
      throw .tableContent(path: path, line: 1, reason: "there is no row", hint: TableColumns.example)
    }
    let separator = options.format.optionalText("separator") ?? ";"
    guard !separator.isEmpty else {
      throw .invalidLoadOption("separator", meaning: "what stands between labels", path: path)
    }
    let folder = FileAccess.parted(path).folder
    prefix = folder == "." ? [] : Array(FileAccess.join(folder, "").utf8)
    let fields = TableFields(text: text, columns: columns, separator: separator, path: path)
    let table = try TableCells(fields, content, separator: separator, prefix: prefix)
    let wanted = options.format.optionalText("task").flatMap(PredictionTask.init)
    // A file in several rows may be a mistake, where nothing else tells that images have label sets.
    let hasSets = table.hasLists || options.allowsRepeatedFiles && table.hasRepeatedFiles
    task = wanted ?? (hasSets ? .multilabel : .classification)
    if task == .classification { try Self.checkOneLabel(table, text, path) }
    classes = try Self.classes(table.names, options, path)
    rows = try Self.rows(table, text, classes: classes, task, path)
    guard rows.contains(where: { $0.part == .train }) else {
      throw .tableContent(
        path: path, line: 1, reason: "no row is of the training part",
        hint: "The column 'part' holds train, validation or test.")
    }
  }

  /// How many images a part has.
  func count(of part: PartName) -> Int { rows.count { $0.part == part } }

  /// The paths of the images of a part, each made when it is asked for.
  func files(of part: PartName) -> some Sequence<String> {
    rows.lazy.filter { $0.part == part }.map { path($0.name) }
  }

  func targets(of part: PartName) -> Targets {
    let labels = rows.filter { $0.part == part }.map(\.labels)
    return task == .multilabel
      ? .labelSets(LabelSets(labels, classes: classes.count)) : .classes(labels.map { $0.first ?? -1 })
  }

  func part(_ name: PartName) -> ListedPart {
    ListedPart(
      name: name, files: Array(files(of: name)), targets: targets(of: name),
      rows: (path, rows.filter { $0.part == name }.map(\.line)))
  }

  /// A name as it can be opened.
  private func path(_ name: Range<Int>) -> String {
    let isAbsolute = text.content[name.lowerBound] == UInt8(ascii: "/")
    return isAbsolute || prefix.isEmpty
      ? text.text(name) : String(decoding: prefix + text.content[name], as: UTF8.self)
  }

  /// One row a file, with the numbers of its classes.
  private static func rows(
    _ table: TableCells, _ text: DelimitedRows, classes: [String], _ task: PredictionTask, _ path: String
  ) throws(DataError) -> [Row] {
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { (Array($1.utf8), $0) })
    let numbers = table.names.map { places[Array($0.utf8)] }
    let labels = table.lists.map { list in list.compactMap { numbers[$0] }.sorted() }
    let isWhole = zip(labels, table.lists).map { $0.count == $1.count }
    var rows: [Row] = []
    rows.reserveCapacity(table.cells.count)
    /// The place in `rows` of each cell that is the first of its file.
    var place = [Int](repeating: 0, count: table.cells.count)
    var more: [(row: Int, labels: Int)] = []
    for (index, cell) in table.cells.enumerated() {
      guard isWhole[cell.labels] else {
        let foreign = table.lists[cell.labels].first { numbers[$0] == nil }.map { table.names[$0] } ?? ""
        throw .tableContent(
          path: path, line: cell.line, reason: "'\(foreign)' is no class",
          hint: "classes= names them: \(DataError.listed(classes)).")
      }
      guard cell.first < index else {
        place[index] = rows.count
        rows.append(Row(name: cell.name, labels: labels[cell.labels], part: cell.part, line: cell.line))
        continue
      }
      let first = table.cells[cell.first]
      try checkSame(first, cell, text, path)
      guard task == .multilabel || labels[first.labels] == labels[cell.labels] else {
        func name(_ cell: TableCells.Cell) -> String {
          table.lists[cell.labels].map { table.names[$0] }.joined()
        }
        throw .tableContent(
          path: path, line: cell.line,
          reason: "'\(text.text(cell.name))' has the label '\(name(cell))' here and '\(name(first))' in line "
            + "\(first.line)",
          hint: "Remove one of the rows; or, if an image may have several labels, add task=multilabel.")
      }
      more.append((place[cell.first], cell.labels))
    }
    // All labels of a file at once: added one by one they would take time by the square of their number.
    more.sort { $0.row < $1.row }
    add(more, labels, to: &rows)
    return rows
  }

  /// Adds the labels of rows that name the file of another one again, which are together.
  private static func add(
    _ more: [(row: Int, labels: Int)], _ labels: [[Int]], to rows: inout [Row]
  ) {
    var rest = more[...]
    while let row = rest.first?.row {
      let own = rest.prefix { $0.row == row }
      rest = rest.dropFirst(own.count)
      rows[row].labels = Set(own.reduce(into: rows[row].labels) { $0 += labels[$1.labels] }).sorted()
    }
  }

  private static func checkSame(
    _ first: TableCells.Cell, _ cell: TableCells.Cell, _ text: DelimitedRows, _ path: String
  ) throws(DataError) {
    guard first.part != cell.part else { return }
    throw .tableContent(
      path: path, line: cell.line,
      reason:
        "'\(text.text(cell.name))' is of the \(cell.part.rawValue) part here and of the "
        + "\(first.part.rawValue) part in line \(first.line)", hint: "Take one of the rows away.")
  }

  private static func checkOneLabel(
    _ table: TableCells, _ text: DelimitedRows, _ path: String
  ) throws(DataError) {
    guard let cell = table.cells.first(where: { table.lists[$0.labels].count != 1 }) else { return }
    let (name, count) = (text.text(cell.name), table.lists[cell.labels].count)
    throw .tableContent(
      path: path, line: cell.line,
      reason: count == 0
        ? "'\(name)' has no label" : "'\(name)' has \(count) labels; with task=classification it has one",
      hint: count == 0
        ? "Give it one; or say that images may show none of the classes: task=multilabel"
        : "Leave 'task' out, or write task=multilabel.")
  }

  /// The classes in the order of their numbers.
  private static func classes(
    _ names: [String], _ options: LoadOptions, _ path: String
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
      found = names.sorted(by: FileAccess.precedes)
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
