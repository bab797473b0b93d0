internal import Glibc

/// Shows a long text a window at a time, as `more` does: what was shown stays above the prompt.
public enum Pager {
  /// Shows a text. It comes all at once where it fits, where the terminal can't erase, and where more has
  /// been typed already: whoever did so doesn't wait for a text.
  ///
  /// - Parameter fit: Breaks a line into rows of so many columns, joined by newlines.
  public static func show(
    _ text: String, capabilities: Capabilities = .current(),
    fit: @escaping (_ line: String, _ columns: Int) -> String
  ) {
    var rows = PagedRows(text, columns: capabilities.columns, fit: fit)
    guard capabilities.isInteractive, capabilities.movesCursor, rows.count >= capabilities.rows,
      !isTypedAhead, TerminalGuard.isInFront
    else { return write(rows.take(rows.count)) }
    JobMode.during {
      var count = page
      while true {
        write(rows.take(count))
        guard !rows.isEmpty, let further = ask(&rows, capabilities) else { break }
        count = further
      }
    }
  }

  /// Rows that a page may have: the last one says how to go on.
  private static var page: Int { max(1, Capabilities.windowSize().rows - 1) }

  /// How many lines come next; nil to end.
  private static func ask(_ rows: inout PagedRows, _ capabilities: Capabilities) -> Int? {
    let style = Style(usesColour: capabilities.colours(on: .output))
    var status = ""
    func eraseStatus() {
      // A narrower window has broken it into several rows.
      let columns = max(1, Capabilities.windowSize().columns)
      let above = LineEditor.usuallyRewraps ? max(0, TextWidth.of(status) - 1) / columns : 0
      Descriptor.write("\r" + (above > 0 ? "\u{1B}[\(above)A" : "") + "\u{1B}[J", to: STDOUT_FILENO)
      status = ""
    }
    func showStatus() {
      eraseStatus()
      status = Self.status(rows.shown, of: rows.count, room: max(1, rows.columns - 1))
      Descriptor.write(style.dim(status), to: STDOUT_FILENO)
    }
    defer { eraseStatus() }
    showStatus()
    while true {
      var waits = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: SelfPipe.reader, events: Int16(POLLIN), revents: 0),
      ]
      _ = poll(&waits, 2, -1)
      SelfPipe.drain()
      if Interrupt.isRaised {
        // It ends the text and nothing else.
        Interrupt.clear()
        return nil
      }
      let columns = Capabilities.windowSize().columns
      let isResized = columns != rows.columns
      if isResized { rows.resize(to: columns) }
      if TerminalGuard.takeResumed() || isResized { showStatus() }
      guard waits[0].revents != 0 else { continue }
      guard let key = nextKey() else { return nil }
      switch key {
      case [UInt8(ascii: " ")], Array("\u{1B}[6~".utf8): return page
      case [UInt8(ascii: "\r")], [UInt8(ascii: "\n")], Array("\u{1B}[B".utf8), Array("\u{1B}OB".utf8):
        return 1
      case [UInt8(ascii: "q")], [UInt8(ascii: "Q")], [0x04], [0x1B]: return nil
      // Whoever types something else goes on at the prompt.
      case _ where isText(key):
        UnreadKeys.putBack(key)
        return nil
      default: continue
      }
    }
  }

  /// One key, of those that have been typed; nil at the end of the input. What stands behind it waits where
  /// it is: for the next page, or for the prompt.
  private static func nextKey() -> [UInt8]? {
    var key: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { return [] }
      guard count > 0 else { return nil }
      key.append(byte)
      // A sequence arrives at once; ESC by itself is a key.
      guard key[0] == 0x1B, !isWhole(key), isTypedAhead else { return key }
    }
  }

  /// Whether a key writes a character, or begins one of several bytes.
  private static func isText(_ key: [UInt8]) -> Bool { key.count == 1 && key[0] > 0x20 && key[0] != 0x7F }

  /// Whether a sequence is at its end: `ESC [` to a letter or `~`, `ESC O` and one more, ESC and any other.
  private static func isWhole(_ key: [UInt8]) -> Bool {
    guard key.count > 1 else { return false }
    switch key[1] {
    case UInt8(ascii: "["): return key.count > 2 && (0x40...0x7E).contains(key[key.count - 1])
    case UInt8(ascii: "O"): return key.count > 2
    default: return true
    }
  }

  /// How to go on; where there is little room, the way out before all.
  private static func status(_ shown: Int, of count: Int, room: Int) -> String {
    let choices = [
      "\(shown) of \(count) lines. Space: a page; Enter: a line; q: end",
      "\(shown) of \(count). Space: a page; q: end", "\(shown) of \(count). q: end", "q: end",
    ]
    return choices.first { TextWidth.of($0) <= room } ?? ""
  }

  private static var isTypedAhead: Bool {
    guard UnreadKeys.isEmpty else { return true }
    var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, 0) > 0
  }

  private static func write(_ lines: [String]) {
    Descriptor.write(lines.map { $0 + "\n" }.joined(), to: STDOUT_FILENO)
  }
}
