internal import Files
internal import Foundation
internal import Record

/// A text of several commands that is being run: what of it wasn't run yet would be lost with the process. It
/// lies beside the checkpoints until the text is done.
struct PendingText: Codable, Sendable, Equatable {
  /// What messages call it: the path of the script.
  var name: String
  var text: String
  /// What `--set` gave, each as it would be typed.
  var overrides: [String: String]
  /// Where the record was when the text began: sealed entries, and lines of prose.
  var entries: Int
  var remarkLines: Int
  /// The absolute path of the script, where it is a file.
  var file: String?
  /// Whether the text ended with a command that failed.
  var hasFailed: Bool?
  /// Which entries of the record the text has no commands for: those that failed and were mended. Nil for a
  /// text that is as it was when it began.
  var leftOut: [Int]?
  /// What the scripts that it sources said when it was checked, by their paths: what becomes of their files
  /// meanwhile changes nothing of what is still to run. Nil for a text that sources none.
  var sourced: [String: String]?

  private static let file = "pending.json"
  /// Escapes may make scripts longer.
  private static let sizeLimit = 4 * ScriptFile.sizeLimit

  func write(to folder: StateFolder) throws(FileFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Texts and whole numbers are always JSON.
    guard let json = try? encoder.encode(self) else { preconditionFailure("a pending text is always JSON") }
    guard json.count <= Self.sizeLimit || sourced == nil else {
      // Better the script alone, with its files as they will be, than nothing.
      var alone = self
      alone.sourced = nil
      return try alone.write(to: folder)
    }
    try folder.write(Array(json), to: Self.file)
  }

  static func read(from folder: StateFolder) -> PendingText? {
    // Of JSON that ends inside deep nesting the decoder reads one byte too many: a space stands there.
    folder.contents(file, limit: sizeLimit).flatMap {
      try? JSONDecoder().decode(PendingText.self, from: $0 + [0x20])
    }
  }

  /// Whether there is one that can't be read.
  static func isDamaged(in folder: StateFolder) -> Bool {
    FileManager.default.fileExists(atPath: folder.file(file)) && read(from: folder) == nil
  }

  static func remove(from folder: StateFolder) { unlink(folder.file(file)) }
}

extension PendingText {
  /// What to do where its text isn't the one that ran any more.
  var wayOut: String {
    let again = file.map { "fovea run " + ShellWord.text(WorkingFolder.shown($0)) }
    return "Change the commands above back and resume again, or run it anew"
      + (again.map { ": " + $0 } ?? ".")
  }
}
