public import Declarations
public import Images

/// Mirrors the picture with some probability; `both` decides about the two directions apart.
public struct FlipStep: AugmentationStep, Hashable {
  public enum Direction: String, Sendable, CaseIterable {
    case horizontal
    case vertical
    case both
  }

  public let direction: Direction
  /// From 0 to 1.
  public let probability: Double

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

public struct FlipDeclaration: AugmentationStepDeclaration {
  public let name = "flip"
  public let summary = "mirrors images by chance"
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
