internal import CZlib

/// The content of a file from its beginning to its end, unpacked on the way where the file is gzip (by its first two bytes,
/// whatever its name is). Several gzip members in a row are one content, as gzip has it.
///
/// Content goes straight into the memory of whoever reads: a header first, and when that has been found good, the rest.
final class PackedFile {
  let path: String
  /// At most this many bytes can come out; it keeps a header that lies from getting memory for its lie.
  let contentLimit: Int
  private let bytes: [UInt8]
  private var position = 0
  /// Allocated, as zlib keeps the address. Nil when the file isn't packed.
  private let stream: UnsafeMutablePointer<z_stream>?
  private var isAtEnd = false

  convenience init(_ path: String) throws(DataError) {
    try self.init(bytes: FileAccess.bytes(path), path: path)
  }

  /// - Parameter path: For messages.
  init(bytes: [UInt8], path: String) throws(DataError) {
    self.path = path
    self.bytes = bytes
    guard bytes.starts(with: [0x1F, 0x8B]) else {
      stream = nil
      contentLimit = bytes.count
      return
    }
    // Deflate can't do better than 1032 to 1 (zlib's technical notes).
    contentLimit = bytes.count.multipliedReportingOverflow(by: 1040).partialValue
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard fovea_inflate_init(stream) == Z_OK else {
      stream.deallocate()
      throw .damagedGzip(path: path, reason: "there is no memory to unpack it")
    }
    self.stream = stream
  }

  deinit {
    guard let stream else { return }
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The next `count` bytes of content, fewer at its end.
  func read(_ count: Int) throws(DataError) -> [UInt8] {
    var failure: DataError?
    let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      do throws(DataError) {
        written = try read(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  /// Whether all content has been read. Unpacking goes on to the end of the file for it, where its checksum stands.
  func isDone() throws(DataError) -> Bool { try read(1).isEmpty }

  /// All content that is left, when nothing says beforehand how much it is.
  func readAll() throws(DataError) -> [UInt8] {
    var content: [UInt8] = []
    while true {
      let piece = try read(1 << 16)
      if piece.isEmpty { return content }
      content += piece
    }
  }

  private func read(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    guard let stream else {
      let count = min(target.count, bytes.count - position)
      bytes.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count])) }
      position += count
      return count
    }
    var written = 0
    while written < target.count, !isAtEnd {
      let room = min(target.count - written, 1 << 30)
      let input = min(bytes.count - position, 1 << 30)
      let status = bytes.withUnsafeBufferPointer { source in
        stream.pointee.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
        stream.pointee.avail_in = UInt32(input)
        stream.pointee.next_out = target.baseAddress.map { ($0 + written).assumingMemoryBound(to: UInt8.self) }
        stream.pointee.avail_out = UInt32(room)
        return inflate(stream, Z_NO_FLUSH)
      }
      position += input - Int(stream.pointee.avail_in)
      written += room - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK: break
      case Z_STREAM_END: try endMember(stream)
      case Z_BUF_ERROR: throw .damagedGzip(path: path, reason: "it ends in the middle")
      default:
        throw .damagedGzip(path: path, reason: stream.pointee.msg.map { String(cString: $0) } ?? "it can't be unpacked")
      }
    }
    return written
  }

  /// After a member: another one, padding of zeros, or the end.
  private func endMember(_ stream: UnsafeMutablePointer<z_stream>) throws(DataError) {
    if bytes[position...].starts(with: [0x1F, 0x8B]) {
      inflateReset(stream)
    } else if bytes[position...].allSatisfy({ $0 == 0 }) {
      isAtEnd = true
    } else {
      throw .damagedGzip(path: path, reason: "something else follows the packed content")
    }
  }
}
