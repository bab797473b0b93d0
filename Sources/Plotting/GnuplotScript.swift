/// Pictures in files, by the ending of their name.
enum PictureFormat: String {
  case png
  case svg
  case pdf

  init(path: String) throws(PlotError) {
    let ending = path.split(separator: ".", omittingEmptySubsequences: false).last.map { $0.lowercased() } ?? ""
    guard path.contains("."), let format = PictureFormat(rawValue: ending) else { throw .unknownEnding(path: path) }
    self = format
  }

  func terminal(panels: Int) -> String {
    let height = 260 + 240 * panels
    switch self {
    case .png: return "pngcairo noenhanced size \(1600),\(height * 2) fontscale 2 linewidth 2"
    case .svg: return "svg noenhanced size 800,\(height) font 'sans-serif,14' background 'white'"
    case .pdf: return "pdfcairo noenhanced size 8in,\(Double(height) / 100)in font 'sans,14'"
    }
  }
}

extension Chart {
  /// The script that draws the chart, data included.
  func script(format: PictureFormat, output: String) throws(PlotError) -> String {
    var lines = [
      "set terminal \(format.terminal(panels: panels.count))",
      "set output \(Self.quoted(output))",
      "set encoding utf8",
      "set grid linecolor rgb '#dddddd' linetype 1",
      "set border 3 linecolor rgb '#555555'",
      "set tics nomirror",
      "set key outside top center horizontal samplen 3 width 2",
      "set lmargin 9; set rmargin 3",
      "set multiplot layout \(panels.count),1 title \(Self.quoted(title))",
    ]
    for (index, panel) in panels.enumerated() {
      let bounds = try bounds(of: panel)
      for (number, series) in panel.series.enumerated() {
        lines.append("$data\(index)_\(number) << EOD")
        lines += series.points.map { $0.isFinite ? "\($0.x) \($0.y)" : "" }
        lines.append("EOD")
      }
      let ticks = Ticks(from: bounds.left, to: bounds.right, count: 12, wholeNumbers: true)
      lines.append("set xrange [\(bounds.left):\(bounds.right)]")
      lines.append("set xtics (\(Self.marks(ticks)))")
      let span = bounds.top - bounds.bottom
      lines.append("set yrange [\(bounds.bottom - span * 0.03):\(bounds.top + span * 0.03)]")
      let marks = Ticks(from: bounds.bottom, to: bounds.top, count: 6, isPercent: panel.isPercent)
      lines.append("set ytics (\(Self.marks(marks)))")
      // Panels that show the same curves share the legend of the first.
      if index > 0, panel.series.map(\.name) == panels[0].series.map(\.name) { lines.append("unset key") }
      lines.append("set ylabel \(Self.quoted(panel.yLabel))")
      lines.append(index == panels.count - 1 ? "set xlabel \(Self.quoted(xLabel))" : "unset xlabel")
      let curves = panel.series.enumerated().map { number, series in
        let colour = Self.palette[series.hue % Self.palette.count]
        let single = series.points.filter(\.isFinite).count == 1
        let style = single ? "points pointtype 7" : "lines linewidth 2 dashtype \(series.isDashed ? 2 : 1)"
        return "$data\(index)_\(number) using 1:2 with \(style) linecolor rgb '\(colour)' title \(Self.quoted(series.name))"
      }
      lines.append("plot " + curves.joined(separator: ", \\\n  "))
    }
    lines += ["unset multiplot", "unset output", ""]
    return lines.joined(separator: "\n")
  }

  /// Marks with their labels, which gnuplot reads as formats: a percent sign is doubled.
  private static func marks(_ ticks: Ticks) -> String {
    ticks.values.map { "\(quoted(ticks.label($0).replacing("%", with: "%%"))) \($0)" }.joined(separator: ", ")
  }

  /// A text in gnuplot's single quotes, in which nothing but the quote is special.
  static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "''").replacing("\n", with: " ").replacing("\r", with: " ") + "'"
  }
}
