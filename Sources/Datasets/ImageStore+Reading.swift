public import Images

/// Reading single images.
extension ImageStore {
  /// A copy of the image at an index; one of numbers as a picture to look at (`FloatImage.picture`).
  ///
  /// - Throws: `DataError` where the image isn't in memory and can't be read any more.
  public func image(_ index: Int) throws(DataError) -> Image {
    if holdsFloats { return try floatImage(index).picture }
    let shape = shape(index)
    return Image(
      width: shape.width, height: shape.height, channels: shape.channels,
      pixels: try withPixels(index) { Array($0) })
  }

  /// A copy of the image at an index as numbers; bytes as numbers from 0 to 1.
  ///
  /// - Throws: As `image`.
  public func floatImage(_ index: Int) throws(DataError) -> FloatImage {
    guard holdsFloats else { return FloatImage(try image(index)) }
    let shape = shape(index)
    return FloatImage(
      width: shape.width, height: shape.height, channels: shape.channels,
      values: try withValues(index) { Array($0) })
  }

  /// Calls `body` with the interleaved bytes of the image at an index.
  ///
  /// - Precondition: The images are of bytes.
  /// - Throws: As `image`.
  public func withPixels<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    precondition(!holdsFloats, "these images are numbers")
    guard backing == nil else {
      return try withOutside(index) { bytes throws(DataError) in try body(bytes.bindMemory(to: UInt8.self)) }
    }
    return try with(index..<index + 1, of: byteBlocks, body)
  }

  /// Calls `body` with the interleaved numbers of the image at an index.
  ///
  /// - Precondition: The images are of numbers.
  /// - Throws: As `image`.
  public func withValues<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<Float>) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    precondition(holdsFloats, "these images are bytes")
    guard backing == nil else {
      return try withOutside(index) { bytes throws(DataError) in try body(bytes.bindMemory(to: Float.self)) }
    }
    return try with(index..<index + 1, of: floatBlocks, body)
  }

  /// Calls `body` with the content of adjacent images, be they bytes or numbers; without copying, where they
  /// are in memory.
  ///
  /// - Precondition: One image, or more if the store `hasNeighbours`.
  func withContent<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    guard backing == nil else {
      precondition(range.count == 1)
      return try withOutside(range.lowerBound, body)
    }
    return holdsFloats
      ? try with(range, of: floatBlocks) { values throws(DataError) in
        try body(UnsafeRawBufferPointer(values))
      }
      : try with(range, of: byteBlocks) { bytes throws(DataError) in try body(UnsafeRawBufferPointer(bytes)) }
  }

  /// Adjacent images in memory.
  @inline(__always)
  private func with<Value, Result>(
    _ range: Range<Int>, of blocks: [[Value]],
    _ body: (UnsafeBufferPointer<Value>) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && (isOneBlock || range.count == 1))
    guard isOneBlock else {
      return try blocks[range.lowerBound].withUnsafeBufferPointer { buffer throws(DataError) in
        try body(buffer)
      }
    }
    let last = range.upperBound - 1
    let place = start(range.lowerBound)..<start(last) + shape(last).count
    return try blocks[0].withUnsafeBufferPointer { buffer throws(DataError) in
      try body(UnsafeBufferPointer(rebasing: buffer[place]))
    }
  }

  /// An image that isn't in memory.
  private func withOutside<Result>(
    _ index: Int, _ body: (UnsafeRawBufferPointer) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    guard let backing else { preconditionFailure("these images are in memory") }
    let shape = shape(index)
    let content = UnsafeMutableRawBufferPointer.allocate(
      byteCount: shape.count * (holdsFloats ? 4 : 1), alignment: 16)
    defer { content.deallocate() }
    try backing.read(index, shape: shape, into: content)
    return try body(UnsafeRawBufferPointer(content))
  }
}
