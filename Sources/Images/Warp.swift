/// Transforms an image with bilinear interpolation, like scipy's `affine_transform` with order 1.
///
/// - Parameters:
///   - source: channels * height * width values in channel, row, column order.
///   - channels: The number of channels.
///   - height: The height in pixels.
///   - width: The width in pixels.
///   - map: The transformation about the center.
///   - fill: The values outside the image.
///   - destination: The result in the same order.
/// - Precondition: `source` and `destination` have as many values as the sizes say.
/// - Complexity: O(pixels).
package func warp(
  _ source: Span<Float>, channels: Int, height: Int, width: Int, by map: AffineMap, fill: FillMode,
  into destination: inout MutableSpan<Float>
) {
  precondition(channels >= 0 && height >= 0 && width >= 0)
  precondition(source.count == channels * height * width && destination.count == source.count)
  guard source.count > 0 else { return }
  let warp = Warp(channels: channels, height: height, width: width, map: map, fill: fill)
  source.withUnsafeBufferPointer { source in
    destination.withUnsafeMutableBufferPointer { destination in
      guard let from = source.baseAddress, let to = destination.baseAddress else { return }
      for y in 0..<height { warp.drawRow(y, from: from, to: to) }
    }
  }
}

private struct Warp {
  let channels: Int
  let height: Int
  let width: Int
  let map: AffineMap
  let fill: FillMode

  /// Where a row's pixels lie in the source: a line.
  struct Line {
    let stepX: Double
    let stepY: Double
    let centre: Double
    let startX: Double
    let startY: Double

    @inline(__always)
    func point(_ x: Int) -> (x: Double, y: Double) {
      let fromCentre = Double(x) - centre
      return (stepX * fromCentre + startX, stepY * fromCentre + startY)
    }
  }

  private func line(_ y: Int) -> Line {
    let centreX = Double(width - 1) / 2
    let centreY = Double(height - 1) / 2
    let fromCentre = Double(y) - centreY
    return Line(
      stepX: map.a, stepY: map.d, centre: centreX, startX: map.b * fromCentre + map.c + centreX,
      startY: map.e * fromCentre + map.f + centreY)
  }

  func drawRow(_ y: Int, from source: UnsafePointer<Float>, to destination: UnsafeMutablePointer<Float>) {
    let line = line(y)
    let interior = interior(of: line)
    let row = destination + y * width
    let plane = height * width
    for x in 0..<interior.lowerBound { drawBorder(line.point(x), source, row + x) }
    for x in interior {
      let point = line.point(x)
      let column = Int(point.x)
      let top = Int(point.y)
      let right = Float(point.x - Double(column))
      let below = Float(point.y - Double(top))
      var pixel = source + top * width + column
      var target = row + x
      for _ in 0..<channels {
        let upper = pixel[0] + (pixel[1] - pixel[0]) * right
        let lower = pixel[width] + (pixel[width + 1] - pixel[width]) * right
        target.pointee = upper + (lower - upper) * below
        pixel += plane
        target += plane
      }
    }
    for x in interior.upperBound..<width { drawBorder(line.point(x), source, row + x) }
  }

  /// The row's pixels that have four neighbours in the source. They follow one another: the line is straight,
  /// and rounding keeps the order of its points.
  private func interior(of line: Line) -> Range<Int> {
    func isInterior(_ x: Int) -> Bool {
      let point = line.point(x)
      return point.x >= 0 && point.y >= 0 && point.x < Double(width - 1) && point.y < Double(height - 1)
    }
    // Where the line enters and leaves, from real numbers; a pixel more or less on either side is settled by
    // looking.
    var low = 0.0
    var high = Double(width)
    for (step, start, size) in [(line.stepX, line.startX, width), (line.stepY, line.startY, height)]
    where step != 0 {
      let first = -start / step + line.centre
      let second = (Double(size - 1) - start) / step + line.centre
      guard first.isFinite, second.isFinite else { return 0..<0 }
      low = max(low, min(first, second).rounded(.down) - 1)
      high = min(high, max(first, second).rounded(.up) + 2)
    }
    guard low < high else { return 0..<0 }
    var lower = Int(low)
    var upper = Int(high)
    while lower < upper, !isInterior(lower) { lower += 1 }
    while upper > lower, !isInterior(upper - 1) { upper -= 1 }
    return lower..<upper
  }

  private func drawBorder(
    _ point: (x: Double, y: Double), _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    let plane = height * width
    guard let x = fill.inside(point.x, size: width), let y = fill.inside(point.y, size: height) else {
      guard case .constant(let value) = fill else { return }
      for channel in 0..<channels { target[channel * plane] = value }
      return
    }
    let column = Int(x)
    let top = Int(y)
    let right = Float(x - Double(column))
    let below = Float(y - Double(top))
    // At the last pixel there is no neighbour, and its share is zero.
    let across = column + 1 < width ? 1 : 0
    let down = top + 1 < height ? width : 0
    for channel in 0..<channels {
      let pixel = source + channel * plane + top * width + column
      let upper = pixel[0] + (pixel[across] - pixel[0]) * right
      let lower = pixel[down] + (pixel[down + across] - pixel[down]) * right
      target[channel * plane] = upper + (lower - upper) * below
    }
  }
}
