internal import Files
internal import Foundation
internal import Runtime

/// The names of files, for completion and for checks before a command runs.
public enum FileNames {
  /// The files and folders whose path begins with `prefix`; folders end with a slash. In byte order.
  static func beginning(with prefix: String) -> [String] {
    let (folder, start) = (prefix.pathFolder, prefix.pathName)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.filter { $0.hasPrefix(start) && (!$0.hasPrefix(".") || start.hasPrefix(".")) }.sorted()
      .prefix(1000).map {
        folder + $0 + (isFolder(folder + $0) ? "/" : "")
      }
  }

  /// A path with another ending, or with one where it has none.
  static func path(_ path: String, ending: String) -> String {
    let name = path.pathName
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return path + ending }
    return path.pathFolder + name[..<dot] + ending
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// One spelling for all spellings of a path: absolute, without `.` and `..`.
  static func standardized(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Why a file couldn't be read, as the end of a sentence.
  static func problem(reading path: String) -> String {
    let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    if isFolder(path) { return "it is a folder" }
    if !FileManager.default.fileExists(atPath: path) { return "it doesn't exist" }
    if !FileManager.default.isReadableFile(atPath: path) { return "no permission to read it" }
    return type == .typeRegular || type == .typeSymbolicLink
      ? "the disk reports an error" : "it is no regular file"
  }

  /// Why no file can be written at a path, or nil.
  public static func problem(writingTo path: String) -> String? {
    if isFolder(path) { return "'\(path)' is a folder; a file is expected." }
    // What a link leads to is written; of a link that leads nowhere, that file comes to be.
    if !exists(path), let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path),
      let problem = problem(writingTo: target, linkedFrom: path)
    {
      return problem
    }
    let folder = path.parentFolder
    if !FileManager.default.fileExists(atPath: folder) { return "the folder '\(folder)' doesn't exist." }
    if !isFolder(folder) { return "'\(folder)' is no folder." }
    if !FileManager.default.isWritableFile(atPath: folder) {
      return "the folder '\(folder)' can't be written."
    }
    return nil
  }
}

extension FileNames {
  /// The same for what a link leads to.
  private static func problem(writingTo target: String, linkedFrom path: String) -> String? {
    let parent = (target.isAbsolutePath ? target : path.pathFolder + target).parentFolder
    return isFolder(parent)
      ? nil : "'\(path)' leads to '\(target)', and the folder '\(parent)' doesn't exist."
  }
}

/// Scripts on disk.
enum ScriptFile {
  /// Larger ones aren't scripts.
  static let sizeLimit = 64 << 20

  static func read(_ path: String) throws(ScriptUnreadable) -> String {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ScriptUnreadable(reason: "it doesn't exist")
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw ScriptUnreadable(reason: FileNames.problem(reading: path))
    }
    guard bytes.count <= sizeLimit else { throw ScriptUnreadable(reason: "it has more than 64 MB") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ScriptUnreadable(reason: "it isn't UTF-8 text")
    }
    return text
  }
}
