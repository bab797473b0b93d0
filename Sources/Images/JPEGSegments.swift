/// The segments of a JPEG file that stand before the data of its picture.
struct JPEGSegments: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var position = 2

  /// - Parameter bytes: A file, or the beginning of one.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The marker that a segment begins with, and what it holds behind its length. A segment that isn't whole
  /// ends the file.
  mutating func next() -> (marker: UInt8, content: ArraySlice<UInt8>)? {
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if marker == 0xFF {
        // Fill bytes may stand before a marker.
        position += 1
        continue
      }
      if marker == 0x01 || (0xD0...0xD7).contains(marker) {
        position += 2
        continue
      }
      if marker == 0xDA || marker == 0xD9 { return nil }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let (start, end) = (position + 4, position + 2 + length)
      guard length >= 2, end <= bytes.count else { return nil }
      position = end
      return (marker, bytes[start..<end])
    }
    return nil
  }
}
