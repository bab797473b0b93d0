internal import Synchronization

/// Pairs of IDX files, the format of MNIST and its family, packed with gzip or not: a folder of them, or one
/// images file whose labels lie beside it.
///
/// An images file has "images" in its name, its labels file has "labels" there, and 1 for 3 in "idx3". A name
/// with "train" in it is the training part, with "t10k" or "test" the test part, with "val" the validation
/// part; a single pair of another name is the training part. Without names for them classes are called "0",
/// "1" and so on, up to the largest training label.
struct IDXReader: PathReader {
  let note = "IDX files are read packed (.gz) or not, one pair of images and labels, or a folder of pairs."
  let plural = "IDX files"

  struct Pair: Sendable, Hashable {
    let part: PartName
    let images: String
    let labels: String
  }

  func recognises(_ path: String, _ kind: FileAccess.Kind) -> Bool {
    switch kind {
    case .folder:
      (try? FileAccess.names(in: path))?.contains { Self.isImages($0) || Self.isLabels($0) } ?? false
    case .file: Self.isImages(FileAccess.parted(path).name) || Self.hasMagic(path)
    case .other: false
    }
  }

  func read(_ path: String, _ options: LoadOptions) throws(DataError) -> LoadedData {
    if FileAccess.kind(path) == .folder {
      let pairs = try Self.pairs(in: path)
      guard !pairs.isEmpty else {
        throw .noIDXFiles(path: path, found: DataError.listed(try FileAccess.names(in: path)))
      }
      return try Self.read(pairs, classes: nil, path: path)
    }
    let (folder, name) = FileAccess.parted(path)
    let wanted = Self.labelNames(for: name)
    let beside = try FileAccess.names(in: folder)
    guard let labels = wanted.first(where: { beside.contains($0) }) else {
      throw .noLabels(path: path, wanted: wanted)
    }
    let pair = Pair(part: .train, images: path, labels: FileAccess.join(folder, labels))
    return try Self.read([pair], classes: nil, path: path)
  }

  // MARK: Names

  /// The pairs in a folder, training first.
  ///
  /// - Throws: When more than one could be the same part, as in a folder with several data sets.
  static func pairs(in folder: String) throws(DataError) -> [Pair] {
    let names = try FileAccess.names(in: folder)
    var found: [(part: PartName?, images: String, labels: String)] = []
    for name in names where isImages(name) {
      guard let labels = labelNames(for: name).first(where: { names.contains($0) }) else { continue }
      // The same file may lie there packed and unpacked; in byte order the unpacked one comes first.
      if found.contains(where: { $0.images + ".gz" == name }) { continue }
      found.append((part(of: name), name, labels))
    }
    if found.allSatisfy({ $0.part == nil }) { found = found.map { (.train, $0.images, $0.labels) } }
    var pairs: [Pair] = []
    for part in PartName.allCases {
      let own = found.filter { $0.part == part }
      guard own.count < 2 else { throw .ambiguousIDX(path: folder, part: part, files: own.map(\.images)) }
      if let files = own.first {
        pairs.append(
          Pair(
            part: part, images: FileAccess.join(folder, files.images),
            labels: FileAccess.join(folder, files.labels)))
      }
    }
    return pairs
  }

  private static func isImages(_ name: String) -> Bool { name.contains("images") && isIDXName(name) }
  private static func isLabels(_ name: String) -> Bool { name.contains("labels") && isIDXName(name) }

  private static func isIDXName(_ name: String) -> Bool {
    name.contains("idx") || name.contains("ubyte")
  }

  private static func part(of name: String) -> PartName? {
    let name = name.lowercased()
    if name.contains("train") { return .train }
    if name.contains("t10k") || name.contains("test") { return .test }
    return name.contains("val") ? .validation : nil
  }

  /// What the labels file of an images file may be called: the same, or with the packing that the other
  /// hasn't.
  private static func labelNames(for images: String) -> [String] {
    let same = images.replacing("idx3", with: "idx1").replacing("images", with: "labels")
    guard same != images else { return [images + ".labels"] }
    return [same, same.hasSuffix(".gz") ? String(same.dropLast(3)) : same + ".gz"]
  }

  private static func hasMagic(_ path: String) -> Bool {
    guard let start = try? PackedFile(bytes: FileAccess.bytes(path, limit: 4096), path: path).read(4),
      start.count == 4
    else {
      return false
    }
    return start[0] == 0 && start[1] == 0 && start[2] == 8 && start[3] == 3
  }

  // MARK: Content

  static func read(_ pairs: [Pair], classes: [String]?, path: String) throws(DataError) -> LoadedData {
    let parts = try readInParallel(pairs)
    guard let first = parts.first else { throw .noIDXFiles(path: path, found: "nothing") }
    // A lone test part is what there is to learn from.
    let train = parts.first { $0.name == .train } ?? first
    let names = classes ?? (0...(train.part.labels.max() ?? 0)).map(String.init)
    for (index, loaded) in parts.enumerated() {
      if let position = loaded.part.labels.firstIndex(where: { $0 >= names.count }) {
        throw .labelRange(
          path: pairs[index].labels, position: position, label: loaded.part.labels[position],
          classes: names.count)
      }
    }
    let shapes = parts.compactMap(\.part.uniformShape)
    guard shapes.allSatisfy({ $0 == shapes[0] }) else {
      throw .unequalParts(path: path, sizes: shapes.map(\.description))
    }
    guard names.count > 1 else { throw .oneClass(path: path, name: names[0]) }
    func part(_ name: PartName) -> Part? { parts.first { $0.name == name && $0.name != train.name }?.part }
    return LoadedData(classes: names, train: train.part, validation: part(.validation), test: part(.test))
  }

  private static func readInParallel(_ pairs: [Pair]) throws(DataError) -> [(name: PartName, part: Part)] {
    let results = Mutex([Result<Part, DataError>?](repeating: nil, count: pairs.count))
    inParallel(pairs.count) { index in
      let result = Result { () throws(DataError) in try part(pairs[index]) }
      results.withLock { $0[index] = result }
    }
    var parts: [(name: PartName, part: Part)] = []
    for (index, result) in results.withLock({ $0 }).enumerated() {
      if let part = try result?.get() { parts.append((pairs[index].part, part)) }
    }
    return parts
  }

  private static func part(_ pair: Pair) throws(DataError) -> Part {
    // Labels first: they are small, and a mistake in them is found without unpacking the images.
    let labels = try IDXFile(pair.labels, dimensions: 1)
    let images = try IDXFile(pair.images, dimensions: 3)
    let count = images.dimensions[0]
    guard labels.bytes.count == count else {
      throw .labelCount(path: pair.labels, images: count, labels: labels.bytes.count)
    }
    // A sample takes its place in two lists besides its pixels, which count where images are tiny.
    try AvailableMemory.check(for: count, each: 32, what: DataError.count(count, "image"))
    let shape = SampleShape(channels: 1, height: images.dimensions[1], width: images.dimensions[2])
    let store = ImageStore(pixels: images.bytes, count: count, shape: shape)
    return Part(store: store, labels: labels.bytes.map(Int.init))
  }
}
