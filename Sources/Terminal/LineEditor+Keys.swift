internal import CEditline
internal import Glibc

/// What the keys do that aren't libedit's own.
extension LineEditor {
  enum Code {
    static let normal = UInt8(CC_NORM)
    static let newline = UInt8(CC_NEWLINE)
    static let refresh = UInt8(CC_REFRESH)
    static let beep = UInt8(CC_REFRESH_BEEP)
  }

  func addFunctions() {
    func add(_ name: String, _ help: String, _ function: @escaping fovea_key_function) {
      _ = fovea_add_function(editor, WideText.permanent(name), WideText.permanent(help), function)
    }
    add("fovea-enter", "End the entry, or go on on the next line of a block") { editor, _ in LineEditor.of(editor).enter() }
    add("fovea-complete", "Complete the word") { editor, _ in LineEditor.of(editor).completeWord() }
    add("fovea-older", "An older entry that begins so") { editor, _ in LineEditor.of(editor).older() }
    add("fovea-newer", "A newer entry that begins so") { editor, _ in LineEditor.of(editor).newer() }
    add("fovea-search", "Search the history") { editor, _ in LineEditor.of(editor).search() }
    add("fovea-paste", "Take a paste in one piece") { editor, _ in LineEditor.of(editor).paste() }
    add("fovea-line-start", "To the start of this line of a block") { editor, _ in LineEditor.of(editor).toLineStart() }
    add("fovea-line-end", "To the end of this line of a block") { editor, _ in LineEditor.of(editor).toLineEnd() }
    add("fovea-kill-line", "Delete to the end of this line of a block") { editor, _ in LineEditor.of(editor).killLine() }
  }

  func bindKeys() {
    let bindings = [
      ("^M", "fovea-enter"), ("^J", "fovea-enter"), ("^I", "fovea-complete"), ("^R", "fovea-search"),
      ("\u{1B}[A", "fovea-older"), ("\u{1B}OA", "fovea-older"), ("^P", "fovea-older"), ("\u{1B}[B", "fovea-newer"),
      ("\u{1B}OB", "fovea-newer"), ("^N", "fovea-newer"), ("\u{1B}[200~", "fovea-paste"), ("^A", "fovea-line-start"),
      ("^E", "fovea-line-end"), ("^K", "fovea-kill-line"), ("^L", "ed-clear-screen"), ("\u{1B}[H", "fovea-line-start"),
      ("\u{1B}[F", "fovea-line-end"),
      ("\u{1B}OH", "fovea-line-start"), ("\u{1B}OF", "fovea-line-end"), ("\u{1B}[3~", "ed-delete-next-char"),
    ]
    for (key, function) in bindings {
      let key = WideText(key)
      let function = WideText(function)
      _ = withExtendedLifetime((key, function)) { fovea_bind(editor, key.pointer, function.pointer) }
    }
    let paste = WideText("\u{1B}[200~")
    let function = WideText("fovea-paste")
    _ = withExtendedLifetime((paste, function)) { fovea_bind_alternative(editor, paste.pointer, function.pointer) }
  }

  var text: String { line.scalars.text }

  // MARK: Entries

  private func enter() -> UInt8 {
    let (scalars, cursor) = line
    if isIncomplete(text) {
      insert("\n")
      return Code.refresh
    }
    // What the program prints belongs below the entry, wherever the cursor was; whoever binds Enter writes the newline.
    Descriptor.write(downToBelow(scalars, cursor), to: STDOUT_FILENO)
    return Code.newline
  }

  /// Takes prompt and entry off the screen, so that they can be drawn anew in their place: libedit's own refresh draws from
  /// where the cursor is.
  private func eraseEntry() {
    let (scalars, cursor) = line
    let up = layout(of: scalars, cursor).cursorRow
    Descriptor.write("\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J", to: STDOUT_FILENO)
  }

  private func layout(of scalars: [Unicode.Scalar], _ cursor: Int) -> EntryLayout {
    EntryLayout(promptWidth: promptWidth, text: scalars, cursor: cursor, columns: Capabilities.windowSize().columns)
  }

  /// What takes the cursor of the terminal from its place in an entry to the row below it.
  func downToBelow(_ scalars: [Unicode.Scalar], _ cursor: Int) -> String {
    let layout = layout(of: scalars, cursor)
    return String(repeating: "\r\n", count: layout.endRow - layout.cursorRow + 1)
  }

