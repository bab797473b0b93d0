/// What can be wrong with data that a person named. The wording is in `DataError+Diagnostics.swift`.
@nonexhaustive
public enum DataError: Error, Sendable, Hashable {
  // Sources.
  case sourceNotFound(String, builtin: [String])
  case sourceNotInstalled(name: String, package: String, folders: [String])
  case unknownKind(path: String)
  case unreadable(path: String, reason: String)

  // IDX and gzip.
  case damagedGzip(path: String, reason: String)
  case notIDX(path: String, found: [UInt8])
  case wrongIDXType(path: String, type: UInt8)
  case wrongIDXDimensions(path: String, expected: Int, found: Int)
  case badIDXSizes(path: String, sizes: [Int])
  /// Bytes of the content, without the header.
  case truncated(path: String, expected: Int, found: Int)
  case trailingBytes(path: String, expected: Int)
  case labelCount(path: String, images: Int, labels: Int)
  case labelRange(path: String, position: Int, label: Int, classes: Int)
  case noIDXFiles(path: String, found: String)
  case ambiguousIDX(path: String, part: PartName, files: [String])
  case noLabels(path: String, wanted: [String])

  // Folders of images.
  case noImages(path: String, found: String)
  case noPictures(path: String)
  case onePicture(path: String)
  case unknownClass(path: String, name: String, classes: [String])
  /// Folders that are called like parts, which may be classes.
  case ambiguousParts(path: String, why: AmbiguousParts, folders: [String])
  /// The parts lie in the only folder there is.
  case partsBelow(path: String, folder: String)
  /// The only class is a folder with folders in it.
  case oneFolder(path: String, inner: String)
  case tooManyFolders(path: String, limit: Int)

  // svmlight files.
  case sparseContent(path: String, line: Int, reason: String)
  case sparseSize(path: String, size: SampleShape, widest: Int, first: Int)

  // Content of any source.
  case foreignOption(String, of: String, path: String)
  /// A value that an option of a format can't have.
  case invalidLoadOption(String, meaning: String, path: String)
  case unequalParts(path: String, sizes: [String])
  case oneClass(path: String, name: String)
  case limitTooSmall(limit: Int, classes: Int)
  case damagedResource(name: String, reason: String)

  /// `room` is how many bytes of memory can be had.
  case tooLarge(what: String, bytes: Int, room: Int)

  // Splits.
  case shareOutOfRange(part: PartName, share: Double)
  case nothingToSplit
  case sharesTooLarge(Double)
  case emptySplit(part: PartName, share: Double, count: Int)
  case loadedPart(PartName, count: Int)

  // Preparation and augmentation.
  case noPart(PartName, existing: [PartName])
  case emptyPart(PartName)
  case unequalSizes([String])
  case stepTwice(String)
  case stepAfterNormalize(String)
  case badSize([Int])
  case badZoom(Double, Double)
  case damagedPreparation(key: String, value: String?)
  case wrongSize(path: String?, found: SampleShape, expected: SampleShape)
}
