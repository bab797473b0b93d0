internal import Files
internal import Foundation
internal import Record

/// The texts of notebooks.
enum NotebookFile {
  /// Larger ones aren't notebooks.
  static let sizeLimit = 256 << 20

  static func text(_ path: String) throws(NotebookError) -> String {
    let bytes: [UInt8]
    do throws(BoundedFile.Problem) {
      bytes = try BoundedFile.bytes(path, limit: sizeLimit)
    } catch {
      throw .unreadable(path: path, reason: error.text(limit: sizeLimit))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadable(path: path, reason: "it isn't UTF-8 text")
    }
    return text
  }

  /// Writes a file whole, or leaves it as it was.
  static func write(_ text: String, to path: String) throws(NotebookError) {
    let url = URL(fileURLWithPath: path)
    if url.hasDirectoryPath { throw .noPlace(path: path, reason: "it is a folder") }
    let folder = url.deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder) else {
      throw .noPlace(path: path, reason: "there is no folder '\(folder)'")
    }
    do throws(FileFailure) { try WholeFile.write(text, to: path) } catch {
      throw .unwritable(path: path, reason: error.reason)
    }
  }
}

/// Files that notebooks are made from, and that are made from notebooks.
public enum NotebookFiles {
  /// What a file is, by the ending of its name.
  public enum Kind: String, Sendable {
    case notebook = "md"
    case jupyter = "ipynb"
    case script = "fovea"
  }

  /// - Parameter known: What is expected.
  public static func kind(of path: String, known: [Kind]) throws(NotebookError) -> Kind {
    guard let dot = path.lastIndex(of: "."),
      let kind = Kind(rawValue: path[path.index(after: dot)...].lowercased()),
      known.contains(kind)
    else { throw .unknownEnding(path: path, known: known.map { "." + $0.rawValue }) }
    return kind
  }

  /// The text of a file.
  public static func text(_ path: String) throws(NotebookError) -> String { try NotebookFile.text(path) }

  /// A document that a person may have written isn't replaced unasked.
  public static func refuseToReplace(_ path: String) throws(NotebookError) {
    if FileManager.default.fileExists(atPath: path) { throw .exists(path: path) }
  }

  /// The path with another ending.
  public static func path(_ path: String, ending: String) -> String {
    path.pathFolder + Notebook.fileName(path) + "." + ending
  }

  /// However the path is spelled.
  static func refuseItself(_ path: String, _ source: String) throws(NotebookError) {
    func place(_ path: String) -> String {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
    if place(path) == place(source) { throw .onItself(path: path) }
  }

  /// Writes a file whole, or leaves it as it was.
  ///
  /// - Parameter source: What it was made from, which it must not overwrite.
  public static func write(_ text: String, to path: String, from source: String) throws(NotebookError) {
    try refuseItself(path, source)
    if SessionReader.isSession(path) { throw .noPlace(path: path, reason: "it is a recorded session") }
    try NotebookFile.write(text, to: path)
  }
}
