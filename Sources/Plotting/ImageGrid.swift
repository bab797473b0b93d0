/// Pictures side by side, each with a few lines below it: samples of a data set, or a model's mistakes.
///
/// Pixels stay what they are: small pictures are magnified without smoothing, large ones reduced by means
/// over whole pixels.
///
/// ```swift
/// let grid = ImageGrid(title: "digits", tiles: [.init(picture, captions: ["7"])])
/// try grid.draw(to: "digits.png")
/// ```
public struct ImageGrid: Plot, Hashable {
  public var title: String
  public var tiles: [Tile]

  public init(title: String, tiles: [Tile]) {
    self.title = title
    self.tiles = tiles
  }

  public struct Tile: Sendable, Hashable {
    public var picture: Picture
    /// Lines below the picture.
    public var captions: [Caption]

    public init(_ picture: Picture, captions: [Caption]) {
      self.picture = picture
      self.captions = captions
    }
  }

  /// Rows from the top, pixels from the left, red, green and blue.
  public struct Picture: Sendable, Hashable {
    public let width: Int
    public let height: Int
    /// `pixels[(y * width + x) * 3 + colour]`.
    public let pixels: [UInt8]

    /// - Parameter channels: 1 gray, 3 colour, interleaved.
    /// - Precondition: At least one pixel, and as many as the sizes say.
    public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
      precondition(width > 0 && height > 0 && (channels == 1 || channels == 3))
      precondition(pixels.count == width * height * channels)
      self.width = width
      self.height = height
      self.pixels = channels == 3 ? pixels : pixels.flatMap { [$0, $0, $0] }
    }
  }
}

extension ImageGrid {
  func check() throws(PlotError) {
    guard !tiles.isEmpty else { throw .empty(title: title) }
  }

  /// How many lines the captions of a row need.
  var captionLines: Int { tiles.map(\.captions.count).max() ?? 0 }
}

extension ImageGrid.Picture {
  /// The picture at another size, each new pixel the mean of what it covers; the same picture where the size
  /// is its own.
  ///
  /// - Precondition: The size is at least 1 and at most that of the picture.
  func reduced(width newWidth: Int, height newHeight: Int) -> ImageGrid.Picture {
    if newWidth == width, newHeight == height { return self }
    let across = Self.shares(from: width, to: newWidth)
    let down = Self.shares(from: height, to: newHeight)
    var result = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        var sums = (0.0, 0.0, 0.0)
        var whole = 0.0
        for (row, high) in down[y] {
          for (column, wide) in across[x] {
            let start = (row * width + column) * 3
            let weight = high * wide
            sums.0 += weight * Double(pixels[start])
            sums.1 += weight * Double(pixels[start + 1])
            sums.2 += weight * Double(pixels[start + 2])
            whole += weight
          }
        }
        let target = (y * newWidth + x) * 3
        result[target] = UInt8((sums.0 / whole).rounded())
        result[target + 1] = UInt8((sums.1 / whole).rounded())
        result[target + 2] = UInt8((sums.2 / whole).rounded())
      }
    }
    return ImageGrid.Picture(width: newWidth, height: newHeight, channels: 3, pixels: result)
  }

  /// For each new place, the old places that it covers and how much of each.
  private static func shares(from old: Int, to new: Int) -> [[(Int, Double)]] {
    let step = Double(old) / Double(new)
    return (0..<new).map { place in
      let (low, high) = (Double(place) * step, Double(place + 1) * step)
      return (Int(low)...min(old - 1, Int(high))).compactMap { index in
        let share = min(high, Double(index + 1)) - max(low, Double(index))
        return share > 1e-9 ? (index, share) : nil
      }
    }
  }

  /// The picture reduced, if it is larger, to fit into a square.
  func fitted(to side: Int) -> ImageGrid.Picture {
    let longest = max(width, height)
    guard longest > side else { return self }
    return reduced(width: max(1, width * side / longest), height: max(1, height * side / longest))
  }

  func colour(_ x: Int, _ y: Int) -> (red: Int, green: Int, blue: Int) {
    let start = (y * width + x) * 3
    return (Int(pixels[start]), Int(pixels[start + 1]), Int(pixels[start + 2]))
  }
}
