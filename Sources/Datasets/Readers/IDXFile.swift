/// One file of the IDX format: 00 00, the type of the numbers, the number of dimensions, each dimension as 32
/// bits big-endian, then the numbers, the last dimension running fastest.
///
/// The format is that of LeCun, Cortes and Burges, "The MNIST database". Only bytes (type 08) are read here.
struct IDXFile {
  let dimensions: [Int]
  let bytes: [UInt8]

  /// - Parameters:
  ///   - path: A file, packed with gzip or not.
  ///   - dimensions: How many dimensions it must have: 3 for images, 1 for labels.
  /// - Throws: Everything that is wrong with it, each with the path.
  init(_ path: String, dimensions count: Int) throws(DataError) {
    let file = try PackedFile(path)
    let start = try file.read(4)
    guard start.count == 4, start[0] == 0, start[1] == 0 else { throw .notIDX(path: path, found: start) }
    guard start[2] == 8 else { throw .wrongIDXType(path: path, type: start[2]) }
    guard start[3] == UInt8(count) else {
      throw .wrongIDXDimensions(path: path, expected: count, found: Int(start[3]))
    }
    let sizes = try file.read(4 * count)
    guard sizes.count == 4 * count else {
      throw .truncated(path: path, expected: 4 * count, found: sizes.count)
    }
    dimensions = (0..<count).map { place in sizes[4 * place..<4 * place + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard dimensions.allSatisfy({ $0 > 0 }) else { throw .badIDXSizes(path: path, sizes: dimensions) }
    var total = 1
    for size in dimensions {
      let (product, overflows) = total.multipliedReportingOverflow(by: size)
      guard !overflows else { throw .badIDXSizes(path: path, sizes: dimensions) }
      total = product
    }
    // What can't be in the file gets no memory; unpacking what is there says how much that is.
    guard total <= file.contentLimit else {
      throw .truncated(path: path, expected: total, found: try file.skipAll())
    }
    try AvailableMemory.check(for: total, each: 1, what: "the content of '\(path)'")
    bytes = try file.read(total)
    guard bytes.count == total else { throw .truncated(path: path, expected: total, found: bytes.count) }
    guard try file.isDone() else { throw .trailingBytes(path: path, expected: total) }
  }
}
