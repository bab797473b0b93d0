internal import Images

/// Images without known classes for a model to predict, prepared like its training images.
public struct UnlabelledSamples: Sendable {
  /// Every label is -1.
  public let source: any SampleSource
  /// The path of each sample, by position.
  public let files: [String]
  /// The files that were skipped, and why.
  public let warnings: [String]
  /// "sha256:" and 64 hexadecimal digits over the images at the size of the training images.
  public let fingerprint: String
}

extension FittedPreparation {
  /// Loads image files, and folders with all their subfolders: in the order given, within a folder in byte
  /// order.
  ///
  /// Unreadable files in a folder are skipped with a warning; an unreadable file given by name is an error.
  ///
  /// - Parameters:
  ///   - paths: The files and folders.
  ///   - classes: The number of classes of the model.
  /// - Throws: `DataError`, when a path doesn't exist, a folder has no images, a file is unreadable, or an
  ///   image doesn't have the training size and no step resizes.
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
      for: files.count, each: takesFloats ? 4 * shape.count : shape.count,
      what: "\(DataError.count(files.count, "image")) of \(shape)")
    var kept: [String] = []
    var images: [DecodedImage] = []
    images.reserveCapacity(files.count)
    // Pictures are prepared as they are decoded: as they are, they may be larger than all memory together.
    let decoded = try ImageFiles.decode(files, hashing: false) { image, path throws(DataError) in
      try self.pixels(of: image, path: path)
    }
    for (path, decoded) in zip(files, decoded) {
      switch decoded.result {
      case .success(let picture):
        images.append(picture.image)
        kept.append(path)
        if let remark = picture.remark { warnings.append(ImageFiles.remarked(path, remark)) }
      case .failure(let error):
        if case .wrongSize = error { throw error }
        if named.contains(path) { throw error }
        warnings.append(ImageFiles.passedOver(error))
      }
    }
    guard !kept.isEmpty else { throw .noPictures(path: paths.first ?? "") }
    let store =
      takesFloats
      ? ImageStore(images: images.map(\.floatImage))
      : ImageStore(images: images.map { if case .bytes(let image) = $0 { image } else { nil } })
    let indices = Array(0..<kept.count)
    let source = PartSamples(
      pixels: PreparedPixels(store: store, indices: indices), targets: .classes(kept.map { _ in -1 }),
      originals: indices,
      classes: classes, preparation: self, augmentation: Augmentation(), seed: 0)
    let part = Part(store: store, labels: kept.map { _ in -1 })
    return UnlabelledSamples(
      source: source, files: kept, warnings: warnings,
      fingerprint: try Fingerprint.of(classes: [], parts: [(.test, part)]))
  }
}

extension Loading {
  /// Throws what is wrong with an image file, or with a folder of images as far as its first one tells.
  ///
  /// - Parameter size: Of the images that are expected; nil where any will do.
  public static func checkPictures(at path: String, size: SampleShape? = nil) throws(DataError) {
    switch FileAccess.kind(path) {
    case .folder:
      let folder = try PictureFolder(listing: path)
      guard folder.hasPictures else { throw .noPictures(path: path) }
      // One that can't be read is passed over.
      guard let size, let first = folder.allPictures.first, let decoded = try? ImageFiles.decode(first) else {
        return
      }
      try check(decoded, at: first, size)
    case .file:
      let image = try ImageFiles.decode(path)
      if let size { try check(image, at: path, size) }
    default: break
    }
  }

  private static func check(_ image: DecodedImage, at path: String, _ size: SampleShape) throws(DataError) {
    guard (image.width, image.height) != (size.width, size.height) else { return }
    let found = SampleShape(channels: image.channels, height: image.height, width: image.width)
    throw .wrongSize(path: path, found: found, expected: size)
  }
}
