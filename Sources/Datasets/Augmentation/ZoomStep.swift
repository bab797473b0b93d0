public import Declarations
public import Images

/// Enlarges (above 1) or shrinks (below 1) the picture about its centre, both sides by one factor. The factor
/// is drawn evenly from the range.
public struct ZoomStep: AugmentationStep, Hashable {
  public let lower: Double
  public let upper: Double

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

public struct ZoomDeclaration: AugmentationStepDeclaration {
  public let name = "zoom"
  public let summary = "enlarges (above 1) or shrinks (below 1) images by chance"
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
