/// Why data can't be loaded, split, prepared or augmented. `DataError+Diagnostics.swift` has the wording.
@nonexhaustive
public enum DataError: Error, Sendable, Hashable {
  // Sources.
  /// There is no built-in data set, file or folder of this name.
  case sourceNotFound(String, builtin: [String])
  /// The built-in data set isn't installed; it was searched for in `folders`.
  case sourceNotInstalled(name: String, package: String, folders: [String])
  /// No reader recognizes the file or folder.
  case unknownKind(path: String)
  /// The file or folder can't be read, for this reason.
  case unreadable(path: String, reason: String)

  // IDX and gzip.
  /// Decompression failed.
  case damagedGzip(path: String, reason: String)
  /// The file doesn't begin with 00 00; `found` are its first bytes.
  case notIDX(path: String, found: [UInt8])
  /// The element type isn't unsigned bytes (0x08).
  case wrongIDXType(path: String, type: UInt8)
  /// The number of dimensions is wrong: images have 3, labels 1.
  case wrongIDXDimensions(path: String, expected: Int, found: Int)
  /// The header has sizes that no data can have.
  case badIDXSizes(path: String, sizes: [Int])
  /// The content is shorter than its header says; in bytes, without the header.
  case truncated(path: String, expected: Int, found: Int)
  /// The file is longer than its header says; `expected` bytes without the header.
  case trailingBytes(path: String, expected: Int)
  /// Loading was stopped before it was complete.
  case stopped
  /// A file isn't what it was when it was loaded.
  case changedWhileUsed(path: String)
  /// The file that images are packed into, in this folder, can't be written or read.
  case packing(folder: String, reason: String)
  /// The file in this folder that images were packed into isn't what was written.
  case changedPacking(folder: String, reason: String)
  /// An array, or the file that it is in, isn't what can be loaded.
  case arrayContent(path: String, reason: String, hint: String?)
  /// The numbers of images and labels differ.
  case labelCount(path: String, images: Int, labels: Int)
  /// A label isn't between 0 and `classes` - 1.
  case labelRange(path: String, position: Int, label: Int, classes: Int)
  /// The folder has no pair of image and label files; `found` describes its content.
  case noIDXFiles(path: String, found: String)
  /// The folder has several pairs of files for one part.
  case ambiguousIDX(path: String, part: PartName, files: [String])
  /// An image file has no label file beside it under any of the `wanted` names.
  case noLabels(path: String, wanted: [String])

  // Folders of images.
  /// No subfolder has images; `found` describes the content of the folder.
  case noImages(path: String, found: String)
  /// There is no readable PNG or JPEG file.
  case noPictures(path: String)
  /// The path is a single image rather than a folder of classes.
  case onePicture(path: String)
  /// A validation or test folder is for a class that the training part lacks.
  case unknownClass(path: String, name: String, classes: [String])
  /// Folders are named like parts but may be classes.
  case ambiguousParts(path: String, why: AmbiguousParts, folders: [String])
  /// The parts are in the only subfolder.
  case partsBelow(path: String, folder: String)
  /// The only class is a folder that contains folders.
  case oneFolder(path: String, inner: String)
  /// More than `limit` folders were found up to `path`, maybe because of cyclic links.
  case tooManyFolders(path: String, limit: Int)

  // svmlight files.
  /// A line of an svmlight file is invalid; lines count from 1.
  case sparseContent(path: String, line: Int, reason: String)
  /// The given size has fewer values than the largest feature index `widest`; `first` is the index base, 0 or
  /// 1.
  case sparseSize(path: String, size: SampleShape, widest: Int, first: Int)

  // Tables of images.
  /// A row of a table is invalid; lines count from 1. The hint says what to do; nil when there is no advice.
  case tableContent(path: String, line: Int, reason: String, hint: String?)

  // Content of any source.
  /// The option doesn't apply to this kind of source.
  case foreignOption(String, of: String, path: String)
  /// The value of an option of the format is out of range.
  case invalidLoadOption(String, meaning: String, path: String)
  /// The images of the parts differ in size.
  case unequalParts(path: String, sizes: [String])
  /// There is only one class; at least two are needed.
  case oneClass(path: String, name: String, skipped: Int = 0)
  /// The limit keeps fewer images than there are classes.
  case limitTooSmall(limit: Int, classes: Int)
  /// A data set in the program itself is damaged.
  case damagedResource(name: String, reason: String)

  /// The data needs `bytes` bytes of memory, of which `room` are available.
  case tooLarge(what: String, bytes: Int, room: Int)

  // Splits.
  /// The share of a part isn't between 0 and 1, both excluded.
  case shareOutOfRange(part: PartName, share: Double)
  /// A split without shares.
  case nothingToSplit
  /// The shares sum to 1 or more and leave no training images; the sum.
  case sharesTooLarge(Double)
  /// A share is so small that the part would be empty; `count` is the number of images divided.
  case emptySplit(part: PartName, share: Double, count: Int)
  /// The data already has this part as loaded.
  case loadedPart(PartName, count: Int)

  // Preparation and augmentation.
  /// The data set doesn't have this part.
  case noPart(PartName, existing: [PartName])
  /// The part has no images.
  case emptyPart(PartName)
  /// The images differ in size and no step resizes them.
  case unequalSizes([String])
  /// A preparation step is repeated.
  case stepTwice(String)
  /// A preparation step on pixels follows `normalize`.
  case stepAfterNormalize(String)
  /// A side of `resize` isn't between 1 and 16384.
  case badSize([Int])
  /// `grayscale` of images that have neither one nor three channels.
  case grayscaleChannels(Int)
  /// A size that generated shapes can't have: width, height.
  case shapesSize([Int])
  /// Images, labels or files that don't belong together.
  case inconsistent(String)
  /// The range of `zoom` isn't within 0.01 to 100, or is reversed.
  case badZoom(Double, Double)
  /// The preparation stored in a model is damaged; a `value` of nil means that the key is missing.
  case damagedPreparation(key: String, value: String?)
  /// An image doesn't have the size that the model was trained on.
  case wrongSize(path: String?, found: SampleShape, expected: SampleShape)
}
