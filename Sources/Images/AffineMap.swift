/// A map from a point of the result to the point of the source that it shows, in pixels from the picture's
/// centre.
///
/// x runs right, y down, and the centre of a picture is its middle point, ((width - 1) / 2, (height - 1) / 2)
/// counted in pixels' centres. Each map is kept as the inverse of what it does to the picture, which is what
/// drawing needs:
///
/// ```swift
/// AffineMap.rotation(degrees: 10).then(.translation(x: 2, y: 0))   // turned, then moved right
/// ```
public struct AffineMap: Sendable, Hashable {
  /// Source x = a x + b y + c, source y = d x + e y + f.
  public var a: Double, b: Double, c: Double
  public var d: Double, e: Double, f: Double

  public init(a: Double = 1, b: Double = 0, c: Double = 0, d: Double = 0, e: Double = 1, f: Double = 0) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  public static let identity = AffineMap()

  /// Turns the picture anticlockwise about its centre; exact for multiples of 90 degrees.
  public static func rotation(degrees: Double) -> AffineMap {
    let (sine, cosine) = Trigonometry.sineAndCosine(degrees: degrees)
    return AffineMap(a: cosine, b: -sine, d: sine, e: cosine)
  }

  /// Enlarges the picture by these factors about its centre.
  public static func scale(x: Double, y: Double) -> AffineMap { AffineMap(a: 1 / x, e: 1 / y) }

  /// Moves the picture right and down by pixels.
  public static func translation(x: Double, y: Double) -> AffineMap { AffineMap(c: -x, f: -y) }

  /// Left becomes right.
  public static let horizontalFlip = AffineMap(a: -1)
  /// Top becomes bottom.
  public static let verticalFlip = AffineMap(e: -1)

  /// First this, then `next`, done to the picture.
  public func then(_ next: AffineMap) -> AffineMap {
    AffineMap(
      a: a * next.a + b * next.d, b: a * next.b + b * next.e, c: a * next.c + b * next.f + c,
      d: d * next.a + e * next.d, e: d * next.b + e * next.e, f: d * next.c + e * next.f + f)
  }
}
