package import Declarations
public import Images

/// Rotates images about their center by a uniform random angle in [-degrees, degrees).
public struct RotateStep: AugmentationStep, Hashable {
  /// The maximum angle in degrees, 0 to 180.
  public let degrees: Double

  /// A rotation by up to this angle in degrees.
  public init(degrees: Double) { self.degrees = degrees }

  public var text: String { "rotate \(degrees.spelled)deg" }

  public func map(_ chance: AugmentationChance, shape: SampleShape) -> AffineMap {
    .rotation(degrees: chance.uniform(0, from: -degrees, to: degrees))
  }
}

package struct RotateDeclaration: AugmentationStepDeclaration {
  public let name = "rotate"
  public let summary = "Rotate images at random, up to an angle either way."
  public let example = "rotate 10deg"
  public let parameters: [Parameter] = [
    .positional("angle", .angle(Limits(0, 180)), "the largest turn")
  ]

  public func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep {
    RotateStep(degrees: arguments.number("angle"))
  }
}
