internal import CZlib

/// The content of a file from its beginning to its end, unpacked on the way where the file is gzip (by its
/// first two bytes, whatever its name is). Several gzip members in a row are one content, as gzip has it.
///
/// Content goes straight into the memory of whoever reads: a header first, and when that has been found good,
/// the rest.
final class PackedFile {
  let path: String
  /// At most this many bytes can come out; it keeps a header that lies from getting memory for its lie.
  let contentLimit: Int
  /// Where packed bytes come from when `input` has been used up; nil when all are there.
  private let file: OpenFile?
  private var input: [UInt8]
  private var position = 0
  /// Allocated, as zlib keeps the address. Nil when the file isn't packed.
  private let stream: UnsafeMutablePointer<z_stream>?
  private var isAtEnd = false

  /// How much of a file is in memory at a time.
  private static let piece = 1 << 18

  convenience init(_ path: String) throws(DataError) {
    let file = try OpenFile(path)
    try self.init(file, Self.next(file), size: file.size, path: path)
  }

  /// - Parameter path: For messages.
  convenience init(bytes: [UInt8], path: String) throws(DataError) {
    try self.init(nil, bytes, size: bytes.count, path: path)
  }

  private init(_ file: OpenFile?, _ beginning: [UInt8], size: Int, path: String) throws(DataError) {
    self.path = path
    self.file = file
    input = beginning
    guard beginning.starts(with: Self.magic) else {
      stream = nil
      contentLimit = size
      return
    }
    // Deflate can't do better than 1032 to 1 (zlib's technical notes).
    let (limit, overflows) = size.multipliedReportingOverflow(by: 1040)
    contentLimit = overflows ? .max : limit
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

  private static let magic: [UInt8] = [0x1F, 0x8B]

  /// The next piece of a file; empty at its end.
  private static func next(_ file: OpenFile) throws(DataError) -> [UInt8] {
    var failure: DataError?
    let bytes = [UInt8](unsafeUninitializedCapacity: piece) { buffer, count in
      do throws(DataError) {
        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Makes sure that at least `count` bytes of the file are at hand, unless it ends before.
  private func fill(_ count: Int = 1) throws(DataError) {
    guard input.count - position < count, let file else { return }
    let rest = input[position...]
    position = 0
    input = try rest.isEmpty ? Self.next(file) : Array(rest) + Self.next(file)
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

  /// Whether all content has been read. Unpacking goes on to the end of the file for it, where its checksum
  /// stands.
  func isDone() throws(DataError) -> Bool { try read(1).isEmpty }

  /// All content that is left, when nothing says beforehand how much it is. For content that is known to be
  /// small.
  func readAll() throws(DataError) -> [UInt8] {
    var content: [UInt8] = []
    while true {
      let piece = try read(1 << 16)
      if piece.isEmpty { return content }
      content += piece
    }
  }

  /// How many bytes of content are left, which are let go.
  func skipAll() throws(DataError) -> Int {
    var count = 0
    while true {
      let piece = try read(1 << 16)
      if piece.isEmpty { return count }
      count += piece.count
    }
  }

  private func read(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    var written = 0
    guard let stream else {
      while written < target.count {
        try fill()
        let count = min(target.count - written, input.count - position)
        if count == 0 { break }
        input.withUnsafeBytes { source in
          UnsafeMutableRawBufferPointer(rebasing: target[written...]).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: source[position..<position + count]))
        }
        position += count
        written += count
      }
      return written
    }
    while written < target.count, !isAtEnd {
      try fill()
      let room = min(target.count - written, 1 << 30)
      let count = min(input.count - position, 1 << 30)
      let status = input.withUnsafeBufferPointer { source in
        stream.pointee.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
        stream.pointee.avail_in = UInt32(count)
        stream.pointee.next_out = target.baseAddress.map {
          ($0 + written).assumingMemoryBound(to: UInt8.self)
        }
        stream.pointee.avail_out = UInt32(room)
        return inflate(stream, Z_NO_FLUSH)
      }
      position += count - Int(stream.pointee.avail_in)
      written += room - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK: break
      case Z_STREAM_END: try endMember(stream)
      case Z_BUF_ERROR: throw .damagedGzip(path: path, reason: "it ends in the middle")
      default:
        throw .damagedGzip(
          path: path, reason: stream.pointee.msg.map { String(cString: $0) } ?? "it can't be unpacked")
      }
    }
    return written
  }

  /// After a member: another one, padding of zeros, or the end.
  private func endMember(_ stream: UnsafeMutablePointer<z_stream>) throws(DataError) {
    try fill(2)
    if input[position...].starts(with: Self.magic) {
      inflateReset(stream)
      return
    }
    while input.count > position {
      guard input[position...].allSatisfy({ $0 == 0 }) else {
        throw .damagedGzip(path: path, reason: "something else follows the packed content")
      }
      position = input.count
      try fill()
    }
    isAtEnd = true
  }
}
