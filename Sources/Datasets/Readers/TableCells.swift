/// The rows of a table of images with what they say, before classes have numbers.
///
/// - Complexity: O(bytes): each field of labels is taken apart once, however many rows have it.
struct TableCells {
  struct Cell {
    let line: Int
    /// Where the file's name lies in the content of the table.
    let name: Range<Int>
    /// What its field of labels says, a place in `lists`.
    let labels: Int
    let part: PartName
    /// The place of the first cell with the same file: its own where there is none before it.
    let first: Int
  }

  let cells: [Cell]
  /// The names of labels, each once, in the order in which they occur.
  let names: [String]
  /// What fields of labels say: places in `names`, each once, as they are written.
  let lists: [[Int]]

  /// - Parameters:
  ///   - rows: Those below the head.
  ///   - prefix: What stands before relative names.
  /// - Throws: `.tableContent` for the first row that is wrong.
  init(
    _ fields: TableFields, _ rows: ArraySlice<DelimitedRows.Row>, separator: String, prefix: [UInt8]
  ) throws(DataError) {
    var cells: [Cell] = []
    cells.reserveCapacity(rows.count)
    var lists = LabelLists(separator: Array(separator.utf8))
    try fields.text.content.withUnsafeBufferPointer { content throws(DataError) in
      var files = FileTable(prefix: prefix)
      var words = ByteTable()
      var parts: [PartName?] = []
      for row in rows {
        let found = try fields.found(row, content)
        var part = PartName.train
        if let place = try fields.part(row) {
          let (number, isNew) = words.number(of: ByteTable.Key(content, place))
          if isNew {
            let word = fields.text.text(place)
            parts.append(PartNames.parts(of: [word])[word])
          }
          guard let known = parts[number] else { throw fields.noPart(row, place) }
          part = known
        }
        let first = files.first(of: found.name, in: content, cell: cells.count)
        let labels = lists.place(of: found.labels, in: content)
        cells.append(Cell(line: row.line, name: found.name, labels: labels, part: part, first: first))
      }
    }
    self.cells = cells
    (names, self.lists) = (lists.names, lists.lists)
  }

  /// Whether an image has several labels in one field.
  var hasLists: Bool { lists.contains { $0.count > 1 } }

  /// Whether several rows name one file with different labels.
  var hasRepeatedFiles: Bool {
    cells.contains { cell in
      let labels = cells[cell.first].labels
      return labels != cell.labels && lists[labels] != lists[cell.labels]
    }
  }
}

/// The files that cells name, by the bytes of their paths, as the file system tells names apart.
private struct FileTable {
  /// What stands before relative names.
  let prefix: [UInt8]
  private var relative = ByteTable()
  private var absolute = ByteTable()
  /// The first cell of each file.
  private var relativeCells: [Int] = []
  private var absoluteCells: [Int] = []

  init(prefix: [UInt8]) { self.prefix = prefix }

  /// The first cell of a file: `cell` where the file is new.
  mutating func first(of name: Range<Int>, in content: UnsafeBufferPointer<UInt8>, cell: Int) -> Int {
    var place = name
    if content[name.lowerBound] == UInt8(ascii: "/") {
      guard content[name].starts(with: prefix) else {
        let (number, isNew) = absolute.number(of: ByteTable.Key(content, name))
        if isNew { absoluteCells.append(cell) }
        return absoluteCells[number]
      }
      // A path into the folder of the table is that of the relative name.
      place = (name.lowerBound + prefix.count)..<name.upperBound
    }
    let (number, isNew) = relative.number(of: ByteTable.Key(content, place))
    if isNew { relativeCells.append(cell) }
    return relativeCells[number]
  }
}

/// Fields of labels, each taken apart once.
private struct LabelLists {
  let separator: [UInt8]
  private(set) var names: [String] = []
  private(set) var lists: [[Int]] = []
  private var fields = ByteTable()
  private var known = ByteTable()

  init(separator: [UInt8]) { self.separator = separator }

  /// Where in `lists` stands what a field says.
  mutating func place(of field: Range<Int>, in content: UnsafeBufferPointer<UInt8>) -> Int {
    let (place, isNew) = fields.number(of: ByteTable.Key(content, field))
    guard isNew else { return place }
    var list: [Int] = []
    var seen: Set<Int> = []
    var start = field.lowerBound
    while start <= field.upperBound {
      let end = next(in: content, start..<field.upperBound) ?? field.upperBound
      if let name = name(start..<end, content), seen.insert(name).inserted { list.append(name) }
      start = end + separator.count
    }
    lists.append(list)
    return place
  }

  /// The number of a name without the spaces around it; nil where nothing is left.
  private mutating func name(_ place: Range<Int>, _ content: UnsafeBufferPointer<UInt8>) -> Int? {
    let place = place.trimmed(in: content)
    guard !place.isEmpty else { return nil }
    let (number, isNew) = known.number(of: ByteTable.Key(content, place))
    if isNew { names.append(String(decoding: content[place], as: UTF8.self)) }
    return number
  }

  /// Where the next separator begins.
  private func next(in content: UnsafeBufferPointer<UInt8>, _ place: Range<Int>) -> Int? {
    guard place.count >= separator.count else { return nil }
    return (place.lowerBound...(place.upperBound - separator.count)).first { start in
      separator.indices.allSatisfy { content[start + $0] == separator[$0] }
    }
  }
}

extension Range<Int> {
  /// The place of some bytes without the spaces around them.
  func trimmed(in content: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var (first, end) = (lowerBound, upperBound)
    while first < end, content[first] == UInt8(ascii: " ") { first += 1 }
    while first < end, content[end - 1] == UInt8(ascii: " ") { end -= 1 }
    return first..<end
  }
}
