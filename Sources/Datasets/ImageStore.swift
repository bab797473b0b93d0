public import Images

/// Images of 8 bits a channel, rows of interleaved pixels, one after the other in one piece of memory; never changed.
///
/// They may differ in size: the files of a folder do. Networks need one size, so such a store is resized first.
public final class ImageStore: Sendable {
  public let pixels: [UInt8]
  public let count: Int
  /// One shape an image, or a single one for all.
  private let shapes: [SampleShape]
  /// Where each image begins; empty when all have one shape.
  private let starts: [Int]

  /// A store of `count` images of one shape.
  ///
  /// - Precondition: `pixels.count == count * shape.count`.
  public init(pixels: [UInt8], count: Int, shape: SampleShape) {
    precondition(pixels.count == count * shape.count)
    self.pixels = pixels
    self.count = count
    shapes = [shape]
    starts = []
  }

  /// A store of images of any shapes.
  ///
  /// - Precondition: `pixels` holds the images one after the other.
  public init(pixels: [UInt8], shapes: [SampleShape]) {
    var starts: [Int] = []
    var offset = 0
    for shape in shapes {
      starts.append(offset)
      offset += shape.count
    }
    precondition(pixels.count == offset)
    self.pixels = pixels
    count = shapes.count
    if let first = shapes.first, shapes.allSatisfy({ $0 == first }) {
      self.shapes = [first]
      self.starts = []
    } else {
      self.shapes = shapes
      self.starts = starts
    }
  }

  /// The shape that all images have, or nil when they differ or there are none.
  public var uniformShape: SampleShape? { starts.isEmpty ? shapes.first : nil }

  public func shape(_ index: Int) -> SampleShape { starts.isEmpty ? shapes[0] : shapes[index] }

  /// The bytes of an image in `pixels`.
  public func range(_ index: Int) -> Range<Int> {
    precondition(index >= 0 && index < count)
    let size = shape(index).count
    let start = starts.isEmpty ? index * size : starts[index]
    return start..<start + size
  }

  /// A copy of one image.
  public func image(_ index: Int) -> Image {
    let shape = shape(index)
    return Image(width: shape.width, height: shape.height, channels: shape.channels, pixels: Array(pixels[range(index)]))
  }

  /// The interleaved bytes of one image, without a copy.
  public func withPixels<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let range = range(index)
    return pixels.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }
}
