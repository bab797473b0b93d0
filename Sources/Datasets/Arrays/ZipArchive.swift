internal import CZlib

/// The files of a ZIP archive, as `numpy.savez` writes it: stored or deflated, also beyond 4 GiB (Zip64).
///
/// By PKWARE's APPNOTE.TXT 6.3.10: what is in the archive stands in its directory at the end.
final class ZipArchive {
  struct Entry: Sendable {
    let name: String
    let method: Int
    let packed: Int
    let size: Int
    let checksum: UInt32
    let offset: Int
    let isEncrypted: Bool
  }

  let path: String
  /// In the order of the directory.
  let entries: [Entry]
  private let file: OpenFile

  private static let end: [UInt8] = [0x50, 0x4B, 5, 6]

  init(_ path: String) throws(DataError) {
    self.path = path
    let file = try OpenFile(path)
    self.file = file
    func damaged(_ reason: String) -> DataError {
      .arrayContent(path: path, reason: reason, hint: "Fetch or copy the file again.")
    }
    // The end, behind which a comment of up to 65,535 bytes may stand.
    let tail = min(file.size, 1 << 16 + 22)
    let bytes = try file.read(tail, at: file.size - tail)
    guard bytes.count >= 22,
      let place = (0...bytes.count - 22).last(where: { bytes[$0..<$0 + 4].elementsEqual(Self.end) })
    else { throw damaged("it isn't a whole ZIP archive: its directory is missing") }
    var count = bytes.number(place + 10, 2)
    var size = bytes.number(place + 12, 4)
    var start = bytes.number(place + 16, 4)
    // The larger directory's place stands 20 bytes before.
    if place >= 20, bytes[place - 20..<place - 16].elementsEqual([0x50, 0x4B, 6, 7]) {
      let head = try file.read(56, at: bytes.number(place - 12, 8))
      guard head.count == 56, head.starts(with: [0x50, 0x4B, 6, 6]) else {
        throw damaged("its directory is damaged")
      }
      (count, size, start) = (head.number(32, 8), head.number(40, 8), head.number(48, 8))
    }
    guard start >= 0, size >= 0, size <= file.size, start <= file.size - size else {
      throw damaged("it is cut off: its directory lies behind its end")
    }
    let directory = try file.read(size, at: start)
    var entries: [Entry] = []
    var at = 0
    while entries.count < count {
      guard at + 46 <= directory.count, directory[at..<at + 4].elementsEqual([0x50, 0x4B, 1, 2]) else {
        throw damaged("its directory is damaged")
      }
      let (nameSize, extraSize) = (directory.number(at + 28, 2), directory.number(at + 30, 2))
      let next = at + 46 + nameSize + extraSize + directory.number(at + 32, 2)
      guard next <= directory.count else { throw damaged("its directory is damaged") }
      let name = String(decoding: directory[(at + 46)..<(at + 46 + nameSize)], as: UTF8.self)
      var sizes = [
        directory.number(at + 24, 4), directory.number(at + 20, 4), directory.number(at + 42, 4),
      ]
      // What doesn't fit into 32 bits stands in the extra field 1, in this order.
      var extra = at + 46 + nameSize
      while extra + 4 <= at + 46 + nameSize + extraSize {
        let (kind, length) = (directory.number(extra, 2), directory.number(extra + 2, 2))
        var field = extra + 4
        extra = field + length
        guard kind == 1 else { continue }
        for index in sizes.indices where sizes[index] == 0xFFFF_FFFF {
          guard field + 8 <= min(extra, directory.count) else { throw damaged("its directory is damaged") }
          sizes[index] = directory.number(field, 8)
          field += 8
        }
      }
      guard sizes.allSatisfy({ $0 >= 0 }) else { throw damaged("its directory is damaged") }
      entries.append(
        Entry(
          name: name, method: directory.number(at + 10, 2), packed: sizes[1], size: sizes[0],
          checksum: UInt32(directory.number(at + 16, 4)), offset: sizes[2],
          isEncrypted: directory.number(at + 8, 2) & 1 == 1))
      at = next
    }
    self.entries = entries
  }

