/// Reading the header of a file without its tensors.
extension Safetensors {
  /// The length of the header in bytes, without the length field itself.
  ///
  /// - Parameters:
  ///   - bytes: The first 8 bytes of the file.
  ///   - size: The size of the file in bytes.
  public static func headLength(of bytes: [UInt8], size: Int) throws(SafetensorsError) -> Int {
    guard bytes.count >= 8 else { throw .tooShort(bytes.count) }
    let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= headerLimit else { throw .headerTooLong(length) }
    guard size - 8 >= Int(length) else {
      throw .truncatedHeader(expected: Int(length), found: size - 8)
    }
    return Int(length)
  }

  /// The metadata of a file of which only the header was read.
  ///
  /// - Parameters:
  ///   - head: The header after the first 8 bytes.
  ///   - size: The size of the file in bytes.
  public static func metadata(head: [UInt8], size: Int) throws(SafetensorsError) -> [String: String] {
    let header = try header(head)
    let end = header.entries.values.compactMap(\.data_offsets.last).max() ?? 0
    let found = size - 8 - head.count
    guard end == found else {
      throw end < found
        ? .trailingBytes(found - end)
        : .badOffsets(
          tensor: header.entries.max {
            ($0.value.data_offsets.last ?? 0) < ($1.value.data_offsets.last ?? 0)
          }?
          .key ?? "", reason: "it ends at byte \(end) of \(found)")
    }
    return header.metadata
  }
}
