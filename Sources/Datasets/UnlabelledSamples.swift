internal import Images

/// Pictures that a model shall name: prepared as its training images were, their classes unknown.
public struct UnlabelledSamples: Sendable {
  /// Every label is -1.
  public let source: any SampleSource
  /// The file of each sample, by position.
  public let files: [String]
  /// Files that were passed over, and why.
  public let warnings: [String]
  /// "sha256:" and 64 hexadecimal digits over the pictures, at the size of the training images.
  public let fingerprint: String
}

extension FittedPreparation {
  /// The pictures of files and of folders with all that is below them, in the order given, those of a folder
  /// in byte order.
  ///
  /// In a folder, files that can't be read are passed over and named in a warning; a file that was named
  /// itself is an error.
  ///
  /// - Parameter classes: How many classes the model knows.
  /// - Throws: A path where there is nothing, a folder without pictures, a file that can't be read, or a
  ///   picture that isn't of the training images' size when no step resizes.
  public func samples(at paths: [String], classes: Int) throws(DataError) -> UnlabelledSamples {
    var files: [String] = []
    var named: Set<String> = []
    var warnings: [String] = []
    for path in paths {
      switch FileAccess.kind(path) {
      case .folder:
        let folder = try PictureFolder(listing: path)
        guard folder.hasPictures else { throw .noPictures(path: path) }
        files += folder.allPictures
        warnings += folder.allWarnings
      case nil: throw .unreadable(path: path, reason: "there is no such file or folder")
      default:
        files.append(path)
        named.insert(path)
      }
    }
    try AvailableMemory.check(
      for: files.count, each: shape.count, what: "\(DataError.count(files.count, "image")) of \(shape)")
    var kept: [String] = []
    var pixels: [UInt8] = []
    pixels.reserveCapacity(files.count * shape.count)
    // Pictures are prepared as they are decoded: as they are, they may be larger than all memory together.
    let decoded = ImageFiles.decode(files) { image, path throws(DataError) in
      try self.pixels(of: image, path: path)
    }
    for (path, result) in zip(files, decoded) {
      switch result {
      case .success(let picture):
        pixels += picture.image.pixels
        kept.append(path)
        if let warning = picture.warning { warnings.append(warning) }
      case .failure(let error):
        if case .wrongSize = error { throw error }
        if named.contains(path) { throw error }
        warnings.append(ImageFiles.passedOver(error))
      }
    }
    guard !kept.isEmpty else { throw .noPictures(path: paths.first ?? "") }
    let store = ImageStore(pixels: pixels, count: kept.count, shape: shape)
    let indices = Array(0..<kept.count)
    let source = PreparedSource(
      pixels: PreparedPixels(store: store, indices: indices), labels: kept.map { _ in -1 },
      originals: indices,
      classes: classes, preparation: self, augmentation: Augmentation(), seed: 0)
    let part = Part(store: store, labels: kept.map { _ in -1 })
    return UnlabelledSamples(
      source: source, files: kept, warnings: warnings,
      fingerprint: Fingerprint.of(classes: [], parts: [(.test, part)]))
  }
}

extension Loading {
  /// Throws what is wrong with a picture or a folder of pictures, as far as one look tells.
  public static func checkPictures(at path: String) throws(DataError) {
    switch FileAccess.kind(path) {
    case .folder: if try !PictureFolder(listing: path).hasPictures { throw .noPictures(path: path) }
    case .file: _ = try ImageFiles.decode(path)
    default: break
    }
  }
}
