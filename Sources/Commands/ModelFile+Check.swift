internal import Datasets
internal import Diagnostics
internal import Foundation
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
  }

  /// Throws what the head of a file tells: that it is no model file, or that it is cut off.
  ///
  /// - Returns: What it says of its model; nil for a file of LIBSVM.
  @discardableResult static func check(_ path: String) throws -> Description? {
    guard let handle = FileHandle(forReadingAtPath: path), !FileNames.isFolder(path) else {
      throw unreadable(path, FileNames.problem(reading: path))
    }
    defer { try? handle.close() }
    func read(_ count: Int) -> [UInt8] { Array((try? handle.read(upToCount: count)) ?? Data()) }
    let size = Int((try? handle.seekToEnd()) ?? 0)
    try? handle.seek(toOffset: 0)
    let beginning = read(16)
    if LIBSVMFile.recognises(beginning) { return nil }
    try? handle.seek(toOffset: 8)
    let found: [String: String]
    do throws(SafetensorsError) {
      let length = try Safetensors.headLength(of: beginning, size: size)
      found = try Safetensors.metadata(head: read(length), size: size)
    } catch {
      throw CommandFailure("'\(path)': \(error.message)", hint: error.hint, argument: "file")
    }
    return try metadata(found, of: path)
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
    return Description(
      definition: definition, input: input,
      classes: classes.split(separator: "\n").map { Interpreter.value(ofText: String($0)).plainText })
  }
}
