internal import CEditline
internal import Glibc

/// Something that Tab could put in.
public struct Completion: Sendable, Hashable {
  public let text: String
  /// One line about it; may be empty.
  public let summary: String
  /// False for what only says what is expected.
  public let isInsertable: Bool

  public init(_ text: String, summary: String, isInsertable: Bool = true) {
    self.text = text
    self.summary = summary
    self.isInsertable = isInsertable
  }
}

/// Reads entries at the prompt: one line, or several while a block is open. Built on libedit, so that the keys are those
/// of every shell and ~/.editrc is honoured.
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
  private let plainPrompt: String
  private let promptStorage: WideText
  /// Shown instead of the prompt while ^R searches.
  var searchPrompt: WideText?
  /// The walk that Up began, and what it put into the line.
  var walk: (HistoryWalk, shown: String)?
  /// What Tab listed last.
  var shownList: ShownList?

  /// - Parameters:
  ///   - isIncomplete: Whether Enter goes on on the next line.
  ///   - complete: What could stand at a place (in UTF-8), and where the word to be replaced begins.
  public init(
    history: HistoryFile, prompt: String, capabilities: Capabilities, isIncomplete: @escaping (String) -> Bool,
    complete: @escaping (_ text: String, _ cursor: Int) -> (start: Int, candidates: [Completion])
  ) {
    self.history = history
    self.capabilities = capabilities
    self.isIncomplete = isIncomplete
    self.complete = complete
    plainPrompt = prompt
    let colour = Style(usesColour: capabilities.colours(on: .output))
    // libedit leaves what stands between two marks out when it counts columns, and writes it with the character that
    // follows: so the colour ends before the last one.
    let painted =
      colour.usesColour ? "\u{1}\u{1B}[1;36m\u{1}\(prompt.dropLast())\u{1}\u{1B}[0m\u{1}\(prompt.suffix(1))" : prompt
    promptStorage = WideText(painted)
    guard let editor = el_init("fovea", fovea_stdin(), fovea_stdout(), fovea_stderr()) else {
      // It allocates a few kilobytes: without them nothing would run.
      preconditionFailure("libedit couldn't be started")
    }
    self.editor = editor
    setUp()
  }

  deinit { el_end(editor) }

  private func setUp() {
    _ = fovea_set_owner(editor, Unmanaged.passUnretained(self).toOpaque())
    _ = fovea_set_editor(editor, WideText("emacs").pointer)
    _ = fovea_set_handles_signals(editor, 0)
    _ = fovea_set_prompt(
      editor, { editor in UnsafeMutablePointer(mutating: LineEditor.of(editor).shownPrompt.pointer) }, 1)
    _ = fovea_set_reader(
      editor,
      { editor, character in
        let owner = LineEditor.of(editor)
        while true {
          switch owner.keys.next() {
          case .character(let scalar):
            character?.pointee = wchar_t(bitPattern: scalar.value)
            return 1
          case .resized: owner.redrawAfterResize()
          case .interrupted:
            errno = EINTR
            return -1
          case .end: return 0
          }
        }
      })
    // What is typed ahead of the prompt must reach the editor as it was typed: ^D and ^R mean other things to the terminal.
    _ = fovea_keep_keys(editor)
    addFunctions()
    // The person's own bindings come before ours, which carry the blocks and the history.
    el_source(editor, nil)
    bindKeys()
    WindowChange.install()
  }

  private var shownPrompt: WideText { searchPrompt ?? promptStorage }

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
    defer { TerminalGuard.setPasteMode(false) }
    // libedit does it with the first key only: what comes between the prompt and that would be the terminal's to handle.
    _ = fovea_set_raw(editor, 1)
    var count: Int32 = 0
    guard let line = el_wgets(editor, &count), count > 0 else {
      guard Interrupt.isRaised else { return .end }
      Interrupt.clear()
      // libedit stays where it was: the next entry begins on a line of its own.
      Descriptor.write("^C\r\n", to: STDOUT_FILENO)
      el_reset(editor)
      return .interrupt
    }
    var text = Self.scalars(line, Int(count)).text
    while text.last?.isNewline == true { text.removeLast() }
    history.append(text)
    return .text(text)
  }

  // MARK: The line

  /// What is typed so far, and the cursor in scalars.
  var line: (scalars: [Unicode.Scalar], cursor: Int) {
    guard let info = el_wline(editor)?.pointee, let buffer = info.buffer else { return ([], 0) }
    let count = info.lastchar - buffer
    return (Self.scalars(buffer, count), info.cursor - buffer)
  }

  /// Wide characters as scalars; what is none becomes U+FFFD.
  private static func scalars(_ pointer: UnsafePointer<wchar_t>, _ count: Int) -> [Unicode.Scalar] {
    UnsafeBufferPointer(start: pointer, count: count).map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" }
  }

  /// Puts a text in place of what is typed, the cursor at its end.
  func replaceLine(with text: String) {
    let (scalars, cursor) = line
    el_cursor(editor, Int32(scalars.count - cursor))
    el_deletestr(editor, Int32(scalars.count))
    insert(text)
  }

  func insert(_ text: String) {
    guard !text.isEmpty else { return }
    let wide = WideText(text)
    _ = withExtendedLifetime(wide) { el_winsertstr(editor, wide.pointer) }
  }

  private func redrawAfterResize() {
    el_resize(editor)
    _ = fovea_refresh(editor)
  }
}

/// Text as libedit takes it: wide characters ending with zero, at an address that stays.
final class WideText {
  let text: String
  let pointer: UnsafePointer<wchar_t>
  private let storage: UnsafeMutablePointer<wchar_t>

  init(_ text: String) {
    self.text = text
    let characters = text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
    storage = .allocate(capacity: characters.count)
    storage.initialize(from: characters, count: characters.count)
    pointer = UnsafePointer(storage)
  }

  deinit { storage.deallocate() }

  /// A text that lives as long as the program: libedit keeps the names of functions.
  static func permanent(_ text: String) -> UnsafePointer<wchar_t> {
    Unmanaged.passRetained(WideText(text)).takeUnretainedValue().pointer
  }
}

extension [Unicode.Scalar] {
  var text: String { String(String.UnicodeScalarView(self)) }
}
