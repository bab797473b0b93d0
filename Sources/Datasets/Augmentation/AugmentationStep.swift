public import Declarations
public import Images
internal import Tensors

/// A random transformation of training images, drawn anew each time an image is read.
public protocol AugmentationStep: Sendable {
  /// The line of an `augment` block that describes it, without defaults.
  var text: String { get }
  /// The transformation for one reading of a sample.
  func map(_ chance: AugmentationChance, shape: SampleShape) -> AffineMap
}

/// The random numbers of one step for one reading: a function of seed, epoch, sample and the position of the
/// step only.
public struct AugmentationChance: Sendable {
  let stream: RandomStream
  let epoch: Int
  let sample: Int
  let step: Int

  /// How many numbers a step may draw for one reading.
  static let draws = 16

  /// A uniform random number in [0, 1).
  ///
  /// - Parameter draw: Which of the numbers of the step, 0 to 15; others wrap around.
  public func uniform(_ draw: Int) -> Double {
    stream.uniformDouble(epoch: epoch, sample: sample, index: step * Self.draws + draw & (Self.draws - 1))
  }

  /// A uniform random number in [lower, upper).
  public func uniform(_ draw: Int, from lower: Double, to upper: Double) -> Double {
    lower + (upper - lower) * uniform(draw)
  }
}

/// The declaration of a kind of augmentation step: its parameters, and how to make the step from them.
public protocol AugmentationStepDeclaration: ItemDeclaration {
  /// The step that bound arguments describe.
  ///
  /// - Throws: `.badZoom` and the like, when the arguments don't fit together.
  func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep
}

/// A sequence of augmentation steps.
///
/// The steps are composed to a single affine map, so each pixel is interpolated once, however many steps
/// there are. Pixels from outside the image are black.
public struct Augmentation: Sendable {
  /// The steps, in the order in which they are applied.
  public let steps: [any AugmentationStep]

  /// An augmentation of these steps; without steps, images stay as they are.
  public init(_ steps: [any AugmentationStep] = []) { self.steps = steps }

  /// These steps followed by more.
  public func appending(_ more: [any AugmentationStep]) -> Augmentation { Augmentation(steps + more) }

  /// Whether there are no steps.
  public var isEmpty: Bool { steps.isEmpty }

  /// The lines of the `augment` block.
  public var lines: [String] { steps.map(\.text) }

  /// All kinds of steps. A new kind is one new file and an entry here.
  public static let declarations: [any AugmentationStepDeclaration] = [
    FlipDeclaration(), RotateDeclaration(), ShiftDeclaration(), ZoomDeclaration(),
    MixUpDeclaration(), CutMixDeclaration(),
  ]

  /// The transformation of a sample in an epoch.
  ///
  /// - Parameter sample: The index of the sample in the data as loaded, so that splits and limits don't
  ///   change its random numbers.
  func map(stream: RandomStream, epoch: Int, sample: Int, shape: SampleShape) -> AffineMap {
    var map = AffineMap.identity
    for (place, step) in steps.enumerated() {
      let chance = AugmentationChance(stream: stream, epoch: epoch, sample: sample, step: place)
      map = map.then(step.map(chance, shape: shape))
    }
    return map
  }
}
