internal import Crypto
internal import Images
internal import Synchronization

/// PNG and JPEG files: reading many of them.
enum ImageFiles {
  /// Whether a file is taken for a picture by the ending of its name.
  static func isPicture(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".png", ".jpg", ".jpeg"].contains { name.hasSuffix($0) }
  }

  /// Larger files are no pictures that could be decoded: `Image.pixelLimit` pixels of 8 bytes are about as
  /// large.
  static let largestFile = 1 << 30

  /// A file that was read.
  struct Source: Sendable, Hashable {
    let stamp: FileStamp
    /// The SHA-256 of its bytes; empty where nobody asked for it.
    let digest: [UInt8]
  }

  /// What came of one file.
  struct Decoded<Kept: Sendable>: Sendable {
    /// Nil where its bytes couldn't be had.
    let file: Source?
    /// What is kept of the picture and what is odd about it, or what is wrong with the file.
    var result: Result<(image: Kept, remark: String?), DataError>
  }

  /// Decodes files, on all cores; alpha is laid over white, so that pictures are gray or RGB. 16 bits a
  /// channel are kept.
  ///
  /// - Parameters:
  ///   - hashing: Whether the bytes of the files are hashed.
  ///   - transform: What is kept of each picture, so that no more than one a core is in memory as it was.
  static func decode<Kept: Sendable>(
    _ paths: [String], hashing: Bool, shouldStop: () -> Bool = { false },
    _ transform: @Sendable (DecodedImage, String) throws(DataError) -> Kept
  ) throws(DataError) -> [Decoded<Kept>] {
    let results = Mutex([Decoded<Kept>?](repeating: nil, count: paths.count))
    let isWhole = inParallel(paths.count, shouldStop: shouldStop) { index in
      let result = decoded(paths[index], hashing: hashing, transform)
      results.withLock { $0[index] = result }
    }
    guard isWhole else { throw .stopped }
    return results.withLock { $0 }.compactMap { $0 }
  }

  /// Decodes a file; see `decode`.
  static func decoded<Kept>(
    _ path: String, hashing: Bool, _ transform: (DecodedImage, String) throws(DataError) -> Kept
  ) -> Decoded<Kept> {
    var source: Source?
    let result = Result<(image: Kept, remark: String?), DataError> { () throws(DataError) in
      let (bytes, stamp) = try read(path)
      source = Source(stamp: stamp, digest: hashing ? Array(SHA256.hash(data: bytes)) : [])
      let decoded = try decode(bytes, path)
      return (try transform(decoded.image, path), decoded.remark)
    }
    return Decoded(file: source, result: result)
  }

  static func decode(_ path: String) throws(DataError) -> DecodedImage {
    try decode(read(path).bytes, path).image
  }

  private static func read(_ path: String) throws(DataError) -> (bytes: [UInt8], stamp: FileStamp) {
    let file = try OpenFile(path)
    guard file.size <= largestFile else {
      throw .unreadable(
        path: path,
        reason: "it has \(DataError.size(file.size)); pictures have at most \(DataError.size(largestFile))")
    }
    return (try FileAccess.bytes(of: file), file.stamp)
  }

  private static func decode(
    _ bytes: [UInt8], _ path: String
  ) throws(DataError) -> (image: DecodedImage, remark: String?) {
    do {
      var remark: String?
      let image = try DecodedImage.decode(bytes, remark: &remark)
      return (image.converted(channels: image.channels <= 2 ? 1 : 3), remark)
    } catch .noMemory(let width, let height) {
      throw .tooLarge(
        what: "'\(path)', \(width)x\(height),", bytes: 4 * width * height, room: AvailableMemory.bytes)
    } catch {
      throw .unreadable(path: path, reason: reason(error))
    }
  }

  /// A warning for a file that is read all the same.
  static func remarked(_ path: String, _ remark: String) -> String { "'\(path)' is read, though \(remark)" }

  /// What the decoder says, without its full stop: it becomes the end of a sentence.
  private static func reason(_ error: ImageError) -> String {
    error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
  }

  /// A warning for a file that is left out.
  static func passedOver(_ error: DataError) -> String {
    (error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message) + ": skipped"
  }

  /// What the headers of files tell of them together, without decoding.
  struct Survey {
    /// The number of pixels of all.
    var pixels = 0
    var isGray = true
    var isDeep = false
    /// What the header of each file says; nil where it can't be read.
    var extents: [ImageExtent?] = []

    /// What the content of all takes in memory.
    var bytes: Int {
      let size = (isGray ? 1 : 3) * (isDeep ? 4 : 1)
      let (bytes, overflows) = pixels.multipliedReportingOverflow(by: size)
      return overflows ? .max : bytes
    }
  }

  /// Files whose headers can't be read count nothing.
  static func survey(_ paths: [String]) -> Survey {
    let extents = Mutex([ImageExtent?](repeating: nil, count: paths.count))
    inParallel(paths.count) { index in
      let extent = extent(paths[index])
      extents.withLock { $0[index] = extent }
    }
    let found = extents.withLock { $0 }
    return found.lazy.compactMap { $0 }.reduce(into: Survey(extents: found)) { survey, extent in
      survey.pixels += extent.pixels
      survey.isGray = survey.isGray && extent.isGray
      survey.isDeep = survey.isDeep || extent.isDeep
    }
  }

  /// What the header says; it is near the beginning but for JPEG files with much to tell before it.
  private static func extent(_ path: String) -> ImageExtent? {
    for length in [1 << 12, 1 << 18, largestFile] {
      guard let bytes = try? FileAccess.bytes(path, limit: length) else { return nil }
      if let extent = ImageExtent(bytes) { return extent }
      if bytes.count < length || !Image.isImage(bytes.prefix(8)) { return nil }
    }
    return nil
  }
}
