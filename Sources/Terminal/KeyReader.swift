internal import CEditline
internal import Glibc

/// Reads what is typed, character by character, for libedit: many bytes at a time, so that a long paste isn't
/// slow, and woken by Ctrl-C, by a change of the window's size, and when the process goes on after Ctrl-Z.
final class KeyReader {
  enum Key {
    case character(Unicode.Scalar)
    case resized
    /// Ctrl-Z, or what the person chose instead.
    case stop
    /// The process was stopped and goes on: the terminal isn't as it was left.
    case resumed
    case interrupted
    /// ESC, and nothing soon behind it.
    case escape
    case end
  }

  /// Sequences that the person bound; libedit gets them as they are.
  var bound: Set<[UInt8]> = []
  /// How long to wait for what else a sequence holds, in milliseconds. ESC is a key by itself, which nobody
  /// follows as fast as the terminal does that sends Alt-B; what has gone on behind it was only held up on its
  /// way.
  private static let patience: (escape: Int32, sequence: Int32) = (100, 1000)

  private var bytes: [UInt8] = []
  private var position = 0
  /// What was read already, of a sequence.
  private var pending: [Unicode.Scalar] = []

  /// Whether the next character has yet to be typed.
  var waits: Bool { pending.isEmpty && position >= bytes.count }

  /// Waits for the next character.
  ///
  /// - Parameter isPaste: Whether sequences are text and not keys.
  func next(isPaste: Bool = false) -> Key {
    var isLate = false
    while true {
      if !pending.isEmpty { return .character(pending.removeFirst()) }
      bytes += UnreadKeys.take()
      var isUnfinished = false
      if !isPaste, position < bytes.count {
        switch KeySequence.first(in: bytes[position...]) {
        case .none: break
        case .whole(let count):
          take(sequence: bytes[position..<position + count])
          continue
        case .unfinished:
          isUnfinished = !isLate
          if isLate {
            let isEscape = isEscape
            position = bytes.count
            if isEscape { return .escape }
            continue
          }
        }
      }
      if !isUnfinished, let scalar = decode() {
        // 8-bit controls aren't typed, and one of them tells libedit a special key. NUL (Ctrl-Space) does to it
        // what a key of the terminal would that is switched off: it takes the next key for text.
        if !isPaste, scalar.value == 0 || (0x80...0x9F).contains(scalar.value) { continue }
        if !isPaste, scalar.value < 0x20, scalar != "\r", TerminalGuard.isStopKey(UInt8(scalar.value)) {
          return .stop
        }
        return .character(scalar)
      }
      if Interrupt.isRaised {
        bytes = []
        position = 0
        return .interrupted
      }
      if TerminalGuard.takeResumed() { return .resumed }
      if WindowChange.take() { return .resized }
      var waits = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: SelfPipe.reader, events: Int16(POLLIN), revents: 0),
      ]
      let patience = isEscape ? Self.patience.escape : Self.patience.sequence
      let ready = poll(&waits, 2, isUnfinished ? patience : -1)
      if ready < 0 { continue }
      if ready == 0 {
        isLate = true
        continue
      }
      if waits[1].revents != 0 {
        SelfPipe.drain()
        continue
      }
      if !fill() { return .end }
    }
  }

  /// Whether ESC is all that was typed, perhaps several times.
  private var isEscape: Bool { bytes[position...].allSatisfy { $0 == KeySequence.escape } }

  /// Leaves what wasn't taken yet to whoever reads keys until the next entry.
  func leaveRest() {
    UnreadKeys.putBack(Array(bytes[position...]))
    bytes = []
    position = 0
  }

  private func take(sequence: ArraySlice<UInt8>) {
    position += sequence.count
    pending =
      bound.contains(Array(sequence))
      ? sequence.map { Unicode.Scalar($0) } : SpecialKey.meaning(of: sequence)
  }

  /// The column of the terminal's cursor, from 0; nil where the terminal doesn't tell it soon. What is typed
  /// meanwhile waits.
  func cursorColumn() -> Int? {
    Descriptor.write("\u{1B}[6n", to: STDOUT_FILENO)
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(300)
    while clock.now < end, !Interrupt.isRaised {
      if let answer = KeySequence.cursorPosition(in: bytes[position...]) {
        bytes.removeSubrange(answer.place)
        return answer.column - 1
      }
      var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if poll(&wait, 1, Int32(max(1, (end - clock.now) / .milliseconds(1)))) > 0, !fill() { return nil }
    }
    // Later it is a sequence without a meaning.
    return nil
  }

  /// Takes what has arrived; false at the end of the input.
  private func fill() -> Bool {
    if position > 0 {
      bytes.removeFirst(position)
      position = 0
    }
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &piece, piece.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    bytes += piece.prefix(count)
    return count > 0
  }

  /// The next whole character of UTF-8; a byte that is none becomes U+FFFD.
  private func decode() -> Unicode.Scalar? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    let length =
      first < 0x80 ? 1 : first & 0xE0 == 0xC0 ? 2 : first & 0xF0 == 0xE0 ? 3 : first & 0xF8 == 0xF0 ? 4 : 1
    guard position + length <= bytes.count else { return nil }
    let text = String(decoding: bytes[position..<position + length], as: UTF8.self)
    position += length
    return text.unicodeScalars.first ?? "\u{FFFD}"
  }
}

/// Keys that were read, and that whoever read them had no use for: the next entry begins with them.
enum UnreadKeys {
  // Used on the main thread alone.
  nonisolated(unsafe) private static var bytes: [UInt8] = []

  static var isEmpty: Bool { bytes.isEmpty }

  static func putBack(_ keys: [UInt8]) { bytes += keys }

  static func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

/// SIGWINCH as a flag.
enum WindowChange {
  static func install() {
    SignalHandling.handle(SIGWINCH) { _ in
      WindowChange.flag = 1
      SelfPipe.ring()
    }
  }

  /// Asks for another drawing.
  static func note() { flag = 1 }

  // Written by the handler and read between keys on the main thread: a lost update would only redraw once
  // less.
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  static func take() -> Bool {
    guard flag != 0 else { return false }
    flag = 0
    return true
  }
}
