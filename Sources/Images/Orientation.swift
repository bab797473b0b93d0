/// How a camera was held: EXIF's tag 0x0112, 1 to 8.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored, upsideDown, flipped, transposed, rightSideUp, transversed, leftSideUp

  /// Whether rows of the file are columns of the picture.
  var swapsSides: Bool { rawValue >= 5 }

  /// The orientation that a JPEG file's EXIF segment tells; upright where there is none or it makes no sense.
  ///
  /// Every number in the file is held against what is there before it is followed, so no file can lead out of its bytes.
  init(jpeg bytes: [UInt8]) {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if marker == 0xFF {
        // Fill bytes may stand before a marker.
        position += 1
        continue
      }
      if marker == 0x01 || (0xD0...0xD7).contains(marker) {
        position += 2
        continue
      }
      // The pictures' data follows SOS; EXIF stands before it.
      if marker == 0xDA || marker == 0xD9 { break }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let end = position + 2 + length
      guard length >= 2, end <= bytes.count else { break }
      if marker == 0xE1, let found = Orientation(exif: bytes[position + 4..<end]) {
        self = found
        return
      }
      position = end
    }
    self = .upright
  }

  /// The orientation in the contents of an APP1 segment: "Exif", two zeros and a TIFF file, whose first directory holds it.
  init?(exif segment: ArraySlice<UInt8>) {
    guard segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) else { return nil }
    let tiff = segment.dropFirst(6)
    let isLittle: Bool
    if tiff.starts(with: [0x49, 0x49, 42, 0]) {
      isLittle = true
    } else if tiff.starts(with: [0x4D, 0x4D, 0, 42]) {
      isLittle = false
    } else {
      return nil
    }
    func number(at offset: Int, size: Int) -> Int? {
      guard offset >= 0, offset + size <= tiff.count else { return nil }
      let part = tiff[tiff.startIndex + offset..<tiff.startIndex + offset + size]
      return isLittle
        ? part.reversed().reduce(0) { $0 << 8 | Int($1) }
        : part.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(at: 4, size: 4), let entries = number(at: directory, size: 2) else { return nil }
    for entry in 0..<entries {
      let start = directory + 2 + entry * 12
      guard let tag = number(at: start, size: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      // A SHORT, once.
      guard number(at: start + 2, size: 2) == 3, number(at: start + 4, size: 4) == 1 else { return nil }
      guard let value = number(at: start + 8, size: 2) else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}

extension Image {
  /// The picture as it looked to who held the camera.
  func oriented(_ orientation: Orientation) -> Image {
    if orientation == .upright { return self }
    let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
    // The place in the file of the picture's first pixel, and the way from there to the right and down.
    let (right, bottom) = (width - 1, (height - 1) * width)
    let (start, across, down) =
      switch orientation {
      case .upright: (0, 1, width)
      case .mirrored: (right, -1, width)
      case .upsideDown: (bottom + right, -1, -width)
      case .flipped: (bottom, 1, -width)
      case .transposed: (0, width, 1)
      case .rightSideUp: (bottom, -width, 1)
      case .transversed: (bottom + right, -width, -1)
      case .leftSideUp: (right, width, -1)
      }
    var result = [UInt8]()
    result.reserveCapacity(pixels.count)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let source = (start + y * down + x * across) * channels
        for channel in 0..<channels { result.append(pixels[source + channel]) }
      }
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: result)
  }
}
