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
      usage: "for NAME in [A, B, …] { STATEMENTS } | for NAME in A..B { STATEMENTS }",
      note:
        "The name ends with its loop; all other names stay. Each command that runs is recorded by itself.",
      examples: [
        "for rate in [0.1, 0.01] { train small on fashion rate=$rate fresh=yes }",
        "for seed in 1..5 { train small on fashion seed=$seed fresh=yes }",
      ]),
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
      note:
        "Values are joined by spaces; a text in quotes may hold $NAME and $(EXPRESSION). A number may have "
        + "a format behind it, such as :.2 (digits) or :.1% (percent); the record keeps all digits. A result "
        + "is shown as a table, and with :full behind it all of it. A line that is an expression is printed "
        + "without the word.",
      examples: [
        "print \"accuracy $(r.accuracy:.1%)\"", "print r.loss:.4", "print r", "print r:full",
        "r.accuracy - 0.9",
      ]),
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
    function("sum", "Return the sum of numbers.", "sum(A, B, …)", "print sum([1, 2, 3])"),
    function("sqrt", "Return the square root of a number.", "sqrt(A)", "print sqrt(2)"),
    function("log", "Return the natural logarithm of a number.", "log(A)", "print log(10)"),
    function("exp", "Return e to the power of a number.", "exp(A)", "print exp(-1)"),
    function("floor", "Round a number down to a whole one.", "floor(A)", "print floor(2.7)"),
    function("ceil", "Round a number up to a whole one.", "ceil(A)", "print ceil(2.1)"),
    function("len", "Count the items of a list or the characters of a text.", "len(A)", "print len([1, 2])"),
    function(
      "range", "Make a list of whole numbers, both ends included, at most 100,000 apart.",
      "range(FIRST, LAST)",
      "let seeds = range(1, 5)"),
  ]

  private static func function(_ name: String, _ summary: String, _ usage: String, _ example: String) -> Topic
  {
    Topic(
      name: name, summary: summary, usage: usage,
      note: "Functions stand in let, param, assert, if, print and $( ).", examples: [example])
  }

  private static let expressions = Topic(
    name: "expressions", summary: "Compute values from numbers, names and fields of results.",
    usage: "VALUE, NAME, NAME.FIELD, A + B, FUNCTION(A, …), [A, B, …], LIST[PLACE], (A)",
    note: "Operators: "
      + (Expression.Operator.allCases.map(\.rawValue) + ["not"]).joined(separator: " ") + ". Functions: "
      + Function.allCases.map(\.rawValue).joined(separator: " ")
      + ". They stand in let, param, assert, if, print and $( ), and alone on a line, which prints them. "
      + "Items of lists are counted from 0, or from the end by negative places. Yes and no may be written "
      + "true and false. At the prompt, it (or ans, or _) is the result of the last command.",
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
    word("true", "Set a condition or an option, as yes does.", "OPTION=true"),
    word("false", "Clear a condition or an option, as no does.", "OPTION=false"),
    word("it", "Name the result of the last command, at the prompt.", "it.FIELD, plot confusion of it"),
    word("ans", "Name the result of the last command, at the prompt, as it does.", "ans.FIELD"),
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
