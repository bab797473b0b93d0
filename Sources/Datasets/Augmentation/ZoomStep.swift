package import Declarations
public import Images

/// Scales images about their center by a uniform random factor, the same for both sides; factors above 1
/// enlarge.
public struct ZoomStep: AugmentationStep, Hashable {
  /// The smallest factor, at least 0.01.
  public let lower: Double
  /// The largest factor, at most 100.
  public let upper: Double

  /// A zoom by factors from `lower` to `upper`.
  ///
  /// - Throws: `.badZoom` unless 0.01 ≤ `lower` ≤ `upper` ≤ 100.
  public init(_ lower: Double, _ upper: Double) throws(DataError) {
    guard lower >= 0.01, lower <= upper, upper <= 100 else { throw .badZoom(lower, upper) }
    self.lower = lower
    self.upper = upper
  }

  public var text: String { "zoom \(lower.spelled)..\(upper.spelled)" }

  public func map(_ chance: AugmentationChance, shape: SampleShape) -> AffineMap {
    let factor = chance.uniform(0, from: lower, to: upper)
    return .scale(x: factor, y: factor)
  }
}

package struct ZoomDeclaration: AugmentationStepDeclaration {
  public let name = "zoom"
  public let summary = "Scale images at random: enlarge (above 1) or shrink (below 1)."
  public let example = "zoom 0.9..1.1"
  public let parameters: [Parameter] = [
    .positional("factor", .range(Limits(0.01, 100)), "the smallest and the largest factor")
  ]

  public func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep {
    guard case .range(let lower, let upper) = arguments["factor"] else {
      preconditionFailure("the declaration of 'zoom' promises a range")
    }
    return try ZoomStep(lower, upper)
  }
}
