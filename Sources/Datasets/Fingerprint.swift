internal import Synchronization

/// The identity of content: SHA-256 over class names, shapes, pixels and labels of every part, in order.
///
/// Where the files lay, how they were compressed and what they were called doesn't enter. What is hashed,
/// numbers as 64 bits little-endian, texts as their length and UTF-8: the text `fovea data 1`; the number of
/// classes and their names; for each part its name and count, its shapes as runs (length, width, height,
/// channels), the text `numbers` where pixels are numbers of 32 bits instead of bytes, its pixels (rows of
/// interleaved channels, little-endian) and its labels; of a multi-label part the text
/// `label sets`, and for each image the number of its classes and these, ascending.
struct Fingerprint {
  private var hash = ContentHash()

  /// The fingerprint of no part yet.
  init(classes: [String]) {
    hash.add("fovea data 1")
    hash.add([classes.count])
    for name in classes { hash.add(name) }
  }

  /// Begins a part; then come the contents of its images, in order.
  ///
  /// - Parameters:
  ///   - runs: How many images have a shape one after the other, and which.
  mutating func begin(
    _ name: PartName, count: Int, runs: [(length: Int, shape: SampleShape)], holdsFloats: Bool
  ) {
    hash.add(name.rawValue)
    hash.add([count])
    for (length, shape) in runs { hash.add([length, shape.width, shape.height, shape.channels]) }
    if holdsFloats { hash.add("numbers") }
  }

  /// Content of images.
  mutating func add(_ bytes: UnsafeRawBufferPointer) { hash.add(bytes) }

  /// Ends a part.
  mutating func end(_ targets: Targets) { hash.add(targets) }

  var text: String { "sha256:" + hash.hexadecimal }

  /// Equal neighbours together.
  static func runs(_ count: Int, _ shape: (Int) -> SampleShape) -> [(length: Int, shape: SampleShape)] {
    var runs: [(length: Int, shape: SampleShape)] = []
    for position in 0..<count {
      let shape = shape(position)
      if let last = runs.last, last.shape == shape {
        runs[runs.count - 1].length += 1
      } else {
        runs.append((1, shape))
      }
    }
    return runs
  }
}

// MARK: Of images that are there

extension Fingerprint {
  /// - Parameter shouldStop: Asked on the caller's thread.
  /// - Throws: `DataError` where images aren't in memory and can't be read any more, and `.stopped`.
  static func of(
    classes: [String], parts: [(name: PartName, part: Part)], shouldStop: () -> Bool = { false }
  ) throws(DataError) -> String {
    var fingerprint = Fingerprint(classes: classes)
    for (name, part) in parts {
      // Asking 60,000 images of one shape costs more than hashing them.
      let uniform = part.count > 0 ? part.store.uniformShape : nil
      fingerprint.begin(
        name, count: part.count, runs: uniform.map { [(part.count, $0)] } ?? runs(part.count, part.shape),
        holdsFloats: part.store.holdsFloats)
      if part.store.backing == nil {
        try fingerprint.addMemory(part, shouldStop)
      } else {
        try fingerprint.addOutside(part, shouldStop)
      }
      fingerprint.end(part.targets)
    }
    return fingerprint.text
  }

  /// So much is hashed before somebody is asked whether to stop.
  private static let piece = 1 << 24

  private mutating func addMemory(_ part: Part, _ shouldStop: () -> Bool) throws(DataError) {
    var start = 0
    while start < part.count {
      // Neighbours are hashed in one chunk: a call for every image would cost as much as the hash.
      var end = start + 1
      while part.store.hasNeighbours, end < part.count, part.indices[end] == part.indices[end - 1] + 1 {
        end += 1
      }
      let range = part.indices[start]..<part.indices[end - 1] + 1
      try part.store.withContent(range) { bytes throws(DataError) in
        for first in stride(from: 0, to: bytes.count, by: Self.piece) {
          if shouldStop() { throw .stopped }
          add(UnsafeRawBufferPointer(rebasing: bytes[first..<min(bytes.count, first + Self.piece)]))
        }
      }
      start = end
    }
  }

  /// Reads images on all cores, and hashes them in their order meanwhile.
  private mutating func addOutside(_ part: Part, _ shouldStop: () -> Bool) throws(DataError) {
    let size = part.store.holdsFloats ? 4 : 1
    let shared = Mutex<(fingerprint: Fingerprint, failure: DataError?)>((self, nil))
    let isWhole = inOrder(
      InOrder.blocks(part.count) { part.shape($0).count * size }, shouldStop: shouldStop,
      make: { position in
        Result { () throws(DataError) in
          try part.store.withContent(part.indices[position]..<part.indices[position] + 1) { Array($0) }
        }
      },
      take: { _, content in
        shared.withLock { shared in
          switch content {
          case .success(let bytes): bytes.withUnsafeBytes { shared.fingerprint.add($0) }
          case .failure(let error): shared.failure = shared.failure ?? error
          }
        }
      })
    guard isWhole else { throw .stopped }
    let (fingerprint, failure) = shared.withLock { $0 }
    if let failure { throw failure }
    self = fingerprint
  }
}
