extension Figure {
  /// The figure as lines of text: the title, the legend, and the panels over one x axis.
  ///
  /// In blocks and colours, curves are drawn in quarter blocks, two by two a character; without colours, or
  /// in ASCII, each curve has a sign of its own. Below 20 columns, or four rows a panel, the picture is as
  /// large as that.
  public func terminalPicture(columns: Int, rows: Int, style: TerminalStyle, colour: Bool) throws(PlotError)
    -> String
  {
    let bounds = try checkedBounds()
    let columns = max(20, min(columns, 1000))
    let brush = DrawingStyle(style: style, colour: colour)
    var top: [String] = []
    if !title.isEmpty {
      let text = PlainText.cut(PlainText.shown(title, style), to: columns, style)
      top.append(brush.bold(PlainText.centred(text, in: columns)))
    }
    let legends = panels.map { Legend(series: $0.series, brush: brush) }
    if sharesLegend, let legend = legends.first { top += legend.lines(columns: columns) }
    let headers = zip(panels, legends).map { panel, legend in
      let label = PlainText.cut(PlainText.shown(panel.yLabel, style), to: columns, style)
      guard !sharesLegend else { return label.isEmpty ? [] : [label] }
      return (label.isEmpty ? [] : [label]) + legend.lines(columns: columns)
    }
    let bottom = xLabel.isEmpty ? 1 : 2
    let free = max(0, min(rows, 1000) - top.count - bottom - headers.reduce(0) { $0 + $1.count + 1 })
    let heights = panels.indices.map { max(4, free / panels.count + ($0 < free % panels.count ? 1 : 0)) }
    let ticks = zip(zip(panels, bounds), heights).map { pair, height in
      Self.ticks(over: pair.1.y, height: height, isPercent: pair.0.isPercent)
    }
    let margin = min((ticks.flatMap(\.labels).map(PlainText.width).max() ?? 0) + 1, columns / 2)

    var lines = top
    let axis = XAxis(
      range: bounds[0].x, width: columns - margin - 1, wholeNumbers: isXWhole, exponents: isXExponent)
    for (index, panel) in panels.enumerated() {
      var canvas = Canvas(width: axis.width, height: heights[index], brush: brush)
      for (number, series) in panel.series.enumerated() {
        canvas.drawBand(of: series, number, in: bounds[index])
      }
      for (number, series) in panel.series.enumerated() { canvas.draw(series, number, in: bounds[index]) }
      lines += headers[index]
      for row in 0..<heights[index] {
        let tick = ticks[index].values.indices.last {
          canvas.row(of: ticks[index].values[$0], in: bounds[index].y) == row
        }
        let label = tick.map { ticks[index].labels[$0] } ?? ""
        lines.append(
          PlainText.right(label, margin) + (tick == nil ? brush.side : brush.mark)
            + canvas.line(row, panel.series))
      }
      lines.append(String(repeating: " ", count: margin) + brush.corner + axis.base(brush))
    }
    lines.append(String(repeating: " ", count: margin + 1) + axis.labels())
    if !xLabel.isEmpty {
      let text = PlainText.cut(PlainText.shown(xLabel, style), to: axis.width, style)
      lines.append(String(repeating: " ", count: margin + 1) + PlainText.centred(text, in: axis.width))
    }
    return lines.map(Self.withoutBlanksBehind).joined(separator: "\n")
  }

  /// A mark for every third row or so, and where round numbers allow it at least three.
  private static func ticks(over range: Interval, height: Int, isPercent: Bool) -> Ticks {
    var ticks = Ticks(from: range.low, to: range.high, count: max(2, height / 3), isPercent: isPercent)
    for count in max(3, height / 3)...max(4, height / 2 + 1) where ticks.values.count < 3 {
      ticks = Ticks(from: range.low, to: range.high, count: count, isPercent: isPercent)
    }
    return ticks
  }

  private static func withoutBlanksBehind(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line = line.dropLast() }
    return String(line)
  }
}

/// What curves, axes and texts are drawn with.
struct DrawingStyle {
  let style: TerminalStyle
  let colour: Bool

