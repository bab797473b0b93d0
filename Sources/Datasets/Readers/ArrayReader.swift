internal import Declarations

/// Arrays of NumPy: an .npy file of images or features with its labels in another, an .npz file, or a folder
/// of .npy files.
///
/// `ArrayRoles` says which array is what by its name, `ArrayLayout` what its dimensions are, `ArrayLabels`
/// what labels may be. Bytes of one or three channels are images of bytes, as those of picture files; all
/// else becomes numbers of 32 bits, as they are, bytes of other channels divided by 255.
struct ArrayReader: PathReader {
  let plural = "NumPy arrays"
  let note =
    "NumPy arrays are images (samples x height x width, or x channels) or features (samples x features), of "
    + "bytes or numbers: an .npz file, or a folder of .npy files, with names such as x_train and y_train, "
    + "train_images and train_labels, X and y; or an .npy file with its labels beside it. Labels are whole "
    + "numbers, texts, or a table of 0 and 1 with a column a class."
  let parameters: [Parameter] = [
    .option(
      "labels", .path, "of an .npy file: the .npy file of its labels; default one of that name beside it"),
    .option(
      "channels", .choice(["auto", "first", "last"]), default: .text("auto"),
      "of arrays: where the dimension of channels stands; auto: last, unless only the first is 1 or 3 long"),
    TableReader.task, TableReader.classNames,
  ]

  func recognises(_ path: String, _ kind: FileAccess.Kind) -> Bool {
    switch kind {
    case .file: [".npy", ".npz"].contains { path.lowercased().hasSuffix($0) }
    case .folder: Self.isOfArrays(path)
    case .other: false
    }
  }

  /// Whether a folder is one of arrays: beside sub-folders, which may be classes of pictures, their names
  /// must say so.
  private static func isOfArrays(_ path: String) -> Bool {
    guard let names = try? FileAccess.names(in: path) else { return false }
    let files = ArrayFiles(folder: path, files: names)
    guard !files.names.isEmpty else { return false }
    return (try? ArrayRoles(files)) != nil
      || !names.contains { FileAccess.kind(FileAccess.join(path, $0)) == .folder }
  }

  func outline(_ path: String, _ options: LoadOptions) throws(DataError) -> DataOutline {
    let found = try ArraySelection(path, options)
    let layouts = try found.roles.map { role throws(DataError) in try found.layout(role, options) }
    let truth = try ArrayTruth(found, options)
    var counts: [PartName: Int] = [:]
    var shape: SampleShape?
    for (part, layout) in zip(found.roles, layouts) {
      try truth.check(part.name, count: layout.count, images: found.title(part.images))
      counts[part.name] = layout.count
      if part.name == .train { shape = layout.shape }
    }
    return DataOutline(
      classes: truth.classes, parts: counts,
      classCounts: truth.targets[.train]?.counts(classes: truth.classes.count), shape: shape, task: truth.task
    )
  }

  func read(_ path: String, _ options: LoadOptions) throws(DataError) -> LoadedData {
    let found = try ArraySelection(path, options)
    let layouts = try found.roles.map { role throws(DataError) in try found.layout(role, options) }
    let truth = try ArrayTruth(found, options)
    var parts: [PartName: Part] = [:]
    for (role, layout) in zip(found.roles, layouts) {
      try truth.check(role.name, count: layout.count, images: found.title(role.images))
      guard let targets = truth.targets[role.name] else { continue }
      parts[role.name] = Part(
        store: try store(try found.array(role.images), layout), indices: Array(0..<layout.count),
        targets: targets)
    }
    guard let train = parts[.train] else { throw .noImages(path: path, found: "nothing") }
    let stores = PartName.allCases.compactMap { parts[$0]?.store }
    guard stores.allSatisfy({ $0.uniformShape == stores[0].uniformShape }) else {
      throw .unequalParts(path: path, sizes: stores.compactMap { $0.uniformShape?.description })
    }
    guard stores.allSatisfy({ $0.holdsFloats == stores[0].holdsFloats }) else {
      throw .arrayContent(
        path: path, reason: "the images of one part are bytes, those of another are numbers",
        hint: "Save all parts with the same type.")
    }
    return LoadedData(
      classes: truth.classes, train: train, validation: parts[.validation], test: parts[.test],
      warnings: found.unused.isEmpty
        ? [] : ["arrays that aren't used: \(found.unused.joined(separator: ", "))"])
  }

  private func store(_ array: NumberArray, _ layout: ArrayLayout) throws(DataError) -> ImageStore {
    let (count, shape) = (layout.count, layout.shape)
    guard !array.type.isText else {
      throw .arrayContent(
        path: array.name, reason: "it holds texts; expected images or features",
        hint: "Save numbers: images are samples x height x width.")
    }
    let isPicture = array.type.isByte && (shape.channels == 1 || shape.channels == 3)
    try AvailableMemory.check(
      for: count, each: isPicture ? shape.count : 4 * shape.count, what: "'\(array.name)'")
    if isPicture {
      return ImageStore(pixels: layout.interleaved(array.byteValues), count: count, shape: shape)
    }
    let values = array.type.isByte ? array.byteValues.map { Float(Double($0) / 255) } : array.floats
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      let number = array.numbers[place]
      let what =
        number.isNaN
        ? "a value that is not a number"
        : number.isInfinite ? "a value that is infinite" : "\(number), which is too large for 32 bits"
      throw .arrayContent(
        path: array.name, reason: "row \(place / shape.count) holds \(what)",
        hint: "Replace it, or take the row away, before you save: numpy.nan_to_num, numpy.isfinite")
    }
    return ImageStore(values: layout.interleaved(values), count: count, shape: shape)
  }
}

