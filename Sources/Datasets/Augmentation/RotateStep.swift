public import Declarations
public import Images

/// Turns the picture about its centre by up to an angle, either way.
public struct RotateStep: AugmentationStep, Hashable {
  /// The largest angle in degrees, 0 to 180.
  public let degrees: Double

  public init(degrees: Double) { self.degrees = degrees }

  public var text: String { "rotate \(degrees.spelled)deg" }

  public func map(_ chance: AugmentationChance, shape: SampleShape) -> AffineMap {
    .rotation(degrees: chance.uniform(0, from: -degrees, to: degrees))
  }
}

public struct RotateDeclaration: AugmentationStepDeclaration {
  public let name = "rotate"
  public let summary = "turns images by chance, up to an angle either way"
  public let example = "rotate 10deg"
  public let parameters: [Parameter] = [
    .positional("angle", .angle(Limits(0, 180)), "the largest turn")
  ]

  public func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep {
    RotateStep(degrees: arguments.number("angle"))
  }
}
