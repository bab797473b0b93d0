internal import Images
internal import Synchronization

/// Immutable images with interleaved channels, row by row: of bytes, or of numbers (16-bit pictures,
/// features).
///
/// The sizes may differ, as they do in folders of files; a model needs a `resize` step then. Pixels aren't
/// copied: images that came as one block of memory stay in it, images of separate files stay separate.
public final class ImageStore: Sendable {
  /// The number of images.
  public let count: Int
  /// One shape per image, or a single one for all.
  private let shapes: [SampleShape]
  /// All images in one block, or a block each; empty where images are numbers, or outside of memory.
  let byteBlocks: [[UInt8]]
  /// The same of images that are numbers.
  let floatBlocks: [[Float]]
  /// Where images come from that aren't in memory.
  let backing: (any ImageBacking)?
  /// Whether images are numbers instead of bytes.
  public let holdsFloats: Bool
  /// Where each image begins in the block of all; empty when all have one shape, or a block of their own.
  private let starts: [Int]
  let isOneBlock: Bool
  private let knownHashes: Mutex<[UInt64]?>

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
    (byteBlocks, floatBlocks, backing, holdsFloats) = ([pixels], [], nil, false)
    self.count = count
    shapes = [shape]
    starts = []
    isOneBlock = true
    knownHashes = Mutex(nil)
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
    (byteBlocks, floatBlocks, backing, holdsFloats) = ([pixels], [], nil, false)
    count = shapes.count
    isOneBlock = true
    knownHashes = Mutex(nil)
    if let first = shapes.first, shapes.allSatisfy({ $0 == first }) {
      self.shapes = [first]
      self.starts = []
    } else {
      self.shapes = shapes
      self.starts = starts
    }
  }

  /// A store of `count` images of numbers, of one shape.
  ///
  /// - Precondition: `values.count == count * shape.count`.
  package init(values: [Float], count: Int, shape: SampleShape) {
    precondition(values.count == count * shape.count)
    (byteBlocks, floatBlocks, backing, holdsFloats) = ([], [values], nil, true)
    self.count = count
    shapes = [shape]
    starts = []
    isOneBlock = true
    knownHashes = Mutex(nil)
  }

  /// A store of images of numbers of one shape.
  ///
  /// - Parameters:
  ///   - values: The images one after the other, each with its pixels row by row and channels interleaved.
  ///   - shape: Of every image; all sizes at least 1.
  /// - Throws: `.inconsistent` where the values aren't a whole number of images, or one isn't finite.
  public convenience init(checking values: [Float], shape: SampleShape) throws(DataError) {
    let sides = [shape.channels, shape.height, shape.width]
    guard sides.allSatisfy({ (1...1 << 20).contains($0) }), values.count.isMultiple(of: shape.count) else {
      throw .inconsistent("\(values.count) values for images of \(shape)")
    }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .inconsistent("value \(place) is \(values[place])")
    }
    self.init(values: values, count: values.count / shape.count, shape: shape)
  }

  /// A store of images that keep the memory that they have.
  ///
  /// - Parameter images: All with the same number of channels; nil for one that was left out, which no part
  ///   may have.
  init(images: [Image?]) {
    (byteBlocks, floatBlocks, backing, holdsFloats) = (images.map { $0?.pixels ?? [] }, [], nil, false)
    count = images.count
    starts = []
    isOneBlock = false
    knownHashes = Mutex(nil)
    shapes = Self.shapes(images.map { $0.map(SampleShape.init) })
  }

  /// The same for images of numbers.
  init(images: [FloatImage?]) {
    (byteBlocks, floatBlocks, backing, holdsFloats) = ([], images.map { $0?.values ?? [] }, nil, true)
    count = images.count
    starts = []
    isOneBlock = false
    knownHashes = Mutex(nil)
    shapes = Self.shapes(images.map { $0.map(SampleShape.init) })
  }

  /// A store of images that aren't in memory.
  ///
  /// - Parameters:
  ///   - shapes: By index; nil for one that was left out, which no part may have.
  ///   - hashes: By index (`PixelHash`); nil where nobody asks for them.
  init(_ backing: any ImageBacking, shapes: [SampleShape?], hashes: [UInt64]?) {
    (byteBlocks, floatBlocks, self.backing, holdsFloats) = ([], [], backing, backing.holdsFloats)
    count = shapes.count
    starts = []
    isOneBlock = false
    self.shapes = Self.shapes(shapes)
    knownHashes = Mutex(hashes)
  }

  /// A shape each, or one for all; what isn't there has any.
  private static func shapes(_ found: [SampleShape?]) -> [SampleShape] {
    let first = found.lazy.compactMap { $0 }.first ?? SampleShape(channels: 1, height: 0, width: 0)
    let shapes = found.map { $0 ?? first }
    return shapes.allSatisfy { $0 == first } ? [first] : shapes
  }

  /// How pixels that are made of these are kept; nil where these are in memory.
  var caching: ImageCaching? { backing?.caching }

  /// The common shape of all images; nil when they differ or there are none.
  public var uniformShape: SampleShape? { shapes.count == 1 ? shapes[0] : nil }

  /// The shape of the image at an index.
  public func shape(_ index: Int) -> SampleShape { shapes.count == 1 ? shapes[0] : shapes[index] }

  /// The hash of each image's size and pixels, computed once.
  ///
  /// - Precondition: The images are in memory, or their hashes were told.
  var hashes: [UInt64] {
    knownHashes.withLock { known in
      if let known { return known }
      let found = Mutex([UInt64](repeating: 0, count: count))
      let chunk = 256
      inParallel((count + chunk - 1) / chunk) { block in
        let range = block * chunk..<min(count, (block + 1) * chunk)
        // What is in memory can be read.
        let hashes = range.map { index in
          (try? withContent(index..<index + 1) { PixelHash.of($0, shape(index)) }) ?? 0
        }
        found.withLock { $0.replaceSubrange(range, with: hashes) }
      }
      let hashes = found.withLock { $0 }
      known = hashes
      return hashes
    }
  }

  /// Whether consecutive images are adjacent in memory.
  var hasNeighbours: Bool { isOneBlock }

  func start(_ index: Int) -> Int { starts.isEmpty ? index * shapes[0].count : starts[index] }
}

extension SampleShape {
  /// The shape of an image of bytes.
  fileprivate init(_ image: Image) {
    self.init(channels: image.channels, height: image.height, width: image.width)
  }

  /// The shape of an image of numbers.
  fileprivate init(_ image: FloatImage) {
    self.init(channels: image.channels, height: image.height, width: image.width)
  }
}
