/// One curve. Points that aren't finite are gaps.
public struct Series: Sendable, Hashable {
  public struct Point: Sendable, Hashable {
    public let x: Double
    public let y: Double

    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }

    /// Finite, and not so large that a difference of two wouldn't be.
    var isDrawable: Bool { abs(x) < 1e300 && abs(y) < 1e300 }
  }

  /// What the legend calls it; without a name it isn't there.
  public var name: String
  public var points: [Point]
  /// Which colour, from 0: of training and validation each has one, since dashes alone are lost where curves
  /// run close together. Or `background`.
  public var hue: Int
  /// The hue of what only stands behind the others: thin and grey.
  public static let background = Int.max
  /// How many hues there are. As many lighter tints follow them; then they begin anew.
  public static let hues = Palette.count
  /// Solid for what was trained on, dashed for what was held out.
  public var isDashed: Bool
  /// Whether each point has a dot. A point without neighbours always has one.
  public var showsPoints: Bool
  /// What lies between a lower and an upper value at each x, such as a deviation around a mean; none by
  /// default.
  public var band: [BandPoint] = []

  /// The ends of a band at an x.
  public struct BandPoint: Sendable, Hashable {
    public let x: Double
    public let low: Double
    public let high: Double

    public init(_ x: Double, _ low: Double, _ high: Double) {
      self.x = x
      self.low = low
      self.high = high
    }

    var isDrawable: Bool { abs(x) < 1e300 && abs(low) < 1e300 && abs(high) < 1e300 }
  }

  public init(_ name: String, points: [Point], hue: Int, isDashed: Bool = false, showsPoints: Bool = false) {
    self.name = name
    self.points = points
    self.hue = hue
    self.isDashed = isDashed
    self.showsPoints = showsPoints
  }
}

extension Series {
  /// The hue of a curve of a model: training and validation have two. Of many models, validation has a
  /// lighter tint of the hue of training.
  ///
  /// - Parameters:
  ///   - model: Its place among the models of the picture.
  ///   - count: How many these are.
  public static func hue(of model: Int, isHeldOut: Bool, among count: Int) -> Int {
    guard 2 * count > hues else { return 2 * model + (isHeldOut ? 1 : 0) }
    return model % hues + (isHeldOut ? hues : 0)
  }

  /// All but the points.
  var look: Series { Series(name, points: [], hue: hue, isDashed: isDashed, showsPoints: showsPoints) }

  /// The points without neighbours, of which a line shows nothing.
  var lonePoints: [Point] {
    points.indices.lazy.filter { index in
      points[index].isDrawable && !(index > 0 && points[index - 1].isDrawable)
        && !(index + 1 < points.count && points[index + 1].isDrawable)
    }.map { points[$0] }
  }

  /// A curve that looks the same at a resolution of `columns`, with at most four points for each: a million
  /// points would make a file of 50 MB. In each column the first, the lowest, the highest and the last point
  /// stay. Curves that go back in x, and curves of few points, stay as they are.
  func thinned(to columns: Int, over range: Interval) -> [Point] {
    guard points.count > columns * 4, range.span > 0 else { return points }
    var result: [Point] = []
    var column = -1
    var kept: (first: Point, low: Point, high: Point, last: Point)?
    func flush() {
      guard let (first, low, high, last) = kept else { return }
      let ordered = low.x <= high.x ? [first, low, high, last] : [first, high, low, last]
      for point in ordered where result.last != point { result.append(point) }
      kept = nil
    }
    var before = -Double.infinity
    for point in points {
      guard point.isDrawable else {
        flush()
        if result.last?.isDrawable == true { result.append(point) }
        continue
      }
      guard point.x >= before else { return points }
      before = point.x
      let here = Int(saturating: range.share(of: point.x) * Double(columns))
      if here != column { flush() }
      column = here
      if let old = kept {
        kept = (
          old.first, point.y < old.low.y ? point : old.low, point.y > old.high.y ? point : old.high, point
        )
      } else {
        kept = (point, point, point, point)
      }
    }
    flush()
    return result
  }
}

/// Colours that people with any colour vision tell apart (Okabe and Ito, "Color universal design", 2008),
/// then, for pictures of many curves, the darker ones of Tol's muted scheme ("Colour schemes",
/// SRON/EPS/TN/09-002, 2021), which are near to some of the first for some.
enum Palette {
  private static let files = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#882255", "#999933",
    "#332288", "#AA4499", "#DDCC77",
    "#7FB8D8", "#F2B27A", "#7FCEB9", "#E5BCD3", "#F2CF7F", "#AAD9F4", "#8C8C8C", "#C08BA3", "#CCCC99",
    "#8E84BE", "#D4A1CC", "#EEE5BB",
  ]
  /// The same among the 256 colours of terminals, lighter where a dark background would swallow them.
  private static let terminals = [
    33, 208, 36, 175, 214, 117, 250, 125, 142, 62, 133, 186,
    111, 216, 79, 218, 222, 153, 240, 168, 185, 105, 176, 229,
  ]

  static let count = files.count / 2

  static func file(_ hue: Int) -> String { hue == Series.background ? "#C4C4C4" : files[index(hue)] }
  static func terminal(_ hue: Int) -> Int { hue == Series.background ? 244 : terminals[index(hue)] }

  private static func index(_ hue: Int) -> Int {
    let rest = hue % files.count
    return rest < 0 ? rest + files.count : rest
  }
}