  /// Whether curves are drawn in quarter blocks: without colours these couldn't be told apart.
  var usesQuarters: Bool { style == .blocks && colour }

  var side: String { style == .ascii ? "|" : "│" }
  var mark: String { style == .ascii ? "+" : "┤" }
  var corner: String { style == .ascii ? "+" : "└" }
  var base: Character { style == .ascii ? "-" : "─" }
  var baseMark: Character { style == .ascii ? "+" : "┬" }
  /// A point with a dot of its own, where curves are quarter blocks.
  func dot(_ series: Series) -> Character { series.isDashed ? "○" : "●" }

  /// What lies in a band.
  var shade: Character { style == .ascii ? ":" : "░" }

  func sign(_ series: Series, _ index: Int) -> Character {
    if series.hue == Series.background { return style == .ascii ? "." : "·" }
    let signs: [Character] =
      style == .ascii ? ["*", "o", "+", "x", "#", "@", "%", "&"] : ["●", "○", "■", "□", "▲", "△", "◆", "◇"]
    return signs[index % signs.count]
  }

  func paint(_ text: String, hue: Int) -> String {
    colour ? "\u{1B}[38;5;\(Palette.terminal(hue))m\(text)\u{1B}[0m" : text
  }

  func bold(_ text: String) -> String { colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

/// Which curve is which, in as many lines as it takes.
struct Legend {
  let series: [Series]
  let brush: DrawingStyle

  private func sample(_ series: Series) -> String {
    let dot = series.showsPoints || series.points.count == 1 ? String(brush.dot(series)) : nil
    return series.isDashed ? "▀\(dot ?? " ")▀" : "▀\(dot ?? "▀")▀"
  }

  func lines(columns: Int) -> [String] {
    var lines: [(text: String, width: Int)] = []
    let names = PlainText.apart(series.map(\.name), to: columns - 4, brush.style)
    for (index, series) in series.enumerated() where !series.name.isEmpty {
      let sample: String =
        brush.usesQuarters ? sample(series) : String(brush.sign(series, index))
      let name = names[index]
      let width = PlainText.width(sample) + 1 + PlainText.width(name)
      let text = brush.paint(sample, hue: series.hue) + " " + name
      if let last = lines.last, last.width + 3 + width <= columns {
        lines[lines.count - 1] = (last.text + "   " + text, last.width + 3 + width)
      } else {
        lines.append((text, width))
      }
    }
    return lines.map { String(repeating: " ", count: max(0, (columns - $0.width) / 2)) + $0.text }
  }
}

/// The common axis below the panels.
struct XAxis {
  let range: Interval
  let width: Int
  private let marks: [(position: Int, start: Int, label: String)]

  /// As many marks as have room for their labels.
  init(range: Interval, width: Int, wholeNumbers: Bool, exponents: Bool = false) {
    self.range = range
    self.width = width
    var chosen: [(position: Int, start: Int, label: String)] = []
    for count in stride(from: max(width / 5, 1), through: 1, by: -1) {
      let ticks = Ticks(
        from: range.low, to: range.high, count: count, wholeNumbers: wholeNumbers, exponents: exponents)
      let marks = zip(ticks.values, ticks.labels).map { value, label in
        let position = Int(saturating: range.share(of: value) * Double(width - 1) + 0.5)
        return (
          position: position, start: max(0, min(position - label.count / 2, width - label.count)),
          label: label
        )
      }
      let gap = marks.count > 12 ? 3 : 2
      guard zip(marks, marks.dropFirst()).allSatisfy({ $0.start + $0.label.count + gap <= $1.start }) else {
        continue
      }
      chosen = marks
      break
    }
    marks = chosen
  }

  func base(_ brush: DrawingStyle) -> String {
    var line = [Character](repeating: brush.base, count: width)
    for mark in marks where line.indices.contains(mark.position) { line[mark.position] = brush.baseMark }
    return String(line)
  }

  func labels() -> String {
    var line = ""
    for mark in marks { line = PlainText.left(line, mark.start) + mark.label }
    return line
  }
}
