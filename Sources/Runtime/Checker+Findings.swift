internal import Diagnostics
internal import Syntax

/// What a check found, each once: the rounds of a loop find the same again.
struct FindingList {
  /// More are of no use to anybody, and telling them all takes time.
  static let limit = 100

  private(set) var all: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  /// How often something was found, the same again included: whether a piece of text was right.
  private(set) var occurrences = 0

  var isFull: Bool { all.count >= Self.limit }

  mutating func append(_ finding: Diagnostic) {
    occurrences += 1
    if !isFull, seen.insert(finding).inserted { all.append(finding) }
  }

  static func += (list: inout FindingList, findings: [Diagnostic]) {
    for finding in findings { list.append(finding) }
  }
}

extension Command {
  /// The words that stand in it as they are; those of names that it was given are among them.
  var words: [String] {
    arguments.compactMap { argument in
      if case .word(let text) = argument.kind { text.literal } else { nil }
    }
  }
}
