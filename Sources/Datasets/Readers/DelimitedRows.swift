/// The rows of a text of comma- or tab-separated values (RFC 4180): fields in quotes may hold separators,
/// line breaks and quotes written twice. A byte order mark is skipped, and so are empty lines.
///
/// Tables of images have millions of rows, so a field is a place in the bytes and no string.
///
/// - Complexity: O(bytes).
struct DelimitedRows {
  struct Row {
    /// The line on which the row begins, from 1.
    let line: Int
    /// Its fields, as places in `fields`.
    let fields: Range<Int>
  }

  private(set) var rows: [Row] = []
  /// Where each field lies in `content`, without spaces around it.
  private(set) var fields: [Range<Int>] = []
  /// The bytes of the file, and behind them the fields that hold quotes, as they are meant. All fields are
  /// UTF-8.
  let content: [UInt8]

  /// - Parameter separator: Between the fields of a row.
  /// - Throws: `.tableContent`.
  init(_ bytes: [UInt8], separator: UInt8, path: String) throws(DataError) {
    var found: (rows: [Row], fields: [Range<Int>], unquoted: [UInt8]) = ([], [], [])
    try bytes.withUnsafeBufferPointer { bytes throws(DataError) in
      let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
      var reading = Reading(bytes: bytes, position: marked ? 3 : 0, separator: separator, path: path)
      while let row = try reading.row() {
        if row.fields.count == 1, reading.fields[row.fields.lowerBound].isEmpty {
          reading.fields.removeLast()
        } else {
          found.rows.append(row)
        }
      }
      (found.fields, found.unquoted) = (reading.fields, reading.unquoted)
    }
    (rows, fields) = (found.rows, found.fields)
    content = found.unquoted.isEmpty ? bytes : bytes + found.unquoted
  }

  /// The text of some bytes of the content.
  func text(_ place: Range<Int>) -> String { String(decoding: content[place], as: UTF8.self) }

  /// The texts of the fields of a row.
  func texts(_ row: Row) -> [String] { fields[row.fields].map(text) }

  private struct Reading {
    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int
    let separator: UInt8
    let path: String
    var line = 1
    var fields: [Range<Int>] = []
    var unquoted: [UInt8] = []

    mutating func row() throws(DataError) -> Row? {
      guard position < bytes.count else { return nil }
      let (firstLine, first) = (line, fields.count)
      while true {
        try field()
        guard position < bytes.count else { break }
        let end = bytes[position]
        position += 1
        if end == separator { continue }
        // A line ends with \n, \r\n, or \r as old programs have it.
        if end == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
          position += 1
        }
        line += 1
        break
      }
      return Row(line: firstLine, fields: first..<fields.count)
    }

    private mutating func field() throws(DataError) {
      let isQuoted = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
      let place = isQuoted ? try quoted() : plain()
      if place.lowerBound < bytes.count {
        fields.append(try checked(place, in: bytes))
      } else {
        // It lies behind the bytes of the file.
        let start = bytes.count
        let own = (place.lowerBound - start)..<(place.upperBound - start)
        let range = try unquoted.withUnsafeBufferPointer { content throws(DataError) in
          try checked(own, in: content)
        }
        fields.append((range.lowerBound + start)..<(range.upperBound + start))
      }
    }

    /// Where a field lies without the spaces around it.
    private func checked(
      _ place: Range<Int>, in content: UnsafeBufferPointer<UInt8>
    ) throws(DataError) -> Range<Int> {
      for index in place
      where content[index] >= 0x7F || content[index] < 0x20 && !Self.isBreakOrTab(content[index]) {
        try check(UnsafeBufferPointer(rebasing: content[place]))
        break
      }
      return place.trimmed(in: content)
    }

    private static func isBreakOrTab(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A }

    /// What isn't plain ASCII.
    private func check(_ content: UnsafeBufferPointer<UInt8>) throws(DataError) {
      guard let text = String(validating: content, as: UTF8.self) else {
        throw .tableContent(path: path, line: line, reason: "the text isn't UTF-8", hint: nil)
      }
      guard
        !text.unicodeScalars.contains(where: {
          $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7F...0x9F).contains($0.value)
            || $0.value == 0x2028 || $0.value == 0x2029
        })
      else {
        throw .tableContent(path: path, line: line, reason: "a field holds control characters", hint: nil)
      }
    }

    private mutating func plain() -> Range<Int> {
      let start = position
      while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
      return start..<position
    }

    private mutating func quoted() throws(DataError) -> Range<Int> {
      let firstLine = line
      position += 1
      let start = position
      /// Where the field begins among those that hold quotes; nil while it holds none.
      var copied: Int?
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\"") {
          guard position < bytes.count, bytes[position] == byte else {
            guard position == bytes.count || isEnd(bytes[position]) else {
              throw .tableContent(
                path: path, line: line, reason: "something follows the end of a quoted field",
                hint: "A quote inside a quoted field is written twice: \"\"")
            }
            return copied.map { bytes.count + $0..<bytes.count + unquoted.count } ?? start..<position - 1
          }
          if copied == nil {
            copied = unquoted.count
            unquoted += bytes[start..<position - 1]
          }
          position += 1
        } else if byte == UInt8(ascii: "\n") {
          line += 1
        }
        if copied != nil { unquoted.append(byte) }
      }
      throw .tableContent(path: path, line: firstLine, reason: "a quoted field doesn't end", hint: nil)
    }

    private func isEnd(_ byte: UInt8) -> Bool {
      byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
  }
}
