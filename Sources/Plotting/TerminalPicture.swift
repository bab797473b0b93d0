/// How a chart is drawn in a terminal.
public enum TerminalStyle: Sendable {
  /// Quarter blocks in colour.
  case blocks
  /// Letters that every terminal shows.
  case ascii
}

extension Chart {
  /// The chart as lines of text.
  ///
  /// With colours, curves are drawn in quarter blocks, two by two a character; without, each curve has a sign of its own.
  ///
  /// - Parameters:
  ///   - columns: At least 40.
  ///   - rows: For the whole chart; each panel gets at least 6.
  ///   - isUnicode: Whether axes may be drawn with box characters.
  public func terminalPicture(columns: Int, rows: Int, style: TerminalStyle, colour: Bool) throws(PlotError) -> String {
    let columns = max(40, min(columns, 200))
    let height = max(6, (rows - 2 - panels.count) / max(panels.count, 1) - 2)
    var lines = [String(repeating: " ", count: max(0, (columns - title.count) / 2)) + title]
    for (index, panel) in panels.enumerated() {
      let drawing = PanelDrawing(
        panel: panel, bounds: try bounds(of: panel), columns: columns, rows: height, style: style, colour: colour)
      lines += drawing.lines(xLabel: index == panels.count - 1 ? xLabel : nil)
    }
    return lines.joined(separator: "\n")
  }
}

/// One panel on its way to text.
private struct PanelDrawing {
  let panel: Chart.Panel
  let bounds: Chart.Bounds
  let columns: Int
  let rows: Int
  let style: TerminalStyle
  let colour: Bool

  private var usesBlocks: Bool { style == .blocks && colour }
  private static let signs: [TerminalStyle: [Character]] = [
    .ascii: ["*", "o", "+", "x", "#", "@"], .blocks: ["●", "○", "■", "□", "▲", "△"],
  ]

  private struct Cell {
    /// Quarter blocks that are set: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
    var quarters = 0
    var sign: Character?
    var series = -1
  }

  func lines(xLabel: String?) -> [String] {
    let ticks = Ticks(from: bounds.bottom, to: bounds.top, count: max(2, rows / 3), isPercent: panel.isPercent)
    let labels = ticks.values.map { ($0, ticks.label($0)) }
    let margin = max(labels.map(\.1.count).max() ?? 0, 4) + 1
    let width = columns - margin - 2
    var cells = [[Cell]](repeating: [Cell](repeating: Cell(), count: width), count: rows)
    for (index, series) in panel.series.enumerated() { draw(series, index, into: &cells, width: width) }

    let axis = style == .ascii ? (side: "|", mark: "+", corner: "+", base: "-") : (side: "│", mark: "┤", corner: "└", base: "─")
    var lines = ["\(panel.yLabel)   " + legend()]
    for row in 0..<rows {
      let label = labels.last { self.row(of: $0.0) == row }?.1
      let padded = String(repeating: " ", count: margin - (label?.count ?? 0)) + (label ?? "")
      lines.append(padded + (label == nil ? axis.side : axis.mark) + text(of: cells[row]))
    }
    lines.append(String(repeating: " ", count: margin) + axis.corner + String(repeating: axis.base, count: width))
    lines.append(xAxis(margin: margin, width: width, label: xLabel))
    return lines
  }

  private func legend() -> String {
    panel.series.enumerated().map { index, series in
      let dashed = series.isDashed ? " (dashed)" : ""
      return usesBlocks
        ? paint(series.isDashed ? "▘▘" : "▀▀", index) + " \(series.name)\(dashed)" : "\(sign(index)) \(series.name)"
    }.joined(separator: "   ")
  }

  private func xAxis(margin: Int, width: Int, label: String?) -> String {
    let ticks = Ticks(from: bounds.left, to: bounds.right, count: max(2, width / 10), wholeNumbers: true)
    var line = [Character](repeating: " ", count: margin + 1 + width - (label.map { $0.count + 2 } ?? 0))
    for value in ticks.values {
      let text = ticks.label(value)
      let position = (value - bounds.left) / (bounds.right - bounds.left)
      let start = margin + 1 + Int(position * Double(width - 1)) - text.count / 2
      guard start >= margin, start + text.count <= line.count else { continue }
      guard line[max(start - 1, 0)..<start + text.count].allSatisfy({ $0 == " " }) else { continue }
      for (offset, character) in text.enumerated() { line[start + offset] = character }
    }
    var text = String(line)
    if let label {
      while text.last == " " { text.removeLast() }
      text += "  " + label
    }
    return text
  }

  private func row(of y: Double) -> Int {
    let share = (bounds.top - y) / (bounds.top - bounds.bottom)
    return min(rows - 1, max(0, Int(share * Double(rows))))
  }

  // MARK: Curves

  private func draw(_ series: Chart.Series, _ index: Int, into cells: inout [[Cell]], width: Int) {
    let across = usesBlocks ? width * 2 : width
    let down = usesBlocks ? rows * 2 : rows
    var last: (x: Int, y: Int)?
    for point in series.points {
      guard point.x.isFinite, point.y.isFinite else {
        last = nil
        continue
      }
      let x = Int((point.x - bounds.left) / (bounds.right - bounds.left) * Double(across - 1) + 0.5)
      let y = Int((bounds.top - point.y) / (bounds.top - bounds.bottom) * Double(down - 1) + 0.5)
      let steps = last.map { max(abs(x - $0.x), abs(y - $0.y)) } ?? 0
      for step in 0...max(steps, 0) {
        let share = steps == 0 ? 1 : Double(step) / Double(steps)
        let from = last ?? (x, y)
        let atX = from.x + Int((Double(x - from.x) * share).rounded())
        let atY = from.y + Int((Double(y - from.y) * share).rounded())
        // A dashed curve leaves every other pair of points out.
        if series.isDashed, usesBlocks, atX % 4 >= 2 { continue }
        set(atX, atY, index, into: &cells)
      }
      last = (x, y)
    }
  }

  private func set(_ x: Int, _ y: Int, _ series: Int, into cells: inout [[Cell]]) {
    if usesBlocks {
      let quarter = 1 << ((y % 2) * 2 + x % 2)
      if cells[y / 2][x / 2].series != series { cells[y / 2][x / 2].quarters = 0 }
      cells[y / 2][x / 2].quarters |= quarter
      cells[y / 2][x / 2].series = series
    } else {
      cells[y][x].sign = sign(series)
      cells[y][x].series = series
    }
  }

  private func sign(_ index: Int) -> Character {
    let signs = Self.signs[style] ?? ["*"]
    return signs[index % signs.count]
  }

  private static let blocks: [Character] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")

  private func text(of cells: [Cell]) -> String {
    var line = ""
    for cell in cells {
      let character = cell.sign ?? Self.blocks[cell.quarters]
      line += character == " " || !colour ? String(character) : paint(String(character), cell.series)
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  private func paint(_ text: String, _ series: Int) -> String {
    guard colour, panel.series.indices.contains(series) else { return text }
    let hue = Chart.terminalPalette[panel.series[series].hue % Chart.terminalPalette.count]
    return "\u{1B}[38;5;\(hue)m\(text)\u{1B}[0m"
  }
}
