internal import Images

/// A manifest as bytes: numbers little-endian, texts as their length and UTF-8.
extension ImageManifest {
  private enum Mark: UInt8 {
    case unopened, picture, skipped
  }

  var encoded: [UInt8] {
    var bytes = ByteWriter()
    bytes.add(source)
    bytes.add(images)
    bytes.add(fingerprint)
    bytes.add(files)
    bytes.add(survey.pixels)
    bytes.add(flags: survey.isGray, survey.isDeep, isPacked)
    bytes.add(parts.count)
    for part in parts {
      bytes.add(part.count)
      for read in part { Self.add(read, to: &bytes) }
    }
    return bytes.content
  }

  private static func add(_ read: ImageFiles.Decoded<ReadImage>?, to bytes: inout ByteWriter) {
    guard let read, let stamp = read.file?.stamp else { return bytes.add(Mark.unopened.rawValue) }
    let mark: Mark = if case .success = read.result { .picture } else { .skipped }
    bytes.add(mark.rawValue)
    for number in [stamp.size, stamp.modified, stamp.changed, stamp.number] { bytes.add(number) }
    switch read.result {
    case .success(let (image, remark)):
      bytes.add(image.shape.width)
      bytes.add(image.shape.height)
      bytes.add(flags: image.isGray, image.isDeep, remark != nil)
      bytes.add(image.hash)
      bytes.add(image.offset)
      if let remark { bytes.add(remark) }
    case .failure(let error):
      if case .unreadable(_, let reason) = error { bytes.add(reason) } else { bytes.add("") }
    }
  }

  /// The source and how many pictures are known, without the rest.
  static func outline(_ content: [UInt8]) -> (source: String, images: Int)? {
    var bytes = ByteReader(content)
    guard let source = bytes.text(), let images = bytes.number() else { return nil }
    return (source, images)
  }

  /// Nil for what no load has written.
  ///
  /// - Parameter listed: The files that it is about.
  init?(_ content: [UInt8], listed: [ListedPart]) {
    var bytes = ByteReader(content)
    guard let source = bytes.text(), bytes.number() != nil, let fingerprint = bytes.text(),
      let files = bytes.text(),
      let pixels = bytes.number(), let (isGray, isDeep, isPacked) = bytes.flags(),
      bytes.number() == listed.count
    else { return nil }
    var parts: [[ImageFiles.Decoded<ReadImage>?]] = []
    for part in listed {
      guard bytes.number() == part.files.count else { return nil }
      var known: [ImageFiles.Decoded<ReadImage>?] = []
      known.reserveCapacity(part.files.count)
      for path in part.files {
        guard let read = Self.read(&bytes, path, channels: isGray ? 1 : 3) else { return nil }
        known.append(read.file == nil ? nil : read)
      }
      parts.append(known)
    }
    guard bytes.isAtEnd else { return nil }
    let survey = ImageFiles.Survey(pixels: pixels, isGray: isGray, isDeep: isDeep)
    self.init(
      source: source, fingerprint: fingerprint, files: files, survey: survey, isPacked: isPacked, parts: parts
    )
  }

  /// Nil for nonsense; without a file where it wasn't opened.
  private static func read(
    _ bytes: inout ByteReader, _ path: String, channels: Int
  ) -> ImageFiles.Decoded<ReadImage>? {
    guard let mark = bytes.byte().flatMap(Mark.init) else { return nil }
    let none = DataError.unreadable(path: path, reason: "")
    guard mark != .unopened else { return ImageFiles.Decoded(file: nil, result: .failure(none)) }
    guard let size = bytes.word(), let modified = bytes.word(), let changed = bytes.word(),
      let number = bytes.word()
    else { return nil }
    let file = ImageFiles.Source(
      stamp: FileStamp(size: size, modified: modified, changed: changed, number: number), digest: [])
    guard mark == .picture else {
      return bytes.text().map { .init(file: file, result: .failure(.unreadable(path: path, reason: $0))) }
    }
    guard let width = bytes.number(), let height = bytes.number(), width > 0, height > 0,
      width <= Image.pixelLimit / height, let (isGray, isDeep, hasRemark) = bytes.flags(),
      let hash = bytes.word(), let offset = bytes.number()
    else { return nil }
    let image = ReadImage(
      image: nil, shape: SampleShape(channels: channels, height: height, width: width), isGray: isGray,
      isDeep: isDeep, hash: hash, offset: offset)
    guard hasRemark else { return .init(file: file, result: .success((image, nil))) }
    return bytes.text().map { .init(file: file, result: .success((image, $0))) }
  }
}

private struct ByteWriter {
  private(set) var content: [UInt8] = []

  mutating func add(_ byte: UInt8) { content.append(byte) }

  mutating func add(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { content.append(contentsOf: $0) }
  }

  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  mutating func add(flags first: Bool, _ second: Bool, _ third: Bool) {
    add((first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0) as UInt8)
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    content += text.utf8
  }
}

/// What follows in some bytes; nil for numbers below 0, and where there are too few.
private struct ByteReader {
  private let content: [UInt8]
  private var place = 0

  init(_ content: [UInt8]) { self.content = content }

  var isAtEnd: Bool { place == content.count }

  mutating func byte() -> UInt8? {
    guard place < content.count else { return nil }
    place += 1
    return content[place - 1]
  }

  mutating func word() -> UInt64? {
    guard content.count - place >= 8 else { return nil }
    place += 8
    return content.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place - 8, as: UInt64.self))
    }
  }

  mutating func number() -> Int? { word().flatMap { Int(exactly: $0) } }

  mutating func flags() -> (Bool, Bool, Bool)? { byte().map { ($0 & 1 != 0, $0 & 2 != 0, $0 & 4 != 0) } }

  mutating func text() -> String? {
    guard let count = number(), count <= content.count - place else { return nil }
    place += count
    return String(decoding: content[place - count..<place], as: UTF8.self)
  }
}
