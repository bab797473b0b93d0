internal import Datasets
internal import Diagnostics
internal import Files
internal import Models
internal import Runtime
internal import SupportVectors

/// A model on disk: a safetensors file with all that it learned, and in its metadata all that a later session
/// needs: the definition as typed, the size of the images, the classes, the preparation, the curve, and
/// hashes of the training images.
enum ModelFile {
  enum Key {
    static let format = "fovea.format"
    static let model = "fovea.model"
    static let input = "fovea.input"
    static let classes = "fovea.classes"
    static let history = "fovea.history"
    static let trainedOn = "fovea.trained"
    /// Only where images have label sets.
    static let task = "fovea.task"
  }

  static let format = "1"

  // MARK: Writing

  static func write(_ entry: ModelEntry, _ model: any Model, to path: String) throws {
    var metadata = entry.family.metadata(of: entry)
    metadata.merge(entry.preparation?.text ?? [:]) { $1 }
    metadata[Key.format] = format
    metadata[Key.model] = entry.family.text(of: entry)
    metadata[Key.input] = "\(model.input)"
    metadata[Key.classes] = entry.classes.map(Spelling.quoted).joined(separator: "\n")
    if model.task != .classification { metadata[Key.task] = model.task.rawValue }
    metadata[Key.history] = entry.history.map(text).joined(separator: "\n")
    // The head of a safetensors file holds 100 MB.
    if let images = entry.trainedOn, images.hashes.count <= 4_000_000 {
      metadata[Key.trainedOn] = images.text
    }
    try place(Safetensors(tensors: model.tensors(), metadata: metadata).encoded(), at: path)
  }

  static func place(_ bytes: [UInt8], at path: String) throws {
    do throws(FileFailure) { try WholeFile.write(bytes, to: path) } catch {
      throw CommandFailure("'\(path)' can't be written: \(error.reason).", argument: "file")
    }
  }

  /// An epoch as a line; numbers in the shortest form that brings the same bits back.
  static func text(_ epoch: EpochRecord) -> String {
    let numbers =
      [epoch.loss, epoch.accuracy] + [epoch.validationLoss, epoch.validationAccuracy].compactMap { $0 }
    let rate = epoch.rate.map { ["rate=" + Spelling.number($0)] } ?? []
    let precision = epoch.validationMacroAP.map { ["macro_ap=" + Spelling.number($0)] } ?? []
    return ([String(epoch.epoch)] + numbers.map(Spelling.number) + precision + rate).joined(separator: " ")
  }

  // MARK: Reading

  /// - Parameter data: The data set whose images and classes a file of other programs speaks of.
  static func read(
    _ bytes: [UInt8], of path: String, name: String, on data: String?, answer: String? = nil, in shell: Shell
  )
    throws -> ModelEntry
  {
    if LIBSVMFile.recognises(Array(bytes.prefix(16))) {
      return try SupportVectorFamily.entry(libsvm: bytes, path, data, answer: answer ?? "votes", shell)
    }
    try refuse(answer: answer, data: data, for: path)
    let file: Safetensors
    do throws(SafetensorsError) {
      file = try Safetensors(decoding: bytes)
    } catch {
      if let failure = ForeignFile.noModel(path, Array(bytes.prefix(512))) { throw failure }
      throw CommandFailure("'\(path)': \(error.message)", hint: error.hint, argument: "file")
    }
    let saved = try metadata(file.metadata, of: path)
    if let tensor = file.tensors.first(where: { !$0.values.allSatisfy(\.isFinite) }) {
      throw damaged(path, "'\(tensor.name)' holds numbers that aren't finite")
    }
    let command = try definition(saved.definition, name, path, shell)
    var entry = try entry(saved, of: path, by: command)
    entry.model = try entry.family.model(
      saved.model(file.tensors, entry.history), for: entry, command)
    return entry
  }

