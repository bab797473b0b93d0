internal import CEditline
internal import Glibc

/// Reads entries at the prompt: one line, or several while a block is open. Built on libedit, so that the
/// keys are those of every shell and ~/.editrc is honoured.
///
/// One at a time, on the main thread: libedit's callbacks find their way back through it.
public final class LineEditor {
  public enum Input: Sendable, Hashable {
    case text(String)
    /// Ctrl-C: what was typed is thrown away.
    case interrupt
    /// Ctrl-D on an empty line, or the end of the input.
    case end
  }

  let history: HistoryFile
  let complete: (_ text: String, _ cursor: Int) -> (start: Int, candidates: [Completion])
  let isIncomplete: (String) -> Bool
  let capabilities: Capabilities
  let editor: OpaquePointer
  let keys = KeyReader()
  /// What stands before every further line of a block, see `LineEditor+Block.swift`.
  let mark: Unicode.Scalar
  private let plainPrompt: String
  private let promptStorage: WideString
  /// Shown instead of the prompt while ^R searches.
  var searchPrompt: WideString?
  /// The walk that Up began, and what it put into the line.
  var walk: (HistoryWalk, shown: String)?
  /// What Tab listed last.
  var shownList: ShownList?
  /// Whether Enter ended the entry: libedit tells an empty one as it tells the end of the input.
  var isEntered = false
  /// Whether the entry has several lines.
  var isBlock = false
  /// Where the key that is handled acts, see `keepMarks`: how much there was, and whether the cursor stood at
  /// the end of a line of a block.
  var lastPlace = (cursor: 0, count: 0, isLineEnd: false)
  /// Columns of the window for which the entry is drawn.
  var drawnColumns = 80
  /// Whether the terminal breaks long lines anew when its width changes, see `LineEditor+Resize.swift`.
  var rewraps = LineEditor.usuallyRewraps

  /// - Parameters:
  ///   - isIncomplete: Whether Enter goes on on the next line.
  ///   - complete: What could stand at a place (in UTF-8), and where the word to be replaced begins.
  public init(
    history: HistoryFile, prompt: String, capabilities: Capabilities,
    isIncomplete: @escaping (String) -> Bool,
    complete: @escaping (_ text: String, _ cursor: Int) -> (start: Int, candidates: [Completion])
  ) {
    self.history = history
    self.capabilities = capabilities
    self.isIncomplete = isIncomplete
    self.complete = complete
    plainPrompt = prompt
    mark = capabilities.unicode ? "\u{250A}" : "|"
    let colour = Style(usesColour: capabilities.colours(on: .output))
    // libedit leaves what stands between two marks out when it counts columns, and writes it with the
    // character that follows: so the colour ends before the last one.
    let painted =
      colour.usesColour
      ? "\u{1}\u{1B}[1;36m\u{1}\(prompt.dropLast())\u{1}\u{1B}[0m\u{1}\(prompt.suffix(1))" : prompt
    promptStorage = WideString(painted)
    guard let editor = el_init("fovea", fovea_stdin(), fovea_stdout(), fovea_stderr()) else {
      // It allocates a few kilobytes: without them nothing would run.
      preconditionFailure("libedit couldn't be started")
    }
    self.editor = editor
    setUp()
  }

  deinit { el_end(editor) }

  private func setUp() {
    let status = [
      fovea_set_owner(editor, Unmanaged.passUnretained(self).toOpaque()),
      WideString.lend("emacs") { fovea_set_editor(editor, $0) },
      fovea_set_handles_signals(editor, 0),
      fovea_set_no_history(editor),
      fovea_set_prompt(editor, { editor in LineEditor.of(editor).shownPrompt.keptByOwner }, 1),
      fovea_set_reader(editor, { editor, character in LineEditor.of(editor).giveKey(to: character) }),
    ]
    // A refusal is a fault of ours, which tests of a debug build meet; the prompt still reads lines then.
    assert(status.allSatisfy { $0 == 0 }, "libedit refused its settings: \(status)")
    // What is typed ahead of the prompt must reach the editor as it was typed: ^D and ^R mean other things to
    // the terminal.
    _ = fovea_keep_keys(editor)
    // Ctrl-Z comes as a key, behind those that were typed before it: as a signal it would throw them away.
    _ = fovea_read_stop_key(editor)
    addFunctions()
    // The modes of .editrc first, since they wipe what is bound; then our keys, and the person's keys over
    // them.
    EditrcBindings.source(in: editor)
    bindKeys()
    keys.bound = EditrcBindings.apply(to: editor)
    WindowChange.install()
  }

