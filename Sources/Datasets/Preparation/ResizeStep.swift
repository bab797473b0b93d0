package import Declarations
public import Images

/// Resizes images to a fixed size with antialiasing, without keeping the aspect ratio.
public struct ResizeStep: PixelStep, Hashable {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  /// The resampling filter.
  public let filter: ResizeFilter

  /// The largest side, so that a typing error doesn't allocate gigabytes.
  static let longestSide = 16384

  /// A resize to width x height pixels.
  ///
  /// - Throws: `.badSize` unless both are 1 to 16384.
  public init(width: Int, height: Int, filter: ResizeFilter = .bilinear) throws(DataError) {
    guard (1...Self.longestSide).contains(width), (1...Self.longestSide).contains(height) else {
      throw .badSize([width, height])
    }
    self.width = width
    self.height = height
    self.filter = filter
  }

  public var text: String {
    "resize \(width)x\(height)" + (filter == .bilinear ? "" : " filter=\(filter.rawValue)")
  }

  public func shape(of input: SampleShape) -> SampleShape {
    SampleShape(channels: input.channels, height: height, width: width)
  }

  /// The resized image.
  public func applied(to image: Image) -> Image {
    image.resized(width: width, height: height, filter: filter)
  }

  /// The resized image.
  public func applied(to image: FloatImage) -> FloatImage {
    image.resized(width: width, height: height, filter: filter)
  }
}

package struct ResizeDeclaration: PreparationStepDeclaration {
  public let name = "resize"
  public let summary = "Resize every image to width x height."
  public let example = "resize 64x64"
  public let parameters: [Parameter] = [
    .positional("size", .size(2...2), "width and height in pixels"),
    .option(
      "filter", .choice(ResizeFilter.allCases.map(\.rawValue)),
      default: .text(ResizeFilter.bilinear.rawValue),
      "how pixels between pixels are found"),
  ]

  public func make(_ arguments: Arguments) throws(DataError) -> any PreparationStep {
    let size = arguments.size("size")
    let filter = arguments.optionalText("filter").flatMap(ResizeFilter.init(rawValue:)) ?? .bilinear
    return try ResizeStep(width: size[0], height: size[1], filter: filter)
  }

  public func step(from words: [Substring]) -> (any PreparationStep)? {
    guard (2...3).contains(words.count), words[0] == name else { return nil }
    let sides = words[1].split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard sides.count == 2 else { return nil }
    var filter = ResizeFilter.bilinear
    if words.count == 3 {
      guard words[2].hasPrefix("filter="), let named = ResizeFilter(rawValue: String(words[2].dropFirst(7)))
      else { return nil }
      filter = named
    }
    return try? ResizeStep(width: sides[0], height: sides[1], filter: filter)
  }
}
