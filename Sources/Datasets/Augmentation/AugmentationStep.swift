public import Declarations
public import Images
internal import Tensors

/// Something that is done to a training image, by chance, each time it is read.
public protocol AugmentationStep: Sendable {
  /// The line that a person would type for it, defaults left out.
  var text: String { get }
  /// What this reading of a sample does to the picture.
  func map(_ chance: AugmentationChance, shape: SampleShape) -> AffineMap
}

/// The random numbers of one step for one reading: functions of seed, epoch, sample and the step's place, and
/// of nothing else.
public struct AugmentationChance: Sendable {
  let stream: RandomStream
  let epoch: Int
  let sample: Int
  let step: Int

  /// Numbers a step may draw for one reading.
  static let draws = 16

  /// A number in [0, 1).
  ///
  /// - Parameter draw: Which of the step's numbers, 0 to 15.
  public func uniform(_ draw: Int) -> Double {
    precondition(draw >= 0 && draw < Self.draws)
    return stream.uniformDouble(epoch: epoch, sample: sample, index: step * Self.draws + draw)
  }

  /// A number between two.
  public func uniform(_ draw: Int, from lower: Double, to upper: Double) -> Double {
    lower + (upper - lower) * uniform(draw)
  }
}

/// A kind of step: what the language needs to bind a line of an `augment` block, and the way from there to a
/// step.
public protocol AugmentationStepDeclaration: ItemDeclaration {
  func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep
}

/// The steps of an `augment` block, in order. Together they are one map, through which the picture is drawn
/// once: every pixel is interpolated once, however many steps there are. What comes in from outside is black.
public struct Augmentation: Sendable {
  public let steps: [any AugmentationStep]

  public init(_ steps: [any AugmentationStep] = []) { self.steps = steps }

  public func appending(_ more: [any AugmentationStep]) -> Augmentation { Augmentation(steps + more) }

  public var isEmpty: Bool { steps.isEmpty }

  /// The lines, as a person would type them.
  public var lines: [String] { steps.map(\.text) }

  /// All kinds of steps that there are. A new one is one new file and a word here.
  public static let declarations: [any AugmentationStepDeclaration] = [
    FlipDeclaration(), RotateDeclaration(), ShiftDeclaration(), ZoomDeclaration(),
  ]

  /// What is done to a sample in an epoch.
  ///
  /// - Parameter sample: The sample's index in the data as it was loaded, so that a split or a limit changes
  ///   nobody's numbers.
  func map(stream: RandomStream, epoch: Int, sample: Int, shape: SampleShape) -> AffineMap {
    var map = AffineMap.identity
    for (place, step) in steps.enumerated() {
      let chance = AugmentationChance(stream: stream, epoch: epoch, sample: sample, step: place)
      map = map.then(step.map(chance, shape: shape))
    }
    return map
  }
}
