/// The rows of a text of comma- or tab-separated values (RFC 4180): fields in quotes may hold separators,
/// line breaks and quotes written twice. A byte order mark is skipped, and so are empty lines.
struct DelimitedRows {
  struct Row: Equatable {
    /// The line on which the row begins, from 1.
    let line: Int
    let fields: [String]
  }

  let rows: [Row]

  /// - Parameter separator: Between the fields of a row.
  /// - Throws: `.tableContent`.
  init(_ bytes: [UInt8], separator: UInt8, path: String) throws(DataError) {
    let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var reading = Reading(bytes: bytes, position: marked ? 3 : 0, separator: separator, path: path)
    var rows: [Row] = []
    while let row = try reading.row() {
      if row.fields != [""] { rows.append(row) }
    }
    self.rows = rows
  }

  private struct Reading {
    let bytes: [UInt8]
    var position: Int
    let separator: UInt8
    let path: String
    var line = 1

    mutating func row() throws(DataError) -> Row? {
      guard position < bytes.count else { return nil }
      let first = line
      var fields: [String] = []
      while true {
        fields.append(try field())
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
      return Row(line: first, fields: fields)
    }

    private mutating func field() throws(DataError) -> String {
      let isQuoted = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
      let content = isQuoted ? try quoted() : plain()
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
      return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private mutating func plain() -> [UInt8] {
      let start = position
      while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
      return Array(bytes[start..<position])
    }

    private mutating func quoted() throws(DataError) -> [UInt8] {
      let first = line
      var content: [UInt8] = []
      position += 1
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
            return content
          }
          position += 1
        } else if byte == UInt8(ascii: "\n") {
          line += 1
        }
        content.append(byte)
      }
      throw .tableContent(path: path, line: first, reason: "a quoted field doesn't end", hint: nil)
    }

    private func isEnd(_ byte: UInt8) -> Bool {
      byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
  }
}
