/// An array as NumPy saves it (.npy, versions 1 to 3): a header that says type, order and shape, then the
/// elements.
///
/// The format is that of NumPy's `numpy.lib.format`. Elements are read in the order of C, the last dimension
/// running fastest, whatever the order in the file.
struct NumberArray {
  /// Of the file, or of the file and the array in it, for messages.
  let name: String
  let shape: [Int]
  let type: ElementType
  /// The whole file; elements begin at `start`.
  private let content: [UInt8]
  private let start: Int
  /// How far apart the elements of each dimension are in the file, where that isn't the order of C.
  private let strides: [Int]?

  /// What an element is.
  struct ElementType: Sendable, Hashable {
    enum Kind: Sendable {
      case boolean, unsigned, signed, real, text, bytes
    }

    let kind: Kind
    /// In bytes.
    let size: Int
    let isBigEndian: Bool

    /// Whether elements are bytes from 0 to 255.
    var isByte: Bool { kind == .unsigned && size == 1 }
    var isText: Bool { kind == .text || kind == .bytes }
  }

  /// The number of elements along all dimensions but the first.
  var rowSize: Int { shape.dropFirst().reduce(1, *) }
  var rows: Int { shape.first ?? 1 }

  /// - Parameters:
  ///   - content: The whole file.
  ///   - name: For messages.
  init(_ content: [UInt8], name: String) throws(DataError) {
    let header = try ArrayHeader(content, name: name)
    let count = try header.count(name)
    let size = count * header.type.size
    guard content.count - header.length == size else {
      throw content.count - header.length < size
        ? .truncated(path: name, expected: size, found: content.count - header.length)
        : .trailingBytes(path: name, expected: size)
    }
    self.name = name
    shape = header.shape
    type = header.type
    self.content = content
    start = header.length
    guard header.isFortran, header.shape.count > 1 else {
      strides = nil
      return
    }
    var strides: [Int] = []
    var stride = 1
    for size in header.shape {
      strides.append(stride)
      stride *= size
    }
    self.strides = strides
  }

  /// Where an element begins in the file, by its number in the order of C.
  private func place(_ index: Int) -> Int {
    guard let strides else { return start + index * type.size }
    var (rest, place) = (index, 0)
    for dimension in shape.indices.reversed() {
      place += rest % shape[dimension] * strides[dimension]
      rest /= shape[dimension]
    }
    return start + place * type.size
  }

  private var count: Int { shape.reduce(1, *) }

  /// The elements as bytes.
  ///
  /// - Precondition: They are bytes.
  var byteValues: [UInt8] {
    precondition(type.size == 1)
    return strides == nil ? Array(content[start...]) : (0..<count).map { content[place($0)] }
  }

  /// The elements as numbers; bytes aren't scaled.
  ///
  /// - Precondition: They are no texts.
  var numbers: [Double] {
    content.withUnsafeBytes { memory in (0..<count).map { number(memory, at: place($0)) } }
  }

  /// The elements as numbers of 32 bits.
  ///
  /// - Precondition: They are no texts.
  var floats: [Float] {
    content.withUnsafeBytes { memory in
      if type.kind == .real, type.size == 4, !type.isBigEndian {
        return (0..<count).map { memory.loadUnaligned(fromByteOffset: place($0), as: Float.self) }
      }
      return (0..<count).map { number(memory, at: place($0)) }
    }
  }

  /// An element, rounded once.
  private func number<Number: BinaryFloatingPoint>(
    _ memory: UnsafeRawBufferPointer, at place: Int
  ) -> Number {
    var bits: UInt64 = 0
    for index in 0..<type.size {
      let byte = memory[place + (type.isBigEndian ? index : type.size - 1 - index)]
      bits = bits << 8 | UInt64(byte)
    }
    let shift = UInt64(64 - 8 * type.size)
    return switch type.kind {
    case .signed: Number(Int(Int64(bitPattern: bits << shift) >> Int64(shift)))
    case .real where type.size == 2: Number(Float(Float16(bitPattern: UInt16(bits))))
    case .real where type.size == 4: Number(Float(bitPattern: UInt32(bits)))
    case .real: Number(Double(bitPattern: bits))
    default: Number(bits)
    }
  }

  /// The elements as texts, without zeros at their ends.
  ///
  /// - Precondition: They are texts.
  var texts: [String] {
    (0..<count).map { index in
      let own = content[place(index)..<place(index) + type.size]
      guard type.kind == .text else {
        return String(decoding: own.reversed().drop { $0 == 0 }.reversed(), as: UTF8.self)
      }
      var scalars = String.UnicodeScalarView()
      for start in stride(from: own.startIndex, to: own.endIndex, by: 4) {
        let four = own[start..<start + 4]
        let code = (type.isBigEndian ? Array(four) : four.reversed()).reduce(UInt32(0)) {
          $0 << 8 | UInt32($1)
        }
        scalars.append(code == 0 ? "\0" : Unicode.Scalar(code) ?? "\u{FFFD}")
      }
      while scalars.last == "\0" { scalars.removeLast() }
      return String(scalars)
    }
  }
}
