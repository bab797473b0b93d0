internal import CEditline
internal import Glibc

/// What the terminal behind the standard streams can do, and what the person allows.
///
/// ```swift
/// let capabilities = Capabilities.current()
/// let style = Style(usesColour: capabilities.colours(on: .error))
/// ```
public struct Capabilities: Sendable, Hashable {
  /// A standard stream of the process; the raw value is its descriptor.
  public enum Stream: Int32, Sendable, CaseIterable {
    case input = 0
    case output = 1
    case error = 2
  }

  public var inputIsTerminal: Bool
  public var outputIsTerminal: Bool
  public var errorIsTerminal: Bool
  /// The terminal understands escape sequences: TERM is set, and isn't `dumb`.
  public var movesCursor: Bool
  /// The person reads UTF-8: line and block characters may be used.
  public var unicode: Bool
  /// What NO_COLOR, CLICOLOR_FORCE and TERM say, whatever the stream is.
  public var colourWish: ColourPreference
  /// Columns and rows when the value was made; `windowSize` asks again.
  public var columns: Int
  public var rows: Int

  /// How the terminal behind standard output shows pictures between its lines, by what it calls itself; nil
  /// where it doesn't, or doesn't say. A multiplexer in between passes no pictures on.
  public var inlinePictures: InlinePictures?

  public enum InlinePictures: String, Sendable, Hashable {
    case sixel
    case kitty
    case iterm
  }

  public enum ColourPreference: Sendable, Hashable {
    case never
    case onTerminals
    case always
  }

  /// Whether colours may be written to a stream: never with NO_COLOR or `TERM=dumb`, always with
  /// CLICOLOR_FORCE, else when the stream is a terminal. NO_COLOR wins over CLICOLOR_FORCE.
  public func colours(on stream: Stream) -> Bool {
    switch colourWish {
    case .never: false
    case .always: true
    case .onTerminals: isTerminal(stream)
    }
  }

  public func isTerminal(_ stream: Stream) -> Bool {
    switch stream {
    case .input: inputIsTerminal
    case .output: outputIsTerminal
    case .error: errorIsTerminal
    }
  }

  /// Whether a `LineEditor` can be used: it reads keys from standard input and draws on standard output.
  public var isInteractive: Bool { inputIsTerminal && outputIsTerminal }

  /// What holds for this process now.
  public static func current() -> Capabilities {
    // Widths of characters are those of a locale, for the progress line too.
    LocaleSetup.useUTF8()
    return Capabilities(
      environment: { name in getenv(name).map { String(cString: $0) } },
      terminals: Set(Stream.allCases.filter { isatty($0.rawValue) == 1 }), window: askWindow())
  }

  /// - Parameters:
  ///   - environment: the value of a variable, nil where it isn't set.
  ///   - terminals: the streams that are terminals.
  ///   - window: columns and rows as the terminal tells them, nil where it doesn't.
  public init(
    environment: (String) -> String?, terminals: Set<Stream>, window: (columns: Int, rows: Int)?
  ) {
    inputIsTerminal = terminals.contains(.input)
    outputIsTerminal = terminals.contains(.output)
    errorIsTerminal = terminals.contains(.error)
    let term = environment("TERM") ?? ""
    movesCursor = !term.isEmpty && term != "dumb"
    inlinePictures = terminals.contains(.output) ? Self.inlinePictures(environment, term: term) : nil
    unicode = LocaleSetup.namesUTF8(environment)
    // no-color.org: set and not empty. bixense.com/clicolors: set and not "0".
    if !(environment("NO_COLOR") ?? "").isEmpty {
      colourWish = .never
    } else if let force = environment("CLICOLOR_FORCE"), !force.isEmpty, force != "0" {
      colourWish = .always
    } else {
      colourWish = movesCursor ? .onTerminals : .never
    }
    columns = Self.size(window?.columns, environment("COLUMNS"), otherwise: 80)
    rows = Self.size(window?.rows, environment("LINES"), otherwise: 24)
  }

  private static func inlinePictures(_ environment: (String) -> String?, term: String) -> InlinePictures? {
    func isSet(_ name: String) -> Bool { !(environment(name) ?? "").isEmpty }
    if isSet("TMUX") || isSet("STY") || term.hasPrefix("screen") || term.hasPrefix("tmux") || term == "dumb" {
      return nil
    }
    switch environment("TERM_PROGRAM") {
    case "iTerm.app", "WezTerm": return .iterm
    case "ghostty": return .kitty
    default: break
    }
    if term.hasPrefix("xterm-kitty") || term.hasPrefix("xterm-ghostty") || isSet("KITTY_WINDOW_ID") {
      return .kitty
    }
    // Konsole knows several protocols; it says its version as 220401.
    if let version = environment("KONSOLE_VERSION").flatMap({ Int($0) }), version >= 220_400 { return .sixel }
    let speaksSixel = ["foot", "mlterm", "yaft", "contour"]
    return speaksSixel.contains { term == $0 || term.hasPrefix($0 + "-") } || term.contains("sixel")
      ? .sixel : nil
  }

  /// Columns and rows now, after a resize too.
  public static func windowSize() -> (columns: Int, rows: Int) {
    let now = current()
    return (now.columns, now.rows)
  }

  /// The size as the terminal tells it, else the variable, else a usual one; always 1...1000: what a screen
  /// holds is kept in memory.
  private static func size(_ told: Int?, _ variable: String?, otherwise usual: Int) -> Int {
    if let told, told > 0 { return min(told, largestSide) }
    if let variable, let number = Int(variable), (1...10000).contains(number) {
      return min(number, largestSide)
    }
    return usual
  }

  private static let largestSide = 1000

  private static func askWindow() -> (columns: Int, rows: Int)? {
    for stream in [Stream.output, .error, .input] {
      var size = winsize()
      if fovea_window_size(stream.rawValue, &size) == 0, size.ws_col > 0 {
        return (Int(size.ws_col), Int(size.ws_row))
      }
    }
    return nil
  }
}
