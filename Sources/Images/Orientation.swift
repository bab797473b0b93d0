/// How a camera was held: EXIF's tag 0x0112, 1 to 8.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored, upsideDown, flipped, transposed, rightSideUp, transversed, leftSideUp

  /// Whether rows of the file are columns of the picture.
  var swapsSides: Bool { rawValue >= 5 }

  /// The orientation that a JPEG file tells; upright where it tells none or one that makes no sense.
  init(jpeg bytes: [UInt8]) {
    var exif: ArraySlice<UInt8>?
    var xmp: ArraySlice<UInt8>?
    for segment in JPEGSegments(bytes) where segment.marker == 0xE1 {
      if exif == nil, segment.content.starts(with: Metadata.exifHead) { exif = segment.content }
      if xmp == nil, segment.content.starts(with: Metadata.xmpHead) { xmp = segment.content }
    }
    self.init(exif: exif, xmp: xmp)
  }

  /// The orientation that what libpng found in a PNG file tells.
  ///
  /// - Parameter profile: The text "Raw profile type exif": three lines of words, then EXIF in hexadecimal
  ///   digits.
  init(exif: [UInt8]?, profile: String?, xmp: String?) {
    self.init(exif: (exif ?? profile.map(Metadata.bytes))?[...], xmp: xmp.map { Array($0.utf8)[...] })
  }

  /// XMP counts where EXIF hasn't got the tag, as Pillow has it.
  private init(exif: ArraySlice<UInt8>?, xmp: ArraySlice<UInt8>?) {
    let value = exif.flatMap(Metadata.orientation(exif:)) ?? xmp.flatMap(Metadata.orientation(xmp:))
    self = value.flatMap(Orientation.init(rawValue:)) ?? .upright
  }
}

extension Orientation {
  /// Pixels with interleaved channels, row by row, in the order of the turned picture.
  ///
  /// - Parameters:
  ///   - width: As in the file.
  ///   - height: As in the file.
  func turned<Value>(_ pixels: [Value], width: Int, height: Int, channels: Int) -> [Value] {
    let (newWidth, newHeight) = swapsSides ? (height, width) : (width, height)
    // The place in the file of the picture's first pixel, and the way from there to the right and down.
    let (right, bottom) = (width - 1, (height - 1) * width)
    let (start, across, down) =
      switch self {
      case .upright: (0, 1, width)
      case .mirrored: (right, -1, width)
      case .upsideDown: (bottom + right, -1, -width)
      case .flipped: (bottom, 1, -width)
      case .transposed: (0, width, 1)
      case .rightSideUp: (bottom, -width, 1)
      case .transversed: (bottom + right, -width, -1)
      case .leftSideUp: (right, width, -1)
      }
    var result: [Value] = []
    result.reserveCapacity(pixels.count)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let source = (start + y * down + x * across) * channels
        for channel in 0..<channels { result.append(pixels[source + channel]) }
      }
    }
    return result
  }
}

extension Image {
  /// The picture as it looked to who held the camera.
  func oriented(_ orientation: Orientation) -> Image {
    if orientation == .upright { return self }
    let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
    return Image(
      width: newWidth, height: newHeight, channels: channels,
      pixels: orientation.turned(pixels, width: width, height: height, channels: channels))
  }
}
