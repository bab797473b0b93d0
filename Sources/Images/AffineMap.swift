internal import Tensors

/// An affine transformation of an image, stored as the inverse map from output to input coordinates.
///
/// Coordinates are in pixels relative to the center of the image, ((width - 1) / 2, (height - 1) / 2), with x
/// to the right and y down. `warp` needs the inverse map:
///
/// ```swift
/// AffineMap.rotation(degrees: 10).then(.translation(x: 2, y: 0))   // rotated, then moved right
/// ```
public struct AffineMap: Sendable, Hashable {
  /// Coefficients of the input x = a x + b y + c.
  public var a: Double, b: Double, c: Double
  /// Coefficients of the input y = d x + e y + f.
  public var d: Double, e: Double, f: Double

  /// A map with these coefficients, by default the identity.
  public init(a: Double = 1, b: Double = 0, c: Double = 0, d: Double = 0, e: Double = 1, f: Double = 0) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  /// The map that leaves an image unchanged.
  public static let identity = AffineMap()

  /// Rotates the image counterclockwise about its center; exact for multiples of 90 degrees.
  public static func rotation(degrees: Double) -> AffineMap {
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(degrees: degrees)
    return AffineMap(a: cosine, b: -sine, d: sine, e: cosine)
  }

  /// Scales the image about its center; factors above 1 enlarge it.
  public static func scale(x: Double, y: Double) -> AffineMap { AffineMap(a: 1 / x, e: 1 / y) }

  /// Moves the image right by `x` and down by `y` pixels.
  public static func translation(x: Double, y: Double) -> AffineMap { AffineMap(c: -x, f: -y) }

  /// Mirrors the image left to right.
  public static let horizontalFlip = AffineMap(a: -1)
  /// Mirrors the image top to bottom.
  public static let verticalFlip = AffineMap(e: -1)

  /// The composition: this transformation first, then `next`.
  public func then(_ next: AffineMap) -> AffineMap {
    AffineMap(
      a: a * next.a + b * next.d, b: a * next.b + b * next.e, c: a * next.c + b * next.f + c,
      d: d * next.a + e * next.d, e: d * next.b + e * next.e, f: d * next.c + e * next.f + f)
  }
}
