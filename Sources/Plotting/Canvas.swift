/// One panel on its way to text: cells, each a sign or four quarters.
struct Canvas {
  let width: Int
  let height: Int
  private let brush: DrawingStyle
  private var cells: [Cell]

  private struct Cell {
    /// Quarters that are set: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
    var quarters = 0
    var sign: Character?
    var series = -1
    var hue = -1
  }

  init(width: Int, height: Int, brush: DrawingStyle) {
    self.width = width
    self.height = height
    self.brush = brush
    cells = [Cell](repeating: Cell(), count: width * height)
  }

  private var scale: Int { brush.usesQuarters ? 2 : 1 }

  /// The row that a value falls into, for curves and for the marks of the axis.
  func row(of value: Double, in range: Interval) -> Int {
    dot(1 - range.share(of: value), height * scale) / scale
  }

  /// Shades what lies in the band of a series, row by row of characters; curves are drawn over it.
  mutating func drawBand(of series: Series, _ index: Int, in bounds: Figure.Bounds) {
    let points = series.band.filter(\.isDrawable)
    func column(_ x: Double) -> Int { dot(bounds.x.share(of: x), width) }
    func row(_ y: Double) -> Int { dot(1 - bounds.y.share(of: y), height) }
    func shade(_ column: Int, _ low: Double, _ high: Double) {
      for row in min(row(high), row(low))...max(row(high), row(low)) {
        let place = row * width + column
        guard cells[place].series < 0 else { continue }
        cells[place] = Cell(sign: brush.shade, series: index, hue: series.hue)
      }
    }
    for point in points { shade(column(point.x), point.low, point.high) }
    for (one, other) in zip(points, points.dropFirst()) where other.x > one.x {
      for column in column(one.x)...max(column(one.x), column(other.x)) {
        let x = bounds.x.low + bounds.x.span * (Double(column) / Double(max(width - 1, 1)))
        let share = min(max((x - one.x) / (other.x - one.x), 0), 1)
        shade(column, one.low + (other.low - one.low) * share, one.high + (other.high - one.high) * share)
      }
    }
  }

  /// Draws a curve over what stands there already.
  ///
  /// - Complexity: O(points), and at most about sixteen lines for each column.
  mutating func draw(_ series: Series, _ index: Int, in bounds: Figure.Bounds) {
    let (across, down) = (width * scale, height * scale)
    func place(_ point: Series.Point) -> (x: Int, y: Int) {
      (dot(bounds.x.share(of: point.x), across), dot(1 - bounds.y.share(of: point.y), down))
    }
    var last: (x: Int, y: Int)?
    // How far the pen has gone, for the dashes.
    var way = 0
    for point in series.thinned(to: across, over: bounds.x) {
      guard point.isDrawable else {
        last = nil
        continue
      }
      let end = place(point)
      let start = last ?? end
      let steps = max(abs(end.x - start.x), abs(end.y - start.y))
      for step in (last == nil ? 0 : min(1, steps))...steps {
        let share = steps == 0 ? 1 : Double(step) / Double(steps)
        let x = start.x + Int(saturating: (Double(end.x - start.x) * share).rounded())
        let y = start.y + Int(saturating: (Double(end.y - start.y) * share).rounded())
        way += step > 0 || last == nil ? 1 : 0
        if series.isDashed, brush.usesQuarters, (way - 1) % 6 >= 3 { continue }
        set(x, y, series, index)
      }
      last = end
    }
    guard brush.usesQuarters else { return }
    let across4 = max(1, across / 4)
    let dots = series.showsPoints && series.points.count <= across4 ? series.points : series.lonePoints
    for point in dots where point.isDrawable {
      let (x, y) = place(point)
      set(x, y, series, index)
      cells[y / 2 * width + x / 2].sign = brush.dot(series)
    }
  }

  private func dot(_ share: Double, _ count: Int) -> Int {
    max(0, min(count - 1, Int(saturating: share * Double(count - 1) + 0.5)))
  }

  private mutating func set(_ x: Int, _ y: Int, _ series: Series, _ index: Int) {
    let place = y / scale * width + x / scale
    if brush.usesQuarters {
      // A cell has one colour: the later curve takes it.
      // A shade gives way to any curve.
      if cells[place].hue != series.hue || cells[place].sign == brush.shade { cells[place] = Cell() }
      cells[place].quarters |= 1 << ((y % 2) * 2 + x % 2)
    } else {
      cells[place].sign = brush.sign(series, index)
    }
    cells[place].series = index
    cells[place].hue = series.hue
  }

  private static let blocks: [Character] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")

  /// A row as text, neighbours of one colour in one escape sequence.
  func line(_ row: Int, _ series: [Series]) -> String {
    var line = ""
    var run = ""
    var hue = -1
    func flush() {
      line +=
        run.contains { $0 != " " } && series.contains { $0.hue == hue } ? brush.paint(run, hue: hue) : run
      run = ""
    }
    let cells = self.cells[row * width..<(row + 1) * width]
    let end = cells.lastIndex { $0.series >= 0 }.map { $0 + 1 } ?? cells.startIndex
    for cell in cells[..<end] {
      let owner = cell.series < 0 ? hue : cell.hue
      if owner != hue { flush() }
      hue = owner
      run.append(cell.sign ?? Self.blocks[cell.quarters])
    }
    flush()
    return line
  }
}
