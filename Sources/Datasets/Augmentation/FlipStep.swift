package import Declarations
public import Images

/// Mirrors images with some probability; with `.both`, each direction independently.
public struct FlipStep: AugmentationStep, Hashable {
  /// The direction of mirroring.
  public enum Direction: String, Sendable, CaseIterable {
    /// Left to right.
    case horizontal
    /// Top to bottom.
    case vertical
    /// Both, independently of each other.
    case both
  }

  /// The direction of mirroring.
  public let direction: Direction
  /// The probability for each direction, 0 to 1.
  public let probability: Double

  /// A flip in a direction.
  public init(_ direction: Direction, probability: Double = 0.5) {
    self.direction = direction
    self.probability = probability
  }

  public var text: String {
    "flip \(direction.rawValue)" + (probability == 0.5 ? "" : " probability=\(probability.spelledAsShare)")
  }

  public func map(_ chance: AugmentationChance, shape: SampleShape) -> AffineMap {
    var map = AffineMap.identity
    if direction != .vertical, chance.uniform(0) < probability { map = map.then(.horizontalFlip) }
    if direction != .horizontal, chance.uniform(1) < probability { map = map.then(.verticalFlip) }
    return map
  }
}

package struct FlipDeclaration: AugmentationStepDeclaration {
  public let name = "flip"
  public let summary = "Mirror images at random."
  public let example = "flip horizontal"
  public let parameters: [Parameter] = [
    .positional(
      "direction", .choice(FlipStep.Direction.allCases.map(\.rawValue)), "which sides change places"),
    .option(
      "probability", .number(.fraction), default: .number(0.5), "how often it is done, for each direction"),
  ]

  public func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep {
    FlipStep(
      FlipStep.Direction(rawValue: arguments.text("direction")) ?? .horizontal,
      probability: arguments.number("probability"))
  }
}
