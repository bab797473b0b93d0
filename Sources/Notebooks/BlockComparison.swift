internal import Record
internal import Runtime

/// The commands of a block beside those that are stored of it.
///
/// A command is known again by its line, its round of a loop and what it begins with, and among those that
/// are alike so by their order: each is compared with itself, also where a loop or a condition goes another
/// way than it went.
final class BlockComparison {
  /// What differs between the environments of then and now.
  let environment: [EnvironmentDifference]
  /// Of each stored entry; nil where nothing is compared.
  private(set) var verdicts: [Verdict?]

  private struct Key: Hashable {
    /// In the block, from 1.
    let line: Int
    let iteration: Int?
    let beginning: [Substring]

    init(line: Int, iteration: Int?, command: String, isWhatIf: Bool) {
      self.line = line
      self.iteration = iteration
      let words = command.split(maxSplits: 2) { $0.isWhitespace || $0 == "=" }
      // Outside loops only a parameter's text may be another, so that two branches on one line are told
      // apart.
      let isWhole = isWhatIf && iteration == nil && words.first != "param"
      beginning =
        isWhole ? [command[...]] : Array(words.prefix(["let", "param"].contains(words.first) ? 2 : 1))
    }
  }

  private let block: NotebookBlock
  private let comparison: Comparison
  private let outputs: BlockOutputs?
  private let isWhatIf: Bool
  /// Nil where an entry isn't compared or can't be read.
  private let recorded: [SessionEntry?]
  /// The entries of which nothing ran yet, in their order.
  private var open: [Key: ArraySlice<Int>] = [:]

  init(_ block: NotebookBlock, _ outputs: BlockOutputs?, _ comparison: Comparison, isWhatIf: Bool) {
    self.block = block
    self.outputs = outputs
    self.comparison = comparison
    self.isWhatIf = isWhatIf
    let header = outputs?.header
    let entries = outputs?.entries ?? []
    recorded = entries.map { entry in
      entry.compared ? header.flatMap { entry.entry(firstLine: block.firstLine, environment: $0) } : nil
    }
    verdicts = Array(repeating: nil, count: entries.count)
    environment = header?.differences(from: comparison.current) ?? []
    for (index, entry) in entries.enumerated() {
      let key = Key(line: entry.line, iteration: entry.iteration, command: entry.command, isWhatIf: isWhatIf)
      open[key, default: []].append(index)
    }
  }

  /// What is stored of a command that begins.
  func stored(of place: RunPlace, _ text: String) -> SessionEntry? {
    open[key(place, text)]?.first.flatMap { recorded[$0] }
  }

  func compare(_ command: NotebookCommand) -> NotebookCheck.Step {
    let index = open[key(command.place, command.text)]?.popFirst()
    var found: EntryComparison?
    if let index {
      if let entry = recorded[index], command.isCompared {
        found = comparison.compare(
          entry, with: command.result, tolerance: command.tolerance, tookOwnFile: command.tookOwnFile)
        if entry.text != command.text, !isWhatIf {
          found = .otherCommand(line: entry.line, recorded: entry.text, found: command.text)
        }
      }
      verdicts[index] = found?.verdict
    } else if let outputs, outputs.failure != .interrupted, command.isCompared {
      found = .otherCommand(line: command.line, recorded: nil, found: command.text)
    }
    return NotebookCheck.Step(
      line: command.line, command: command.text, result: command.result, seconds: command.seconds,
      comparison: found)
  }

  /// The stored commands that didn't run now, where the block came to its end then and now.
  var missing: [EntryComparison] {
    guard outputs?.failure == nil else { return [] }
    return openIndices.compactMap { index in
      recorded[index].map { .otherCommand(line: $0.line, recorded: $0.text, found: nil) }
    }
  }

  /// A command that succeeded when the notebook was run, and fails now; nil when nothing is stored of it.
  ///
  /// - Parameters:
  ///   - line: Of the failure in the block, from 1; 0 where it has none.
  ///   - mayBeOfTheDisk: Whether it was to write a file.
  func failed(_ message: String, line: Int, mayBeOfTheDisk: Bool) -> NotebookCheck.Step? {
    let index = openIndices.first { index in
      guard line > 0, let entry = outputs?.entries[index] else { return true }
      return (entry.line...entry.line + entry.command.count { $0 == "\n" }).contains(line)
    }
    guard let index, let entry = recorded[index] else { return nil }
    return NotebookCheck.Step(
      line: entry.line, command: entry.text, result: nil, seconds: 0,
      comparison: comparison.compare(entry, withFailure: message, mayBeOfTheDisk: mayBeOfTheDisk))
  }

  private var openIndices: [Int] { open.values.joined().sorted() }

  private func key(_ place: RunPlace, _ text: String) -> Key {
    Key(
      line: (place.sourceLine ?? place.line) - block.firstLine + 1, iteration: place.iteration, command: text,
      isWhatIf: isWhatIf)
  }
}
