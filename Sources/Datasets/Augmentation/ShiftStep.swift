package import Declarations
public import Images

/// Translates images horizontally and vertically by uniform random fractions of their width and height in
/// [-share, share).
public struct ShiftStep: AugmentationStep, Hashable {
  /// The maximum fraction, 0 to 1.
  public let share: Double

  /// A translation by up to this fraction of width and height.
  public init(_ share: Double) { self.share = share }

  public var text: String { "shift \(share.spelledAsShare)" }

  public func map(_ chance: AugmentationChance, shape: SampleShape) -> AffineMap {
    .translation(
      x: chance.uniform(0, from: -share, to: share) * Double(shape.width),
      y: chance.uniform(1, from: -share, to: share) * Double(shape.height))
  }
}

package struct ShiftDeclaration: AugmentationStepDeclaration {
  public let name = "shift"
  public let summary = "Shift images at random, up to a fraction of their size either way."
  public let example = "shift 10%"
  public let parameters: [Parameter] = [
    .positional("share", .number(.fraction), "the largest move, as a share of width and height")
  ]

  public func make(_ arguments: Arguments) throws(DataError) -> any AugmentationStep {
    ShiftStep(arguments.number("share"))
  }
}
