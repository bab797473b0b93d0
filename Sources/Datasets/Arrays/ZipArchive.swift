internal import CZip

/// The files of a ZIP archive, as `numpy.savez` writes it: stored or deflated, also beyond 4 GiB (Zip64).
///
/// libzip reads it. What an archive says of itself may be wrong: nothing is believed that its size rules out.
final class ZipArchive {
  struct Entry: Sendable {
    let name: String
    /// Its place in the archive's directory.
    let index: Int
    let method: Int
    let packed: Int
    let size: Int
    let isEncrypted: Bool
  }

  let path: String
  /// In the order of the directory.
  let entries: [Entry]
  private let archive: OpaquePointer
  /// Of the file, in bytes.
  private let fileSize: Int

  init(_ path: String) throws(DataError) {
    self.path = path
    // What can't be read at all is told as of any other file.
    fileSize = try OpenFile(path).size
    var code: Int32 = 0
    // libzip takes an empty file for an empty archive.
    guard fileSize > 0, let archive = zip_open(path, ZIP_RDONLY, &code) else {
      throw Self.failure(to: path, fileSize > 0 ? code : ZIP_ER_NOZIP)
    }
    self.archive = archive
    do throws(DataError) {
      entries = try Self.entries(of: archive, path)
    } catch {
      zip_discard(archive)
      throw error
    }
  }

  deinit { zip_discard(archive) }

  /// Why an archive can't be opened.
  private static func failure(to path: String, _ code: Int32) -> DataError {
    switch code {
    case ZIP_ER_OPEN, ZIP_ER_READ: .unreadable(path: path, reason: FileAccess.reason())
    case ZIP_ER_NOZIP: damaged(path, "it isn't a whole ZIP archive: its directory is missing or damaged")
    default: damaged(path, "its directory is damaged")
    }
  }

  private static func damaged(_ name: String, _ reason: String) -> DataError {
    .arrayContent(path: name, reason: reason, hint: "Fetch or copy the file again.")
  }

  private static func entries(of archive: OpaquePointer, _ path: String) throws(DataError) -> [Entry] {
    var entries: [Entry] = []
    for index in 0..<max(0, zip_get_num_entries(archive, 0)) {
      var status = zip_stat_t()
      zip_stat_init(&status)
      // Names as they stand there: libzip would guess at those that aren't ASCII.
      guard zip_stat_index(archive, zip_uint64_t(index), 0, &status) == 0,
        let name = zip_get_name(archive, zip_uint64_t(index), ZIP_FL_ENC_RAW),
        let size = Int(exactly: status.size), let packed = Int(exactly: status.comp_size)
      else { throw damaged(path, "its directory is damaged") }
      entries.append(
        Entry(
          name: String(cString: name), index: Int(index), method: Int(status.comp_method), packed: packed,
          size: size, isEncrypted: status.encryption_method != ZIP_EM_NONE))
    }
    return entries
  }

  /// The content of a file, or its first bytes.
  ///
  /// - Throws: What is wrong with it; a wrong checksum where all is read.
  func content(_ entry: Entry, limit: Int = .max) throws(DataError) -> [UInt8] {
    let name = "\(path): \(entry.name)"
    guard !entry.isEncrypted else {
      throw .arrayContent(path: name, reason: "it is encrypted", hint: "Save it without a password.")
    }
    guard entry.method == ZIP_CM_STORE || entry.method == ZIP_CM_DEFLATE else {
      throw .arrayContent(
        path: name, reason: "it is packed by method \(entry.method); expected stored or deflated",
        hint: "Save it with numpy.savez or numpy.savez_compressed.")
    }
    guard entry.packed <= fileSize else { throw Self.damaged(name, "it is cut off") }
    let wanted = min(entry.size, limit)
    // Deflate can't do better than 1032 to 1 (zlib's technical notes).
    let isDeflated = entry.method == ZIP_CM_DEFLATE
    guard isDeflated ? entry.size / 1040 <= entry.packed : entry.size == entry.packed else {
      throw Self.damaged(name, "its size can't be right")
    }
    try AvailableMemory.check(for: wanted, each: 1, what: "'\(name)'")
    guard let file = zip_fopen_index(archive, zip_uint64_t(entry.index), 0) else {
      throw Self.damaged(name, Self.reason(zip_get_error(archive)))
    }
    defer { zip_fclose(file) }
    var result = [UInt8](repeating: 0, count: wanted)
    var written = 0
    while written < wanted {
      let got = result.withUnsafeMutableBytes { target in
        guard let start = target.baseAddress else { return zip_int64_t(0) }
        return zip_fread(file, start + written, zip_uint64_t(min(wanted - written, 1 << 30)))
      }
      guard got >= 0 else { throw Self.damaged(name, Self.reason(zip_file_get_error(file))) }
      guard got > 0 else { throw Self.damaged(name, "it is shorter than the archive says") }
      written += Int(got)
    }
    guard wanted == entry.size else { return result }
    // libzip looks at the checksum once it has met the end.
    var behind: UInt8 = 0
    switch zip_fread(file, &behind, 1) {
    case 0: return result
    case 1...: throw Self.damaged(name, "it is longer than the archive says")
    default: throw Self.damaged(name, Self.reason(zip_file_get_error(file)))
    }
  }

  /// What is wrong with a file in the archive. libzip says since 1.11 that it never tells nothing.
  private static func reason(_ error: UnsafeMutablePointer<zip_error_t>?) -> String {
    guard let error else { return "it is damaged" }
    switch zip_error_code_zip(error) {
    case ZIP_ER_CRC: return "its checksum is wrong"
    // A place behind the end is an invalid argument.
    case ZIP_ER_EOF, ZIP_ER_INVAL, ZIP_ER_READ, ZIP_ER_SEEK: return "it is cut off"
    case ZIP_ER_INCONS: return "it is shorter than the archive says"
    case ZIP_ER_MEMORY: return "there is no memory to unpack it"
    case ZIP_ER_ZLIB, ZIP_ER_COMPRESSED_DATA: return "it can't be unpacked"
    default: return "it is damaged"
    }
  }
}
