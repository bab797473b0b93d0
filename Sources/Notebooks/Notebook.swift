public import Diagnostics
internal import Record
public import Syntax

/// A Markdown document with commands in it: blocks marked `fovea`, and numbers in its prose as ``
/// `=r.accuracy:.1%` ``.
public struct Notebook: Sendable {
  /// The whole text, named as messages call it.
  public let source: SourceText
  /// The first heading, or the name of the file.
  public let title: String
  /// Blocks and numbers in the order of the text.
  public let parts: [Part]
  /// What is wrong with the document itself: blocks in lists, blocks that end nowhere, numbers that are no
  /// expressions.
  public let findings: [Diagnostic]

  public enum Part: Sendable {
    case block(NotebookBlock)
    case number(NotebookNumber)
  }

  public var blocks: [NotebookBlock] {
    parts.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }
  public var numbers: [NotebookNumber] {
    parts.compactMap { if case .number(let number) = $0 { number } else { nil } }
  }

  /// Whether a block, or a file that it sources, declares a parameter of this name.
  public func declaresParameter(_ name: String) -> Bool {
    blocks.contains { $0.script.map { SourcedTexts(of: $0).parameters.contains(name) } ?? false }
  }

  /// The commands alone, each in the line where it stands in the document.
  public var script: SourceText {
    let all = source.text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var lines = [Substring](repeating: "", count: all.count)
    for block in blocks {
      for line in block.firstLine..<block.firstLine + block.lineCount where lines.indices.contains(line - 1) {
        lines[line - 1] = all[line - 1]
      }
    }
    return SourceText(name: source.name, text: lines.joined(separator: "\n"))
  }
}

/// A block of commands.
public struct NotebookBlock: Sendable {
  /// From 1.
  public let number: Int
  /// The line of its opening fence.
  public let fenceLine: Int
  /// The line of its first command line, and how many lines there are between the fences.
  public let firstLine: Int
  public let lineCount: Int
  /// Where the commands stand in the document.
  public let range: SourceRange
  /// The commands, with `\n` at line ends and none at the end.
  public let text: String
  /// The commands as a tree; nil where they can't be read.
  public let script: Script?
  /// SHA-256 over the hash of the block before (at first 64 zeros), the text, and the texts of files that it
  /// sources: it stands for the block and all before it.
  public let hash: String
  /// The hash of the text alone.
  var ownHash: String { Chain.fingerprint(of: text) }
}

/// A value in prose.
public struct NotebookNumber: Sendable {
  /// The expression with its format, as it was written.
  public let text: String
  /// From 1.
  public let line: Int
  /// Nil where it can't be read.
  public let expression: Expression?
  let format: NumberFormat
  /// Where the expression stands in the document.
  public let range: SourceRange
  /// Which of all inline codes of the document it is, from 0.
  let codeIndex: Int
}
