/// Curves over a common axis, in panels one above the other.
public struct Chart: Sendable, Hashable {
  public var title: String
  public var xLabel: String
  public var panels: [Panel]

  public init(title: String, xLabel: String, panels: [Panel]) {
    self.title = title
    self.xLabel = xLabel
    self.panels = panels
  }

  /// One pair of axes.
  public struct Panel: Sendable, Hashable {
    public var yLabel: String
    /// Whether the numbers are shares, shown as percentages.
    public var isPercent: Bool
    public var series: [Series]

    public init(yLabel: String, isPercent: Bool = false, series: [Series]) {
      self.yLabel = yLabel
      self.isPercent = isPercent
      self.series = series
    }
  }

  /// One curve. Points that aren't finite are gaps.
  public struct Series: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
      public let x: Double
      public let y: Double

      public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
      }

      var isFinite: Bool { x.isFinite && y.isFinite }
    }

    public var name: String
    public var points: [Point]
    /// Which colour: series that belong together share one.
    public var hue: Int
    public var isDashed: Bool

    public init(_ name: String, points: [Point], hue: Int, isDashed: Bool = false) {
      self.name = name
      self.points = points
      self.hue = hue
      self.isDashed = isDashed
    }
  }

  /// Colours that people with any colour vision tell apart (Okabe and Ito, "Color universal design", 2008).
  static let palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
  /// The same in the 256 colours of terminals.
  static let terminalPalette = [33, 208, 36, 175, 214, 117, 250]

  /// The smallest box that holds all finite points of a panel, widened where it would be flat.
  func bounds(of panel: Panel) throws(PlotError) -> Bounds {
    let all = panels.flatMap(\.series).flatMap(\.points).filter(\.isFinite)
    let points = panel.series.flatMap(\.points).filter(\.isFinite)
    guard let first = points.first else { throw .nothingToDraw(panel.yLabel) }
    var bounds = Bounds(left: first.x, right: first.x, bottom: first.y, top: first.y)
    for point in all {
      bounds.left = min(bounds.left, point.x)
      bounds.right = max(bounds.right, point.x)
    }
    for point in points {
      bounds.bottom = min(bounds.bottom, point.y)
      bounds.top = max(bounds.top, point.y)
    }
    if bounds.left == bounds.right {
      bounds.left -= 0.5
      bounds.right += 0.5
    }
    let margin = bounds.bottom == bounds.top ? max(abs(bounds.top) * 0.1, 0.01) : 0
    bounds.bottom -= margin
    bounds.top += margin
    return bounds
  }

  struct Bounds: Hashable {
    var left: Double
    var right: Double
    var bottom: Double
    var top: Double
  }
}

/// What can go wrong with a plot.
public enum PlotError: Error, Sendable, Hashable {
  case unknownEnding(path: String)
  case nothingToDraw(String)
  case gnuplotMissing
  case gnuplotFailed(String)
  case unwritable(path: String, reason: String)

  public var message: String {
    switch self {
    case .unknownEnding(let path): "'\(path)' doesn't say which kind of picture: the endings are .png, .svg and .pdf."
    case .nothingToDraw(let what): "there is nothing to draw for '\(what)': no finite numbers."
    case .gnuplotMissing: "gnuplot isn't installed; pictures in files are drawn by it."
    case .gnuplotFailed(let text): "gnuplot failed: \(text)"
    case .unwritable(let path, let reason): "'\(path)' can't be written: \(reason)."
    }
  }

  public var hint: String? {
    self == .gnuplotMissing ? "Install it with 'apt install gnuplot-nox'. Plots in the terminal work without it." : nil
  }
}
