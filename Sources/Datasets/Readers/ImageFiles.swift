internal import Images
internal import Synchronization

/// PNG and JPEG files: finding them in folders and decoding many of them.
enum ImageFiles {
  /// Whether a file is taken for a picture by the ending of its name.
  static func isPicture(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".png", ".jpg", ".jpeg"].contains { name.hasSuffix($0) }
  }

  /// What a folder and the folders in it hold.
  struct Listing: Sendable {
    /// Paths of pictures: those of a folder in byte order, then those of its sub-folders in byte order.
    var pictures: [String] = []
    /// Paths of other files.
    var others: [String] = []
    /// What couldn't be looked into, and why.
    var warnings: [String] = []
  }

  /// - Parameter others: The identities of folders that aren't part of this one, whatever links lead to them.
  static func listing(of folder: String, outside others: [[UInt64]] = []) throws(DataError) -> Listing {
    var listing = Listing()
    try list(folder, above: others, into: &listing)
    return listing
  }

  /// A warning for names that can't be used.
  static func broken(_ names: [String], in folder: String) -> [String] {
    names.map { "'\(FileAccess.join(folder, $0))' has a name that isn't UTF-8, or with control characters: passed over" }
  }

  private static func list(_ folder: String, above: [[UInt64]], into listing: inout Listing) throws(DataError) {
    let identity = FileAccess.identity(folder)
    guard !above.contains(identity) else {
      listing.warnings.append("'\(folder)' leads to a folder above it or to another class: passed over")
      return
    }
    var broken: [String] = []
    var folders: [String] = []
    for name in try FileAccess.names(in: folder, broken: &broken) {
      let path = FileAccess.join(folder, name)
      switch FileAccess.kind(path) {
      case .folder: folders.append(path)
      case .file where isPicture(name): listing.pictures.append(path)
      case nil where isPicture(name): listing.warnings.append("'\(path)' is a link to nothing: passed over")
      default: listing.others.append(path)
      }
    }
    listing.warnings += Self.broken(broken, in: folder)
    for path in folders {
      do {
        try list(path, above: above + [identity], into: &listing)
      } catch {
        listing.warnings.append(passedOver(error))
      }
    }
  }

  /// One decoded picture, gray or RGB, or what is wrong with the file.
  typealias Decoded = Result<Image, DataError>

  /// Decodes files, on all cores; alpha is laid over white.
  static func decode(_ paths: [String]) -> [Decoded] {
    let results = Mutex([Decoded?](repeating: nil, count: paths.count))
    inParallel(paths.count) { index in
      let result = Decoded { () throws(DataError) in try decode(paths[index]) }
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0 }.compactMap { $0 }
  }

  static func decode(_ path: String) throws(DataError) -> Image {
    let bytes = try FileAccess.bytes(path)
    do {
      let image = try Image.decode(bytes)
      return image.converted(channels: image.channels <= 2 ? 1 : 3)
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
    (error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message) + ": passed over"
  }

  /// A store of pictures, all with the same number of channels.
  static func store(_ images: [Image], channels: Int) -> ImageStore {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(images.reduce(0) { $0 + $1.width * $1.height * channels })
    for image in images { pixels += image.converted(channels: channels).pixels }
    return ImageStore(
      pixels: pixels, shapes: images.map { SampleShape(channels: channels, height: $0.height, width: $0.width) })
  }
}
