extension ImageGrid {
  /// Distances in points.
  private enum Layout {
    /// The side of the square that a picture fits into: 168 pixels of a PNG, a multiple of 28, 24, 21, 14,
    /// 12, 8, …
    static let side = 84
    static let gap = 14
    static let margin = 18
    static let title = 30
    static let captionLine = 13
    /// What a character of a caption takes.
    static let character = 5.2
    /// A cell is never wider, whatever its captions: they are cut.
    static let widest = 150
    static let longestTitle = 100
  }

  private var across: Int {
    let root = Int(Double(tiles.count).squareRoot().rounded(.up))
    return tiles.count <= 5 ? max(1, tiles.count) : min(12, root)
  }

  private var down: Int { (tiles.count + across - 1) / across }

  private var cellWidth: Int {
    let longest = tiles.flatMap { $0.captions.map { PlainText.width(PlainText.oneLine($0.text)) } }.max() ?? 0
    return max(Layout.side, min(Layout.widest, Int((Double(longest) * Layout.character).rounded(.up))))
  }

  private var cellHeight: Int { Layout.side + 4 + captionLines * Layout.captionLine }

  public var size: (width: Int, height: Int) {
    let title =
      self.title.isEmpty
      ? 0 : 8 * min(PlainText.width(PlainText.oneLine(self.title)), Layout.longestTitle) + 20
    return (
      max(title, across * (cellWidth + Layout.gap) - Layout.gap + 2 * Layout.margin),
      down * (cellHeight + Layout.gap) - Layout.gap + 2 * Layout.margin
        + (self.title.isEmpty ? 0 : Layout.title)
    )
  }

  public func gnuplotCommands() throws(PlotError) -> [String] {
    try check()
    let (width, height) = size
    // One unit is one point, counted from the lower left.
    var lines = [
      "set lmargin at screen 0; set rmargin at screen 1; set bmargin at screen 0; set tmargin at screen 1",
      "set xrange [0:\(width)]; set yrange [0:\(height)]", "unset border; unset tics; unset key",
    ]
    if !title.isEmpty {
      lines.append(
        "set label \(GnuplotText.quoted(title, limit: Layout.longestTitle)) at "
          + "\(Double(width) / 2),\(height - 24) center "
          + "noenhanced font ',14'")
    }
    let used = across * (cellWidth + Layout.gap) - Layout.gap
    let left = (width - used) / 2
    let top = height - Layout.margin - (title.isEmpty ? 0 : Layout.title)
    let longestCaption = Int(saturating: Double(cellWidth + Layout.gap) / Layout.character)
    let captions = captions(cutTo: longestCaption, .blocks)
    var layers: [String] = []
    for (index, tile) in tiles.enumerated() {
      let x = left + index % across * (cellWidth + Layout.gap)
      let y = top - index / across * (cellHeight + Layout.gap)
      let (data, layer) = picture(tile.picture, index, centre: Double(x) + Double(cellWidth) / 2, top: y)
      lines += data
      layers.append(layer)
      for line in tile.captions.indices {
        let caption = captions[line][index]
        let base = y - Layout.side - 4 - line * Layout.captionLine - Layout.captionLine / 2
        lines.append(
          "set label \(GnuplotText.quoted(caption)) at \(Double(x) + Double(cellWidth) / 2),\(base) "
            + "center noenhanced font ',9'")
      }
    }
    return lines + ["plot " + layers.joined(separator: ", \\\n  ")]
  }

  /// A picture's pixels as data, and the layer that draws them: each pixel a whole number of a PNG's pixels,
  /// so that all are equally large and sharp.
  private func picture(_ picture: Picture, _ index: Int, centre: Double, top: Int) -> (
    data: [String], layer: String
  ) {
    // A point has two pixels.
    let picture = picture.fitted(to: Layout.side * 2)
    let scale = max(1, Layout.side * 2 / max(picture.width, picture.height))
    let pixel = Double(scale) / 2
    let left = ((centre - Double(picture.width) * pixel / 2) * 2).rounded() / 2
    // In the middle of its square.
    let above = ((Double(Layout.side) - Double(picture.height) * pixel)).rounded(.down) / 2
    let upper = (Double(top) - above) - pixel / 2
    var lines = ["$tile\(index) << EOD"]
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let colour = picture.colour(x, y)
        lines.append("\(x) \(y) \(colour.red) \(colour.green) \(colour.blue)")
      }
    }
    lines.append("EOD")
    return (
      lines,
      "$tile\(index) using (\(left + pixel / 2)+\(pixel)*$1):(\(upper)-\(pixel)*$2):3:4:5 with rgbimage"
    )
  }
}