/// The arrays of a source, and what each of them is.
private struct ArraySelection {
  let roles: [ArrayRoles.Part]
  let classNames: String?
  let unused: [String]
  private let files: ArrayFiles
  /// Where labels lie that were named by an option, or beside a single file.
  private var labelsFile: String?

  init(_ path: String, _ options: LoadOptions) throws(DataError) {
    let kind = FileAccess.kind(path)
    let given = options.format.optionalText("labels")
    guard kind == .file, path.lowercased().hasSuffix(".npy") else {
      if given != nil {
        throw .arrayContent(
          path: path, reason: "its labels are among its arrays; 'labels' is for an .npy file",
          hint: "Leave 'labels' out.")
      }
      files = try ArrayFiles(path, kind)
      let found = try ArrayRoles(files)
      (roles, classNames, unused) = (found.parts, found.classNames, found.unused)
      return
    }
    let (folder, name) = FileAccess.parted(path)
    let images = ArrayFiles.bare(name)
    let beside = try FileAccess.names(in: folder)
    let wanted = ArrayRoles.labelNames(for: images).map { $0 + ".npy" }
    if let given {
      labelsFile = given
    } else if let label = wanted.first(where: { beside.contains($0) && $0 != name }) {
      labelsFile = FileAccess.join(folder, label)
    } else {
      throw .noLabels(path: path, wanted: Array(wanted.prefix(3)))
    }
    files = ArrayFiles(folder: folder, files: [name])
    (classNames, unused) = (nil, [])
    roles = [ArrayRoles.Part(name: .train, images: images, labels: "")]
  }

  func title(_ name: String) -> String { files.title(name) }

  func array(_ name: String) throws(DataError) -> NumberArray { try files.array(name) }

  func labels(_ role: ArrayRoles.Part) throws(DataError) -> NumberArray {
    guard let labelsFile else { return try files.array(role.labels) }
    return try NumberArray(FileAccess.bytes(labelsFile), name: labelsFile)
  }

  func layout(_ role: ArrayRoles.Part, _ options: LoadOptions) throws(DataError) -> ArrayLayout {
    let channels = options.format.optionalText("channels")
    let (header, title) = (try files.header(role.images), files.title(role.images))
    let layout = try ArrayLayout(header, channels: channels == "auto" ? nil : channels, name: title)
    // Known before anything is read: whether the file is cut, and what its numbers will take beside it.
    let count = try header.count(title)
    let size = count * header.type.size
    let found = try files.size(role.images) - header.length
    guard found >= size else { throw .truncated(path: title, expected: size, found: max(0, found)) }
    try AvailableMemory.check(
      for: count, each: header.type.size + (header.type.isByte ? 1 : 8), what: "'\(title)'")
    return layout
  }
}

/// The classes and what samples show, of all parts.
private struct ArrayTruth {
  let classes: [String]
  let task: PredictionTask
  private(set) var targets: [PartName: Targets] = [:]
  private var titles: [PartName: String] = [:]

  init(_ found: ArraySelection, _ options: LoadOptions) throws(DataError) {
    var labels: [(part: PartName, labels: ArrayLabels, title: String)] = []
    for role in found.roles {
      let array = try found.labels(role)
      labels.append((role.name, try ArrayLabels(array), array.name))
    }
    let training = labels[0].labels
    task = training.task(asked: options.format.optionalText("task").flatMap(PredictionTask.init))
    var classes = training.classes
    guard classes.count > 1 else { throw .oneClass(path: labels[0].title, name: classes.first ?? "") }
    let names = try Self.names(found, options)
    if let names {
      guard names.count >= classes.count, Set(names.map { Array($0.utf8) }).count == names.count,
        !names.contains("")
      else {
        guard options.format["classes"] == nil else {
          throw .invalidLoadOption(
            "classes", meaning: "the names of all \(classes.count) classes, each once", path: labels[0].title)
        }
        throw .arrayContent(
          path: labels[0].title,
          reason:
            "it has \(classes.count) classes, and there are \(DataError.count(names.count, "name")) of them",
          hint: "Name each class once, in the order of their numbers.")
      }
      // Texts are names already: then these say the order.
      if case .texts = training { classes = names }
    }
    var targets: [PartName: Targets] = [:]
    for (part, own, title) in labels {
      targets[part] = try own.targets(classes: classes, task: task, name: title)
      titles[part] = title
    }
    self.classes = names ?? classes
    // Classes that no training sample shows.
    if let names, names.count > classes.count {
      targets = targets.mapValues { own in
        guard case .labelSets(let sets) = own else { return own }
        return .labelSets(LabelSets((0..<sets.count).map { sets[$0] }, classes: names.count))
      }
    }
    self.targets = targets
  }

  /// The names of the classes that an option or an array of names gives; nil without.
  private static func names(_ found: ArraySelection, _ options: LoadOptions) throws(DataError) -> [String]? {
    if case .list(let given)? = options.format["classes"] {
      return given.compactMap { if case .text(let name) = $0 { name } else { nil } }
    }
    guard let key = found.classNames else { return nil }
    let array = try found.array(key)
    guard array.type.isText, array.shape.count == 1 else {
      throw .arrayContent(
        path: array.name, reason: "it isn't a list of texts; expected the names of the classes",
        hint: "Save it as numpy.array([\"cat\", \"dog\"]), or under another name.")
    }
    return array.texts
  }

  func check(_ part: PartName, count: Int, images: String) throws(DataError) {
    guard let own = targets[part], own.count != count else { return }
    throw .labelCount(path: titles[part] ?? images, images: count, labels: own.count)
  }
}
