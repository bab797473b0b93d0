internal import CEditline
internal import Glibc

/// The entry after the window changed its size, and after Ctrl-Z and `fg`.
///
/// Most terminals break long lines anew when their width changes, and the cursor stays with its character;
/// xterm and the Linux console leave the rows as they are. So the first row of an entry lies a different
/// number of rows above the cursor, and the column of the cursor, which the terminal tells, shows which of
/// them it is.
extension LineEditor {
  /// What is taken for true until a terminal has shown how it is.
  static var usuallyRewraps: Bool {
    if getenv("TMUX") != nil { return true }
    return getenv("XTERM_VERSION") == nil && getenv("TERM").map { String(cString: $0) } != "linux"
  }

  func redrawAfterResize() {
    if capabilities.movesCursor {
      let columns = Capabilities.windowSize().columns
      eraseEntry(columns: isRewrapped(to: columns) ? columns : drawnColumns)
    }
    el_resize(editor)
    draw()
  }

  /// Whether the rows of the entry, drawn for a window of another width, were broken anew.
  private func isRewrapped(to columns: Int) -> Bool {
    let (scalars, cursor) = rawLine
    func layout(_ columns: Int) -> EntryLayout {
      EntryLayout(promptWidth: promptWidth, text: scalars, cursor: cursor, columns: columns)
    }
    let before = layout(drawnColumns)
    let now = layout(columns)
    // Where both are as far above the cursor, nothing need be known.
    guard before.cursorRow != now.cursorRow else { return rewraps }
    // A narrower window takes the cursor along at its right edge.
    let kept = min(before.cursorColumn, columns - 1)
    if kept != now.cursorColumn, let column = keys.cursorColumn() {
      if column == now.cursorColumn { rewraps = true }
      if column == kept { rewraps = false }
    }
    return rewraps
  }

  /// Ctrl-Z: stops us and whoever was started with us, as the terminal does it.
  func stop() {
    TerminalGuard.noteRowsBelow(rowsBelow)
    kill(0, SIGTSTP)
  }

  /// After `fg`, which said so on a line of its own.
  func redrawAfterStop() {
    _ = fovea_set_raw(editor, 0)
    _ = fovea_set_raw(editor, 1)
    if capabilities.movesCursor {
      TerminalGuard.setPasteMode(true)
      Descriptor.write("\r\u{1B}[J", to: STDOUT_FILENO)
    }
    el_resize(editor)
    draw()
  }
}
