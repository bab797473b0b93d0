import Commands
import Files
import Foundation
import Record
import Runtime
import Terminal

/// Makes shells and their records from the command line.
enum SessionSetup {
  static func shell(_ options: RunOptions, _ capabilities: Capabilities) -> Shell {
    var configuration = Shell.Configuration(
      threads: options.threads ?? Shell.Configuration.processors,
      seed: options.seed ?? UInt64.random(in: 0...0xFFFF_FFFF))
    configuration.columns = capabilities.columns
    configuration.rows = capabilities.rows
    configuration.fitsTables = capabilities.isTerminal(.output)
    configuration.usesColour = capabilities.colours(on: .output)
    configuration.usesUnicode = capabilities.unicode
    configuration.inlinePictures = capabilities.inlinePictures?.rawValue
    configuration.keys = PromptKeys.all
    let shell = Shell(configuration)
    shell.interruption = { Interrupt.isRaised }
    if options.cached { shell.cache = ResultCache.standard() }
    for override in options.overrides {
      guard let equals = override.firstIndex(of: "=") else { continue }
      shell.override(String(override[..<equals]), with: String(override[override.index(after: equals)...]))
    }
    return shell
  }

  /// The recorder that the shell gets; nil with `--no-record`. Nothing is written before the first recorded
  /// command.
  ///
  /// - Parameter start: The folder that relative paths of the commands lead from, where that isn't the
  ///   current one.
  static func recorder(
    for shell: Shell, _ options: RunOptions, startingIn start: String? = nil
  ) throws(RecordError) -> SessionRecorder? {
    guard !options.noRecord else { return nil }
    var folder = try SessionFolder.standard()
    // The record stays where it is while commands run in another folder.
    if start != nil { folder = SessionFolder(path: WorkingFolder.absolute(folder.path)) }
    try folder.prepare()
    folder.tidy()
    CheckpointStore.tidy()
    for folder in [".", folder.path] { LeftoverFiles.remove(in: folder) }
    let checkpoints = CheckpointStore()
    var header = Program.header(seed: shell.configuration.seed)
    header.versions.append(.init(SessionHeader.threads, String(shell.configuration.threads)))
    header.versions.append(.init(SessionHeader.ending, "counted"))
    if let start { header.startFolder(start, seenFrom: folder.path) }
    let recorder = SessionRecorder(
      SessionWriter(folder: folder.path, header: header, now: .now), checkpoints: checkpoints)
    shell.recorder = recorder
    shell.checkpoints = checkpoints
    return recorder
  }

  /// Ends the record, and says where it is and what its last value is: whoever keeps that value elsewhere can
  /// tell a forged record.
  ///
  /// - Parameter status: The exit code of what ran.
  /// - Returns: The exit code: 1 also where all ran, but the record of it isn't whole.
  @discardableResult
  static func farewell(_ recorder: SessionRecorder?, _ reporter: Reporter, status: Int32 = 0) -> Int32 {
    guard let recorder else { return status }
    let isSaid = recorder.isLost && status != 0
    do throws(RecordError) {
      try recorder.close()
    } catch {
      if !isSaid { reporter.show(message: error.message + ".", hint: error.hint) }
      return max(status, 1)
    }
    if !reporter.json, let path = recorder.path, let chain = recorder.lastChain {
      Output.diagnostic("recorded in \(WorkingFolder.shown(path)), chain \(chain.prefix(16))…")
    }
    return status
  }
}
