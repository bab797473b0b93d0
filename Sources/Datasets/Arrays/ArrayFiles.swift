/// Arrays by name: those of an .npz file, or the .npy files of a folder.
struct ArrayFiles {
  /// Of the file or folder.
  let path: String
  /// In byte order, without `.npy`.
  let names: [String]
  /// The files of the folder by the names of their arrays, or those of the archive.
  private let files: [String: String]
  private let archive: ZipArchive?

  init(_ path: String, _ kind: FileAccess.Kind?) throws(DataError) {
    if kind == .folder {
      self.init(folder: path, files: try FileAccess.names(in: path))
    } else {
      let archive = try ZipArchive(path)
      self.init(path, archive, files: archive.entries.map(\.name))
    }
  }

  /// Those of some names only.
  init(folder: String, files: [String]) { self.init(folder, nil, files: files) }

  private init(_ path: String, _ archive: ZipArchive?, files: [String]) {
    self.path = path
    self.archive = archive
    let arrays = files.filter { $0.lowercased().hasSuffix(".npy") }
    self.files = Dictionary(arrays.map { (Self.bare($0), $0) }, uniquingKeysWith: { first, _ in first })
    names = self.files.keys.sorted(by: FileAccess.precedes)
  }

  /// A name without `.npy`.
  static func bare(_ name: String) -> String { String(name.dropLast(4)) }

  /// What an array is called in messages.
  func title(_ name: String) -> String {
    archive == nil ? FileAccess.join(path, files[name] ?? name + ".npy") : "\(path): \(name)"
  }

  func header(_ name: String) throws(DataError) -> ArrayHeader {
    try ArrayHeader(content(name, limit: ArrayHeader.longest), name: title(name))
  }

  /// The size of an array's file in bytes, as far as it is told.
  func size(_ name: String) throws(DataError) -> Int {
    guard let archive else { return try OpenFile(title(name)).size }
    return try entry(name, in: archive).size
  }

  private func entry(_ name: String, in archive: ZipArchive) throws(DataError) -> ZipArchive.Entry {
    guard let file = files[name], let entry = archive.entries.first(where: { $0.name == file }) else {
      throw .arrayContent(
        path: path, reason: "there is no array '\(name)'", hint: "There are: \(DataError.listed(names)).")
    }
    return entry
  }

  func array(_ name: String) throws(DataError) -> NumberArray {
    try NumberArray(content(name, limit: .max), name: title(name))
  }

  private func content(_ name: String, limit: Int) throws(DataError) -> [UInt8] {
    guard let archive else { return try FileAccess.bytes(title(name), limit: limit) }
    return try archive.content(try entry(name, in: archive), limit: limit)
  }
}

/// Which arrays are the images and labels of which part, by their names.
///
/// `x_train` and `y_train` as in Keras, `train_images` and `train_labels` as in MedMNIST, `X` and `y`, `data`
/// and `target` as in scikit-learn, `arr_0` and `arr_1` as `numpy.savez` calls what has no name.
struct ArrayRoles {
  struct Part {
    let name: PartName
    let images: String
    let labels: String
  }

  /// Training first.
  private(set) var parts: [Part] = []
  /// The names of classes, if there is such an array.
  private(set) var classNames: String?
  /// Arrays that are nothing of that.
  private(set) var unused: [String] = []

  private static let imageWords: Set<String> = [
    "x", "images", "image", "imgs", "img", "data", "features", "feature", "inputs", "input", "embeddings",
    "samples", "pixels",
  ]
  private static let labelWords: Set<String> = [
    "y", "labels", "label", "target", "targets", "class", "classes", "outputs",
  ]
  private static let nameKeys: Set<String> = [
    "class_names", "classnames", "label_names", "target_names",
  ]

  init(_ files: ArrayFiles) throws(DataError) {
    var images: [PartName: String] = [:]
    var labels: [PartName: String] = [:]
    for name in files.names {
      if Self.nameKeys.contains(name.lowercased()) {
        if let classNames {
          throw .arrayContent(
            path: files.path, reason: "'\(classNames)' and '\(name)' are both names of classes",
            hint: "Save one of them to another file.")
        }
        classNames = name
        continue
      }
      guard let (role, part) = Self.role(of: name) else {
        unused.append(name)
        continue
      }
      let known = role == .images ? images[part] : labels[part]
      if let known {
        throw .arrayContent(
          path: files.path,
          reason: "'\(known)' and '\(name)' are both \(role == .images ? "images" : "labels") of the "
            + "\(part.rawValue) part", hint: "Save one of them to another file.")
      }
      if role == .images { images[part] = name } else { labels[part] = name }
    }
    for part in PartName.allCases {
      guard let own = images[part] else { continue }
      guard let label = labels[part] else {
        throw .arrayContent(
          path: files.path, reason: "there are no labels for '\(own)'",
          hint: "Labels are called like images: x_train and y_train, train_images and train_labels, X and y.")
      }
      parts.append(Part(name: part, images: own, labels: label))
    }
    for part in PartName.allCases where images[part] == nil {
      if let label = labels[part] { unused.append(label) }
    }
    guard parts.first?.name == .train else {
      throw .arrayContent(
        path: files.path,
        reason: "no array is called like training images; there is "
          + (files.names.isEmpty ? "none" : DataError.listed(files.names)),
        hint: "Expected are names such as x_train and y_train, train_images and train_labels, X and y.")
    }
  }

  private enum Role { case images, labels }

  private static func role(of name: String) -> (Role, PartName)? {
    if name == "arr_0" { return (.images, .train) }
    if name == "arr_1" { return (.labels, .train) }
    var words = name.lowercased().split { "_-. ".contains($0) }.map(String.init)
    // xtrain, ytest
    if words.count == 1, let word = words.first, let first = word.first, "xy".contains(first), word.count > 1
    {
      words = [String(first), String(word.dropFirst())]
    }
    guard words.count <= 2 else { return nil }
    var role: Role?
    var part = PartName.train
    for word in words {
      if imageWords.contains(word), role == nil {
        role = .images
      } else if labelWords.contains(word), role == nil {
        role = .labels
      } else if let found = PartNames.parts(of: [word])[word] {
        part = found
      } else {
        return nil
      }
    }
    return role.map { ($0, part) }
  }

  /// What the labels of an images file may be called, the likeliest first; without `.npy`.
  static func labelNames(for images: String) -> [String] {
    let pairs = [
      ("images", "labels"), ("image", "label"), ("features", "labels"), ("embeddings", "labels"),
      ("inputs", "targets"), ("data", "target"), ("data", "labels"), ("X", "y"), ("x", "y"),
    ]
    let replaced = pairs.compactMap { image, label -> String? in
      guard let range = images.firstRange(of: image) else { return nil }
      return images[..<range.lowerBound] + label + images[range.upperBound...]
    }
    return replaced.filter { $0 != images } + [images + "_labels", images + ".labels", "labels", "y"]
  }
}
