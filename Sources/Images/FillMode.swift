/// The values outside an image, as scipy.ndimage's `mode`.
public enum FillMode: Sendable, Hashable {
  /// A constant from the centers of the outermost pixels on, without interpolation between a pixel and the
  /// constant.
  case constant(Float)
  /// The border pixel is repeated: a a a | a b c d | d d d.
  case nearest
  /// Reflection about the edge: c b a | a b c d | d c b.
  case reflect
  /// Periodic with the last pixel on the first: the period is one less than the size.
  case wrap

  /// A point's coordinate brought to where the picture has pixels, 0 to `size - 1`; nil where `constant`
  /// fills.
  ///
  /// Coordinates that aren't finite count as outside, and as 0 where everything is inside.
  func inside(_ coordinate: Double, size: Int) -> Double? {
    let last = Double(size - 1)
    if case .constant = self {
      // Rounding must not push a point that lies on the border out of the picture.
      guard coordinate >= -Self.slack, coordinate <= last + Self.slack else { return nil }
      return min(max(coordinate, 0), last)
    }
    if coordinate >= 0, coordinate <= last { return coordinate }
    guard coordinate.isFinite, size > 1 else { return 0 }
    switch self {
    case .constant, .nearest: return coordinate < 0 ? 0 : last
    case .reflect:
      // Between a pixel and its mirror image lie half a pixel each, both of that pixel's value.
      let period = 2 * Double(size)
      var folded = (coordinate + 0.5).truncatingRemainder(dividingBy: period)
      if folded < 0 { folded += period }
      if folded > Double(size) { folded = period - folded }
      return min(max(folded - 0.5, 0), last)
    case .wrap:
      // As scipy has it, multiples of the period come out as the last pixel on the left and as the first on
      // the right; both are the same place.
      let folded =
        coordinate < 0
        ? coordinate + last * ((-coordinate / last).rounded(.down) + 1)
        : coordinate - last * (coordinate / last).rounded(.down)
      return min(max(folded, 0), last)
    }
  }

  private static let slack = 1e-9
}
