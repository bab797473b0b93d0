internal import Datasets
internal import Diagnostics
internal import Files
internal import Models
internal import Runtime
internal import SupportVectors

/// What the head of a model file tells before its tensors are read.
extension ModelFile {
  /// What a file says of its model.
  struct Description {
    let definition: String
    let input: SampleShape
    let classes: [String]
    let task: PredictionTask
    let metadata: [String: String]

    func model(_ tensors: [NamedTensor], _ history: [EpochRecord]) -> SavedModel {
      SavedModel(
        tensors: tensors, metadata: metadata, input: input, classes: classes.count, task: task,
        history: history)
    }
  }

  /// What the head of a file tells of its model; nil for a file of LIBSVM.
  static func known(_ path: String) throws -> KnownModel? {
    guard let saved = try check(path) else { return nil }
    // The definition speaks of no name of the session.
    let shell = Shell(.init(threads: 1, seed: 0))
    let entry = try entry(saved, of: path, by: definition(saved.definition, "m", path, shell))
    var model = KnownModel(of: entry)
    model.shape = saved.input
    model.classes = saved.classes
    model.task = saved.task
    return model
  }

  /// Throws what the head of a file tells: that it is no model file, or that it is cut off.
  ///
  /// - Returns: What it says of its model; nil for a file of LIBSVM.
  @discardableResult static func check(_ path: String) throws -> Description? {
    let (file, beginning) = try opened(path)
    if LIBSVMFile.recognises(beginning) { return nil }
    let found: [String: String]
    do {
      let length = try Safetensors.headLength(of: beginning, size: file.size)
      found = try Safetensors.metadata(head: try file.bytes(at: 8, count: length), size: file.size)
    } catch let error as SafetensorsError {
      if let failure = ForeignFile.noModel(path, beginning) { throw failure }
      throw CommandFailure("'\(path)': \(error.message)", hint: error.hint, argument: "file")
    } catch let problem as BoundedFile.Problem {
      throw unreadable(path, problem.text(limit: .max))
    }
    return try metadata(found, of: path)
  }

  /// More than this isn't read of a file of LIBSVM, whose size nothing in it tells.
  static let sizeLimit = 4 << 30

  /// All bytes of a file, if it isn't too large.
  static func contents(of path: String) throws -> [UInt8] {
    let (file, _) = try opened(path)
    do {
      try AvailableMemory.check(for: file.size, each: 1, what: "'\(path)'")
      return try file.bytes(limit: file.size)
    } catch let error as DataError {
      throw CommandFailure(error.message, argument: "file")
    } catch let problem as BoundedFile.Problem {
      throw unreadable(path, problem.text(limit: file.size))
    }
  }

  /// A file that may be read, and what it begins with.
  private static func opened(_ path: String) throws -> (RegularFile, beginning: [UInt8]) {
    do throws(BoundedFile.Problem) {
      let file = try RegularFile(path)
      let beginning = try file.bytes(at: 0, count: 512)
      guard !LIBSVMFile.recognises(beginning) || file.size <= sizeLimit else { throw .tooLarge }
      return (file, beginning)
    } catch {
      throw unreadable(path, error.text(limit: sizeLimit))
    }
  }

  static func metadata(_ metadata: [String: String], of path: String) throws -> Description {
    let format = metadata[Key.format]
    if let format, format != Self.format {
      throw CommandFailure(
        "'\(path)' is a model file of format '\(format)', and this fovea knows format \(Self.format).",
        hint: "Read it with a newer fovea.", argument: "file")
    }
    guard format != nil, let definition = metadata[Key.model], let input = metadata[Key.input].flatMap(shape),
      let classes = metadata[Key.classes]
    else {
      throw CommandFailure(
        "'\(path)' holds tensors, but no model of Fovea: its metadata defines none.",
        hint: "Models are written by: save MODEL to FILE", argument: "file")
    }
    let names = classes.split(separator: "\n", omittingEmptySubsequences: false).map {
      Interpreter.value(ofText: String($0)).plainText
    }
    guard !names.contains(""), Set(names.map { Array($0.utf8) }).count == names.count, names.count > 1 else {
      throw CommandFailure(
        "'\(path)' is damaged: its classes aren't two or more different names.",
        hint: "Save the model again.",
        argument: "file")
    }
    let task = metadata[Key.task] ?? PredictionTask.classification.rawValue
    guard let task = PredictionTask(rawValue: task) else {
      throw CommandFailure(
        "'\(path)' holds a model for the task '\(task)', which this fovea doesn't know.",
        hint: "Read it with a newer fovea.", argument: "file")
    }
    return Description(
      definition: definition, input: input,
      classes: names,
      task: task,
      metadata: metadata)
  }
}
