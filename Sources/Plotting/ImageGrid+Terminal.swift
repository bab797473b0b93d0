extension ImageGrid {
  /// The narrowest tile, in columns.
  private static let narrowest = 14

  /// With colours a character shows two pixels, one above the other; without, one of five or ten shades
  /// stands for the mean of two, light where the picture is light.
  public func terminalPicture(columns: Int, rows: Int, style: TerminalStyle, colour: Bool) throws(PlotError)
    -> String
  {
    try check()
    let across = max(1, min(tiles.count, columns / (Self.narrowest + 2)))
    let down = (tiles.count + across - 1) / across
    // A few pictures may be larger, as far as the rows go.
    let high = max(Self.narrowest / 2, (rows - 1) / down - captionLines - 1)
    let side = max(1, min(columns / across - 2, 2 * high))
    let brush = DrawingStyle(style: style, colour: colour)
    var lines: [String] = []
    if !title.isEmpty {
      let text = PlainText.cut(PlainText.shown(title, style), to: columns, style)
      lines.append(brush.bold(PlainText.centred(text, in: max(across * (side + 2), PlainText.width(text)))))
    }
    let captions = captions(cutTo: side + 1, style)
    for first in stride(from: 0, to: tiles.count, by: across) {
      let row = tiles[first..<min(first + across, tiles.count)]
      let pictures = row.map { Self.lines(of: $0.picture, side: side, style: style, colour: colour) }
      for line in 0..<(pictures.map(\.count).max() ?? 0) {
        lines.append(joined(pictures.map { line < $0.count ? $0[line] : ("", 0) }, width: side + 2))
      }
      for line in 0..<captionLines {
        let captions = row.indices.map { (captions[line][$0], PlainText.width(captions[line][$0])) }
        lines.append(joined(captions, width: side + 2))
      }
      if first + across < tiles.count { lines.append("") }
    }
    return lines.joined(separator: "\n")
  }

  /// The captions of all tiles, line by line, cut: lists behind a whole name, others so that different ones
  /// differ.
  func captions(cutTo limit: Int, _ style: TerminalStyle) -> [[String]] {
    (0..<captionLines).map { line in
      let texts = tiles.map { line < $0.captions.count ? $0.captions[line].listed(to: limit, style) : "" }
      return PlainText.apart(texts, to: limit, style)
    }
  }

  /// Pieces of known width, each at its column, without blanks behind the last.
  private func joined(_ pieces: [(text: String, width: Int)], width: Int) -> String {
    var line = ""
    var pending = 0
    for piece in pieces {
      if piece.width > 0 {
        line += String(repeating: " ", count: pending) + piece.text
        pending = 0
      }
      pending += width - piece.width
    }
    return line
  }

  /// A picture as lines, each with its width in columns.
  private static func lines(
    of picture: Picture, side: Int, style: TerminalStyle, colour: Bool
  ) -> [(text: String, width: Int)] {
    var picture = picture.fitted(to: side)
    let scale = side / max(picture.width, picture.height)
    if scale > 1 { picture = picture.magnified(scale) }
    return stride(from: 0, to: picture.height, by: 2).map { y in
      var text = ""
      if colour, style == .blocks {
        var last = (upper: -1, lower: -1)
        for x in 0..<picture.width {
          let upper = TerminalColour.nearest(picture.colour(x, y))
          let lower = y + 1 < picture.height ? TerminalColour.nearest(picture.colour(x, y + 1)) : -1
          if (upper, lower) != last {
            // Below the last row of an odd height is the terminal's own background.
            text += "\u{1B}[38;5;\(upper);" + (lower < 0 ? "49" : "48;5;\(lower)") + "m"
            last = (upper, lower)
          }
          text += "▀"
        }
        text += "\u{1B}[0m"
      } else {
        let shades: [Character] = style == .blocks ? Array(" ░▒▓█") : Array(" .:-=+*#%@")
        for x in 0..<picture.width {
          let upper = TerminalColour.brightness(picture.colour(x, y))
          let lower = y + 1 < picture.height ? TerminalColour.brightness(picture.colour(x, y + 1)) : upper
          text.append(shades[min(shades.count - 1, (upper + lower) * shades.count / 512)])
        }
      }
      return (text, picture.width)
    }
  }
}

extension ImageGrid.Picture {
  /// Each pixel as a square of `scale` x `scale`.
  fileprivate func magnified(_ scale: Int) -> ImageGrid.Picture {
    var result: [UInt8] = []
    result.reserveCapacity(pixels.count * scale * scale)
    for y in 0..<height * scale {
      for x in 0..<width * scale {
        let start = (y / scale * width + x / scale) * 3
        result += pixels[start..<start + 3]
      }
    }
    return ImageGrid.Picture(width: width * scale, height: height * scale, channels: 3, pixels: result)
  }
}

/// The 256 colours of terminals: 16 of their own, a cube of 6 x 6 x 6, and 24 grays.
enum TerminalColour {
  private static let steps = [0, 95, 135, 175, 215, 255]

  /// The nearest colour of cube and grays; the 16 first hang on the person's settings.
  static func nearest(_ colour: (red: Int, green: Int, blue: Int)) -> Int {
    func step(_ value: Int) -> Int {
      steps.indices.min { abs(steps[$0] - value) < abs(steps[$1] - value) } ?? 0
    }
    let (red, green, blue) = (step(colour.red), step(colour.green), step(colour.blue))
    let gray = max(0, min(23, ((colour.red + colour.green + colour.blue) / 3 - 3) / 10))
    let grayValue = 8 + 10 * gray
    func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
      let (x, y, z) = (r - colour.red, g - colour.green, b - colour.blue)
      return x * x + y * y + z * z
    }
    let ofCube = distance(steps[red], steps[green], steps[blue])
    return distance(grayValue, grayValue, grayValue) < ofCube ? 232 + gray : 16 + 36 * red + 6 * green + blue
  }

  /// 0 black, 255 white: the luma of ITU-R 601.
  static func brightness(_ colour: (red: Int, green: Int, blue: Int)) -> Int {
    (299 * colour.red + 587 * colour.green + 114 * colour.blue) / 1000
  }
}
