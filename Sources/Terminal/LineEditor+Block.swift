internal import CEditline

/// Entries of several lines. libedit draws a further line at the left edge, as if nothing had begun above it:
/// so a mark stands before each, in the text that libedit edits and nowhere else.
///
/// ```
/// fovea> model small cnn {
/// ┊  conv 8 3x3; relu
/// ┊}
/// ```
extension LineEditor {
  /// A text as libedit gets it. A mark that was copied from the screen isn't taken for text.
  func marked(_ text: String) -> String {
    guard text.contains(where: \.isNewline) || text.unicodeScalars.contains(mark) else { return text }
    isBlock = true
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != mark || !isMarkUnmistakable {
      result.append(scalar)
      if scalar == "\n" { result.append(mark) }
    }
    return String(result)
  }

  /// What a person typed of what libedit holds.
  func plain(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    var isStart = false
    for scalar in scalars {
      if scalar != mark || !(isStart || isMarkUnmistakable) { result.append(scalar) }
      isStart = scalar == "\n"
    }
    return result
  }

  private var isMarkUnmistakable: Bool { mark.value >= 0x80 }

  /// Before a key is read: notes where it will act.
  func rememberPlace() {
    guard isBlock else { return }
    let (scalars, cursor) = rawLine
    lastPlace = (cursor, scalars.count, cursor < scalars.count && scalars[cursor] == "\n")
  }

  /// After a key: a mark that was deleted takes the end of its line with it, a line that lacks one gets it,
  /// and the cursor never stands before one.
  func keepMarks() {
    guard isBlock else { return }
    let (scalars, cursor) = rawLine
    let isBack = cursor < lastPlace.cursor
    let isJoined = cursor == lastPlace.cursor && scalars.count == lastPlace.count - 1 && lastPlace.isLineEnd
    var kept: [Unicode.Scalar] = []
    var place: Int?
    for (index, scalar) in scalars.enumerated() {
      if index == cursor { place = kept.count }
      let isAtStart = kept.last == "\n"
      if isAtStart, scalar != mark {
        if index == cursor, isBack {
          kept.removeLast()
          place = kept.count
        } else {
          kept.append(mark)
          if index == cursor { place = kept.count }
        }
      }
      if scalar == mark, kept.last != "\n", isMarkUnmistakable || index == cursor && isJoined { continue }
      kept.append(scalar)
      // Neither at the end of the line above nor in this one.
      if scalar == mark, isAtStart, index == cursor { place = isBack ? kept.count - 2 : kept.count }
    }
    if kept.last == "\n" {
      if cursor == scalars.count, isBack { kept.removeLast() } else { kept.append(mark) }
    }
    let target = place ?? kept.count
    guard kept != scalars || target != cursor else { return }
    if capabilities.movesCursor { eraseEntry(columns: drawnColumns) }
    el_cursor(editor, Int32(scalars.count - cursor))
    el_deletestr(editor, Int32(scalars.count))
    if !kept.isEmpty { _ = WideString.lend(kept.text) { el_winsertstr(editor, $0) } }
    el_cursor(editor, Int32(target - kept.count))
    draw()
  }

  // MARK: Keys

  func toLineStart() -> UInt8 {
    let (scalars, cursor) = rawLine
    el_cursor(editor, Int32(start(of: scalars[..<cursor]) - cursor))
    return Code.refresh
  }

  func toLineEnd() -> UInt8 {
    let (scalars, cursor) = rawLine
    let end = scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
    el_cursor(editor, Int32(end - cursor))
    return Code.refresh
  }

  func killLine() -> UInt8 {
    let (scalars, cursor) = rawLine
    let end = scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
    // At the end of a line it joins the next one, whose mark goes too.
    let count = end == cursor && end < scalars.count ? min(2, scalars.count - cursor) : end - cursor
    guard count > 0 else { return Code.normal }
    el_cursor(editor, Int32(count))
    el_deletestr(editor, Int32(count))
    return Code.refresh
  }

  /// Moves the cursor a line up (-1) or down (1) within a block; false at its edge.
  func moveLine(by direction: Int) -> Bool {
    let (scalars, cursor) = rawLine
    let here = start(of: scalars[..<cursor])
    let column = cursor - here
    if direction < 0 {
      guard let end = scalars[..<here].lastIndex(of: "\n") else { return false }
      el_cursor(editor, Int32(min(start(of: scalars[..<end]) + column, end) - cursor))
    } else {
      guard let end = scalars[cursor...].firstIndex(of: "\n") else { return false }
      let last = scalars[(end + 1)...].firstIndex(of: "\n") ?? scalars.count
      el_cursor(editor, Int32(min(end + 2 + column, last) - cursor))
    }
    return true
  }

  /// Where the text of the last line begins, behind its mark.
  private func start(of scalars: ArraySlice<Unicode.Scalar>) -> Int {
    guard let newline = scalars.lastIndex(of: "\n") else { return 0 }
    return min(newline + 2, scalars.endIndex)
  }
}
