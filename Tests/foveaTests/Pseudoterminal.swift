import CPseudoterminal
import Foundation
import Glibc
import Testing

/// The program on a terminal of its own, driven key by key.
final class Pseudoterminal {
  private let descriptor: Int32
  private let process: pid_t
  private var isOver = false
  /// Everything that was shown, escape sequences taken out.
  private(set) var shown = ""
  private var raw: [UInt8] = []
  private let size: (columns: Int, rows: Int)
  /// After how many bytes the window got another width.
  private var resizes: [(after: Int, columns: Int)] = []
  private let kind: Kind
  private var answered = 0

  /// How a terminal treats what it shows when its width changes, and whether it tells where its cursor is.
  enum Kind: CaseIterable {
    /// Like tmux and GNOME Terminal.
    case rewrapping
    /// Like xterm.
    case cutting
    /// Says nothing, and cuts.
    case silent
  }

  /// What is seen.
  var screen: Screen {
    var screen = Screen(columns: size.columns, rows: size.rows)
    var start = 0
    for resize in resizes {
      screen.show(String(decoding: raw[start..<resize.after], as: UTF8.self))
      screen.resize(columns: resize.columns, rewraps: kind == .rewrapping)
      start = resize.after
    }
    screen.show(String(decoding: raw[start...], as: UTF8.self))
    return screen
  }

  /// All lines that were shown and not erased. Those of progress, which a slow machine shows and a fast one
  /// doesn't, aren't among them.
  var lines: [String] {
    var screen = Screen(columns: size.columns, rows: 2 * raw.count { $0 == UInt8(ascii: "\n") } + 100)
    screen.show(String(decoding: raw, as: UTF8.self))
    return screen.wholeLines
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Parameter program: Another one that starts ours, such as a shell.
  init(
    _ arguments: [String] = [], in folder: WorkFolder, program: String = Program.path, columns: UInt16 = 80,
    rows: UInt16 = 24, kind: Kind = .silent
  ) throws {
    self.kind = kind
    size = (Int(columns), Int(rows))
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = folder.environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    descriptor = fovea_start_on_terminal(program, words, variables, folder.path, columns, rows, &child)
    guard descriptor >= 0 else {
      throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
    process = child
  }

  deinit {
    if !isOver {
      Glibc.kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(descriptor)
  }

  /// Changes the size of the window, as a person does with the mouse.
  func resize(columns: UInt16, rows: UInt16) {
    while readMore(within: .milliseconds(50)) {}
    resizes.append((raw.count, Int(columns)))
    fovea_resize_terminal(descriptor, columns, rows)
  }

  func send(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// How long anything may take before it counts as hanging.
  private static let limit = Duration.seconds(300)

  /// Waits until a text is shown that wasn't there when the last wait ended.
  func expect(_ text: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let from = mark
    while true {
      let rest = shown[shown.index(shown.startIndex, offsetBy: from)...]
      if let range = rest.range(of: text) {
        mark = shown.distance(from: shown.startIndex, to: range.upperBound)
        return
      }
      let left = Self.limit - (clock.now - start)
      guard left > .zero, readMore(within: left) else {
        throw Failure(description: "'\(text)' wasn't shown, but: \(rest.suffix(2000))")
      }
    }
  }
  private var mark = 0

  /// Waits until the screen ends with these lines and the cursor stands behind a text. A signal throws away
  /// what is still on its way to the terminal, so whoever sends one waits until all is drawn.
  func expectScreen(_ lines: [String], cursorBehind text: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    while true {
      let screen = screen
      if screen.lines.suffix(lines.count) == lines[...], screen.beforeCursor == text { return }
      let left = Self.limit - (clock.now - start)
      guard left > .zero, readMore(within: left) else {
        throw Failure(
          description: "the screen is \(screen.lines), with the cursor behind '\(screen.beforeCursor)'")
      }
    }
  }

  /// Waits for the end of the program; its exit code, 128 and the number of a signal that ended it.
  func end() -> Int32 {
    let clock = ContinuousClock()
    let start = clock.now
    while clock.now - start < Self.limit {
      _ = readMore(within: .milliseconds(20))
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        isOver = true
        // What it wrote after the last look is still there.
        while readMore(within: .milliseconds(50)) {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
      }
    }
    return -1
  }

  func kill() -> Int32 {
    Glibc.kill(process, SIGKILL)
    return end()
  }

  private func readMore(within limit: Duration) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, Int32(max(1, limit / .milliseconds(1)))) > 0 else { return false }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &piece, piece.count)
    guard count > 0 else { return false }
    raw += piece.prefix(count)
    answer()
    // Whole, since a character or an escape sequence may be cut at the end of a piece.
    shown = Self.withoutEscapes(String(decoding: raw, as: UTF8.self))
    return true
  }

  /// Tells where the cursor is when it is asked for.
  private func answer() {
    guard kind != .silent else { return }
    let asked = String(decoding: raw, as: UTF8.self).split(
      separator: "\u{1B}[6n", omittingEmptySubsequences: false)
    while answered < asked.count - 1 {
      answered += 1
      let place = screen.position
      send("\u{1B}[\(place.row);\(place.column)R")
    }
  }

  private static func withoutEscapes(_ text: String) -> String {
    let plain = text.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]/, with: "")
    // By scalars: CR LF counts as one character.
    return String(String.UnicodeScalarView(plain.unicodeScalars.filter { $0 != "\r" }))
  }
}

extension Pseudoterminal {
  /// A session of the program, at its first prompt.
  static func atPrompt(
    in folder: WorkFolder, columns: UInt16 = 80, rows: UInt16 = 24, kind: Kind = .silent
  ) throws -> Pseudoterminal {
    let terminal = try Pseudoterminal(in: folder, columns: columns, rows: rows, kind: kind)
    try terminal.expect("fovea> ")
    return terminal
  }
}
