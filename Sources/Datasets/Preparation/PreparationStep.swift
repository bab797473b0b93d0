public import Declarations
public import Images

/// A deterministic step applied to all images before a model uses them.
public protocol PreparationStep: Sendable {
  /// The line of a `prepare` block that describes it, without defaults.
  var text: String { get }
}

/// A stateless step from pixels to pixels, of bytes or of numbers; its result is cached.
public protocol PixelStep: PreparationStep {
  /// The shape of the output for an input shape.
  func shape(of input: SampleShape) -> SampleShape
  /// The output for an image.
  func applied(to image: Image) -> Image
  /// The output for an image of numbers.
  func applied(to image: FloatImage) -> FloatImage
}

/// The declaration of a kind of preparation step: its parameters, and how to make the step from them.
public protocol PreparationStepDeclaration: ItemDeclaration {
  /// The step that bound arguments describe.
  ///
  /// - Throws: `.badSize` and the like, when an argument is out of range.
  func make(_ arguments: Arguments) throws(DataError) -> any PreparationStep
  /// Parses `PreparationStep.text`, split into words; nil when it isn't a line of this kind.
  func step(from words: [Substring]) -> (any PreparationStep)?
}

/// A sequence of preparation steps.
public struct Preparation: Sendable {
  /// The steps, in the order in which they are applied.
  public let steps: [any PreparationStep]

  /// A preparation without steps; it only scales pixels to [0, 1].
  public init() { steps = [] }

  /// A preparation of these steps.
  ///
  /// - Throws: `.stepTwice`, `.stepAfterNormalize`: nothing may follow `normalize`.
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

  /// These steps followed by more.
  ///
  /// - Throws: `.stepTwice`, `.stepAfterNormalize`.
  public func appending(_ more: [any PreparationStep]) throws(DataError) -> Preparation {
    try Preparation(steps + more)
  }

  /// All kinds of steps. A new kind is one new file and an entry here.
  public static let declarations: [any PreparationStepDeclaration] = [
    GrayscaleDeclaration(), NormalizeDeclaration(), ResizeDeclaration(),
  ]

  var pixelSteps: [any PixelStep] { steps.compactMap { $0 as? any PixelStep } }
  /// Whether images of every size become one size.
  package var takesAnySize: Bool { steps.contains { $0 is ResizeStep } }
  var normalizes: Bool { steps.contains { $0 is NormalizeStep } }
}
