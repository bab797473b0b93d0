package import Declarations
public import Images

/// Converts color images to one channel: ITU-R 601-2 luma, in Pillow's integer arithmetic.
public struct GrayscaleStep: PixelStep, Hashable {
  /// The conversion, which has no parameters.
  public init() {}

  public var text: String { "grayscale" }

  public func shape(of input: SampleShape) -> SampleShape {
    SampleShape(channels: 1, height: input.height, width: input.width)
  }

  /// The luma of an image; one of a single channel is unchanged.
  public func applied(to image: Image) -> Image { image.grayscaled() }

  /// The luma of an image; one of a single channel is unchanged.
  public func applied(to image: FloatImage) -> FloatImage { image.converted(channels: 1) }
}

package struct GrayscaleDeclaration: PreparationStepDeclaration {
  public let name = "grayscale"
  public let summary = "Convert color to one gray channel (luma, ITU-R 601-2)."
  public let example = "grayscale"
  public let parameters: [Parameter] = []

  public func make(_ arguments: Arguments) throws(DataError) -> any PreparationStep { GrayscaleStep() }

  public func step(from words: [Substring]) -> (any PreparationStep)? {
    words == ["grayscale"] ? GrayscaleStep() : nil
  }
}
