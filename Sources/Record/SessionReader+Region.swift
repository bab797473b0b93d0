extension SessionReader {
  /// The lines between two values of the chain.
  struct Region {
    let firstLine: Int
    /// Notes and comments before the command, or behind the last one.
    private(set) var remarks: [SessionRemark] = []
    private(set) var malformed: ChainFault.Reason?
    /// The first line of the command, failed or not.
    private(set) var firstCommandLine: Int?
    private(set) var isFailed = false
    private(set) var hasResults = false
    private var commandLines: [String] = []
    private var errors: [String] = []
    private var results: [RecordedLine] = []
    private var measured: [RecordedLine] = []
    private var provenance: [RecordedField] = []
    private let format: Int
    private var stopped: RecordedStop?

    /// - Parameter format: That of the session.
    init(firstLine: Int, format: Int) {
      self.firstLine = firstLine
      self.format = format
    }

    /// The command, without empty lines at its end.
    var text: String {
      var lines = commandLines[...]
      while let last = lines.last, last.utf8.allSatisfy({ $0 == 0x20 }) { lines.removeLast() }
      return lines.joined(separator: "\n")
    }

    mutating func blame(_ reason: ChainFault.Reason) { if malformed == nil { malformed = reason } }

    /// A line that is no comment.
    mutating func addText(_ line: ArraySlice<UInt8>, at number: Int) {
      let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      if commandLines.isEmpty {
        guard !isBlank else { return }
        firstCommandLine = firstCommandLine ?? number
      }
      // A command stands in one piece, above its results, and isn't mixed with a failed one.
      if hasResults || isFailed {
        if !isBlank { blame(.malformedLine(line: number)) }
        return
      }
      commandLines.append(String(decoding: line, as: UTF8.self))
    }

    /// A line that begins with `#` and a mark other than `~`, `.` and `@`.
    mutating func add(_ line: ArraySlice<UInt8>, mark: UInt8, at number: Int) {
      let rest = line.dropFirst(2)
      let text = String(decoding: rest.first == 0x20 ? rest.dropFirst() : rest, as: UTF8.self)
      switch mark {
      case UInt8(ascii: "!"): addFailed(text, at: number)
      case UInt8(ascii: "="):
        addResult(rest, at: number)
      case UInt8(ascii: "?"):
        hasResults = true
        guard rest.first == 0x20, let fields = RecordedScanner.fields(rest) else {
          return blame(.malformedLine(line: number))
        }
        measured.append(RecordedLine(line: number, fields: fields))
      case RecordedText.provenanceMark where format >= 2:
        hasResults = true
        guard rest.first == 0x20, let fields = RecordedScanner.fields(rest), provenance.isEmpty else {
          return blame(.malformedLine(line: number))
        }
        provenance = fields
      default:
        guard commandLines.isEmpty, !isFailed else {
          // A comment inside a block belongs to the command.
          addText(line, at: number)
          return
        }
        let kind: SessionRemark.Kind =
          mark == UInt8(ascii: "#") ? .note : mark == UInt8(ascii: ">") ? .shown : .comment
        remarks.append(
          SessionRemark(
            kind: kind, line: number,
            text: kind == .comment ? String(decoding: line.dropFirst(), as: UTF8.self) : text))
      }
    }

    private mutating func addFailed(_ text: String, at number: Int) {
      if !isFailed {
        if !commandLines.isEmpty { return blame(.malformedLine(line: number)) }
        isFailed = true
        firstCommandLine = number
        commandLines = [text]
        return
      }
      // The first line is always the command's, whatever it says.
      let prefix = "error: "
      if text.hasPrefix(prefix) {
        errors.append(String(text.dropFirst(prefix.count)))
      } else if errors.isEmpty {
        commandLines.append(text)
      } else {
        blame(.malformedLine(line: number))
      }
    }

    private mutating func addResult(_ rest: ArraySlice<UInt8>, at number: Int) {
      if commandLines.isEmpty { firstCommandLine = firstCommandLine ?? number }
      hasResults = true
      let stop = " stopped step="
      if rest.starts(with: stop.utf8),
        let step = Int(String(decoding: rest.dropFirst(stop.utf8.count), as: UTF8.self))
      {
        stopped = RecordedStop(line: number, step: step)
      } else if rest.first == 0x20, let fields = RecordedScanner.fields(rest), !isFailed,
        !commandLines.isEmpty
      {
        results.append(RecordedLine(line: number, fields: fields))
      } else {
        blame(.malformedLine(line: number))
      }
    }

    /// The sealed entry.
    func entry(environment: SessionHeader, chain: String, chainLine: Int, isVerified: Bool) -> SessionEntry {
      let kind: SessionEntry.Kind = isFailed ? .failed : commandLines.isEmpty ? .remarks : .succeeded
      return SessionEntry(
        kind: kind, line: firstCommandLine ?? firstLine, text: text, errors: errors, results: results,
        measured: measured, provenance: provenance,
        stopped: stopped, remarks: remarks, environment: environment, chain: chain, chainLine: chainLine,
        isVerified: isVerified)
    }
  }
}
