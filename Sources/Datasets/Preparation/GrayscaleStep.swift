public import Declarations
public import Images

/// Makes one channel of three: ITU-R 601-2 luma, in the integers that Pillow uses.
public struct GrayscaleStep: PixelStep, Hashable {
  public init() {}

  public var text: String { "grayscale" }

  public func shape(of input: SampleShape) -> SampleShape {
    SampleShape(channels: 1, height: input.height, width: input.width)
  }

  public func applied(to image: Image) -> Image { image.grayscaled() }
}

public struct GrayscaleDeclaration: PreparationStepDeclaration {
  public let name = "grayscale"
  public let summary = "turns colours into one channel of gray (luma, ITU-R 601-2)"
  public let example = "grayscale"
  public let parameters: [Parameter] = []

  public func make(_ arguments: Arguments) throws(DataError) -> any PreparationStep { GrayscaleStep() }

  public func step(from words: [Substring]) -> (any PreparationStep)? {
    words == ["grayscale"] ? GrayscaleStep() : nil
  }
}