  /// Reads a character for libedit: 1 when there is one, 0 at the end, -1 after Ctrl-C.
  private func giveKey(to character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    keepCursor()
    keepMarks()
    while true {
      if keys.waits { TerminalGuard.noteRowsBelow(rowsBelow) }
      switch keys.next() {
      case .character(let scalar):
        rememberPlace()
        character?.pointee = wchar_t(bitPattern: scalar.value)
        return 1
      case .resized: redrawAfterResize()
      case .stop: stop()
      case .resumed: redrawAfterStop()
      case .escape:
        // In the modes of vi it is a key; to the others it says nothing.
        guard fovea_is_vi(editor) != 0 else { continue }
        rememberPlace()
        character?.pointee = wchar_t(KeySequence.escape)
        return 1
      case .interrupted:
        leaveEntry()
        errno = EINTR
        return -1
      case .end: return 0
      }
    }
  }

  private var shownPrompt: WideString { searchPrompt ?? promptStorage }

  /// How wide the prompt is that is shown.
  var promptWidth: Int {
    guard let searchPrompt else { return TextWidth.of(plainPrompt) }
    return TextWidth.of(searchPrompt.text)
  }

  /// The editor behind a callback.
  static func of(_ editor: OpaquePointer?) -> LineEditor {
    guard let editor, let owner = fovea_owner(editor) else { preconditionFailure("libedit lost its owner") }
    return Unmanaged<LineEditor>.fromOpaque(owner).takeUnretainedValue()
  }

  // MARK: Reading

  /// Waits for an entry.
  public func read() -> Input {
    Interrupt.clear()
    walk = nil
    shownList = nil
    TerminalGuard.arm()
    if capabilities.movesCursor { TerminalGuard.setPasteMode(true) }
    defer {
      TerminalGuard.setPasteMode(false)
      TerminalGuard.noteRowsBelow(0)
      keys.leaveRest()
    }
    // libedit does it with the first key only: what comes between the prompt and that would be the terminal's
    // to handle.
    _ = fovea_set_raw(editor, 1)
    isEntered = false
    isBlock = false
    drawnColumns = Capabilities.windowSize().columns
    var count: Int32 = 0
    guard let line = el_wgets(editor, &count), count > 0 else {
      if isEntered { return .text("") }
      guard Interrupt.isRaised else { return .end }
      Interrupt.clear()
      // libedit stays where it was: the next entry begins on a line of its own.
      Descriptor.write("^C\r\n", to: STDOUT_FILENO)
      el_reset(editor)
      return .interrupt
    }
    var text = plain(Self.scalars(line, Int(count))).text
    while text.last?.isNewline == true { text.removeLast() }
    history.append(text)
    return .text(text)
  }

  // MARK: The line

  /// After a key: in the modes of vi, '$' on an empty line leaves libedit's cursor before it.
  private func keepCursor() {
    guard let info = el_wline(editor)?.pointee, let buffer = info.buffer, let cursor = info.cursor else {
      return
    }
    if cursor < buffer { el_cursor(editor, Int32(buffer - cursor)) }
  }

  /// What libedit holds, with the marks of a block, and its cursor in scalars.
  var rawLine: (scalars: [Unicode.Scalar], cursor: Int) {
    guard let info = el_wline(editor)?.pointee, let buffer = info.buffer else { return ([], 0) }
    let count = info.lastchar - buffer
    return (Self.scalars(buffer, count), info.cursor - buffer)
  }

  /// Wide characters as scalars; what is none becomes U+FFFD.
  private static func scalars(_ pointer: UnsafePointer<wchar_t>, _ count: Int) -> [Unicode.Scalar] {
    UnsafeBufferPointer(start: pointer, count: count).map {
      Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}"
    }
  }

  /// Puts a text in place of what is typed, the cursor at its end.
  func replaceLine(with text: String) {
    let (scalars, cursor) = rawLine
    el_cursor(editor, Int32(scalars.count - cursor))
    el_deletestr(editor, Int32(scalars.count))
    insert(text)
  }

  func insert(_ text: String) {
    guard !text.isEmpty else { return }
    _ = WideString.lend(marked(text)) { el_winsertstr(editor, $0) }
  }

  // MARK: Drawing

  /// Draws prompt and entry anew from where the cursor is.
  func draw() {
    drawnColumns = Capabilities.windowSize().columns
    _ = fovea_refresh(editor)
  }

  /// Takes prompt and entry off the screen, so that they can be drawn anew in their place: libedit's own
  /// refresh draws from where the cursor is.
  ///
  /// - Parameter columns: Of the window in which they stand.
  func eraseEntry(columns: Int) {
    let (scalars, cursor) = rawLine
    let up = EntryLayout(promptWidth: promptWidth, text: scalars, cursor: cursor, columns: columns).cursorRow
    Descriptor.write("\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J", to: STDOUT_FILENO)
  }
}
