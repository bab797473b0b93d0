public import Diagnostics
internal import Foundation
public import Record
public import Runtime

extension Notebook {
  /// Reads the document in a file.
  public static func read(_ path: String) throws(NotebookError) -> Notebook {
    if [".ipynb", ".fovea"].contains(where: path.hasSuffix) {
      throw .unreadable(
        path: path, reason: "only Markdown is run, checked and rendered; 'fovea notebook export' makes it one"
      )
    }
    let text = try NotebookFile.text(path)
    return Notebook(SourceText(name: path, text: text))
  }

  /// Everything that is wrong with the document and its commands, found without running any; empty when it
  /// may run.
  public func check(with shell: any NotebookShell) -> [Diagnostic] {
    if !findings.isEmpty { return findings }
    return shell.check(
      parts.compactMap { part in
        switch part {
        case .block(let block): block.script.map(DocumentPart.script)
        case .number(let number): number.expression.map { .value($0, in: source) }
        }
      })
  }
}

extension Notebook {
  /// Writes the text to another file: a new one, or a copy that was run before and has outputs of its own.
  public func copy(to path: String) throws(NotebookError) {
    try NotebookFiles.refuseItself(path, source.name)
    if OutputFolder(of: path).anyOutputs() == nil { try NotebookFiles.refuseToReplace(path) }
    try NotebookFile.write(source.text, to: path)
  }
}

extension Notebook {
  /// The seed with which the document ran last, what `--set` gave, each as it was typed, and under what it
  /// ran; nil when it never ran.
  ///
  /// - Parameter path: Beside what the outputs lie.
  public func lastRun(at path: String) -> (seed: UInt64, set: [String: String], header: SessionHeader?)? {
    OutputFolder(of: path).latestOutputs(of: self).map { ($0.seed, $0.set, $0.header) }
  }
}

/// Runs a notebook and keeps its outputs beside it.
public struct NotebookRun {
  private let notebook: Notebook
  private let folder: OutputFolder
  private let overrides: [String: String]

  /// The folder that its outputs go to.
  public var outputs: String { folder.path }

  /// - Parameters:
  ///   - path: Where the outputs belong: beside this document.
  ///   - overrides: What `--set` gave, each as it would be typed.
  public init(_ notebook: Notebook, at path: String, overrides: [String: String] = [:]) {
    self.notebook = notebook
    folder = OutputFolder(of: path)
    self.overrides = overrides
  }

  /// Runs all blocks. Each one's outputs are written as soon as it is done; a block that fails ends the run,
  /// and what it had finished is written too.
  public func run(in shell: any NotebookShell) throws(NotebookRunFailure) {
    var names = StoredBindings()
    var before: String? = Chain.start
    for block in notebook.blocks {
      guard let script = block.script else { continue }
      var outputs = BlockOutputs(
        block: block.number, hash: block.hash, text: block.ownHash, environment: shell.header.environmentLine,
        seed: shell.header.seed, set: overrides, entries: [], before: before)
      var failure: RunFailure?
      do throws(RunFailure) {
        try shell.run(script, at: block.number - 1, following: nil) { command in
          outputs.entries.append(StoredEntry(command, in: block))
          return true
        }
      } catch {
        failure = error
        outputs.failure = StoredFailure(error, in: block, of: notebook.source)
      }
      // What ran to its end before, on the same results, says more than what Ctrl-C cut off.
      if case .interrupted? = failure, let whole = try? folder.outputs(of: block), whole.failure == nil,
        block.number == 1 || whole.before == nil || whole.before == before
      {
        throw .run(.interrupted)
      }
      names.add(&outputs, of: block, actual: shell.names.mapValues(StoredResult.init))
      before = outputs.after
      do throws(NotebookError) {
        try folder.write(outputs)
      } catch {
        // That the block failed says more than that this can't be kept.
        if failure == nil { throw .outputs(error) }
      }
      if let failure { throw .run(failure) }
    }
    folder.removeStale(notebook)
    let findings = try valueFindings()
    if !findings.isEmpty { throw .run(.findings(findings)) }
  }

  /// What is wrong with values in the prose, which only their results can tell.
  private func valueFindings() throws(NotebookRunFailure) -> [Diagnostic] {
    do throws(NotebookError) {
      return NotebookState(notebook, try NotebookState.stored(notebook, folder)).values.compactMap { value in
        if case .failed(let finding) = value.shown { finding } else { nil }
      }
    } catch {
      throw .outputs(error)
    }
  }
}

extension StoredBindings {
  /// Goes on behind a block that ran, and keeps with its outputs what names stand for where its commands
  /// don't tell.
  fileprivate mutating func add(
    _ outputs: inout BlockOutputs, of block: NotebookBlock, actual: [String: StoredResult]
  ) {
    let before = self
    add(NotebookState.Block(block: block, outputs: outputs, isStale: false, verdicts: []))
    guard differ(from: actual) else { return }
    outputs.names = actual
    self = before
    add(NotebookState.Block(block: block, outputs: outputs, isStale: false, verdicts: []))
  }
}

public enum NotebookRunFailure: Error, Sendable {
  case run(RunFailure)
  /// Outputs can't be written or read.
  case outputs(NotebookError)
}

extension StoredEntry {
  init(_ command: NotebookCommand, in block: NotebookBlock) {
    line = command.line - block.firstLine + 1
    iteration = command.place.iteration
    self.command = command.text
    result = StoredResult(command.result)
    compared = command.isCompared
    display = command.result.display
    picture = command.result.drawing.map { StoredPicture(svg: $0.svg, images: $0.showsImages) }
  }
}

extension StoredFailure {
  init(_ failure: RunFailure, in block: NotebookBlock, of source: SourceText) {
    switch failure {
    case .interrupted: self = .interrupted
    case .findings(let findings):
      let finding = findings.first
      let isHere = finding?.source.name == source.name
      let place = isHere ? finding?.place : nil
      // In a file that the block sources, the line is that file's.
      let file = isHere ? "" : finding.map { "\($0.source.name):\($0.place.line): " } ?? ""
      self.init(
        line: place.map { max(0, $0.line - block.firstLine + 1) } ?? 0, column: place?.column ?? 0,
        message: file + findings.map(\.message).joined(separator: "\n"), hint: finding?.hint)
    }
  }
}
