internal import Datasets
internal import Tensors

/// Histograms of oriented gradients: N. Dalal, B. Triggs, "Histograms of oriented gradients for human
/// detection", CVPR 2005 (doi:10.1109/CVPR.2005.177).
///
/// The numbers are those of scikit-image's `hog` of bytes with its L2-Hys norm (`hog(image, channel_axis=-1)`
/// of colors): central differences that are zero at the border, of the channel with the largest gradient,
/// the first of equal ones; each gradient counts whole in the one direction and the one cell that it falls
/// into; blocks move by one cell. The order is row and column of the block, row and column of the cell in it,
/// direction.
///
/// Differences of bytes are whole numbers, so equal gradients are equal and one that lies on the edge between
/// two bins is on it: `pixel / 255` in floats would break such ties by rounding.
struct HOG: Sendable {
  let settings: HOGSettings
  let shape: SampleShape
  private let cells: (rows: Int, columns: Int)
  private let blocks: (rows: Int, columns: Int)
  /// The directions that the bins begin at, as vectors.
  private let edges: [(x: Double, y: Double)]
  /// The bins of 45, 90 and 135 degrees, the only directions of whole numbers that an edge can have, but for
  /// 0.
  private let exactBins: (rising: Int, upright: Int, falling: Int)

  init(_ settings: HOGSettings, shape: SampleShape) throws(SupportVectorError) {
    self.settings = settings
    self.shape = shape
    cells = (shape.height / settings.cell, shape.width / settings.cell)
    blocks = (cells.rows - settings.block + 1, cells.columns - settings.block + 1)
    guard blocks.rows > 0, blocks.columns > 0 else {
      throw .tooSmallForHOG(shape: shape, needed: settings.cell * settings.block)
    }
    // In degrees and in this order, as scikit-image has them: with 78 bins, bin 39 begins just below 90
    // degrees.
    let width = 180 / Double(settings.orientations)
    let starts = (0..<settings.orientations).map { width * Double($0) }
    edges = starts.map { ElementaryFunctions.direction(halfTurns: $0 / 180) }
    func bin(of degrees: Double) -> Int { starts.lastIndex { $0 <= degrees } ?? 0 }
    exactBins = (bin(of: 45), bin(of: 90), bin(of: 135))
  }

  var count: Int { blocks.rows * blocks.columns * settings.block * settings.block * settings.orientations }

  /// - Parameters:
  ///   - image: Planes of rows.
  ///   - units: What a difference of 1 in each channel counts, where 255 is that of black and white.
  func extract(_ image: UnsafePointer<Float>, units: [Double], into features: UnsafeMutablePointer<Float>) {
    let bins = settings.orientations
    withUnsafeTemporaryAllocation(of: Float.self, capacity: cells.rows * cells.columns * bins) { histogram in
      histogram.initialize(repeating: 0)
      count(image, units, into: histogram)
      normalize(histogram, into: features)
    }
  }

  private func count(
    _ image: UnsafePointer<Float>, _ units: [Double], into histogram: UnsafeMutableBufferPointer<Float>
  ) {
    let (cell, bins, width, height) = (settings.cell, settings.orientations, shape.width, shape.height)
    for y in 0..<cells.rows * cell {
      for x in 0..<cells.columns * cell {
        var best = (x: 0.0, y: 0.0, square: 0.0, unit: 0.0)
        for channel in 0..<shape.channels {
          let pixel = image + (channel * height + y) * width + x
          let unit = units[channel]
          let dx = x > 0 && x < width - 1 ? Double(pixel[1]) - Double(pixel[-1]) : 0
          let dy = y > 0 && y < height - 1 ? Double(pixel[width]) - Double(pixel[-width]) : 0
          let square = dx * dx + dy * dy
          if square * unit * unit > best.square * best.unit * best.unit { best = (dx, dy, square, unit) }
        }
        guard best.square > 0 else { continue }
        let place = (y / cell * cells.columns + x / cell) * bins + bin(of: best.x, best.y)
        // scikit-image adds in this order to a float.
        histogram[place] = Float(Double(histogram[place]) + best.square.squareRoot() * best.unit)
      }
    }
    let area = Float(cell * cell)
    for place in histogram.indices { histogram[place] /= area }
  }

  /// The bin of a direction, without its sense: the last edge that it has reached.
  private func bin(of x: Double, _ y: Double) -> Int {
    if y == 0 { return 0 }
    if x == 0 { return exactBins.upright }
    if abs(x) == abs(y) { return x == y ? exactBins.rising : exactBins.falling }
    // Turned into the upper half.
    let (x, y) = y < 0 ? (-x, -y) : (x, y)
    var bin = edges.count - 1
    while bin > 0, edges[bin].x * y - edges[bin].y * x < 0 { bin -= 1 }
    return bin
  }

  private func normalize(
    _ histogram: UnsafeMutableBufferPointer<Float>, into features: UnsafeMutablePointer<Float>
  ) {
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
        each { square += Double(histogram[$1]) * Double(histogram[$1]) }
        let norm = (square + smallest).squareRoot()
        var clipped = 0.0
        each {
          let value = min(Double(histogram[$1]) / norm, 0.2)
          clipped += value * value
        }
        let second = (clipped + smallest).squareRoot()
        each { target[$0] = Float(min(Double(histogram[$1]) / norm, 0.2) / second) }
        target += side * side * bins
      }
    }
  }
}
