public import Runtime

/// What a whole replay found.
public struct ReplayReport: Sendable {
  /// Why a replay ended where it did.
  public enum Ending: Sendable, Equatable {
    /// Everything ran.
    case complete
    /// The person asked for no more than up to this line.
    case until(line: Int)
    /// The command in this line loaded other data than was recorded.
    case otherData(line: Int)
    /// Nothing ran: the session isn't what was recorded.
    case brokenChain(ChainFault)
    /// Nothing ran: this line holds what is never recorded.
    case foreignCommand(line: Int, word: String)
    case interrupted
    /// What was asked to be compared failed in this line, as it had failed when it was recorded.
    case failed(line: Int)
  }

  public let session: String
  public let chain: String?
  public let isClosed: Bool
  /// How a session that wasn't closed ended.
  let openEnd: String
  public private(set) var comparisons: [EntryComparison] = []
  public var ending = Ending.complete
  /// What was set to another value than recorded, as `name=value`: differences are shown then, and nothing is
  /// judged.
  public var whatIf: [String] = []
  /// What may explain other bits, each once, in the order found.
  public private(set) var environment: [EnvironmentDifference] = []

  /// Results that weren't computed for this replay.
  public private(set) var cached = 0
  /// Commands above the line from which the replay was asked to begin, and how many of them the cache brought
  /// back.
  public private(set) var earlier = (commands: 0, cached: 0)

  /// A report about a session of which nothing ran yet. When its chain is broken, it is final.
  public init(_ session: Session) {
    self.session = session.name
    chain = session.lastChain
    isClosed = session.isClosed
    openEnd = session.openEnd
    if let fault = session.fault { ending = .brokenChain(fault) }
  }

  /// A report about something else than a session that holds commands with results: it has no chain.
  public init(name: String) {
    session = name
    chain = nil
    isClosed = true
    openEnd = ""
  }

  /// Adds what a command gave. The first that ends the replay sets `ending`.
  public mutating func add(
    _ comparison: EntryComparison, environment differences: [EnvironmentDifference] = [],
    isCached: Bool = false,
    isEarlier: Bool = false
  ) {
    comparisons.append(comparison)
    if isCached { cached += 1 }
    if isEarlier {
      earlier.commands += 1
      if isCached { earlier.cached += 1 }
    }
    for difference in differences where !environment.contains(difference) { environment.append(difference) }
    if comparison.endsReplay { ending = .otherData(line: comparison.line) }
  }

  /// Whether it ended at other data than was recorded.
  public var isEnded: Bool { if case .otherData = ending { true } else { false } }

  /// How many commands were compared.
  public var compared: Int { comparisons.count }

  public func count(_ verdict: Verdict) -> Int { comparisons.count { $0.verdict == verdict } }

  /// The first field that isn't what was recorded.
  public var first: FieldComparison? { comparisons.lazy.compactMap(\.first).first }

  /// The verdict of the whole.
  public var verdict: Verdict {
    if isRefused { return .differs }
    let whole = Verdict.whole(comparisons.map(\.verdict))
    // What didn't run proves nothing.
    return whole == .same && isCutShort ? .inconclusive : whole
  }

  /// 0 same, 1 differs, 3 inconclusive, 130 interrupted before anything differed.
  public var exitCode: Int32 {
    if !whatIf.isEmpty, !isRefused { return ending == .interrupted ? 130 : 0 }
    switch verdict {
    case .differs: return 1
    case _ where ending == .interrupted: return 130
    case .inconclusive: return 3
    case .same: return 0
    }
  }

  /// The report for a person.
  public var lines: [String] {
    if case .brokenChain(let fault) = ending {
      return ["the chain is broken: \(fault.message)", fault.hint, "nothing was run"]
    }
    if case .foreignCommand(let line, let word) = ending {
      return [
        "line \(line) holds '\(word)', which is never recorded: it was written into the session",
        "take the file as it was recorded; 'fovea open' shows what it holds, and runs nothing",
        "nothing was run",
      ]
    }
    guard whatIf.isEmpty else { return whatIfLines }
    var lines: [String] = []
    for comparison in comparisons where comparison.verdict != .same {
      guard let field = comparison.first else { continue }
      let more = comparison.fields.count { $0.verdict != .same } - 1
      lines.append("\(comparison.verdict.rawValue): \(Self.firstLine(comparison.text))")
      lines.append("  " + field.message)
      if let divergence = comparison.divergence { lines.append("  " + divergence.message) }
      if more > 0 { lines.append("  and \(Spelling.counted(more, "more field")) of this command") }
    }
    if verdict != .same, !environment.isEmpty {
      lines.append("another environment: " + environment.map(\.message).joined(separator: "; "))
    }
    if let endingText { lines.append(endingText) }
    if !isClosed { lines.append("the session \(openEnd), so it may have held more") }
    if comparisons.isEmpty, ending == .complete {
      lines.append("there was nothing to compare, which proves nothing")
    }
    var counts = "\(Spelling.counted(compared, "command")) compared: \(count(.same)) same"
    if count(.differs) > 0 { counts += ", \(count(.differs)) differ" }
    if count(.inconclusive) > 0 { counts += ", \(count(.inconclusive)) inconclusive" }
    lines.append(counts)
    if cached > 0 { lines.append("\(cached) of them came from the cache: what they say was computed before") }
    if earlier.commands > 0 {
      let run = earlier.commands - earlier.cached
      lines.append("above the line to begin from: \(earlier.cached) came from the cache, \(run) were run")
    }
    // The chain is that of the whole session.
    if case .until(let line) = ending {
      lines.append("verdict: \(verdict.rawValue) up to line \(line)")
    } else {
      lines.append("verdict: " + verdict.rawValue + (chain.map { ", chain \($0)" } ?? ""))
    }
    return lines
  }

