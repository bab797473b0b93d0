internal import Files
internal import Foundation

/// The folder that relative paths lead from.
public enum WorkingFolder {
  /// Its absolute path.
  public static var current: String { FileManager.default.currentDirectoryPath }

  /// Does work in another folder and comes back. Without a folder, or where it can't be entered, the work is
  /// done here.
  public static func during<Result, Failure>(
    _ folder: String?, _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // A descriptor leads back even when the folder gets another name in between.
    let start = folder == nil ? -1 : open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if start >= 0 { close(start) } }
    guard let folder, start >= 0, chdir(folder) == 0 else { return try work() }
    defer { fchdir(start) }
    return try work()
  }

  /// The folder of a file, as its path names it; nil where that is the current one.
  public static func folder(of file: String) -> String? {
    guard !file.pathFolder.isEmpty else { return nil }
    let folder = file.parentFolder
    return resolved(folder) == resolved(".") ? nil : folder
  }

  /// A path from the root, however it is given.
  public static func absolute(_ path: String) -> String { path.isAbsolutePath ? path : current + "/" + path }

  /// The same path as short as it can be said from here: without the current folder where the path lies in
  /// it.
  public static func shown(_ path: String) -> String {
    let start = Array((current + "/").utf8)
    guard path.utf8.starts(with: start) else { return path }
    return String(decoding: path.utf8.dropFirst(start.count), as: UTF8.self)
  }

  /// How `target` is reached from `base`, both folders that exist: `../notes`. Nil where one doesn't.
  static func relative(_ target: String, from base: String) -> String? {
    guard let target = resolved(target), let base = resolved(base) else { return nil }
    let (to, from) = (target.pathParts, base.pathParts)
    let common = zip(to, from).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    let steps = Array(repeating: "..", count: from.count - common) + to.dropFirst(common)
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }

  /// The path without links, `.` and `..`; nil where nothing is there.
  public static func resolved(_ path: String) -> String? {
    guard !path.utf8.contains(0), let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
