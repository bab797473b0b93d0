internal import CEditline
internal import Glibc

/// What Tab does.
extension LineEditor {
  func completeWord() -> UInt8 {
    let (scalars, cursor) = rawLine
    let before = plain(Array(scalars[..<cursor])).text
    let (start, candidates) = complete(text, before.utf8.count)
    let typed = String(decoding: Array(before.utf8)[min(max(start, 0), before.utf8.count)...], as: UTF8.self)
    guard let first = candidates.first else { return Code.beep }
    if candidates.count == 1 {
      let goesOn = first.text.hasSuffix("=") || first.text.hasSuffix("/") || first.text.hasSuffix(".")
      insert(first.text.dropFirst(typed.count) + (goesOn ? "" : " "))
      return Code.refresh
    }
    let common = candidates.dropFirst().reduce(first.text) { String(zip($0, $1.text).prefix { $0.0 == $0.1 }.map(\.0)) }
    if common.count > typed.count {
      insert(String(common.dropFirst(typed.count)))
      return Code.refresh
    }
    let size = Capabilities.windowSize()
    let list = CompletionList(candidates, columns: size.columns, rows: max(4, size.rows - 4), capabilities: capabilities)
    // Below the entry, however many rows it takes; then the entry anew below the list.
    Descriptor.write(downToBelow(scalars, cursor) + list.lines.joined(separator: "\r\n") + "\r\n", to: STDOUT_FILENO)
    draw()
    return Code.normal
  }
}

/// The list that Tab shows: a candidate a line with what it is, or in columns where there is nothing to say.
struct CompletionList {
  let lines: [String]

  init(_ candidates: [Completion], columns: Int, rows: Int, capabilities: Capabilities) {
    let style = Style(usesColour: capabilities.colours(on: .output))
    let width = candidates.map { TextWidth.of($0.text) }.max() ?? 0
    func padded(_ text: String) -> String { text + String(repeating: " ", count: max(0, width - TextWidth.of(text))) }
    var all: [String]
    if candidates.contains(where: { !$0.summary.isEmpty }) {
      all = candidates.map { candidate in
        let room = max(0, columns - width - 5)
        let summary = TextWidth.cut(TextWidth.printable(candidate.summary), to: room, unicode: capabilities.unicode)
        return "  " + padded(candidate.text) + "  " + style.dim(summary)
      }
    } else {
      let across = max(1, (columns - 2) / (width + 2))
      let down = (candidates.count + across - 1) / across
      all = (0..<down).map { row in
        stride(from: row, to: candidates.count, by: down).map { "  " + padded(candidates[$0].text) }.joined()
      }
    }
    if all.count > rows {
      let hidden = all.count - rows + 1
      all = all.prefix(rows - 1) + ["  " + style.dim("and \(hidden) more")]
    }
    lines = all
  }
}
