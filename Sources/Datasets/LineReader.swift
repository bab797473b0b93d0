/// The lines of a file, packed or not, of which one at a time is in memory.
struct LineReader {
  /// Longer lines are taken for a mistake: a few packed bytes may unpack to one of gigabytes.
  static let longestLine = 1 << 27

  private let file: PackedFile
  private var piece: ArraySlice<UInt8> = []
  private var isDone = false
  /// The number of the line that was read last, from 1.
  private(set) var number = 0

  init(_ path: String) throws(DataError) { file = try PackedFile(path) }

  /// The next line without its end; nil behind the last one. A file that ends with a line break has no line
  /// behind it.
  mutating func next() throws(DataError) -> ArraySlice<UInt8>? {
    var line: [UInt8] = []
    while true {
      if piece.isEmpty, !isDone {
        piece = try file.read(1 << 16)[...]
        isDone = piece.isEmpty
      }
      guard !isDone else {
        if line.isEmpty { return nil }
        number += 1
        return line[...]
      }
      if let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
        number += 1
        let rest = piece[..<end]
        piece = piece[(end + 1)...]
        return line.isEmpty ? rest : (line + rest)[...]
      }
      line += piece
      piece = []
      guard line.count <= Self.longestLine else {
        throw .sparseContent(
          path: file.path, line: number + 1,
          reason: "the line is longer than \(DataError.size(Self.longestLine))")
      }
    }
  }
}
