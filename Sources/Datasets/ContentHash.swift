internal import Crypto
internal import Tensors

/// SHA-256 over numbers (64 bits, little-endian), texts (their length and UTF-8) and bytes.
struct ContentHash {
  private var state = SHA256()

  var hexadecimal: String { state.finalize().hexadecimal }

  mutating func add(_ bytes: UnsafeRawBufferPointer) { state.update(bufferPointer: bytes) }

  mutating func add(_ numbers: [Int]) {
    numbers.map { Int64($0).littleEndian }.withUnsafeBytes { add($0) }
  }

  mutating func add(_ text: String) {
    let bytes = Array(text.utf8)
    add([bytes.count])
    bytes.withUnsafeBytes { add($0) }
  }

  mutating func add(_ targets: Targets) {
    switch targets {
    case .classes(let labels): add(labels)
    case .labelSets(let sets):
      // As no list of classes begins.
      add("label sets")
      for position in 0..<sets.count { add([sets.cardinality(at: position)] + sets[position]) }
    }
  }
}
