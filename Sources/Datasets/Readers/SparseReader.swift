/// Files of svmlight and LIBSVM: a line a sample, `3 1:0.5 4:1`, packed with gzip or not, ending with .svmlight, .libsvm or .svm.
///
/// Features are counted from 1; where one has the number 0, from 0.
///
/// The images are bytes: values must be whole numbers from 0 to 255, or those divided by 255. All samples are the training part.
/// Classes are called by their labels, in rising order. `size=` says how the features lie in an image (rows of columns, planes
/// of colour one after the other); without it an image is one row.
struct SparseReader: PathReader {
  func recognises(_ path: String, _ kind: FileAccess.Kind) -> Bool {
    guard kind == .file else { return false }
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    return [".svmlight", ".libsvm", ".svm"].contains { name.hasSuffix($0) }
  }

  func read(_ path: String, _ options: LoadOptions) throws(DataError) -> LoadedData {
    let rows = try Self.rows(PackedFile(path).readAll(), path)
    guard !rows.isEmpty else { throw .sparseContent(path: path, line: 1, reason: "there is no sample") }
    let labels = Set(rows.map(\.row.label)).sorted()
    let names = labels.map { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int($0)) : "\($0)" }
    guard labels.count > 1 else { throw .oneClass(path: path, name: names.first ?? "") }
    let widest = rows.map { ($0.row.indices.last ?? 0) + 1 }.max() ?? 1
    let shape = try Self.shape(options.size, widest, path)
    try FileAccess.checkRoom(for: rows.count, each: shape.count, what: "'\(path)'")
    let isWhole =
      rows.allSatisfy { $0.row.values.allSatisfy { $0 == $0.rounded() } }
      && rows.contains { $0.row.values.contains { $0 > 1 } }
    var pixels = [UInt8](repeating: 0, count: rows.count * shape.count)
    let plane = shape.height * shape.width
    for (position, (line, row)) in rows.enumerated() {
      for (index, value) in zip(row.indices, row.values) {
        let scaled = isWhole ? value : value * 255
        // Floats of k / 255 are off by a few 1e-8 of it.
        guard (0...255).contains(scaled.rounded()), abs(scaled - scaled.rounded()) < 1e-4 else {
          throw .sparseContent(
            path: path, line: line,
            reason: "feature \(index + 1) is \(value); images are bytes: whole numbers from 0 to 255, or those divided by 255")
        }
        // Planes become interleaved pixels.
        let place = index % plane * shape.channels + index / plane
        pixels[position * shape.count + place] = UInt8(scaled.rounded())
      }
    }
    let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    let store = ImageStore(pixels: pixels, count: rows.count, shape: shape)
    return LoadedData(classes: names, train: Part(store: store, labels: rows.map { places[$0.row.label] ?? 0 }))
  }

  private static func rows(_ bytes: [UInt8], _ path: String) throws(DataError) -> [(line: Int, row: SparseText.Row)] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let first = lines.contains(where: SparseText.countsFromZero) ? 0 : 1
    var rows: [(line: Int, row: SparseText.Row)] = []
    for (index, line) in lines.enumerated() {
      do throws(SparseText.Flaw) {
        if let row = try SparseText.row(line, countedFrom: first) { rows.append((index + 1, row)) }
      } catch {
        throw .sparseContent(path: path, line: index + 1, reason: error.reason)
      }
    }
    return rows
  }

  private static func shape(_ size: [Int]?, _ widest: Int, _ path: String) throws(DataError) -> SampleShape {
    guard let size else { return SampleShape(channels: 1, height: 1, width: widest) }
    let shape = SampleShape(channels: size.count > 2 ? size[2] : 1, height: size[1], width: size[0])
    guard size.allSatisfy({ $0 <= 16384 }), shape.channels == 1 || shape.channels == 3 else { throw .badSize(size) }
    guard shape.count >= widest else { throw .sparseSize(path: path, size: shape, widest: widest) }
    return shape
  }
}
