public import Images
internal import Synchronization

/// Immutable 8-bit images with interleaved channels, row by row.
///
/// The sizes may differ, as they do in folders of files; a model needs a `resize` step then. Pixels aren't
/// copied: images that came as one block of memory stay in it, images of separate files stay separate.
public final class ImageStore: Sendable {
  /// The number of images.
  public let count: Int
  /// One shape per image, or a single one for all.
  private let shapes: [SampleShape]
  /// All images, or one each.
  private let blocks: [[UInt8]]
  /// Where each image begins in the block of all; empty when all have one shape, or a block of their own.
  private let starts: [Int]
  private let isOneBlock: Bool
  private let knownHashes = Mutex<[UInt64]?>(nil)

  /// A store of images of one shape.
  ///
  /// - Parameters:
  ///   - pixels: The images one after the other, each with its pixels row by row and channels interleaved.
  ///   - shape: Of every image; all sizes at least 1.
  /// - Throws: `.inconsistent` where the pixels aren't a whole number of images.
  public convenience init(checking pixels: [UInt8], shape: SampleShape) throws(DataError) {
    let sides = [shape.channels, shape.height, shape.width]
    guard sides.allSatisfy({ (1...1 << 20).contains($0) }), pixels.count.isMultiple(of: shape.count) else {
      throw .inconsistent("\(pixels.count) values for images of \(shape)")
    }
    self.init(pixels: pixels, count: pixels.count / shape.count, shape: shape)
  }

  /// A store of `count` images of one shape.
  ///
  /// - Precondition: `pixels.count == count * shape.count`.
  package init(pixels: [UInt8], count: Int, shape: SampleShape) {
    precondition(pixels.count == count * shape.count)
    blocks = [pixels]
    self.count = count
    shapes = [shape]
    starts = []
    isOneBlock = true
  }

  /// A store of images of various shapes.
  ///
  /// - Precondition: `pixels` are the images one after the other, in the sizes of `shapes`.
  package init(pixels: [UInt8], shapes: [SampleShape]) {
    var starts: [Int] = []
    var offset = 0
    for shape in shapes {
      starts.append(offset)
      offset += shape.count
    }
    precondition(pixels.count == offset)
    blocks = [pixels]
    count = shapes.count
    isOneBlock = true
    if let first = shapes.first, shapes.allSatisfy({ $0 == first }) {
      self.shapes = [first]
      self.starts = []
    } else {
      self.shapes = shapes
      self.starts = starts
    }
  }

  /// A store of images that keep the memory that they have.
  ///
  /// - Parameter images: All with the same number of channels; nil for one that was left out, which no part
  ///   may have.
  init(images: [Image?]) {
    blocks = images.map { $0?.pixels ?? [] }
    count = images.count
    starts = []
    isOneBlock = false
    let found = images.map { image in
      image.map { SampleShape(channels: $0.channels, height: $0.height, width: $0.width) }
    }
    let first = found.lazy.compactMap { $0 }.first ?? SampleShape(channels: 1, height: 0, width: 0)
    // What isn't there has any shape.
    let shapes = found.map { $0 ?? first }
    self.shapes = shapes.allSatisfy { $0 == first } ? [first] : shapes
  }

  /// The common shape of all images; nil when they differ or there are none.
  public var uniformShape: SampleShape? { shapes.count == 1 ? shapes[0] : nil }

  /// The shape of the image at an index.
  public func shape(_ index: Int) -> SampleShape { shapes.count == 1 ? shapes[0] : shapes[index] }

  /// A copy of the image at an index.
  public func image(_ index: Int) -> Image {
    let shape = shape(index)
    return Image(
      width: shape.width, height: shape.height, channels: shape.channels,
      pixels: withPixels(index) { Array($0) })
  }

  /// Calls `body` with the interleaved bytes of the image at an index, without copying.
  public func withPixels<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withPixels(index..<index + 1, body)
  }

  /// The bytes of adjacent images.
  ///
  /// - Precondition: One image, or more if the store `hasNeighbours`.
  func withPixels<Result>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && (isOneBlock || range.count == 1))
    guard isOneBlock else { return blocks[range.lowerBound].withUnsafeBufferPointer(body) }
    let lower = start(range.lowerBound)
    let last = range.upperBound - 1
    let upper = start(last) + shape(last).count
    return blocks[0].withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[lower..<upper])) }
  }

  /// The hash of each image's size and pixels, computed once.
  var hashes: [UInt64] {
    knownHashes.withLock { known in
      if let known { return known }
      let found = Mutex([UInt64](repeating: 0, count: count))
      let chunk = 256
      inParallel((count + chunk - 1) / chunk) { block in
        let range = block * chunk..<min(count, (block + 1) * chunk)
        let hashes = range.map { index in withPixels(index) { PixelHash.of($0, shape(index)) } }
        found.withLock { $0.replaceSubrange(range, with: hashes) }
      }
      let hashes = found.withLock { $0 }
      known = hashes
      return hashes
    }
  }

  /// Whether consecutive images are adjacent in memory.
  var hasNeighbours: Bool { isOneBlock }

  private func start(_ index: Int) -> Int { starts.isEmpty ? index * shapes[0].count : starts[index] }
}
