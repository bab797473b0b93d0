internal import Declarations
internal import Syntax

/// Checks each completion as if it were typed, so that Tab offers nothing that the command would refuse.
struct CompletionTrial {
  /// Nil where a trial would cost too much.
  private let before: String?
  /// What closes the blocks around the cursor.
  private let closing: String
  /// A block as the command could have it, and when it has it.
  private var block: (text: String, isMeant: (String) -> Bool)?
  /// What else the command could get: the first is nothing.
  private let rests: [String]
  private let accepts: (String, Range<Int>) -> Bool

  /// - Parameters:
  ///   - start: Where the candidate begins, in UTF-8 from the start of the text.
  ///   - rests: What could follow the candidate, such as ` on d.test`.
  init(
    _ context: CompletionContext, text: String, start: Int, commands: CommandTable, rests: [String],
    accepts: @escaping (String, Range<Int>) -> Bool
  ) {
    self.accepts = accepts
    let verb = context.words.first ?? ""
    let words = context.words.dropFirst()
    let bytes = Array(text.utf8)
    // The check of a command on files reads them, which may take long for a large folder.
    let readsFiles =
      commands[verb]?.parameters.contains { $0.placement == .positional && $0.kind.holdsPath } ?? false
    if readsFiles || start < context.statementStart || start > bytes.count {
      before = nil
    } else {
      before = String(decoding: bytes[context.statementStart..<start], as: UTF8.self)
    }
    closing = String(repeating: " }", count: context.blocks.count)
    self.rests = [""] + rests.prefix(Self.restLimit)
    // A command without its block isn't checked further.
    if let block = commands[verb]?.block, let item = block.items.first(where: { $0.blocks.upperBound == 0 }) {
      self.block = (
        " { \(item.example) }",
        { candidate in
          block.condition.map { words.contains($0.value) || candidate == $0.value } ?? block.isRequired
        }
      )
    }
  }

  /// Each is a check of the command; with more of them Tab would keep a person waiting.
  private static let restLimit = 24

  /// How well a candidate may stand at its place.
  private enum Rank {
    /// The place doesn't take it.
    case refused
    /// It fits the place, and something else of the command is wrong or missing.
    case fits
    /// The command can be right with it.
    case right
    /// That can't be told.
    case untried
  }

  /// The candidates that may stand there. Where the command can be right with some of them, these alone: a
  /// fault in it may be told elsewhere, such as at the chart that isn't for that model.
  func passing(_ candidates: [Completer.Candidate]) -> [Completer.Candidate] {
    let tried = candidates.count { !$0.trials.isEmpty } <= Self.candidateLimit
    let ranks = candidates.map { tried ? rank($0) : .untried }
    let isSomeRight = ranks.contains(.right)
    return zip(candidates, ranks).filter { _, rank in
      switch rank {
      case .refused: false
      case .fits: !isSomeRight
      case .right, .untried: true
      }
    }.map(\.0)
  }

  /// So many files of a folder aren't tried any more.
  private static let candidateLimit = 200

  private func rank(_ candidate: Completer.Candidate) -> Rank {
    guard let before, !candidate.trials.isEmpty else { return .untried }
    let start = before.utf8.count
    var best = Rank.refused
    for trial in candidate.trials {
      let ending = (block.flatMap { $0.isMeant(trial) ? $0.text : nil } ?? "") + closing
      for rest in rests {
        let text = before + trial + rest + ending
        // Inside a block, what it lacks still is told at its end.
        if closing.isEmpty, accepts(text, 0..<text.utf8.count + 1) { return .right }
        if best == .fits { continue }
        // What is added has to be right too, or it says nothing.
        if accepts(text, start..<(start + trial.utf8.count + rest.utf8.count)) { best = .fits }
      }
      if best == .fits, !closing.isEmpty { return .fits }
    }
    return best
  }

  /// Whether any value of some form may stand, not only one of a few words.
  static func isOpen(_ kind: ParameterKind) -> Bool {
    switch kind {
    case .boolean, .choice, .path: false
    case .name(let role): role == .new
    case .either(let kinds): kinds.contains(where: isOpen)
    default: true
    }
  }

  /// Values that an option takes, its default first; empty where none can be thought up.
  static func values(of parameter: Parameter) -> [String] {
    let values = values(of: parameter.kind)
    return values.isEmpty ? [] : (parameter.defaultValue.map { [Help.spelled($0)] } ?? []) + values
  }

  private static func values(of kind: ParameterKind) -> [String] {
    switch kind {
    case .integer(let range):
      var numbers: [Int] = []
      for number in [1, 8, range.lowerBound, range.upperBound]
      where range.contains(number) && !numbers.contains(number) {
        numbers.append(number)
      }
      return numbers.map(String.init)
    case .number(let limits): return [0.5, 1, 0.01, 0, 10].filter(limits.contains).map(Spelling.number)
    case .boolean: return ["yes", "no"]
    case .choice(let words): return words
    case .text: return ["a"]
    case .angle: return ["10deg"]
    case .duration: return ["30s"]
    case .size(let count): return count.contains(2) ? ["3x3", "28x28"] : ["28x28x1"]
    case .range: return ["0.9..1.1", "0.1..0.2"]
    case .either(let kinds): return kinds.flatMap(values)
    case .list, .name, .path: return []
    }
  }
}