  private func paste() -> UInt8 {
    var pasted = String.UnicodeScalarView()
    let end = Array("\u{1B}[201~".unicodeScalars)
    reading: while true {
      switch keys.next() {
      case .character(let scalar):
        pasted.append(scalar == "\r" ? "\n" : scalar)
        if scalar == "~", pasted.suffix(end.count).elementsEqual(end) {
          pasted.removeLast(end.count)
          break reading
        }
      case .resized: continue
      case .interrupted, .end: break reading
      }
    }
    // Other control characters would act like keys when the entry is recalled.
    pasted.removeAll { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }
    insert(String(pasted))
    return Code.refresh
  }

  // MARK: Within a block

  private func toLineStart() -> UInt8 {
    let (scalars, cursor) = line
    let start = scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    el_cursor(editor, Int32(start - cursor))
    return Code.refresh
  }

  private func toLineEnd() -> UInt8 {
    let (scalars, cursor) = line
    let end = scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
    el_cursor(editor, Int32(end - cursor))
    return Code.refresh
  }

  private func killLine() -> UInt8 {
    let (scalars, cursor) = line
    let end = scalars[cursor...].firstIndex(of: "\n") ?? scalars.count
    let count = max(end - cursor, end < scalars.count && end == cursor ? 1 : 0)
    guard count > 0 else { return Code.normal }
    el_cursor(editor, Int32(count))
    el_deletestr(editor, Int32(count))
    return Code.refresh
  }

  /// Moves the cursor a line up (-1) or down (1) within a block; false at its edge.
  private func moveLine(by direction: Int) -> Bool {
    let (scalars, cursor) = line
    let start = scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let column = cursor - start
    if direction < 0 {
      guard start > 0 else { return false }
      let above = scalars[..<(start - 1)].lastIndex(of: "\n").map { $0 + 1 } ?? 0
      el_cursor(editor, Int32(min(above + column, start - 1) - cursor))
    } else {
      guard let end = scalars[cursor...].firstIndex(of: "\n") else { return false }
      let last = scalars[(end + 1)...].firstIndex(of: "\n") ?? scalars.count
      el_cursor(editor, Int32(min(end + 1 + column, last) - cursor))
    }
    return true
  }

  // MARK: History

  private func older() -> UInt8 {
    let current = text
    if walk?.shown != current {
      walk = nil
      if moveLine(by: -1) { return Code.refresh }
      let (scalars, cursor) = line
      let prefix = Array(scalars[..<cursor]).text
      walk = (HistoryWalk(draft: current, prefix: prefix, count: history.entries.count), current)
    }
    guard let entry = walk?.0.older(in: history.entries) else { return Code.beep }
    return show(entry)
  }

  private func newer() -> UInt8 {
    guard walk?.shown == text else {
      walk = nil
      return moveLine(by: 1) ? Code.refresh : Code.beep
    }
    guard let entry = walk?.0.newer(in: history.entries) else { return Code.beep }
    return show(entry)
  }

  private func show(_ entry: String) -> UInt8 {
    walk?.shown = entry
    replaceLine(with: entry)
    return Code.refresh
  }

  private func search() -> UInt8 {
    let draft = text
    var search = HistorySearch()
    defer { searchPrompt = nil }
    while true {
      let state = search.isFailing ? "no match" : "search"
      eraseEntry()
      searchPrompt = WideText("(\(state) '\(search.queryText)') ")
      replaceLine(with: search.position.map { history.entries[$0] } ?? "")
      _ = fovea_refresh(editor)
      switch keys.next() {
      case .resized: continue
      case .interrupted, .end:
        searchPrompt = nil
        replaceLine(with: draft)
        Interrupt.clear()
        return Code.refresh
      case .character(let scalar):
        switch scalar.value {
        case 0x12: search.older(in: history.entries)
        case 0x13: search.newer(in: history.entries)
        case 0x08, 0x7F: search.shorten(in: history.entries)
        case 0x07:
          searchPrompt = nil
          replaceLine(with: draft)
          return Code.refresh
        case 0x20...: search.extend(scalar, in: history.entries)
        default:
          // Any other key takes the entry over and does what it always does.
          searchPrompt = nil
          let key = WideText(String(Character(scalar)))
          withExtendedLifetime(key) { el_wpush(editor, key.pointer) }
          return Code.refresh
        }
      }
    }
  }
}
