internal import CEditline
internal import Glibc

/// Something that Tab could put in.
public struct Completion: Sendable, Hashable {
  public let text: String
  /// One line about it; may be empty.
  public let summary: String
  /// False for what only says what is expected.
  public let isInsertable: Bool
  /// Whether the word may go on behind it, so that it gets no blank.
  public let goesOn: Bool

  public init(_ text: String, summary: String, isInsertable: Bool = true, goesOn: Bool = false) {
    self.text = text
    self.summary = summary
    self.isInsertable = isInsertable
    self.goesOn = goesOn
  }
}

extension LineEditor {
  /// How far the list of what could follow has been shown.
  struct ShownList {
    let text: String
    let cursor: Int
    /// The first row that wasn't shown yet; 0 after the last page.
    let next: Int
  }

  /// What Tab does: puts in what alone could follow, or lists what could; another Tab goes on with the list.
  func completeWord() -> UInt8 {
    let (scalars, cursor) = rawLine
    let before = plain(Array(scalars[..<cursor])).text
    let (start, candidates) = complete(text, before.utf8.count)
    let typed = String(decoding: Array(before.utf8)[min(max(start, 0), before.utf8.count)...], as: UTF8.self)
    guard let first = candidates.first else { return Code.beep }
    if candidates.count == 1, first.isInsertable {
      if !first.text.hasPrefix(typed) { el_deletestr(editor, Int32(typed.unicodeScalars.count)) }
      let rest = first.text.hasPrefix(typed) ? String(first.text.dropFirst(typed.count)) : first.text
      insert(rest + (first.goesOn ? "" : " "))
      return Code.refresh
    }
    // Quotes come with the whole of a word.
    let isQuoted = typed.hasPrefix("\"")
    let texts = candidates.map {
      isQuoted || !$0.text.hasPrefix("\"") ? $0.text : String($0.text.dropFirst())
    }
    let common = texts.dropFirst().reduce(texts[0]) {
      String(zip($0, $1).prefix { $0.0 == $0.1 }.map(\.0))
    }
    // Where nothing is typed yet, letters that some candidates happen to share would look like a word.
    if !typed.isEmpty, common.count > typed.count {
      insert(String(common.dropFirst(typed.count)))
      return Code.refresh
    }
    let size = Capabilities.windowSize()
    let isAgain = shownList?.text == text && shownList?.cursor == cursor
    let list = CompletionList(
      candidates, columns: size.columns, rows: max(4, size.rows - 4),
      from: isAgain ? shownList?.next ?? 0 : 0,
      capabilities: capabilities)
    shownList = ShownList(text: text, cursor: cursor, next: list.next)
    // Below the entry, however many rows it takes; then the entry anew below the list.
    Descriptor.write(
      downToBelow(scalars, cursor) + list.lines.joined(separator: "\r\n") + "\r\n", to: STDOUT_FILENO)
    draw()
    return Code.normal
  }
}

/// The list that Tab shows: a candidate a line with what it is, or in columns where there is nothing to say.
/// A page at a time.
struct CompletionList {
  let lines: [String]
  /// The row with which the next page begins; 0 after the last page.
  let next: Int

  init(_ candidates: [Completion], columns: Int, rows: Int, from start: Int = 0, capabilities: Capabilities) {
    let style = Style(usesColour: capabilities.colours(on: .output))
    let room = max(1, columns - 1)
    // A name longer than half of the line leaves the others their place.
    let longest = candidates.map { TextWidth.of($0.text) }.max() ?? 0
    let width = min(longest, candidates.allSatisfy(\.summary.isEmpty) ? room - 2 : max(8, room / 2))
    func label(_ text: String) -> String {
      TextWidth.pad(
        TextWidth.cut(TextWidth.printable(text), to: max(1, width), unicode: capabilities.unicode), to: width)
    }
    var all: [String]
    if candidates.contains(where: { !$0.summary.isEmpty }) {
      all = candidates.map { candidate in
        let left = max(0, room - width - 4)
        let summary = TextWidth.cut(
          TextWidth.printable(candidate.summary), to: left, unicode: capabilities.unicode)
        return "  " + label(candidate.text) + "  " + style.dim(summary)
      }
    } else {
      let across = max(1, room / (width + 2))
      let down = (candidates.count + across - 1) / across
      all = (0..<down).map { row in
        stride(from: row, to: candidates.count, by: down).map { "  " + label(candidates[$0].text) }.joined()
      }
    }
    let first = start < all.count ? start : 0
    guard all.count - first > rows else {
      lines = Array(all[first...])
      next = 0
      return
    }
    next = first + rows - 1
    let rest = "and \(all.count - next) more: Tab"
    lines =
      all[first..<next] + ["  " + style.dim(TextWidth.cut(rest, to: room - 2, unicode: capabilities.unicode))]
  }
}
