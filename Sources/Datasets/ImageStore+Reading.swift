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
    return try withContent(index..<index + 1) { bytes throws(DataError) in
      try body(bytes.bindMemory(to: UInt8.self))
    }
  }

  /// Calls `body` with the interleaved numbers of the image at an index.
  ///
  /// - Precondition: The images are of numbers.
  /// - Throws: As `image`.
  public func withValues<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<Float>) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    precondition(holdsFloats, "these images are bytes")
    return try withContent(index..<index + 1) { bytes throws(DataError) in
      try body(bytes.bindMemory(to: Float.self))
    }
  }

  /// Calls `body` with the content of adjacent images, be they bytes or numbers; without copying, where they
  /// are in memory.
  ///
  /// - Precondition: One image, or more if the store `hasNeighbours`.
  func withContent<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && (isOneBlock || range.count == 1))
    switch blocks {
    case .bytes(let blocks):
      let (block, place) = place(of: range, blocks)
      return try blocks[block].withUnsafeBufferPointer { buffer throws(DataError) in
        try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[place])))
      }
    case .floats(let blocks):
      let (block, place) = place(of: range, blocks)
      return try blocks[block].withUnsafeBufferPointer { buffer throws(DataError) in
        try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[place])))
      }
    case .outside(let backing):
      let shape = shape(range.lowerBound)
      let content = UnsafeMutableRawBufferPointer.allocate(
        byteCount: shape.count * (backing.holdsFloats ? 4 : 1), alignment: 16)
      defer { content.deallocate() }
      try backing.read(range.lowerBound, shape: shape, into: content)
      return try body(UnsafeRawBufferPointer(content))
    }
  }

  /// In which block adjacent images are, and where there.
  private func place<Value>(of range: Range<Int>, _ blocks: [[Value]]) -> (block: Int, place: Range<Int>) {
    let last = range.upperBound - 1
    guard isOneBlock else { return (last, 0..<blocks[last].count) }
    return (0, start(range.lowerBound)..<start(last) + shape(last).count)
  }
}
