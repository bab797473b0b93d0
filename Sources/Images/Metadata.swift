/// What files tell about the taking of a picture. Every number in it is checked against what is there before
/// it is followed, so no file can lead out of its bytes.
enum Metadata {
  static let exifHead = Array("Exif\0\0".utf8)
  static let xmpHead = Array("http://ns.adobe.com/xap/1.0/\0".utf8)

  /// The number of the orientation tag in EXIF: a TIFF file whose first directory holds it, behind "Exif" and
  /// two zeros or not.
  static func orientation(exif: ArraySlice<UInt8>) -> Int? {
    var tiff = exif
    while tiff.starts(with: exifHead) { tiff = tiff.dropFirst(exifHead.count) }
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
    guard let directory = number(at: 4, size: 4), let entries = number(at: directory, size: 2) else {
      return nil
    }
    for entry in 0..<entries {
      let start = directory + 2 + entry * 12
      guard let tag = number(at: start, size: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      // A BYTE, SHORT or LONG, once.
      guard let type = number(at: start + 2, size: 2), let size = [1: 1, 3: 2, 4: 4][type],
        number(at: start + 4, size: 4) == 1
      else { return nil }
      return number(at: start + 8, size: size)
    }
    return nil
  }

  /// The digit after `tiff:Orientation="` or `<tiff:Orientation>`.
  static func orientation(xmp: ArraySlice<UInt8>) -> Int? {
    let name = Array("tiff:Orientation".utf8)
    var rest = xmp
    while let start = rest.firstRange(of: name) {
      rest = rest[start.upperBound...]
      for mark in ["=\"", ">"] where rest.starts(with: mark.utf8) {
        guard let digit = rest.dropFirst(mark.utf8.count).first, (48...57).contains(digit) else { break }
        return Int(digit) - 48
      }
    }
    return nil
  }

  /// The bytes in a text of hexadecimal digits behind three lines of words; none where it isn't one.
  static func bytes(profile: String) -> [UInt8] {
    let digits = profile.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(3).joined().filter
    {
      !$0.isWhitespace
    }
    let values = digits.compactMap(\.hexDigitValue)
    guard values.count == digits.count, values.count.isMultiple(of: 2) else { return [] }
    return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
  }
}
