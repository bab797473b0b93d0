public import Declarations
public import Images

/// Something that is done to every image before a model sees it.
public protocol PreparationStep: Sendable {
  /// The line that a person would type for it, defaults left out.
  var text: String { get }
}

/// A step from 8-bit pixels to 8-bit pixels, which learns nothing. It is done once and its result kept.
public protocol PixelStep: PreparationStep {
  /// The shape that comes out.
  func shape(of input: SampleShape) -> SampleShape
  func applied(to image: Image) -> Image
}

/// A kind of step: what the language needs to bind a line of a `prepare` block, and the way from there to a
/// step.
public protocol PreparationStepDeclaration: ItemDeclaration {
  func make(_ arguments: Arguments) throws(DataError) -> any PreparationStep
  /// The step that `PreparationStep.text` describes; nil when this isn't a line of this kind.
  func step(from words: [Substring]) -> (any PreparationStep)?
}

/// The steps of a `prepare` block, in order.
public struct Preparation: Sendable {
  public let steps: [any PreparationStep]

  public init() { steps = [] }

  /// - Throws: A step that stands twice, or stands after `normalize`.
  public init(_ steps: [any PreparationStep]) throws(DataError) {
    var isNormalized = false
    for step in steps {
      if step is NormalizeStep {
        if isNormalized { throw .stepTwice(step.text) }
        isNormalized = true
      } else if isNormalized {
        throw .stepAfterNormalize(step.text)
      }
    }
    self.steps = steps
  }

  /// These steps and then more, as `prepare NAME more { … }` wants it.
  public func appending(_ more: [any PreparationStep]) throws(DataError) -> Preparation {
    try Preparation(steps + more)
  }

  /// All kinds of steps that there are. A new one is one new file and a word here.
  public static let declarations: [any PreparationStepDeclaration] = [
    GrayscaleDeclaration(), NormalizeDeclaration(), ResizeDeclaration(),
  ]

  var pixelSteps: [any PixelStep] { steps.compactMap { $0 as? any PixelStep } }
  var normalizes: Bool { steps.contains { $0 is NormalizeStep } }
}
