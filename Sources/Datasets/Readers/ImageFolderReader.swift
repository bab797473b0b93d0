internal import Images

/// A folder of PNG and JPEG files with one sub-folder a class; or a folder with `train`, and if there are, `validation`
/// (`val`, `valid`) and `test`, each with a sub-folder a class.
///
/// A class's number is the place of its name in byte order, as torchvision's ImageFolder has it. Pictures are the files whose
/// names end with .png, .jpg or .jpeg, at any depth below the class's folder, those of a folder in byte order before those of
/// its sub-folders. Hidden files are ignored; those that can't be read are left out and named in a warning. Where gray and
/// colour mix, all is RGB; alpha is laid over white.
struct ImageFolderReader: PathReader {
  func recognises(_ path: String, _ kind: FileAccess.Kind) -> Bool {
    kind == .folder || kind == .file && ImageFiles.isPicture(path)
  }

  func read(_ path: String, _ options: LoadOptions) throws(DataError) -> LoadedData {
    guard FileAccess.kind(path) == .folder else { throw .onePicture(path: path) }
    var warnings: [String] = []
    let layout = try Self.layout(of: path, &warnings)
    let training = try Self.classFolders(in: layout[0].folder, &warnings)
    guard training.contains(where: { !$0.listing.pictures.isEmpty }) else {
      throw .noImages(path: path, found: try Self.found(in: layout[0].folder))
    }
    let classes = training.map(\.name)
    guard classes.count > 1 else { throw .oneClass(path: path, name: classes[0]) }
    var loaded: [(name: PartName, images: [Labelled])] = []
    for (name, folder) in layout {
      let folders = name == .train ? training : try Self.classFolders(in: folder, &warnings)
      let images = try Self.images(folders, classes: classes, part: folder, &warnings)
      if !images.isEmpty {
        loaded.append((name, images))
      } else if name == .train {
        throw .noImages(path: path, found: "only files that can't be read")
      } else {
        warnings.append("'\(folder)' has no images: there is no \(name.rawValue) part")
      }
    }
    let isGray = loaded.allSatisfy { $0.images.allSatisfy { $0.image.channels == 1 } }
    func part(_ name: PartName) -> Part? {
      guard let images = loaded.first(where: { $0.name == name })?.images else { return nil }
      return Part(
        store: ImageFiles.store(images.map(\.image), channels: isGray ? 1 : 3), labels: images.map(\.label),
        files: images.map(\.path))
    }
    guard let train = part(.train) else { throw .noImages(path: path, found: "nothing") }
    let counts = train.counts(classes: classes.count)
    for (label, name) in classes.enumerated() where counts[label] == 0 {
      warnings.append("the class '\(name)' has no image that can be read")
    }
    return LoadedData(
      classes: classes, train: train, validation: part(.validation), test: part(.test), warnings: warnings)
  }

  // MARK: Folders

  private struct ClassFolder {
    let name: String
    let path: String
    let listing: ImageFiles.Listing
  }

  /// The folders of the parts, training first. A folder `train` without sub-folders is a class of that name.
  private static func layout(
    of path: String, _ warnings: inout [String]
  ) throws(DataError) -> [(name: PartName, folder: String)] {
    let folders = try subfolders(of: path)
    let names: [(PartName, [String])] = [
      (.train, ["train"]), (.validation, ["validation", "val", "valid"]), (.test, ["test"]),
    ]
    var layout: [(name: PartName, folder: String)] = []
    for (part, spellings) in names {
      if let name = spellings.first(where: { folders.contains($0) }) { layout.append((part, FileAccess.join(path, name))) }
    }
    guard let first = layout.first, first.name == .train, try !subfolders(of: first.folder).isEmpty else {
      return [(.train, path)]
    }
    for name in folders where !layout.contains(where: { $0.folder == FileAccess.join(path, name) }) {
      warnings.append("'\(FileAccess.join(path, name))' is no part (train, validation, test): passed over")
    }
    return layout
  }

  private static func subfolders(of path: String) throws(DataError) -> [String] {
    try FileAccess.names(in: path).filter { FileAccess.kind(FileAccess.join(path, $0)) == .folder }
  }

  /// The sub-folders that hold pictures, in byte order, with warnings for what is passed over.
  private static func classFolders(in folder: String, _ warnings: inout [String]) throws(DataError) -> [ClassFolder] {
    var found: [ClassFolder] = []
    var others: [String] = []
    var loose: [String] = []
    var broken: [String] = []
    let names = try FileAccess.names(in: folder, broken: &broken)
    warnings += ImageFiles.broken(broken, in: folder)
    let identities = names.map { FileAccess.identity(FileAccess.join(folder, $0)) }
    for (name, identity) in zip(names, identities) {
      let path = FileAccess.join(folder, name)
      guard FileAccess.kind(path) == .folder else {
        if ImageFiles.isPicture(name) { loose.append(path) } else { others.append(path) }
        continue
      }
      let listing: ImageFiles.Listing
      do throws(DataError) {
        let outside = identities.filter { $0 != identity } + [FileAccess.identity(folder)]
        listing = try ImageFiles.listing(of: path, outside: outside)
      } catch {
        warnings.append(ImageFiles.passedOver(error))
        continue
      }
      warnings += listing.warnings
      others += listing.others
      if listing.pictures.isEmpty {
        warnings.append("the folder '\(path)' has no PNG or JPEG files: it is no class")
      } else {
        found.append(ClassFolder(name: name, path: path, listing: listing))
      }
    }
    if let first = loose.first {
      warnings.append("\(DataError.count(loose.count, "image")) in no class's folder passed over, the first is '\(first)'")
    }
    if let first = others.first {
      warnings.append(
        "\(DataError.count(others.count, "file")) that end neither with .png nor .jpg passed over, the first is '\(first)'")
    }
    return found
  }

  /// What a folder without classes holds, for the message.
  private static func found(in folder: String) throws(DataError) -> String {
    let names = try FileAccess.names(in: folder)
    if names.isEmpty { return "nothing" }
    let folders = try subfolders(of: folder).count
    let pictures = names.filter { ImageFiles.isPicture($0) }.count
    var found: [String] = []
    if folders > 0 { found.append("\(DataError.count(folders, "sub-folder")) without any") }
    if pictures > 0 { found.append("\(DataError.count(pictures, "image")) without a class") }
    let others = names.count - folders - pictures
    if others > 0 { found.append(DataError.count(others, "other file")) }
    return found.joined(separator: ", ")
  }

  // MARK: Images

  private struct Labelled {
    let image: Image
    let label: Int
    let path: String
  }

  private static func images(
    _ folders: [ClassFolder], classes: [String], part: String, _ warnings: inout [String]
  ) throws(DataError) -> [Labelled] {
    var files: [(path: String, label: Int)] = []
    for folder in folders {
      // By bytes: Swift takes names of the same characters for equal, and the file system doesn't.
      guard let label = classes.firstIndex(where: { $0.utf8.elementsEqual(folder.name.utf8) }) else {
        throw .unknownClass(path: folder.path, name: folder.name, classes: classes)
      }
      files += folder.listing.pictures.map { ($0, label) }
    }
    var images: [Labelled] = []
    for (file, decoded) in zip(files, ImageFiles.decode(files.map(\.path))) {
      switch decoded {
      case .success(let image): images.append(Labelled(image: image, label: file.label, path: file.path))
      case .failure(let error): warnings.append(ImageFiles.passedOver(error))
      }
    }
    return images
  }
}
