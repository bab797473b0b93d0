internal import Glibc
internal import Synchronization

/// The one live line on standard error while a job runs; without a terminal there it does nothing.
///
/// ```swift
/// let line = ProgressLine(capabilities: .current())
/// line.update(Progress(label: "epoch 2/5", fraction: 0.61, facts: ["loss 0.4123"], secondsLeft: 42))
/// line.clear()    // before anything else is written, and at the end
/// ```
/// May be called from any thread.
public final class ProgressLine: Sendable {
  /// Draws at most this often: 10 Hz.
  static let pause = Duration.milliseconds(100)

  private struct State {
    var lastDrawn: ContinuousClock.Instant?
    /// Columns that the line on the screen takes; 0 when there is none.
    var shown = 0
  }

  private let state = Mutex(State())
  private let isEnabled: Bool
  private let movesCursor: Bool
  private let formatter: ProgressFormatter
  private let descriptor: Int32

  public convenience init(capabilities: Capabilities) {
    self.init(
      capabilities: capabilities, isEnabled: capabilities.errorIsTerminal,
      descriptor: Capabilities.Stream.error.rawValue)
  }

  /// - Parameter descriptor: where the line is written; tests give a pipe.
  init(capabilities: Capabilities, isEnabled: Bool, descriptor: Int32) {
    self.isEnabled = isEnabled
    self.descriptor = descriptor
    movesCursor = capabilities.movesCursor
    formatter = ProgressFormatter(
      unicode: capabilities.unicode, style: Style(usesColour: capabilities.colours(on: .error)))
  }

  deinit { clear() }

  /// Shows how far the work is, unless the last drawing was less than a tenth of a second ago.
  public func update(_ progress: @autoclosure () -> Progress) {
    guard isEnabled else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastDrawn, now - last < Self.pause { return }
      state.lastDrawn = now
      // One column stays free: a full row would wrap, and the next drawing would begin a row too low.
      let found = progress()
      var columns = Capabilities.windowSize().columns
      var text = formatter.line(found, width: columns - 1)
      // The window may have become another one meanwhile.
      while Capabilities.windowSize().columns != columns {
        columns = Capabilities.windowSize().columns
        text = formatter.line(found, width: columns - 1)
      }
      let width = TextWidth.of(ProgressFormatter.withoutColours(text))
      // A terminal that can't erase gets blanks over what was longer before. The cursor waits at the start:
      // where a narrower window breaks the line into rows, it stays with the first of them.
      let rest = movesCursor ? "\u{1B}[J" : String(repeating: " ", count: max(0, state.shown - width))
      write("\r" + text + rest + "\r")
      state.shown = width
    }
  }

  /// Takes the line off the screen; the cursor is then where the line began. The next `update` draws at once.
  public func clear() {
    guard isEnabled else { return }
    state.withLock { state in
      guard state.shown > 0 else { return }
      write(movesCursor ? "\r\u{1B}[J" : "\r" + String(repeating: " ", count: state.shown) + "\r")
      state.shown = 0
      state.lastDrawn = nil
    }
  }

  private func write(_ text: String) { Descriptor.write(text, to: descriptor) }
}

extension ProgressFormatter {
  /// The text without SGR sequences, as `Style` writes them.
  static func withoutColours(_ text: String) -> String {
    var plain = ""
    var isInside = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" {
        isInside = true
      } else if !isInside {
        plain.unicodeScalars.append(scalar)
      } else if scalar == "m" {
        isInside = false
      }
    }
    return plain
  }
}
