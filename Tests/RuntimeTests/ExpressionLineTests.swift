import Diagnostics
import Testing

@testable import Runtime
@testable import Syntax

/// Lines that are expressions, and what expressions can do besides arithmetic.
@Suite("Lines that are expressions")
struct ExpressionLineTests {
  /// What the statements of a text are: `print`, or the verb of a command.
  private func kinds(_ text: String) -> [String] {
    guard case .complete(let script) = Parser.parse(SourceText(name: "test", text: text)) else { return [] }
    return script.statements.map { statement in
      switch statement.kind {
      case .print: "print"
      case .command(let command): command.verb.text
      default: "other"
      }
    }
  }

  @Test(arguments: [
    "1 + 2", "(1 + 2) * 3", "[1, 2]", "\"a text\"", "-3", "-x", "not a", "r.accuracy", "losses[0]",
    "max(1, 2)",
    "x + 1", "x+1", "x * 2", "x^2", "a == b", "a==b", "a < b", "a and b", "r.accuracy:.1%", "2^-1",
  ])
  func isPrinted(text: String) { #expect(kinds(text) == ["print"]) }

  @Test(arguments: [
    "list", "train small on fashion", "show fashion samples=3", "load ./digits as d", "plot loss of m",
    "set seed=7", "conv 32 3x3", "freeze m 1..4", "load \"a b\" as d", "undo", "x -1",
  ])
  func isACommand(text: String) { #expect(kinds(text) == [String(text.prefix { $0 != " " })]) }

  @Test(arguments: [
    ("2^10", "1024"), ("-2^2", "-4"), ("2^3^2", "512"), ("2^-1", "0.5"), ("4^0.5", "2"), ("(-2)^2", "4"),
    ("0^0", "1"), ("(-1)^1025", "-1"), ("(-1)^1024", "1"), ("2^(-9223372036854775808)", "0"),
    ("10^-310 > 0", "yes"), ("1^(1/0)", "1"), ("2^(-1/0)", "0"), ("(1/0)^-1", "0"), ("0^-1", "(1/0)"),
    ("list[0]", "1"), ("list[-1]", "2.5"), ("[1, [2, 3]][1][0]", "2"),
    ("r.classes[1]", "\"dog\""),
    ("r.history[0].loss", "0.25"), ("len(list)", "2"), ("len(word)", "3"), ("sum(list)", "3.5"),
    ("sum(list, 1)", "4.5"), ("sqrt(16)", "4"), ("log(1)", "0"), ("exp(0)", "1"), ("floor(-1.5)", "-2"),
    ("ceil(1.2)", "2"), ("range(2, 4)", "[2, 3, 4]"), ("range(2, 1)", "[]"), ("true", "yes"),
    ("not false", "yes"), ("floor(1.5s)", "1s"),
  ])
  func hasAValue(text: String, value: String) {
    #expect((try? EvaluatorTests.evaluate(text).value.literal) == value, "\(text)")
  }

  @Test(arguments: [
    ("list[2]", "there is no item 2: the list has 2."), ("list[-3]", "there is no item -3: the list has 2."),
    ("n[0]", "a number has no items to pick from."), ("list[0.5]", "'[ ]' needs a whole number"),
    ("2**3", "there is no operator '**'."), ("sqrt(-1)", "'sqrt'"), ("log(0)", "'log'"),
    ("range(1, 1e9)", "'range'"), ("len(3)", "'len'"),
  ])
  func saysWhatIsWrong(text: String, message: String) {
    let error = #expect(throws: Diagnostic.self) { try EvaluatorTests.evaluate(text) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }

  @Test func isRecordedAsPrint() {
    let host = StubHost()
    #expect(host.run("let x = 2\nx + 1\nx\n\"$(x / 3:.2)\"") == [])
    #expect(host.replayed == ["let x = 2", "print x + 1", "print x", "print \"$(x / 3:.2)\""])
    #expect(host.printed == ["3", "2", "0.67"])
  }

  @Test(arguments: [
    ("1..3", "123"), ("1..n", "12"), ("n..3", "23"), ("n..1", ""), ("range(1, n)", "12"),
    ("1..3+1", "1234"), ("n-1..n+1", "123"), ("n - 1 .. n * 2", "1234"), ("-1..1", "-101"), ("1..-n", ""),
    ("(1..2)", "12"), ("1+1..3", "23"),
  ])
  func loopsOverRanges(values: String, printed: String) {
    let host = StubHost()
    #expect(host.run("let n = 2\nfor i in \(values) { print i }") == [])
    #expect(host.printed.joined() == printed)
  }

  @Test(arguments: [
    ("3..1", "1:10: the range '3..1' runs downwards. Write the smaller end first."),
    ("0.5..2", "1:10: 'for' needs a list, found a range. Write it as [0.1, 0.01]."),
    ("1..\"a\"", "1:13: 'range' needs a whole number, found a text."),
  ])
  func rangesThatMakeNoSenseAreTold(values: String, told: String) {
    #expect(StubHost().run("for i in \(values) { print i }") == [told])
  }

  @Test(arguments: ["sin(1)", "let x = sin(1)", "print sin(1)"])
  func aFunctionThatThereIsNotIsTold(text: String) {
    let column = text.count - 5
    #expect(
      StubHost().run(text) == [
        "1:\(column): there is no function 'sin'. Did you mean 'min'? The functions are: min max abs mean round "
          + "sum sqrt log exp floor ceil len range."
      ])
  }

  @Test func aCommandIsNoFunction() {
    #expect(
      StubHost().run("answer(1)") == [
        "1:1: there is no function 'answer'. A command has no parentheses: 'help answer' shows how it is typed."
      ])
  }

  @Test(arguments: [
    ("x -1", "Write x - 1"), ("x +1 * 2", "Write x + 1 * 2"), ("x *x", "Write x * x"),
    ("let y = x -1", "Write x - 1"), ("x -", "A value is expected behind '-'."),
  ])
  func anOperatorWithABlankOnOneSideHasAHint(text: String, hint: String) {
    let found = StubHost().run("let x = 2\n" + text)
    #expect(found.first?.hasSuffix("there is no command 'x'. \(hint)") == true, "\(found)")
  }

  @Test(arguments: ["it = 5", "when = 5", "true = 5", "print when", "let _ = 1", "let when = 1"])
  func noHintProposesAWordOfTheLanguage(text: String) {
    let found = StubHost().run(text).joined()
    let proposed = found.matches(of: #/let (\w+) =|such as '(\w+)'/#).compactMap { $0.1 ?? $0.2 }
    #expect(proposed.allSatisfy { Vocabulary.isFreeName(String($0)) && $0 != "__1" }, "\(found)")
    #expect(!found.isEmpty)
  }

  @Test(
    arguments: [
      ("1 / 3:.2", "0.33", ResultValue.number(1 / 3)),
      ("print 0.5:%, 2 / 3:.1", "50% 0.7", .list([.number(0.5), .number(2 / 3)])),
      ("\"a $(1 / 8:.1%)\"", "a 12.5%", .number(0.125)),
      ("[0.123, 0.456]:.1", "[0.1, 0.5]", .list([.number(0.123), .number(0.456)])),
      ("1 / 3:full", "0.3333333333333333", nil), ("1 / 3", "0.3333333333333333", nil),
    ] as [(String, String, ResultValue?)])
  func roundingIsOfTheScreen(text: String, shown: String, exact: ResultValue?) {
    let host = StubHost()
    #expect(host.run(text) == [])
    #expect(host.printed == [shown])
    #expect(host.results.last?["text"]?.value == .text(shown))
    #expect(host.results.last?["value"]?.value == exact)
  }

  @Test func aSessionMayNameItsLastResult() {
    let session = "#! fovea session 2\nanswer\nlet r = it\nprint it.number, r.number\n"
    let host = StubHost()
    #expect(host.run(session) == [])
    #expect(host.printed == ["42 42"])
    #expect(StubHost().run("#! fovea session 2\nprint it.number\nanswer").count == 1, "nothing is above it")
    #expect(StubHost().run("#! fovea session 2\nanswer\nprint it.nunber").first?.contains("'number'") == true)
  }

  @Test func wordsOfTruthAreValues() {
    let host = StubHost()
    #expect(host.run("let t = true\nlet f = false\nprint t, f\ntrue\nno\nif t { print 1 }") == [])
    #expect(host.printed == ["yes no", "yes", "no", "1"])
    #expect(host.run("print p", overrides: [:]).count == 1)
    #expect(Interpreter.override(ofText: "false") == .boolean(false))
  }

  @Test func whatIsOutOfRangeIsTold() {
    #expect(StubHost().run("sqrt(-4)") == ["1:1: 'sqrt' takes one number that isn't negative, found -4."])
    #expect(StubHost().run("print log(0)") == ["1:7: 'log' takes one number above 0, found 0."])
  }

  @Test(arguments: [
    ("x = 5", "To keep a value: let x = …; equal is '=='."), ("n += 1", "To keep a value: let n = …"),
    ("let n = 2\nanswer rate=n", "The value of 'n' is written with a dollar sign: rate=$n"),
  ])
  func whatOtherLanguagesWriteHasAHint(text: String, hint: String) {
    #expect(StubHost().run(text).first?.contains(hint) == true, "\(StubHost().run(text))")
  }

  @Test func whatIsNoNumberHasNoOrder() {
    let host = StubHost()
    #expect(host.run("let n = 0 / 0\nmin(1, n)\nmin(n, 1)\nmax(1, n)") == [])
    #expect(host.printed == ["nan", "nan", "nan"])
  }

  @Test func aScriptHasNoLastResult() {
    let found = StubHost().run("answer\nprint it.number")
    #expect(found.first?.contains("'it' is the last result at the prompt, and there is none.") == true)
  }

  @Test(arguments: ["true", "it", "ans", "when"]) func wordsOfTheLanguageAreNoNames(word: String) {
    #expect(
      StubHost().run("let \(word) = 1") == [
        "1:5: '\(word)' is a word of the language and can't be a name. Choose another name, such as '\(word)_1'."
      ])
    // Sessions that were recorded before it was one have it.
    let host = StubHost()
    host.allowsOldNames = true
    #expect(host.run("let \(word) = 1\nprint \(word) + 1") == [])
    #expect(host.printed == ["2"])
  }

  @Test func verbsMayBeNames() {
    let host = StubHost()
    #expect(host.run("let answer = 3\nlet x = answer\nprint x\nanswer") == [])
    #expect(host.printed == ["3"])
    #expect(host.replayed.last == "answer", "at the beginning of a line it is the verb")
  }

  @Test(arguments: ["answer lr=0.5", "answer learning_rate=0.5", "answer rate=0.5"])
  func theRecordKeepsTheWordThatIsUsedHere(text: String) {
    let host = StubHost()
    #expect(host.run(text) == [])
    #expect(host.replayed == ["answer rate=0.5"])
  }

  @Test func theLastResultIsKnownFromLineToLine() {
    let host = StubHost()
    #expect(host.run("it.number").count == 1)
    let interpreter = Interpreter(host: host)
    var printed: [String] = []
    interpreter.onEvent = { if case .printed(_, let line) = $0 { printed.append(line.text) } }
    for line in ["answer", "it.number", "print ans.word", "answer word", "_.word"] {
      guard case .complete(let script) = Parser.parse(SourceText(name: "test", text: line)) else { continue }
      #expect(interpreter.check(script).isEmpty)
      try? interpreter.run(interpreter.checked(script))
    }
    #expect(printed == ["42", "", "word"])
  }

  @Test func formatsThatMakeNoSenseAreTold() {
    #expect(
      StubHost().run("print 1:x") == [
        "1:8: ':x' is no format for numbers. Formats are such as :.2 (digits), :.1% (percent), :, (thousands) "
          + "and :full (all digits)."
      ])
    #expect(StubHost().run("print \"a\":.2").first?.contains("a number") == true)
  }
}
