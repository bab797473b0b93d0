public import Declarations
internal import Syntax

/// Help on what isn't a command: the statements of the language, its functions and its words.
public enum LanguageHelp {
  /// One thing that there is help on.
  public struct Topic: Sendable {
    public let name: String
    /// One sentence.
    public let summary: String
    let usage: String
    let note: String
    let examples: [String]
  }

  /// The topic of this name, or nil.
  public static func topic(_ name: String) -> Topic? { topics.first { $0.name == name } }

  public static let topics: [Topic] = statements + functions + words + [expressions]

  private static let statements = [
    Topic(
      name: "let", summary: "Keep a result or a value under a name.", usage: "let NAME = COMMAND | VALUE",
      note:
        "$NAME and $(NAME.field) stand for it in commands and texts; in conditions and calculations NAME "
        + "alone does.",
      examples: ["let r = evaluate small", "let half = r.accuracy / 2", "print r.accuracy"]),
    Topic(
      name: "param", summary: "Define a value that --set overrides.", usage: "param NAME = VALUE",
      note: "The value in force is recorded. From outside: fovea run FILE --set NAME=VALUE.",
      examples: ["param epochs = 10"]),
    Topic(
      name: "for", summary: "Repeat a block for each value of a list.",
      usage: "for NAME in [A, B, …] { STATEMENTS }",
      note:
        "The name ends with its loop; all other names stay. Each command that runs is recorded by itself.",
      examples: ["for rate in [0.1, 0.01] { train small on fashion rate=$rate fresh=yes }"]),
    Topic(
      name: "if", summary: "Run a block when a condition holds.",
      usage: "if CONDITION { STATEMENTS } [else { STATEMENTS }]",
      note: "A condition is yes or no: a comparison (== != < <= > >=), or several with and, or, not.",
      examples: ["if r.accuracy < 90% { train small on fashion }"]),
    Topic(
      name: "else", summary: "Run a block when the condition of 'if' doesn't hold.",
      usage: "if CONDITION { STATEMENTS } else { STATEMENTS }",
      note: "It stands behind the closing brace of 'if'.",
      examples: ["if r.accuracy > 90% { print \"good\" } else { print \"train on\" }"]),
    Topic(
      name: "assert", summary: "Fail the script when a condition doesn't hold.", usage: "assert CONDITION",
      note: "The message names the values that were found.", examples: ["assert r.accuracy >= 90%"]),
    Topic(
      name: "print", summary: "Show values.", usage: "print VALUE, …",
      note: "Values are joined by spaces; a text in quotes may hold $NAME and $(EXPRESSION).",
      examples: ["print \"accuracy $(r.accuracy)\"", "print 1 + 2"]),
    Topic(
      name: "note", summary: "Write prose into the record.", usage: "note \"TEXT\"",
      note: "A line that begins with ## does the same.", examples: ["note \"the larger rate was better\""]),
    Topic(
      name: "source", summary: "Run another script.", usage: "source \"FILE\"",
      note:
        "The path is relative to the script that it stands in. Scripts that source each other in a circle "
        + "are refused.",
      examples: ["source \"prepare.fovea\""]),
  ]

  private static let functions = [
    function("min", "Return the smallest of numbers.", "min(A, B, …)", "print min(3, 1, 2)"),
    function("max", "Return the largest of numbers.", "max(A, B, …)", "print max(3, 1, 2)"),
    function("abs", "Return the absolute value of a number.", "abs(A)", "print abs(-3)"),
    function("mean", "Return the mean of numbers.", "mean(A, B, …)", "print mean(1, 2, 6)"),
    function(
      "round", "Round a number to 0 to 15 decimal places.", "round(A [, DIGITS])",
      "print round(0.12345, 3)"),
  ]

  private static func function(_ name: String, _ summary: String, _ usage: String, _ example: String) -> Topic
  {
    Topic(
      name: name, summary: summary, usage: usage,
      note: "Functions stand in let, param, assert, if, print and $( ).", examples: [example])
  }

  private static let expressions = Topic(
    name: "expressions", summary: "Compute values from numbers, names and fields of results.",
    usage: "VALUE, NAME, NAME.FIELD, A + B, FUNCTION(A, …), [A, B, …], (A)",
    note: "Operators: "
      + (Expression.Operator.allCases.map(\.rawValue) + ["not"]).joined(separator: " ") + ". Functions: "
      + Function.allCases.map(\.rawValue).joined(separator: " ")
      + ". They stand in let, param, assert, if, print and $( ).",
    examples: [
      "let half = r.accuracy / 2", "assert r.accuracy >= 90% and r.loss < 0.4", "print round(1 / 3, 2)",
    ])

  private static let words = [
    word("in", "Separate the name and the list of 'for'.", "for NAME in [A, B, …] { … }"),
    word("and", "Require that both conditions hold.", "CONDITION and CONDITION"),
    word("or", "Require that at least one condition holds.", "CONDITION or CONDITION"),
    word("not", "Negate a condition.", "not CONDITION"),
    word("yes", "Set a condition or an option.", "OPTION=yes"),
    word("no", "Clear a condition or an option.", "OPTION=no"),
  ]

  private static func word(_ name: String, _ summary: String, _ usage: String) -> Topic {
    Topic(
      name: name, summary: summary, usage: usage, note: "It is a word of the language and can't be a name.",
      examples: [])
  }
}

extension Help {
  /// Everything about a topic of the language.
  public func topic(_ topic: LanguageHelp.Topic) -> String {
    var lines = [
      paragraph("\(topic.name): \(topic.summary)"), "", "  " + topic.usage, "", paragraph(topic.note),
    ]
    if !topic.examples.isEmpty {
      lines += ["", topic.examples.count == 1 ? "Example:" : "Examples:"] + topic.examples.map { "  \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  /// What an option is wherever there is one of that name: in each command, layer or step.
  public func option(_ name: String, in owners: [(owner: String, parameters: [Parameter])]) -> String? {
    let found = owners.compactMap { owner, parameters in
      parameters.first { $0.placement == .option && $0.name == name }.map { (owner, Help.describe($0)) }
    }
    guard !found.isEmpty else { return nil }
    var meanings: [(text: String, owners: [String])] = []
    for (owner, text) in found {
      if let index = meanings.firstIndex(where: { $0.text == text }) {
        meanings[index].owners.append(owner)
      } else {
        meanings.append((text, [owner]))
      }
    }
    let lines = meanings.map { meaning in
      paragraph("\(name)= of \(meaning.owners.joined(separator: ", ")): \(meaning.text)")
    }
    return lines.joined(separator: "\n")
  }
}
