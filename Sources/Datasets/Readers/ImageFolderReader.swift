internal import Declarations

/// A folder of PNG and JPEG files with one sub-folder a class; or a folder of parts, called `train`,
/// `validation` and `test` or alike (`PartNames`), each with a sub-folder a class.
///
/// A class's number is the place of its name in byte order, as torchvision's ImageFolder has it. Pictures are
/// the files whose names end with .png, .jpg or .jpeg, at any depth below the class's folder, those of a
/// folder in byte order before those of its sub-folders. Hidden files are ignored; those that can't be read
/// are left out and named in a warning. Where gray and color mix, all is RGB; alpha is laid over white.
///
/// All files are listed first, and of those that a limit leaves out none is opened.
struct ImageFolderReader: PathReader {
  let plural = "folders of images"
  let note =
    "A folder holds one sub-folder per class with PNG and JPEG files, or such folders below train, "
    + "validation and test, in any usual name and case (Training, val, dev, test_set, eval). With limit, "
    + "only the files that are kept are decoded."
  let parameters: [Parameter] = [
    .option(
      "parts", .choice(PartsRule.allCases.map(\.rawValue)), default: .text(PartsRule.auto.rawValue),
      "of a folder: folders (train, validation and test are parts), none (every folder is a class), auto "
        + "(refuses what isn't clear)"),
    LoadedData.caching,
  ]

  func recognises(_ path: String, _ kind: FileAccess.Kind) -> Bool {
    kind == .folder || kind == .file && ImageFiles.isPicture(path)
  }

  func outline(_ path: String, _ options: LoadOptions) throws(DataError) -> DataOutline {
    let (layout, classes) = try Self.listing(of: path, options)
    var counts: [PartName: Int] = [:]
    var sizes = [Int](repeating: 0, count: classes.count)
    for (name, folder) in layout.parts {
      let files = try Self.files(folder, classes)
      if !files.isEmpty { counts[name] = files.count }
      if name == .train { for file in files { sizes[file.label] += 1 } }
    }
    return DataOutline(classes: classes, parts: counts, classCounts: sizes, task: .classification)
  }

  /// The parts and the classes.
  private static func listing(
    of path: String, _ options: LoadOptions
  ) throws(DataError) -> (layout: FolderLayout, classes: [String]) {
    guard FileAccess.kind(path) == .folder else { throw .onePicture(path: path) }
    let layout = try FolderLayout(
      PictureFolder(listing: path),
      options.format.optionalText("parts").flatMap(PartsRule.init) ?? .auto)
    guard let training = layout.parts.first?.folder, training.folders.contains(where: \.hasPictures) else {
      throw .noImages(path: path, found: found(in: layout.parts.first?.folder))
    }
    let classes = training.filled.map(\.name)
    guard classes.count > 1 else {
      // A folder in a folder is what unpacking an archive often leaves.
      let inner = training.filled[0]
      throw inner.filled.isEmpty
        ? .oneClass(path: path, name: inner.name, skipped: training.skippedFolders)
        : .oneFolder(path: path, inner: inner.path)
    }
    return (layout, classes)
  }

  func read(_ path: String, _ options: LoadOptions) throws(DataError) -> LoadedData {
    let (layout, classes) = try Self.listing(of: path, options)
    var warnings = layout.warnings
    var parts: [ListedPart] = []
    var folders: [PartName: String] = [:]
    for (name, folder) in layout.parts {
      warnings += Self.passedOver(in: folder)
      folders[name] = folder.path
      let listed = try Self.files(folder, classes)
      parts.append(
        ListedPart(name: name, files: listed.map(\.path), targets: .classes(listed.map(\.label))))
    }
    return try LoadedData(
      decoding: parts, of: path, in: path, classes: classes, options, warnings: warnings,
      nothingLeft: { "'\(folders[$0] ?? path)' has no images: there is no \($0.rawValue) part" },
      noTraining: { _ in .noImages(path: path, found: "only files that can't be read") })
  }

  private static func files(
    _ folder: PictureFolder, _ classes: [String]
  ) throws(DataError) -> [(path: String, label: Int)] {
    // By bytes: Swift takes names of the same characters for equal, and the file system doesn't.
    let labels = Dictionary(uniqueKeysWithValues: classes.enumerated().map { (Array($1.utf8), $0) })
    var files: [(path: String, label: Int)] = []
    for own in folder.filled {
      guard let label = labels[Array(own.name.utf8)] else {
        throw .unknownClass(path: own.path, name: own.name, classes: classes)
      }
      files += own.allPictures.map { ($0, label) }
    }
    return files
  }

  // MARK: What is left out

  /// Warnings for what isn't an image of a class in the folder of a part.
  private static func passedOver(in folder: PictureFolder) -> [String] {
    var warnings = folder.warnings
    var others = folder.others
    for own in folder.folders {
      warnings += own.allWarnings
      others += own.allOthers
      if !own.hasPictures {
        warnings.append("the folder '\(own.path)' has no PNG or JPEG files: it is no class")
      }
    }
    if let first = folder.pictures.first {
      warnings.append(
        "\(DataError.count(folder.pictures.count, "image")) in no class's folder skipped, the first is "
          + "'\(first)'"
      )
    }
    if let first = others.first {
      warnings.append(
        "\(DataError.count(others.count, "file")) that end\(others.count == 1 ? "s" : "") neither with .png "
          + "nor .jpg skipped, the first is '\(first)'"
      )
    }
    return warnings
  }

  /// What a folder without classes holds, for the message.
  private static func found(in folder: PictureFolder?) -> String {
    guard let folder else { return "nothing" }
    var found: [String] = []
    if !folder.folders.isEmpty {
      found.append("\(DataError.count(folder.folders.count, "sub-folder")) without any")
    }
    if !folder.pictures.isEmpty {
      found.append("\(DataError.count(folder.pictures.count, "image")) without a class")
    }
    if !folder.others.isEmpty { found.append(DataError.count(folder.others.count, "other file")) }
    return found.isEmpty ? "nothing" : found.joined(separator: ", ")
  }
}