  /// The content of a file, or its first bytes.
  ///
  /// - Throws: What is wrong with it; a wrong checksum where all is read.
  func content(_ entry: Entry, limit: Int = .max) throws(DataError) -> [UInt8] {
    let name = "\(path): \(entry.name)"
    func damaged(_ reason: String) -> DataError {
      .arrayContent(path: name, reason: reason, hint: "Fetch or copy the file again.")
    }
    guard !entry.isEncrypted else {
      throw .arrayContent(path: name, reason: "it is encrypted", hint: "Save it without a password.")
    }
    guard entry.method == 0 || entry.method == 8 else {
      throw .arrayContent(
        path: name, reason: "it is packed by method \(entry.method); expected stored or deflated",
        hint: "Save it with numpy.savez or numpy.savez_compressed.")
    }
    let head = try file.read(30, at: entry.offset)
    guard head.count == 30, head.starts(with: [0x50, 0x4B, 3, 4]) else { throw damaged("it is damaged") }
    let start = entry.offset + 30 + head.number(26, 2) + head.number(28, 2)
    guard entry.packed <= file.size, start <= file.size - entry.packed else { throw damaged("it is cut off") }
    let wanted = min(entry.size, limit)
    // Deflate can't do better than 1032 to 1 (zlib's technical notes).
    guard entry.method == 8 ? entry.size / 1040 <= entry.packed : entry.size == entry.packed else {
      throw damaged("its size can't be right")
    }
    try AvailableMemory.check(for: wanted, each: 1, what: "'\(name)'")
    guard entry.method == 8 else { return try checked(try file.read(wanted, at: start), entry, damaged) }
    let bytes = try inflated(entry, from: start, wanted, damaged)
    return try checked(bytes, entry, damaged)
  }

  private func checked(
    _ bytes: [UInt8], _ entry: Entry, _ damaged: (String) -> DataError
  ) throws(DataError) -> [UInt8] {
    guard bytes.count == entry.size else {
      if bytes.count < entry.size, bytes.isEmpty { throw damaged("it is cut off") }
      return bytes
    }
    var sum: UInt = 0
    var place = 0
    while place < bytes.count {
      let piece = min(1 << 30, bytes.count - place)
      sum = bytes[place..<place + piece].withUnsafeBufferPointer {
        crc32(sum, $0.baseAddress, UInt32($0.count))
      }
      place += piece
    }
    guard UInt32(truncatingIfNeeded: sum) == entry.checksum else { throw damaged("its checksum is wrong") }
    return bytes
  }

  private func inflated(
    _ entry: Entry, from start: Int, _ wanted: Int, _ damaged: (String) -> DataError
  ) throws(DataError) -> [UInt8] {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard fovea_inflate_init_bare(stream) == Z_OK else { throw damaged("there is no memory to unpack it") }
    defer { inflateEnd(stream) }
    var result = [UInt8](repeating: 0, count: wanted)
    var (written, taken) = (0, 0)
    while written < wanted {
      let input = try file.read(min(1 << 20, entry.packed - taken), at: start + taken)
      guard !input.isEmpty else { throw damaged("it is cut off") }
      taken += input.count
      let status = input.withUnsafeBufferPointer { source in
        result.withUnsafeMutableBufferPointer { target in
          stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          stream.pointee.avail_in = UInt32(source.count)
          var status = Z_OK
          while stream.pointee.avail_in > 0, written < wanted, status == Z_OK {
            let room = min(wanted - written, 1 << 30)
            stream.pointee.next_out = target.baseAddress.map { $0 + written }
            stream.pointee.avail_out = UInt32(room)
            status = inflate(stream, Z_NO_FLUSH)
            written += room - Int(stream.pointee.avail_out)
          }
          return status
        }
      }
      if status == Z_STREAM_END { break }
      guard status == Z_OK || status == Z_BUF_ERROR else {
        throw damaged(stream.pointee.msg.map { String(cString: $0) } ?? "it can't be unpacked")
      }
    }
    guard written == wanted else { throw damaged("it is shorter than the archive says") }
    return result
  }
}

extension [UInt8] {
  /// An unsigned number, the lowest byte first; -1 where it doesn't fit into an `Int`.
  fileprivate func number(_ place: Int, _ size: Int) -> Int {
    let value = self[place..<place + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: value) ?? -1
  }
}