  private var isCutShort: Bool {
    switch ending {
    case .interrupted, .failed: true
    case .until, .complete: comparisons.isEmpty
    case .otherData, .brokenChain, .foreignCommand: false
    }
  }

  private var isBroken: Bool { if case .brokenChain = ending { true } else { false } }

  /// Whether the file is none that could have been recorded so, and nothing ran.
  private var isRefused: Bool { if case .foreignCommand = ending { true } else { isBroken } }

  /// What another value changed: the fields of each command, but no rows of histories and no hashes.
  private var whatIfLines: [String] {
    var lines = ["with \(whatIf.joined(separator: " ")):"]
    for comparison in comparisons where comparison.verdict != .same {
      lines.append("line \(comparison.line): \(Self.firstLine(comparison.text))")
      if comparison.ranOnlyNow || comparison.ranOnlyThen {
        lines.append(comparison.ranOnlyNow ? "  ran only now" : "  ran only when it was recorded")
        continue
      }
      for field in comparison.fields where field.verdict != .same && field.row == nil {
        guard field.recorded.flatMap(RecordedValue.init)?.isHash != true else { continue }
        let recorded = field.recorded.map(Self.rounded) ?? "nothing"
        lines.append("  \(field.field): \(recorded) → \(field.found.map(Self.rounded) ?? "nothing")")
      }
    }
    if lines.count == 1 { lines.append("no result changes") }
    if let endingText { lines.append(endingText) }
    let run = comparisons.count { !$0.ranOnlyThen }
    return lines + ["\(Spelling.counted(run, "command")) run; differences are shown, without a verdict"]
  }

  private static func rounded(_ text: String) -> String {
    if case .number(let number) = RecordedValue(text) { return Spelling.rounded(number) }
    return text.count > 60 ? text.prefix(59) + "…" : text
  }

  /// The fields of the last JSON event, behind `status`.
  public var fields: [ResultRecord.Field] {
    var fields: [ResultRecord.Field] = [
      .init("verdict", .text(whatIf.isEmpty || isRefused ? verdict.rawValue : "unjudged")),
      .init("chain", .text(isBroken ? "broken" : "intact")),
      .init("compared", .integer(compared)),
    ]
    if !environment.isEmpty {
      fields.append(.init("environment", .list(environment.map { .text($0.message) })))
    }
    if cached > 0 { fields.append(.init("cached", .integer(cached))) }
    if case .brokenChain(let fault) = ending {
      fields.append(
        .init("first", .rows([[.init("line", .integer(fault.line)), .init("field", .text("chain"))]])))
    } else if case .foreignCommand(let line, let word) = ending {
      fields.append(
        .init(
          "first",
          .rows([
            [.init("line", .integer(line)), .init("field", .text("command")), .init("found", .text(word))]
          ])))
    } else if let first {
      var row: [ResultRecord.Field] = [.init("line", .integer(first.line))]
      if let name = first.row { row.append(.init("row", .text(name))) }
      row.append(.init("field", .text(first.field)))
      if let recorded = first.recorded { row.append(.init("recorded", .text(recorded))) }
      if let found = first.found { row.append(.init("found", .text(found))) }
      if let distance = first.distance { row.append(.init("distance", .number(distance.relative))) }
      if let divergence = comparisons.first(where: { $0.first != nil })?.divergence {
        if let epoch = divergence.epoch { row.append(.init("epoch", .integer(epoch))) }
        row.append(.init("step", .integer(divergence.firstDifferent)))
        row.append(.init("layer", .text(divergence.layer)))
      }
      fields.append(.init("first", .rows([row])))
    }
    return fields
  }

  private static func firstLine(_ text: String) -> String {
    text.split(separator: "\n").first.map(String.init) ?? text
  }
}
