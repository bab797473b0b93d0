internal import Datasets
internal import Files
internal import Models
internal import Runtime
internal import SupportVectors

/// Machines from model files of LIBSVM.
extension SupportVectorFamily {
  /// Larger files are read only where they are restored: a check is over at once.
  private static let checkedSize = 1 << 26

  static func entry(
    libsvm bytes: [UInt8], _ path: String, _ dataName: String?, answer: String, _ shell: Shell
  )
    throws -> ModelEntry
  {
    guard let dataName else { throw needsData(path) }
    let data = try shell.data(dataName)
    return try refusing(path) {
      let file = try LIBSVMFile(bytes)
      let model = try SupportVectorModel(
        file, places: try places(of: file, path, dataName, data.classes),
        for: try data.source(.train, training: false, seed: 0),
        answer: SupportVectorDefinition.Answer(rawValue: answer) ?? .votes)
      var entry = ModelEntry(family: self, definition: model.definition)
      entry.model = model
      entry.classes = data.classes
      entry.dataName = dataName
      entry.preparation = try data.fittedPreparation()
      return entry
    }
  }

  /// Throws what is wrong with a file, and that it isn't for this data, as far as that is known.
  static func check(libsvm path: String, _ dataName: String, _ data: KnownData) throws {
    guard let file = try? RegularFile(path), file.size <= checkedSize,
      let bytes = try? file.bytes(limit: checkedSize)
    else { return }
    try refusing(path) {
      let file = try LIBSVMFile(bytes)
      if let classes = data.outline.classes { _ = try places(of: file, path, dataName, classes) }
      if let shape = data.shape { try file.check(input: shape) }
    }
  }

  private static func refusing<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as SupportVectorError {
      throw CommandFailure("'\(path)': \(error.message)", hint: error.hint, argument: "file")
    }
  }

  /// The class of the data that each label of a file stands for.
  private static func places(
    of file: LIBSVMFile, _ path: String, _ dataName: String, _ classes: [String]
  ) throws -> [Int] {
    let labels = SparseText.labels(of: classes)
    let places = file.labels.map(labels.firstIndex)
    if let foreign = places.firstIndex(of: nil) {
      throw CommandFailure(
        "'\(path)' has the label "
          + "\(file.labels[foreign]); the classes of '\(dataName)' are \(listed(labels)).",
        argument: "file")
    }
    return places.compactMap(\.self)
  }

  static func needsData(_ path: String) -> CommandFailure {
    CommandFailure(
      "'\(path)' is a model file of LIBSVM, which doesn't tell the size of the images nor the names of the "
        + "classes.",
      hint: "Say what data it is for: restore FILE as NAME on DATA", argument: "file")
  }

  private static func listed(_ labels: [Int]) -> String {
    labels == Array(labels.indices)
      ? "0 to \(labels.count - 1)"
      : labels.prefix(20).map(String.init).joined(separator: ", ") + (labels.count > 20 ? ", …" : "")
  }
}
