internal import Crypto
internal import Tensors

/// The identity of content: SHA-256 over class names, shapes, pixels and labels of every part, in order.
///
/// Where the files lay, how they were compressed and what they were called doesn't enter. What is hashed,
/// numbers as 64 bits little-endian, texts as their length and UTF-8: the text `fovea data 1`; the number of
/// classes and their names; for each part its name and count, its shapes as runs (length, width, height,
/// channels), the text `numbers` where pixels are numbers of 32 bits instead of bytes, its pixels (rows of
/// interleaved channels, little-endian) and its labels; of a multi-label part the text
/// `label sets`, and for each image the number of its classes and these, ascending.
enum Fingerprint {
  static func of(
    classes: [String], parts: [(name: PartName, part: Part)]
  ) throws(DataError) -> String {
    var hash = Hash()
    hash.add("fovea data 1")
    hash.add(classes.count)
    for name in classes { hash.add(name) }
    for (name, part) in parts {
      hash.add(name.rawValue)
      hash.add(part.count)
      addShapes(of: part, to: &hash)
      if part.store.holdsFloats { hash.add("numbers") }
      try addPixels(of: part, to: &hash)
      switch part.targets {
      case .classes(let labels): hash.add(labels)
      case .labelSets(let sets):
        // As no list of classes begins.
        hash.add("label sets")
        for position in 0..<sets.count { hash.add([sets.cardinality(at: position)] + sets[position]) }
      }
    }
    return hash.text
  }

  private static func addShapes(of part: Part, to hash: inout Hash) {
    var start = 0
    while start < part.count {
      let shape = part.shape(start)
      // Asking 60,000 images of one shape costs more than hashing them.
      var end = part.store.uniformShape == nil ? start + 1 : part.count
      while end < part.count, part.shape(end) == shape { end += 1 }
      hash.add([end - start, shape.width, shape.height, shape.channels])
      start = end
    }
  }

  private static func addPixels(of part: Part, to hash: inout Hash) throws(DataError) {
    var start = 0
    while start < part.count {
      // Neighbours are hashed in one chunk: a call for every image would cost as much as the hash.
      var end = start + 1
      while part.store.hasNeighbours, end < part.count, part.indices[end] == part.indices[end - 1] + 1 {
        end += 1
      }
      let range = part.indices[start]..<part.indices[end - 1] + 1
      try part.store.withContent(range) { hash.add($0) }
      start = end
    }
  }

  private struct Hash {
    private var state = SHA256()

    mutating func add(_ bytes: UnsafeRawBufferPointer) { state.update(bufferPointer: bytes) }

    mutating func add(_ number: Int) { add([number]) }

    mutating func add(_ numbers: [Int]) {
      numbers.map { Int64($0).littleEndian }.withUnsafeBytes { state.update(bufferPointer: $0) }
    }

    mutating func add(_ text: String) {
      let bytes = Array(text.utf8)
      add(bytes.count)
      bytes.withUnsafeBytes { state.update(bufferPointer: $0) }
    }

    var text: String {
      "sha256:"
        + state.finalize().hexadecimal
    }
  }
}
