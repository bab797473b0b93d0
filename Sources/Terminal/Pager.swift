internal import Glibc

/// Shows a long text a window at a time, as `more` does: what was shown stays above the prompt.
public enum Pager {
  /// Shows lines of a text, each no longer than a row. They come all at once where they fit, where the
  /// terminal can't erase, and where more has been typed already: whoever did so doesn't wait for a text.
  public static func show(_ lines: [String], capabilities: Capabilities = .current()) {
    guard capabilities.isInteractive, capabilities.movesCursor, lines.count >= capabilities.rows,
      !isTypedAhead, TerminalGuard.isInFront
    else { return write(lines) }
    JobMode.during {
      var shown = 0
      var count = page
      while shown < lines.count {
        let next = min(lines.count, shown + count)
        write(Array(lines[shown..<next]))
        shown = next
        guard shown < lines.count else { break }
        guard let further = ask(shown, of: lines.count, capabilities) else { break }
        count = further
      }
    }
  }

  /// Rows that a page may have: the last one says how to go on.
  private static var page: Int { max(1, Capabilities.windowSize().rows - 1) }

  /// How many lines come next; nil to end.
  private static func ask(_ shown: Int, of count: Int, _ capabilities: Capabilities) -> Int? {
    let style = Style(usesColour: capabilities.colours(on: .output))
    func showStatus() {
      let text = TextWidth.cut(
        "\(shown) of \(count) lines. Space: a page; Enter: a line; q: enough",
        to: max(1, Capabilities.windowSize().columns - 1), unicode: capabilities.unicode)
      Descriptor.write("\r\u{1B}[K" + style.dim(text), to: STDOUT_FILENO)
    }
    defer { Descriptor.write("\r\u{1B}[K", to: STDOUT_FILENO) }
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
      if TerminalGuard.takeResumed() { showStatus() }
      guard waits[0].revents != 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return nil }
      switch Array(bytes.prefix(count)) {
      case [UInt8(ascii: " ")], Array("\u{1B}[6~".utf8): return page
      case [UInt8(ascii: "\r")], [UInt8(ascii: "\n")], Array("\u{1B}[B".utf8), Array("\u{1B}OB".utf8):
        return 1
      case [UInt8(ascii: "q")], [UInt8(ascii: "Q")], [0x04], [0x1B]: return nil
      default: continue
      }
    }
  }

  private static var isTypedAhead: Bool {
    var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, 0) > 0
  }

  private static func write(_ lines: [String]) {
    Descriptor.write(lines.map { $0 + "\n" }.joined(), to: STDOUT_FILENO)
  }
}
