extension ConfusionMatrix {
  /// The side of a cell in points: smaller for more classes, within a page.
  private var cell: Int {
    classes.count <= 10 ? min(80, 460 / max(classes.count, 1)) : max(6, min(42, 1200 / classes.count))
  }

  /// Whether a cell has room for the longest number.
  private var showsNumbers: Bool {
    let digits = cells == .counts ? counts.joined().map { String($0).count }.max() ?? 1 : 2
    return digits * 6 + 4 <= cell
  }

  /// Whether a cell has room for a percentage with a digit after the point.
  private var isRoomy: Bool { 5 * 6 + 4 <= cell }

  /// Whether cells are the pixels of one image. In an .svg file each cell is a rectangle else, which of a
  /// thousand classes are a million: a hundred megabytes.
  private var isLarge: Bool { classes.count > 60 }

  private static let longestName = 24
  private static let longestTitle = 100

  private var nameWidth: Int {
    7 * min(Self.longestName, classes.map { PlainText.width(PlainText.oneLine($0)) }.max() ?? 0)
  }

  /// Points from the edges to the cells: room for names, titles and, on the right, the key of the shades.
  private var margins: (left: Int, top: Int, right: Int, bottom: Int) {
    // Names below are written at 45 degrees.
    (nameWidth + 42, 48, 84, nameWidth * 3 / 4 + 52)
  }

  public var size: (width: Int, height: Int) {
    let side = cell * classes.count
    let title = 8 * min(PlainText.width(PlainText.oneLine(title)), Self.longestTitle) + 20
    return (max(side + margins.left + margins.right, title), side + margins.top + margins.bottom)
  }

  public func gnuplotCommands() throws(PlotError) -> [String] {
    try check()
    let (width, height) = (Double(size.width), Double(size.height))
    let side = Double(cell * classes.count)
    let (left, bottom) = (Double(margins.left), Double(margins.bottom))
    let names = PlainText.apart(classes, to: Self.longestName)
    // The name of every class where they have room, else of every second, fifth, …
    let step = [1, 2, 5, 10, 20, 50, 100].first { cell * $0 >= 13 } ?? 100
    let marks = names.indices.filter { $0 % step == 0 }.map { "\(GnuplotText.quotedFormat(names[$0])) \($0)" }
      .joined(separator: ", ")
    let shares = shares()
    let darkest = darkest(shares)
    var lines = ["$shares << EOD"]
    if isLarge {
      lines += shares.map { $0.map { $0 == 0 ? "0" : "\($0)" }.joined(separator: " ") }
    } else {
      for truth in classes.indices {
        for predicted in classes.indices { lines.append("\(predicted) \(truth) \(shares[truth][predicted])") }
      }
    }
    lines.append("EOD")
    if showsNumbers {
      for (name, isDark) in [("$light", false), ("$dark", true)] {
        let cells = numbers(shares, darkest, onDark: isDark)
        if !cells.isEmpty { lines += ["\(name) << EOD"] + cells + ["EOD"] }
      }
    }
    lines += [
      "set label 1 \(GnuplotText.quoted(title, limit: Self.longestTitle)) at screen "
        + "0.5,\(1 - 22 / height) center noenhanced font ',14'",
      "set label 2 'predicted\(unit.map { " (\($0))" } ?? "")' at screen "
        + "\((left + side / 2) / width),\(16 / height) center",
      "set label 3 'truth' at screen \(16 / width),\((bottom + side / 2) / height) center rotate by 90",
      "set lmargin at screen \(left / width)",
      "set rmargin at screen \((left + side) / width)",
      "set bmargin at screen \(bottom / height)",
      "set tmargin at screen \((bottom + side) / height)",
      "set xrange [-0.5:\(Double(classes.count) - 0.5)]",
      "set yrange [\(Double(classes.count) - 0.5):-0.5]",
      "set border linecolor rgb '#555555'",
      "set tics scale 0 textcolor rgb '#333333'",
      "set xtics rotate by 45 right (\(marks))",
      "set ytics (\(marks))",
      "set cbrange [0:\(darkest)]",
      "set cbtics (\([0, 0.5, 1].map { Self.mark($0 * darkest) }.joined(separator: ", ")))",
      "set colorbox user origin screen \((left + side + 14) / width),\(bottom / height) "
        + "size screen \(12 / width),\(side / height)",
      // Light to dark in one hue: the order is seen with any colour vision, and in print.
      "set palette defined (0 '#FFFFFF', 0.15 '#D3E5F2', 0.5 '#6BA9D3', 1 '#08457E')",
      "unset key",
    ]
    var layers = [isLarge ? "$shares matrix with image" : "$shares using 1:2:3 with image pixels"]
    if showsNumbers {
      for (name, isDark, colour) in [("$light", false, "#222222"), ("$dark", true, "#FFFFFF")]
      where !numbers(shares, darkest, onDark: isDark).isEmpty {
        layers.append(
          "\(name) using 1:2:3 with labels textcolor rgb '\(colour)' font ',\(cell >= 40 ? 11 : 8)'")
      }
    }
    return lines + ["plot " + layers.joined(separator: ", \\\n  ")]
  }

  /// A mark at the key of the shades.
  private static func mark(_ share: Double) -> String {
    let tenths = Int(saturating: (share * 1000).rounded())
    return "'\(tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)")%%' \(share)"
  }

  /// Numbers by the brightness of what they stand on; zeros stay unwritten, so that mistakes stand out.
  private func numbers(_ shares: [[Double]], _ darkest: Double, onDark: Bool) -> [String] {
    var lines: [String] = []
    for truth in classes.indices {
      for predicted in classes.indices
      where counts[truth][predicted] > 0 && (shares[truth][predicted] > 0.45 * darkest) == onDark {
        lines.append(
          "\(predicted) \(truth) \(text(truth, predicted, shares[truth][predicted], isRoomy: isRoomy))")
      }
    }
    return lines
  }
}
