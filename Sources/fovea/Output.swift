import Diagnostics
import Glibc
import Synchronization
import Terminal

/// Writing to the standard streams.
enum Output {
  /// `errno` of a write to standard output that failed; 0 while all went well.
  private static let failure = Atomic<Int32>(0)

  /// Why results were lost, or nil.
  static var problem: String? {
    let code = failure.load(ordering: .relaxed)
    return code == 0 ? nil : "standard output can't be written: \(String(cString: strerror(code)))"
  }

  /// Ends the program: with a failure where what was asked for couldn't be written.
  static func leave(_ code: Int32) -> Never {
    if let problem, code == 0 {
      failure(problem, hint: nil)
      exit(1)
    }
    exit(code)
  }

  /// Results. What could steer a terminal is taken out: names, notes and commands are other people's words.
  static func line(_ text: String) { write(SafeText.text(text) + "\n", to: STDOUT_FILENO) }

  /// What holds colours and pictures of ours; the words in it went through `SafeText` where they were put in.
  static func painted(_ text: String, isDiagnostic: Bool = false) {
    write(text + "\n", to: isDiagnostic ? STDERR_FILENO : STDOUT_FILENO)
  }

  /// A line of JSON, where control characters are escaped: every other character stays what it is.
  static func json(_ text: String) { painted(text) }

  /// Results in words, perhaps with colours of ours: at a terminal, broken between words.
  static func words(_ text: String) {
    // Pictures are sequences for the terminal other than colours, and no words.
    let holdsPicture = text.contains("\u{1B}") && text.contains(/\u{1B}[^\[]/)
    painted(holdsPicture ? text : LineBreaks.fitted(text, columns: columns(of: .output)))
  }

  /// A text in words that may be longer than the window; at a terminal, a window at a time.
  static func paged(_ text: String) {
    guard Capabilities.current().isInteractive else { return words(text) }
    Pager.show(text) { line, columns in LineBreaks.fitted(line, columns: columns) }
  }

  /// Results in words, some of which are other people's; at a terminal, broken between words.
  static func plainWords(_ text: String) { words(SafeText.text(text)) }

  /// Diagnostics, in the same way as results; at a terminal, broken between words.
  static func diagnostic(_ text: String) {
    write(LineBreaks.fitted(SafeText.text(text), columns: columns(of: .error)) + "\n", to: STDERR_FILENO)
  }

  /// A failure without a place.
  static func failure(_ message: String, hint: String?) {
    diagnostic(
      "error: \(ConfusableCharacters.named(message))"
        + (hint.map { "\nhint: \(ConfusableCharacters.named($0))" } ?? ""))
  }

  /// Columns of the terminal behind a stream; nil where there is none.
  static func columns(of stream: Capabilities.Stream) -> Int? {
    let capabilities = Capabilities.current()
    return capabilities.isTerminal(stream) ? capabilities.columns : nil
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var position = 0
      while position < bytes.count {
        let wrote = Glibc.write(descriptor, bytes.baseAddress.map { $0 + position }, bytes.count - position)
        if wrote < 0 {
          if errno == EINTR || errno == EAGAIN { continue }
          // A reader that went away wants no more; anything else lost results.
          if errno != EPIPE, descriptor == STDOUT_FILENO { failure.store(errno, ordering: .relaxed) }
          return
        }
        position += wrote
      }
    }
  }
}
