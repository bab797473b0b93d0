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

  /// One picture, or what is wrong with the file.
  typealias Decoded = Result<(image: DecodedImage, warning: String?), DataError>

  /// Decodes files, on all cores; alpha is laid over white, so that pictures are gray or RGB. 16 bits a channel
  /// are kept.
  ///
  /// - Parameter transform: What is kept of each picture, so that no more than one a core is in memory as it
  ///   was.
  static func decode(
    _ paths: [String],
    _ transform: @Sendable (DecodedImage, String) throws(DataError) -> DecodedImage = { image, _ in image }
  ) -> [Decoded] {
    let results = Mutex([Decoded?](repeating: nil, count: paths.count))
    inParallel(paths.count) { index in
      let result = Decoded { () throws(DataError) in
        let path = paths[index]
        let decoded = try decode(path)
        return (try transform(decoded.image, path), decoded.warning)
      }
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0 }.compactMap { $0 }
  }

  static func decode(_ path: String) throws(DataError) -> (image: DecodedImage, warning: String?) {
    let size = try OpenFile(path).size
    guard size <= largestFile else {
      throw .unreadable(
        path: path,
        reason: "it has \(DataError.size(size)); pictures have at most \(DataError.size(largestFile))")
    }
    let bytes = try FileAccess.bytes(path)
    do {
      var remark: String?
      let image = try DecodedImage.decode(bytes, remark: &remark)
      return (
        image.converted(channels: image.channels <= 2 ? 1 : 3),
        remark.map { "'\(path)' is read, though \($0)" }
      )
    } catch {
      throw .unreadable(path: path, reason: reason(error))
    }
  }

  /// What the decoder says, without its full stop: it becomes the end of a sentence.
  private static func reason(_ error: ImageError) -> String {
    error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
  }

  /// A warning for a file that is left out.
  static func passedOver(_ error: DataError) -> String {
    (error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message) + ": skipped"
  }

  /// Refuses pictures for which there is no room, as far as the headers of their files tell.
  static func checkRoom(for paths: [String]) throws(DataError) {
    let extents = Mutex([ImageExtent?](repeating: nil, count: paths.count))
    inParallel(paths.count) { index in
      let extent = extent(paths[index])
      extents.withLock { $0[index] = extent }
    }
    let known = extents.withLock { $0 }.compactMap { $0 }
    let pixels = known.reduce(0) { $0 + $1.pixels }
    let size = (known.allSatisfy(\.isGray) ? 1 : 3) * (known.contains(where: \.isDeep) ? 4 : 1)
    try AvailableMemory.check(for: pixels, each: size, what: DataError.count(paths.count, "image"))
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