  /// The model that the head of a file describes, without what it learned.
  ///
  /// - Parameter command: That of its definition.
  static func entry(_ saved: Description, of path: String, by command: BoundCommand) throws -> ModelEntry {
    var entry = try ModelVerb.entry(command)
    entry.classes = saved.classes
    entry.preparation = try FittedPreparation(text: saved.metadata)
    if let text = saved.metadata[Key.trainedOn], TrainedImages.isOfThisFormat(text) {
      guard let images = TrainedImages(text: text) else {
        throw damaged(path, "the list of the images that the model was trained on makes no sense")
      }
      entry.trainedOn = images
    }
    let lines = (saved.metadata[Key.history] ?? "").split(separator: "\n")
    entry.history = lines.compactMap(epoch)
    guard entry.history.count == lines.count else {
      throw damaged(path, "the history of its training makes no sense")
    }
    entry.definition = entry.family.definition(saved.model([], entry.history), of: entry)
    return entry
  }

  /// Refuses the options that only files of other programs need.
  static func refuse(answer: String?, data: String?, for path: String) throws {
    if answer != nil {
      throw CommandFailure(
        "'answer' belongs to LIBSVM's files; '\(path)' is a file of Fovea's own, which holds how it answers.",
        hint: "Leave 'answer' out.", argument: "answer")
    }
    if data != nil {
      throw CommandFailure(
        "'\(path)' is a file of Fovea's own, which holds its classes and the size of its images.",
        hint: "Leave 'on' out.",
        argument: "data")
    }
  }

  private static func damaged(_ path: String, _ what: String) -> CommandFailure {
    CommandFailure("'\(path)' is damaged: \(what).", hint: "Save the model again.", argument: "file")
  }

  /// The command that defines the model.
  static func definition(
    _ definition: String, _ name: String, _ path: String, _ shell: Shell
  ) throws -> BoundCommand {
    do throws(RunFailure) {
      return try shell.interpreter.bound(SourceText(name: path, text: "model \(name) \(definition)"))
    } catch {
      guard case .findings(let findings) = error, let first = findings.first else { throw error }
      throw CommandFailure(
        "the model in '\(path)' can't be read: \(first.message)", hint: first.hint, argument: "file")
    }
  }

  static func unreadable(_ path: String, _ reason: String) -> CommandFailure {
    CommandFailure("'\(path)' can't be read: \(reason).", argument: "file")
  }

  /// Whether a file begins as a model file of LIBSVM does; false where it can't be read.
  static func isLIBSVM(_ path: String) -> Bool {
    (try? RegularFile(path).bytes(at: 0, count: 16)).map(LIBSVMFile.recognises) ?? false
  }

  static func shape(_ text: String) -> SampleShape? {
    let sides = text.split(separator: "x").compactMap { Int($0) }
    guard sides.count == 3, sides.allSatisfy({ (1...65_536).contains($0) }) else { return nil }
    return SampleShape(channels: sides[2], height: sides[1], width: sides[0])
  }

  static func epoch(_ line: Substring) -> EpochRecord? {
    var words = line.split(separator: " ")
    func taken(_ name: String) -> Double? {
      guard let last = words.last, last.hasPrefix(name) else { return nil }
      words.removeLast()
      return Double(last.dropFirst(name.count)) ?? .nan
    }
    let rate = taken("rate=")
    let precision = taken("macro_ap=")
    let numbers = words.dropFirst().compactMap { Double($0) }
    // Far more than anyone trains, and few enough to count on from.
    guard let epoch = words.first.flatMap({ Int($0) }), (1...1_000_000_000).contains(epoch),
      numbers.count == words.count - 1,
      numbers.count >= 2, numbers.allSatisfy(\.isFinite), rate?.isFinite ?? true,
      precision.map({ (0...1).contains($0) }) ?? true
    else { return nil }
    return EpochRecord(
      epoch: epoch, loss: numbers[0], accuracy: numbers[1],
      validationLoss: numbers.count == 4 ? numbers[2] : nil,
      validationAccuracy: numbers.count == 4 ? numbers[3] : nil, rate: rate, validationMacroAP: precision)
  }
}
