extension Image {
  /// Resizes the image like Pillow's `resize`.
  ///
  /// The center of pixel i of n is at (i + 0.5) / n of the side (half-pixel centers). The filter is widened
  /// when shrinking (antialiasing). A horizontal and a vertical pass each round to 8 bits. Colors are
  /// weighted by alpha.
  ///
  /// - Parameters:
  ///   - width: At least 1.
  ///   - height: At least 1.
  ///   - filter: The resampling filter.
  /// - Throws: `.invalidSize` for sizes below 1 or above `pixelLimit`.
  /// - Complexity: O(input and output pixels x filter width).
  public func resizing(
    width newWidth: Int, height newHeight: Int, filter: ResizeFilter = .bilinear
  ) throws(ImageError) -> Image {
    guard newWidth > 0, newHeight > 0, newWidth <= Self.pixelLimit / newHeight else {
      throw .invalidSize("\(newWidth)x\(newHeight)")
    }
    return resized(width: newWidth, height: newHeight, filter: filter)
  }

  /// `resizing` to sizes that were checked.
  ///
  /// - Precondition: Sizes of at least 1.
  package func resized(width newWidth: Int, height newHeight: Int, filter: ResizeFilter = .bilinear) -> Image
  {
    precondition(newWidth > 0 && newHeight > 0)
    if newWidth == width, newHeight == height { return self }
    if filter == .nearest { return resizedToNearest(newWidth, newHeight) }
    var result = channels == 2 || channels == 4 ? alphaMultiplied() : self
    if newWidth != width {
      result = result.filteredAcross(ResizeTaps(from: width, to: newWidth, filter), newWidth)
    }
    if newHeight != height {
      result = result.filteredDown(ResizeTaps(from: height, to: newHeight, filter), newHeight)
    }
    return channels == 2 || channels == 4 ? result.alphaDivided() : result
  }

  private func resizedToNearest(_ newWidth: Int, _ newHeight: Int) -> Image {
    let columns = Self.nearest(from: width, to: newWidth)
    var result = [UInt8]()
    result.reserveCapacity(newWidth * newHeight * channels)
    for row in Self.nearest(from: height, to: newHeight) {
      for column in columns {
        let start = (row * width + column) * channels
        for channel in start..<start + channels { result.append(pixels[channel]) }
      }
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: result)
  }

  /// The source pixel for each target pixel. Steps are added up as Pillow does, which decides where two are
  /// equally near.
  static func nearest(from source: Int, to target: Int) -> [Int] {
    let step = Double(source) / Double(target)
    var place = step * 0.5
    return (0..<target).map { _ in
      defer { place += step }
      return min(Int(place), source - 1)
    }
  }

  private func filteredAcross(_ taps: ResizeTaps, _ newWidth: Int) -> Image {
    let size = newWidth * height * channels
    let result = [UInt8](unsafeUninitializedCapacity: size) { target, filled in
      pixels.withUnsafeBufferPointer { source in
        taps.weights.withUnsafeBufferPointer { weights in
          switch channels {
          case 1: across(taps, source, weights, target, newWidth, channels: 1)
          case 2: across(taps, source, weights, target, newWidth, channels: 2)
          case 3: across(taps, source, weights, target, newWidth, channels: 3)
          default: across(taps, source, weights, target, newWidth, channels: 4)
          }
        }
      }
      filled = size
    }
    return Image(width: newWidth, height: height, channels: channels, pixels: result)
  }

  /// Inlined once for each number of channels, so that the compiler knows the step.
  @inline(__always)
  private func across(
    _ taps: ResizeTaps, _ source: UnsafeBufferPointer<UInt8>, _ weights: UnsafeBufferPointer<Int32>,
    _ target: UnsafeMutableBufferPointer<UInt8>, _ newWidth: Int, channels: Int
  ) {
    for x in 0..<newWidth {
      let first = taps.first[x] * channels
      let weight = x * taps.width
      let count = taps.count[x]
      for y in 0..<height {
        let line = y * width * channels + first
        var sum = SIMD4<Int32>(repeating: 1 << (ResizeTaps.fractionBits - 1))
        for tap in 0..<count {
          for channel in 0..<channels {
            sum[channel] &+= Int32(source[line + tap * channels + channel]) &* weights[weight + tap]
          }
        }
        let place = (y * newWidth + x) * channels
        for channel in 0..<channels {
          target[place + channel] = UInt8(clamping: sum[channel] >> ResizeTaps.fractionBits)
        }
      }
    }
  }

  private func filteredDown(_ taps: ResizeTaps, _ newHeight: Int) -> Image {
    let line = width * channels
    let result = [UInt8](unsafeUninitializedCapacity: line * newHeight) { target, filled in
      var sums = [Int32](repeating: 0, count: line)
      pixels.withUnsafeBufferPointer { source in
        for y in 0..<newHeight {
          sums.withUnsafeMutableBufferPointer { sums in
            for place in 0..<line { sums[place] = 1 << (ResizeTaps.fractionBits - 1) }
            for tap in 0..<taps.count[y] {
              let weight = taps.weights[y * taps.width + tap]
              let row = (taps.first[y] + tap) * line
              for place in 0..<line { sums[place] &+= Int32(source[row + place]) &* weight }
            }
            for place in 0..<line {
              target[y * line + place] = UInt8(clamping: sums[place] >> ResizeTaps.fractionBits)
            }
          }
        }
      }
      filled = line * newHeight
    }
    return Image(width: width, height: newHeight, channels: channels, pixels: result)
  }

  /// Each color times alpha, rounded as Pillow does.
  private func alphaMultiplied() -> Image {
    var result = self
    for start in stride(from: 0, to: pixels.count, by: channels) {
      let alpha = UInt32(pixels[start + channels - 1])
      for place in start..<start + channels - 1 {
        let product = UInt32(pixels[place]) * alpha + 128
        result.pixels[place] = UInt8(truncatingIfNeeded: (product + product >> 8) >> 8)
      }
    }
    return result
  }

  private func alphaDivided() -> Image {
    var result = self
    for start in stride(from: 0, to: pixels.count, by: channels) {
      let alpha = UInt32(pixels[start + channels - 1])
      if alpha == 0 || alpha == 255 { continue }
      for place in start..<start + channels - 1 {
        result.pixels[place] = UInt8(clamping: 255 * UInt32(pixels[place]) / alpha)
      }
    }
    return result
  }
}
