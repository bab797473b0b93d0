internal import Crypto
internal import Glibc
internal import Images

/// What loads of picture files leave in the cache folder for the next ones: a file for each, with the packed
/// pixels (of `cache=disk`), what was found out about each picture, and a seal.
///
/// What isn't whole, or comes from another build, is none. Nothing waits for another process: a file gets its
/// name when it is whole, and who uses one that is taken away goes on using it.
public struct KeptImages: Sendable {
  /// Where the files are.
  public let folder: String
  /// More bytes than this aren't kept; what wasn't used for the longest time goes first.
  public let limit: Int

  /// About 34 GB: images are packed where they don't fit into memory.
  public static let standardLimit = 1 << 35

  /// What is known of a file without its content.
  public struct Entry: Sendable, Hashable {
    /// The folder or table that was loaded, as an absolute path.
    public let source: String
    /// The number of pictures.
    public let images: Int
    /// Of the whole file.
    public let bytes: Int
  }

  init(folder: String, limit: Int = KeptImages.standardLimit) { (self.folder, self.limit) = (folder, limit) }

  /// Those of this person; nil where neither `XDG_CACHE_HOME` nor `HOME` says where a cache is.
  public static func standard() -> KeptImages? { LoadOptions().keptImages }

  /// All files, those used last first.
  public func entries() -> [Entry] {
    files().reversed().compactMap { file in
      guard let open = PixelFile(at: file.path), let seal = Seal(of: open), let table = seal.table(of: open),
        let (source, images) = ImageManifest.outline(table)
      else { return nil }
      return Entry(source: source, images: images, bytes: file.bytes)
    }
  }

  /// Takes all files away.
  public func clear() -> (files: Int, bytes: Int) {
    let files = files()
    for file in files { unlink(file.path) }
    return (files.count, files.reduce(0) { $0 + $1.bytes })
  }

  // MARK: Loads

  /// What is known of the files of a load, if they are as they were.
  func find(_ key: Key, _ listed: [ListedPart]) -> (manifest: ImageManifest, file: PixelFile)? {
    let path = folder + "/" + key.name
    guard let file = PixelFile(at: path) else { return nil }
    guard let seal = Seal(of: file), let table = seal.table(of: file),
      let manifest = ImageManifest(table, listed: listed)
    else {
      unlink(path)
      return nil
    }
    guard manifest.isCurrent(listed) else { return nil }
    // The order of use is the order of the files' times.
    utimes(path, nil)
    return (manifest, file)
  }

  /// Keeps what a load found out.
  ///
  /// - Parameter pixels: The packed pixels, and how many bytes they are; nil where they aren't kept.
  func keep(_ manifest: ImageManifest, _ pixels: (file: PixelFile, size: Int)?, _ key: Key) {
    let table = manifest.encoded
    let start = pixels?.size ?? 0
    let content = table + Seal(table, start: start).bytes
    guard start + content.count <= limit, let file = try? pixels?.file ?? PixelFile(in: folder),
      // The disk belongs to others too.
      file.room >= start + 2 * content.count, file.write(content, at: start) == nil
    else { return }
    file.name(folder + "/" + key.name)
    makeRoom(for: key)
  }

  private static let ending = ".images"

  /// Those used longest ago first.
  private func files() -> [(name: String, path: String, bytes: Int)] {
    guard let names = try? FileAccess.names(in: folder) else { return [] }
    var files: [(name: String, path: String, bytes: Int, time: UInt64)] = []
    for name in names {
      let path = folder + "/" + name
      guard FileAccess.kind(path) == .file, let stamp = FileStamp(path) else { continue }
      // What has no name of its own is being named, unless its process was killed meanwhile.
      let isLeft =
        name.hasPrefix(PixelFile.asidePrefix) && FileStamp.now &- stamp.changed > 3_600_000_000_000
      guard name.hasSuffix(Self.ending) || isLeft else { continue }
      files.append((name, path, Int(clamping: stamp.size), stamp.modified))
    }
    return files.sorted { ($0.time, $0.name) < ($1.time, $1.name) }.map { ($0.name, $0.path, $0.bytes) }
  }

  /// Takes earlier loads of the same source away, and what is too much.
  private func makeRoom(for key: Key) {
    var files = files().filter { $0.name != key.name }
    let earlier = files.filter { $0.name.hasPrefix(key.prefix) }
    for file in earlier { unlink(file.path) }
    files.removeAll { $0.name.hasPrefix(key.prefix) }
    var total = files.reduce(FileStamp(folder + "/" + key.name).map { Int(clamping: $0.size) } ?? 0) {
      $0 + $1.bytes
    }
    for file in files where total > limit {
      unlink(file.path)
      total -= file.bytes
    }
  }
}

extension KeptImages {
  /// Names all that decides about a load but for what is in the files.
  struct Key {
    /// The name of the file.
    let name: String
    /// The beginning of its name, which other loads of the source have as well.
    let prefix: String

    /// - Parameters:
    ///   - source: The folder or table.
    ///   - base: What the names of files are relative to.
    ///   - limit: How many training images are kept.
    init(_ parts: [ListedPart], classes: [String], source: String, base: String, limit: Int?) {
      var hash = ContentHash()
      hash.add("fovea images 1")
      hash.add(source)
      hash.add([limit ?? -1])
      prefix = hash.hexadecimal.prefix(16) + "-"
      hash.add(CodecVersions.png + " " + CodecVersions.jpeg)
      // Another build of the program may decode otherwise.
      let program = FileStamp("/proc/self/exe")
      hash.add([program?.size, program?.changed, program?.number].map { Int(truncatingIfNeeded: $0 ?? 0) })
      hash.add([classes.count])
      for name in classes { hash.add(name) }
      for part in parts {
        hash.add(part.name.rawValue)
        hash.add([part.files.count])
        for file in part.files { hash.add(FileAccess.relative(file, to: base)) }
        hash.add(part.targets)
      }
      name = prefix + hash.hexadecimal.dropFirst(16) + KeptImages.ending
    }
  }

  /// The last bytes of a file: where the table begins, how long it is, and its hash.
  private struct Seal {
    private static let mark = Array("fovea images 1\n\0".utf8)
    private static let length = 16 + 16 + 32
    /// Larger tables aren't read: they have some 80 bytes a picture.
    private static let longest = 1 << 30

    private let start: Int
    private let count: Int
    private let digest: [UInt8]

    init(_ table: [UInt8], start: Int) {
      (self.start, count, digest) = (start, table.count, Array(SHA256.hash(data: table)))
    }

    /// Nil where it isn't the end of a whole file.
    init?(of file: PixelFile) {
      let size = file.size
      guard let bytes = file.bytes(Self.length, at: size - Self.length), bytes.starts(with: Self.mark) else {
        return nil
      }
      func number(_ place: Int) -> Int? {
        Int(exactly: bytes[place..<place + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
      }
      guard let start = number(16), let count = number(24), count <= Self.longest, start <= size,
        start + count + Self.length == size
      else { return nil }
      (self.start, self.count, digest) = (start, count, Array(bytes[32...]))
    }

    var bytes: [UInt8] {
      Self.mark
        + [start, count].flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
        + digest
    }

    func table(of file: PixelFile) -> [UInt8]? {
      guard let table = file.bytes(count, at: start), Array(SHA256.hash(data: table)) == digest else {
        return nil
      }
      return table
    }
  }
}
