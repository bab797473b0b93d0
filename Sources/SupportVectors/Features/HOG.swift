internal import Datasets
internal import Tensors

/// Histograms of oriented gradients: N. Dalal, B. Triggs, "Histograms of oriented gradients for human detection", CVPR 2005
/// (doi:10.1109/CVPR.2005.177).
///
/// The numbers are those of scikit-image's `hog` with its L2-Hys norm: central differences that are zero at the border, of
/// the channel with the largest gradient; each gradient counts whole in the one direction and the one cell that it falls into;
/// blocks move by one cell. The order is row and column of the block, row and column of the cell in it, direction.
struct HOG: Sendable {
  let settings: HOGSettings
  let shape: SampleShape
  private let cells: (rows: Int, columns: Int)
  private let blocks: (rows: Int, columns: Int)
  /// The directions that the bins begin at, as vectors; those at 45 degrees are exact, as gradients may be.
  private let edges: [(x: Double, y: Double)]

  init(_ settings: HOGSettings, shape: SampleShape) throws(SupportVectorError) {
    self.settings = settings
    self.shape = shape
    cells = (shape.height / settings.cell, shape.width / settings.cell)
    blocks = (cells.rows - settings.block + 1, cells.columns - settings.block + 1)
    guard blocks.rows > 0, blocks.columns > 0 else {
      throw .tooSmallForHOG(shape: shape, needed: settings.cell * settings.block)
    }
    edges = (0..<settings.orientations).map { Self.direction($0, of: settings.orientations) }
  }

  var count: Int { blocks.rows * blocks.columns * settings.block * settings.block * settings.orientations }

  private static func direction(_ bin: Int, of bins: Int) -> (x: Double, y: Double) {
    switch (4 * bin).quotientAndRemainder(dividingBy: bins) {
    case (0, 0): (1, 0)
    case (1, 0): (1, 1)
    case (2, 0): (0, 1)
    case (3, 0): (-1, 1)
    default: Elementary.direction(halfTurns: Double(bin) / Double(bins))
    }
  }

  /// - Parameter image: Planes of rows.
  func extract(_ image: UnsafePointer<Float>, into features: UnsafeMutablePointer<Float>) {
    let bins = settings.orientations
    withUnsafeTemporaryAllocation(of: Double.self, capacity: cells.rows * cells.columns * bins) { histogram in
      histogram.initialize(repeating: 0)
      count(image, into: histogram)
      normalize(histogram, into: features)
    }
  }

  private func count(_ image: UnsafePointer<Float>, into histogram: UnsafeMutableBufferPointer<Double>) {
    let (cell, bins, width, height) = (settings.cell, settings.orientations, shape.width, shape.height)
    let area = Double(cell * cell)
    for y in 0..<cells.rows * cell {
      for x in 0..<cells.columns * cell {
        var best = (x: 0.0, y: 0.0, square: -1.0)
        for channel in 0..<shape.channels {
          let pixel = image + (channel * height + y) * width + x
          let dx = x > 0 && x < width - 1 ? Double(pixel[1]) - Double(pixel[-1]) : 0
          let dy = y > 0 && y < height - 1 ? Double(pixel[width]) - Double(pixel[-width]) : 0
          let square = dx * dx + dy * dy
          if square > best.square { best = (dx, dy, square) }
        }
        guard best.square > 0 else { continue }
        let bin = bin(of: best.x, best.y)
        histogram[(y / cell * cells.columns + x / cell) * bins + bin] += best.square.squareRoot() / area
      }
    }
  }

  /// The bin of a direction, without its sense: the last edge that it has reached.
  private func bin(of x: Double, _ y: Double) -> Int {
    // Turned into the upper half; directions along the axis are in bin 0 either way.
    let (x, y) = y < 0 || y == 0 && x < 0 ? (-x, -y) : (x, y)
    var bin = edges.count - 1
    while bin > 0, edges[bin].x * y - edges[bin].y * x < 0 { bin -= 1 }
    return bin
  }

  private func normalize(_ histogram: UnsafeMutableBufferPointer<Double>, into features: UnsafeMutablePointer<Float>) {
    let (side, bins) = (settings.block, settings.orientations)
    let smallest = 1e-5 * 1e-5
    var target = features
    for row in 0..<blocks.rows {
      for column in 0..<blocks.columns {
        func each(_ body: (Int, Int) -> Void) {
          var place = 0
          for y in row..<row + side {
            for index in (y * cells.columns + column) * bins..<(y * cells.columns + column + side) * bins {
              body(place, index)
              place += 1
            }
          }
        }
        var square = 0.0
        each { square += histogram[$1] * histogram[$1] }
        let norm = (square + smallest).squareRoot()
        var clipped = 0.0
        each {
          let value = min(histogram[$1] / norm, 0.2)
          clipped += value * value
        }
        let second = (clipped + smallest).squareRoot()
        each { target[$0] = Float(min(histogram[$1] / norm, 0.2) / second) }
        target += side * side * bins
      }
    }
  }
}
