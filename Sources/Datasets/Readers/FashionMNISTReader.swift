/// Fashion-MNIST: 60,000 training and 10,000 test images of clothing, gray, 28x28 pixels, ten classes.
///
/// Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
/// learning algorithms" (doi:10.48550/arXiv.1708.07747), MIT licence. It isn't part of the program; its four
/// files, packed or not, are looked for in $FOVEA_DATA/fashion-mnist, in $FOVEA_DATA, in
/// $XDG_DATA_HOME/fovea/fashion-mnist (without the variable in ~/.local/share) and where Debian's package
/// dataset-fashion-mnist puts them.
struct FashionMNISTReader: BuiltinReader {
  let name = "fashion-mnist"
  let note = "fashion-mnist are 70,000 images of clothing of 28x28 pixels, where its files are installed."
  static let classes = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]

  private static let outline = DataOutline(
    classes: classes, parts: [.train: 60_000, .test: 10_000],
    shape: SampleShape(channels: 1, height: 28, width: 28),
    task: .classification)

  func outline(_ options: LoadOptions) throws(DataError) -> DataOutline {
    _ = try place(options)
    return Self.outline
  }

  func read(_ options: LoadOptions) throws(DataError) -> LoadedData {
    let (folder, pairs) = try place(options)
    return try IDXReader.read(pairs, classes: Self.classes, path: folder)
  }

  /// The first folder that holds training and test images.
  private func place(_ options: LoadOptions) throws(DataError) -> (folder: String, pairs: [IDXReader.Pair]) {
    let folders = folders(options.environment)
    for folder in folders {
      guard let pairs = try? IDXReader.pairs(in: folder), pairs.contains(where: { $0.part == .train }),
        pairs.contains(where: { $0.part == .test })
      else { continue }
      return (folder, pairs)
    }
    throw .sourceNotInstalled(name: name, package: "dataset-fashion-mnist", folders: folders)
  }

  /// Where the files are looked for, in order.
  func folders(_ environment: [String: String]) -> [String] {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    var folders: [String] = []
    if let own = value("FOVEA_DATA") { folders += [FileAccess.join(own, name), own] }
    if let data = value("XDG_DATA_HOME") ?? value("HOME").map({ FileAccess.join($0, ".local/share") }) {
      folders.append(FileAccess.join(data, "fovea/" + name))
    }
    return folders + ["/usr/share/datasets/" + name]
  }
}
