internal import Files
internal import Foundation

/// Where the files of a replay go: into a folder of their own, so that nothing is overwritten that a person
/// has now. What the session writes and reads again is found there. The folder goes away with this.
final class ReplayFiles {
  private let folder = FileManager.default.temporaryDirectory.path + "/fovea-replay-\(UUID().uuidString)"
  /// The places of the paths that were written, by their one spelling.
  private var places: [String: String] = [:]
  /// Whether the command that runs was to write: when it fails, that may be the folder's fault and says
  /// nothing of results.
  private(set) var wasAsked = false
  /// Whether the command that runs read what the session wrote.
  private(set) var wasRead = false

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A command is about to run.
  func begin() { (wasAsked, wasRead) = (false, false) }

  /// Where what the session writes to a path is put. The ending stays, since it says the format.
  func destination(of path: String) -> String {
    wasAsked = true
    let path = FileNames.standardized(path)
    if let place = places[path] { return place }
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let place =
      folder + "/\(places.count)-" + (path.pathParts.last.map { String($0.suffix(50)) } ?? "file")
    places[path] = place
    return place
  }

  /// Where what stands at a path is read from.
  func origin(of path: String) -> String {
    guard let place = places[FileNames.standardized(path)] else { return path }
    // Where it couldn't be written, what is read isn't the session's own.
    wasRead = FileManager.default.fileExists(atPath: place)
    return place
  }
}

extension Shell {
  /// Where a command writes what it was told to write to a path.
  func destination(of path: String) -> String { context.replayFiles?.destination(of: path) ?? path }

  /// Where a command reads what it was told to read from a path.
  func origin(of path: String) -> String { context.replayFiles?.origin(of: path) ?? path }
}
