internal import Declarations
internal import Runtime

/// The files that commands read and write.
extension KnownWorkspace {
  /// A file that is read: it is there, or a command further up writes it.
  ///
  /// - Parameter failure: What is said of a file that isn't there.
  func requireFile(_ path: String, _ failure: (String) -> CommandFailure) throws {
    if requiresFiles, !isWritten(path), !FileNames.exists(path) { throw failure(path) }
  }

  /// The same for a session, which is read: while the session runs, the command does that itself.
  func requireSession(_ path: String) throws {
    try requireFile(path, SessionFailure.missing)
    if requiresFiles, FileNames.isFolder(path) { throw SessionFailure.isFolder(path) }
    if requiresFiles, !isRunning, !isWritten(path) { _ = try SessionFailure.reading(path) }
  }

  /// Whether a command further up writes the file, or something inside the folder.
  func isWritten(_ path: String) -> Bool {
    let path = FileNames.standardized(path)
    return written.keys.contains { $0 == path || $0.hasPrefix(path + "/") }
  }

  /// What is known of the model in a file that a command further up will have written.
  func model(in path: String) -> KnownModel? { written[FileNames.standardized(path)]?.model }

  /// Notes the file that a command writes.
  ///
  /// - Parameters:
  ///   - model: The model that it will hold; nil for anything else.
  ///   - isCertain: Whether the command certainly writes one, when it succeeds.
  mutating func noteFile(
    of command: BoundCommand, holding model: KnownModel? = nil, isCertain: Bool = true
  ) {
    if let path = command.arguments.optionalText("file") {
      written[FileNames.standardized(path)] = KnownFile(model: model, isCertain: isCertain)
    } else if command.arguments.given.contains("file") {
      // It may be any of them.
      written = written.mapValues { KnownFile(isCertain: $0.isCertain) }
    }
  }
}

extension KnownFile {
  /// What is known of a file that one or the other way writes.
  func merged(with other: KnownFile) -> KnownFile {
    let isCertain = isCertain && other.isCertain
    guard let model, let others = other.model else { return KnownFile(isCertain: isCertain) }
    return KnownFile(model: model.merged(with: others), isCertain: isCertain)
  }
}

extension KnownModel {
  /// What a file of Fovea's own keeps of it: all but its candidates, and the data that it was trained on.
  var saved: KnownModel {
    var saved = self
    saved.state = .trained(on: nil)
    saved.hasCandidates = false
    saved.chosen = []
    return saved
  }
}
