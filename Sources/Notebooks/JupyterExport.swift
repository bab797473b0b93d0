internal import Diagnostics
internal import Record

extension Notebook {
  /// The document with its stored outputs as a Jupyter notebook: nbformat 4.5 with cell ids and outputs in
  /// it.
  ///
  /// Values in prose are written out; the text of each piece byte by byte, and all results with their digits,
  /// are kept in the metadata of the cells, so that `init(jupyter:)` brings the document back.
  ///
  /// - Parameter path: Beside what the outputs lie.
  public func jupyter(at path: String) throws(NotebookError) -> String {
    let state = NotebookState(self, try NotebookState.stored(self, OutputFolder(of: path)))
    var cells: [JSONValue] = []
    let shown = shownProse(state)
    var prose = 0
    for segment in segments {
      let text = source.slice(segment.whole)
      switch segment.content {
      case .prose:
        prose += 1
        cells.append(JupyterCell.prose(text, shown: shown[prose - 1], number: prose))
      case .block(let block): cells.append(JupyterCell.code(text, state.blocks[block.number - 1]))
      }
    }
    return JSONValue.object([
      "cells": .list(cells), "nbformat": .number(4), "nbformat_minor": .number(5),
      "metadata": .object([
        "title": .text(title),
        "kernelspec": .object([
          "name": .text("fovea"), "display_name": .text("Fovea"), "language": .text(Self.mark),
        ]),
        "language_info": .object([
          "name": .text(Self.mark), "file_extension": .text(".fovea"), "mimetype": .text("text/x-fovea"),
          "pygments_lexer": .text("text"),
        ]),
      ]),
    ]).written
  }

  /// A piece of prose with its values written out, which are taken from those that are left.
  private func shown(_ range: SourceRange, _ values: inout ArraySlice<NotebookState.Value>) -> String {
    let bytes = source.bytes
    var result: [UInt8] = []
    var position = range.lower
    while let value = values.first, value.number.range.lower < range.upper {
      values.removeFirst()
      guard case .text(let text) = value.shown else { continue }
      let code = place(of: value.number, in: SourceRange(position, range.upper))
      result += bytes[position..<code.lower]
      result += Array(text.utf8)
      position = code.upper
    }
    result += bytes[position..<range.upper]
    // Jupyter has line ends of its own.
    return MarkdownPiece.unixLines(String(decoding: result, as: UTF8.self))
  }

  /// Where a value stands in prose, from the marks before the `=` to those behind the code.
  func place(of number: NotebookNumber, in range: SourceRange) -> SourceRange {
    let bytes = source.bytes
    var lower = min(max(range.lower, number.range.lower - 1), range.upper)
    var upper = min(max(lower, number.range.lower + number.text.utf8.count), range.upper)
    while lower > range.lower, bytes[lower - 1] == 0x20, lower > 1, [0x20, 0x60].contains(bytes[lower - 2]) {
      lower -= 1
    }
    while lower > range.lower, bytes[lower - 1] == 0x60 { lower -= 1 }
    while upper < range.upper, bytes[upper] == 0x20 { upper += 1 }
    while upper < range.upper, bytes[upper] == 0x60 { upper += 1 }
    return SourceRange(lower, upper)
  }

  /// The prose cells as they are shown in Jupyter.
  func shownProse(_ state: NotebookState) -> [String] {
    var values = state.values[...]
    return segments.compactMap { segment in
      if case .prose(let range) = segment.content { shown(range, &values) } else { nil }
    }
  }
}

/// The cells of a Jupyter notebook.
enum JupyterCell {
  static func prose(_ text: String, shown: String, number: Int) -> JSONValue {
    .object([
      "cell_type": .text("markdown"), "id": .text("prose-\(number)"), "source": .lines(of: shown),
      "metadata": .object(["fovea": .object(original(text, shown: shown))]),
    ])
  }

  /// What the cell was made from, and as what it was shown: it comes back where nobody changed it.
  private static func original(_ text: String, shown: String) -> [String: JSONValue] {
    ["text": .text(text), "shown": .text(Chain.fingerprint(of: shown))]
  }

  static func code(_ text: String, _ block: NotebookState.Block) -> JSONValue {
    var metadata = original(text, shown: block.block.text)
    var outputs: [JSONValue] = []
    if let stored = block.outputs {
      for entry in stored.entries { outputs += self.outputs(entry) }
      if let failure = stored.failure { outputs.append(self.failure(failure)) }
      metadata["outputs"] = withoutShown(stored)
      metadata["standing"] = .text(block.standing.rawValue)
      metadata["verdicts"] = .list(block.verdicts.map { $0.map { .text($0.rawValue) } ?? .null })
    }
    return .object([
      "cell_type": .text("code"), "id": .text("block-\(block.block.number)"),
      "metadata": .object(["fovea": .object(metadata)]),
      "execution_count": block.outputs == nil ? .null : .number(Double(block.block.number)),
      "source": .lines(of: block.block.text), "outputs": .list(outputs),
    ])
  }

  private static func outputs(_ entry: StoredEntry) -> [JSONValue] {
    var outputs: [JSONValue] = []
    if let picture = entry.picture {
      outputs.append(
        .object([
          "output_type": .text("display_data"), "metadata": .object([:]),
          "data": .object([
            "image/svg+xml": .text(picture.svg), "text/plain": .text("[picture: \(entry.command)]"),
          ]),
        ]))
    }
    if let display = entry.display, !display.isEmpty {
      outputs.append(
        .object([
          "output_type": .text("stream"), "name": .text("stdout"), "text": .lines(of: display + "\n"),
        ]))
    }
    return outputs
  }

  private static func failure(_ failure: StoredFailure) -> JSONValue {
    .object([
      "output_type": .text("error"), "ename": .text("error"), "evalue": .text(failure.message),
      "traceback": .list([.text(failure.message + (failure.hint.map { "\nhint: " + $0 } ?? ""))]),
    ])
  }

  /// The results without what the cell's own outputs show; which of them belong to a command is noted.
  private static func withoutShown(_ stored: BlockOutputs) -> JSONValue {
    var bare = stored
    for index in bare.entries.indices {
      bare.entries[index].display = bare.entries[index].display.map { $0.isEmpty ? "" : shownBelow }
      bare.entries[index].picture?.svg = shownBelow
    }
    return JSONValue(encoding: bare)
  }

  /// Stands for a text that is among the outputs of the cell.
  static let shownBelow = "below"
}
