/// What the subfolders of an image folder are.
public enum PartsRule: String, Sendable, CaseIterable {
  /// Parts if they are named and filled like parts, otherwise classes; ambiguous layouts are an error.
  case auto
  /// Those named after a part are parts.
  case folders
  /// All are classes, whatever their names.
  case none
}

/// Which parts a folder of images has, and where.
struct FolderLayout: Sendable {
  /// Training first. A single part that is the folder itself holds classes.
  private(set) var parts: [(name: PartName, folder: PictureFolder)]
  private(set) var warnings: [String] = []

  private let root: PictureFolder
  private let named: [(part: PartName, folder: PictureFolder)]
  /// The other folders with pictures.
  private let others: [PictureFolder]

  init(_ root: PictureFolder, _ rule: PartsRule) throws(DataError) {
    self.root = root
    let meanings = rule == .none ? [:] : PartNames.parts(of: root.folders.map(\.name))
    // An empty folder decides nothing; it becomes a part without images where there are others.
    named = root.folders.compactMap { folder in meanings[folder.name].map { ($0, folder) } }
    others = root.filled.filter { meanings[$0.name] == nil }
    parts = [(.train, root)]
    switch rule {
    case .none: break
    case .folders: try takeParts()
    case .auto: if try areParts() { try takeParts() }
    }
  }

  private var filled: [(part: PartName, folder: PictureFolder)] { named.filter { $0.folder.hasPictures } }
  private var training: PictureFolder? { filled.first { $0.part == .train }?.folder }

  private func unclear(_ why: DataError.AmbiguousParts, _ folders: [PictureFolder]? = nil) -> DataError {
    .ambiguousParts(path: root.path, why: why, folders: (folders ?? filled.map(\.folder)).map(\.name))
  }

  // MARK: Parts

  private mutating func takeParts() throws(DataError) {
    for part in PartName.allCases {
      let own = filled.filter { $0.part == part }.map(\.folder)
      guard own.count < 2 else { throw unclear(.double(part), own) }
    }
    guard training != nil else { throw unclear(.noTraining, named.map(\.folder)) }
    parts = []
    for part in PartName.allCases {
      let own = named.filter { $0.part == part }.map(\.folder)
      guard let folder = own.first(where: \.hasPictures) ?? own.first else { continue }
      parts.append((part, Self.unwrapped(folder, part)))
    }
    for folder in root.folders where !named.contains(where: { $0.folder.path == folder.path }) {
      warnings.append("'\(folder.path)' is no part (train, validation, test): skipped")
    }
    if let first = root.pictures.first {
      warnings.append(
        "\(DataError.count(root.pictures.count, "image")) in no part's folder skipped, the first is "
          + "'\(first)'"
      )
    }
    warnings += root.warnings
  }

  /// The folder that holds the classes: archives often have train/train/cat.
  private static func unwrapped(_ folder: PictureFolder, _ part: PartName) -> PictureFolder {
    guard folder.pictures.isEmpty, folder.filled.count == 1, let inner = folder.filled.first,
      PartNames.parts(of: [inner.name])[inner.name] == part || inner.name == folder.name
    else { return folder }
    return inner
  }

  // MARK: Parts or classes

  /// A folder of a part holds folders of classes, and no picture of its own.
  private static func looksLikePart(_ folder: PictureFolder) -> Bool {
    folder.pictures.isEmpty && folder.hasPictures
  }

  private mutating func areParts() throws(DataError) -> Bool {
    guard !filled.isEmpty else {
      try refusePartsInClasses()
      return false
    }
    let alike = filled.filter { Self.looksLikePart($0.folder) }
    guard let training, Self.looksLikePart(training) else {
      return try areParts(withoutTraining: alike.map(\.folder))
    }
    if filled.count > 1 {
      // Test images without classes are no reason to take the training part for a class, but a folder that is
      // clearly one is.
      if alike.count == 1, others.contains(where: { !$0.pictures.isEmpty }) {
        throw unclear(.beside(others[0].name))
      }
      return true
    }
    guard !others.isEmpty else { return true }
    let classes = others.filter { !$0.pictures.isEmpty }
    if !classes.isEmpty {
      warnings.append(
        "'\(training.path)' is taken for a class, since folders beside it hold images themselves "
          + "(\(DataError.listed(classes.map(\.name)))); parts=folders takes it for the training part")
      return false
    }
    let known = Set(training.filled.map(\.name))
    guard others.allSatisfy({ folder in folder.filled.contains { known.contains($0.name) } }) else {
      throw unclear(.beside(others[0].name))
    }
    return true
  }

  /// - Parameter alike: The folders that are called after parts and look like parts.
  private func areParts(withoutTraining alike: [PictureFolder]) throws(DataError) -> Bool {
    if training != nil {
      // 'train' alone is a class like those beside it, with whatever folders below; with 'test' beside it
      // nobody knows.
      if filled.count > 1 { throw unclear(.flat) }
      return false
    }
    if others.isEmpty || Set(filled.map(\.part)).count > 1 { throw unclear(.noTraining) }
    let known = Set(alike.flatMap { $0.filled.map(\.name) })
    if others.contains(where: { $0.pictures.isEmpty && $0.filled.contains { known.contains($0.name) } }) {
      throw unclear(.noTraining)
    }
    return false
  }

  /// cat/train, cat/test, dog/train …: taken for classes, the test images would be trained on.
  private func refusePartsInClasses() throws(DataError) {
    guard !others.isEmpty else { return }
    var found: Set<PartName> = []
    for folder in others {
      let meanings = PartNames.parts(of: folder.folders.map(\.name))
      guard folder.pictures.isEmpty, folder.filled.allSatisfy({ meanings[$0.name] != nil }) else { return }
      found.formUnion(folder.filled.compactMap { meanings[$0.name] })
    }
    guard found.count > 1 else { return }
    if others.count == 1 { throw .partsBelow(path: root.path, folder: others[0].path) }
    let inner = others[0].filled.map { others[0].name + "/" + $0.name }
    throw .ambiguousParts(path: root.path, why: .inClasses, folders: inner)
  }
}

extension DataError {
  /// Why folders named like parts may be something else.
  public enum AmbiguousParts: Sendable, Hashable {
    /// The training folder, or all of them, directly contain images instead of folders of classes.
    case flat
    /// Two folders are named after the same part.
    case double(PartName)
    /// No folder is the training part.
    case noTraining
    /// Another folder that isn't a part is beside them.
    case beside(String)
    /// They are inside the folders of classes.
    case inClasses
  }
}
