internal import CEditline
internal import Glibc

/// What the keys do that aren't libedit's own.
extension LineEditor {
  /// What libedit does when a key has acted.
  enum Code {
    static let normal = UInt8(CC_NORM)
    static let newline = UInt8(CC_NEWLINE)
    static let refresh = UInt8(CC_REFRESH)
    static let beep = UInt8(CC_REFRESH_BEEP)
  }

  func addFunctions() {
    func add(_ name: String, _ function: @escaping fovea_key_function) {
      let status = fovea_add_function(
        editor, WideString.permanent(name), WideString.permanent(PromptKeys.summary(name)), function)
      assert(status == 0, "libedit doesn't take \(name)")
    }
    add("fovea-enter") { editor, _ in
      LineEditor.of(editor).enter()
    }
    add("fovea-complete") { editor, _ in LineEditor.of(editor).completeWord() }
    add("fovea-older") { editor, _ in LineEditor.of(editor).older() }
    add("fovea-newer") { editor, _ in LineEditor.of(editor).newer() }
    add("fovea-search") { editor, _ in LineEditor.of(editor).search() }
    add("fovea-paste") { editor, _ in LineEditor.of(editor).paste() }
    add("fovea-line-start") { editor, _ in
      LineEditor.of(editor).toLineStart()
    }
    add("fovea-line-end") { editor, _ in
      LineEditor.of(editor).toLineEnd()
    }
    add("fovea-kill-line") { editor, _ in
      LineEditor.of(editor).killLine()
    }
  }

  func bindKeys() {
    let special = SpecialKey.allCases.map { ($0.typed, $0.function) }
    for (key, function) in PromptKeys.control + special { bind(key, function, fovea_bind) }
    // In vi's modes ESC is a key by itself, which a sequence that begins with it would take away.
    if fovea_is_vi(editor) == 0 {
      for key in PromptKeys.unbound { bind(key, "ed-unassigned", fovea_bind) }
    }
    // The command mode of vi has keys of its own for the rest.
    bind(":", "ed-unassigned", fovea_bind_alternative)
    for (key, function) in special + [("^M", "fovea-enter"), ("^J", "fovea-enter")] {
      bind(key, function, fovea_bind_alternative)
    }
  }

  private func bind(
    _ key: String, _ function: String,
    _ bind: (OpaquePointer, UnsafePointer<wchar_t>, UnsafePointer<wchar_t>) -> Int32
  ) {
    let status = WideString.lend(key) { key in WideString.lend(function) { bind(editor, key, $0) } }
    assert(status == 0, "libedit doesn't bind \(key) to \(function)")
  }

  /// What is typed so far.
  var text: String { plain(rawLine.scalars).text }

  // MARK: Entries

  private func enter() -> UInt8 {
    let (scalars, cursor) = rawLine
    if isIncomplete(text) {
      insert("\n")
      return Code.refresh
    }
    isEntered = true
    // What the program prints belongs below the entry, wherever the cursor was; whoever binds Enter writes
    // the newline.
    Descriptor.write(downToBelow(scalars, cursor), to: STDOUT_FILENO)
    return Code.newline
  }

  private func layout(of scalars: [Unicode.Scalar], _ cursor: Int) -> EntryLayout {
    EntryLayout(promptWidth: promptWidth, text: scalars, cursor: cursor, columns: drawnColumns)
  }

  /// What takes the cursor of the terminal from its place in an entry to the row below it.
  func downToBelow(_ scalars: [Unicode.Scalar], _ cursor: Int) -> String {
    let layout = layout(of: scalars, cursor)
    return String(repeating: "\r\n", count: layout.endRow - layout.cursorRow + 1)
  }

  /// How many rows of the entry stand below the cursor.
  var rowsBelow: Int {
    let (scalars, cursor) = rawLine
    guard cursor < scalars.count else { return 0 }
    let layout = layout(of: scalars, cursor)
    return layout.endRow - layout.cursorRow
  }

  /// Ctrl-C: what comes belongs below the entry, wherever the cursor was.
  func leaveEntry() {
    let (scalars, cursor) = rawLine
    if cursor < scalars.count { Descriptor.write(downToBelow(scalars, cursor), to: STDOUT_FILENO) }
  }

  private func paste() -> UInt8 {
    var pasted = String.UnicodeScalarView()
    let end = Array("\u{1B}[201~".unicodeScalars)
    var isResized = false
    var isResumed = false
    reading: while true {
      switch keys.next(isPaste: true) {
      case .character(let scalar):
        pasted.append(scalar == "\r" ? "\n" : scalar)
        if scalar == "~", pasted.suffix(end.count).elementsEqual(end) {
          pasted.removeLast(end.count)
          break reading
        }
      // Until the paste is drawn.
      case .resized: isResized = true
      case .resumed: isResumed = true
      case .stop, .escape: continue
      case .interrupted, .end: break reading
      }
    }
    if isResized { WindowChange.note() }
    if isResumed { TerminalGuard.noteResumed() }
    // Other control characters would act like keys when the entry is recalled.
    pasted.removeAll { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }
    insert(String(pasted))
    return Code.refresh
  }
}
