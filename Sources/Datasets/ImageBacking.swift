internal import Images

/// Where the images of a store come from when they aren't in memory.
protocol ImageBacking: Sendable {
  /// Whether images are numbers instead of bytes.
  var holdsFloats: Bool { get }
  /// How the pixels that are made of these images are kept.
  var caching: ImageCaching { get }
  /// Writes the content of an image.
  ///
  /// - Parameters:
  ///   - index: The place of the image in the store.
  ///   - shape: Its shape.
  ///   - target: Room for exactly that: a byte or four a value.
  /// - Throws: A `DataError` that names the file, where the image can't be read or isn't what it was.
  func read(_ index: Int, shape: SampleShape, into target: UnsafeMutableRawBufferPointer) throws(DataError)
}

/// Where images are kept between the times that they are read.
public struct ImageCaching: Sendable, Hashable {
  /// The way.
  public enum Mode: String, Sendable, CaseIterable {
    /// In memory, decoded once.
    case memory
    /// In a file of their own, decoded once.
    case disk
    /// Nowhere: they are decoded each time.
    case none
  }

  let mode: Mode
  /// Whether what fits into memory is kept there all the same.
  let isAutomatic: Bool
  /// Where packed files are made.
  let folder: String

  /// Where pixels are kept that need this many bytes.
  func mode(for bytes: Int) -> Mode {
    // Half of the room: training needs the other one.
    isAutomatic && bytes <= AvailableMemory.bytes / 2 ? .memory : mode
  }
}

/// Pictures in the files that they came in, decoded each time.
struct DecodedFiles: ImageBacking {
  let files: [String]
  let hashes: [UInt64]
  let holdsFloats: Bool
  let caching: ImageCaching

  func read(
    _ index: Int, shape: SampleShape, into target: UnsafeMutableRawBufferPointer
  ) throws(DataError) {
    let image = try ImageFiles.decode(files[index]).converted(channels: shape.channels)
    guard image.width == shape.width, image.height == shape.height, holdsFloats || !image.isDeep else {
      throw .changedWhileUsed(path: files[index])
    }
    image.copyContent(asNumbers: holdsFloats, to: target)
    guard PixelHash.of(UnsafeRawBufferPointer(target), shape) == hashes[index] else {
      throw .changedWhileUsed(path: files[index])
    }
  }
}

/// Images as a model reads them, made of others each time.
struct PreparedImages: ImageBacking {
  let store: ImageStore
  let indices: [Int]
  let preparation: FittedPreparation
  let caching: ImageCaching

  var holdsFloats: Bool { preparation.takesFloats || store.holdsFloats }

  func read(
    _ index: Int, shape: SampleShape, into target: UnsafeMutableRawBufferPointer
  ) throws(DataError) {
    try preparation.write(store, indices[index], to: target)
  }
}

/// Images in one file: written once, then read at their places. It isn't mapped: a disk that fails would end
/// the process.
final class PackedImages: ImageBacking {
  let holdsFloats: Bool
  let caching: ImageCaching
  /// Where each image begins.
  private let offsets: [Int]
  /// What each image must have; nil where it isn't known.
  private let hashes: [UInt64]?
  private let file: PixelFile

  init(_ file: PixelFile, offsets: [Int], hashes: [UInt64]?, holdsFloats: Bool, caching: ImageCaching) {
    self.file = file
    self.offsets = offsets
    self.hashes = hashes
    self.holdsFloats = holdsFloats
    self.caching = caching
  }

  func read(
    _ index: Int, shape: SampleShape, into target: UnsafeMutableRawBufferPointer
  ) throws(DataError) {
    try file.read(at: offsets[index], into: target)
    guard let hashes, PixelHash.of(UnsafeRawBufferPointer(target), shape) != hashes[index] else { return }
    throw file.changed("it isn't what was written")
  }
}

extension DecodedImage {
  /// Writes the values, interleaved, as bytes or as numbers.
  ///
  /// - Precondition: Room for exactly that; a picture of numbers isn't written as bytes.
  func copyContent(asNumbers: Bool, to target: UnsafeMutableRawBufferPointer) {
    if !asNumbers, case .bytes(let image) = self {
      image.pixels.withUnsafeBytes { target.copyMemory(from: $0) }
    } else {
      floatImage.values.withUnsafeBytes { target.copyMemory(from: $0) }
    }
  }
}
