import Diagnostics
import Testing

@testable import Runtime
@testable import Syntax

@Suite("Computing with values")
struct EvaluatorTests {
  /// Names that expressions of the tables may use.
  static let environment: Environment = {
    var environment = Environment()
    environment["n"] = Binding(.number(3))
    environment["word"] = Binding(.text("a b"))
    environment["flag"] = Binding(.boolean(true))
    environment["list"] = Binding(.list([.number(1), .number(2.5)]))
    environment["slow"] = Binding(.number(9), isMeasured: true)
    environment["r"] = Binding(
      .record(
        ResultRecord([
          .init("accuracy", .number(0.5)), .init("images", .integer(7)), .init("name", .text("x")),
          .init("seconds", .number(2), measured: true),
          .init("classes", .list([.text("cat"), .text("dog")])),
          .init("history", .rows([[.init("loss", .number(0.25))]])),
        ])))
    return environment
  }()

  static func evaluate(_ text: String) throws(Diagnostic) -> Binding {
    let source = SourceText(name: "test", text: text)
    let expression = try Parser.expression(source, in: SourceRange(0, text.utf8.count))
    return try Evaluator(source: source, environment: environment).evaluate(expression)
  }

  /// The value as it is typed, or the column and the words of what is wrong.
  private func outcome(_ text: String) -> String {
    do { return try Self.evaluate(text).value.literal } catch {
      return "\(error.place.column): \(error.message)"
    }
  }

  @Test(arguments: [
    ("1 + 2 * 3", "7"), ("7 / 2", "3.5"), ("2 - 3", "-1"), ("-n", "-3"), ("--n", "3"),
    ("0.1 + 0.2", "0.30000000000000004"),
    ("1e15 + 1", "1000000000000001"), ("2^53", "9007199254740992"),
    ("2^62", "4611686018427387904"), ("-2^53", "-9007199254740992"), ("2^64", "1.8446744073709552e+19"),
    ("10% * 50", "5"), ("2s + 1m", "62s"), ("1m - 90s", "-30s"),
    ("2 * 3s", "6s"),
    ("3s * 2", "6s"), ("3s / 2", "1.5s"), ("3s / 2s", "1.5"), ("90deg + 1deg", "91deg"),
    ("-(90deg)", "-90deg"),
    ("90deg / 45deg", "2"), ("2 * 45deg", "90deg"), ("\"a\" + \"b\"", "\"ab\""), ("word + \"!\"", "\"a b!\""),
    ("1 / 0", "(1/0)"), ("-1 / 0", "(-1/0)"), ("0 / 0", "(0/0)"), ("1s / 0", "(1s/0)"), ("0 * -1", "-0.0"),
    ("1e308 * 10", "(1/0)"), ("r.accuracy * r.images", "3.5"), ("[n, [word, no]]", "[3, [\"a b\", no]]"),
    ("28x28", "28x28"), ("-1..1", "-1..1"), ("5%..10%", "0.05..0.1"), ("r.classes", "[\"cat\", \"dog\"]"),
  ])
  func arithmetic(text: String, expected: String) {
    #expect(outcome(text) == expected)
  }

  @Test(arguments: [
    ("1 == 1.0", true), ("0.1 + 0.2 == 0.3", false), ("0 == -0", true), ("1 != 2", true), ("2 <= 2", true),
    ("2 < 2", false),
    ("3 >= n", true), ("3 > n", false), ("60s == 1m", true), ("59s < 1m", true), ("90deg > 89deg", true),
    ("50% == 0.5", true),
    ("\"a\" == \"a\"", true), ("\"a\" != \"A\"", true), ("yes == no", false), ("flag == yes", true),
    ("[1, 2] == [1, 2]", true),
    ("[1, 2] == [2, 1]", false), ("[1] == [1, 1]", false), ("[] == []", true), ("28x28 == 28x28", true),
    ("28x28 == 28x28x1", false),
    ("0..1 == 0..1", true), ("0..1 != 0..2", true), ("0 / 0 == 0 / 0", false), ("0 / 0 != 0 / 0", true),
    ("1 / 0 > 1e308", true),
    ("r == r", true), ("not flag", false), ("not not flag", true), ("not 1 == 2", true),
    ("yes or no and no", true),
    ("no and nothing", false), ("yes or nothing", true), ("no or 1 < 2", true), ("yes and 1 > 2", false),
    ("r.name == \"x\" and r.images == 7", true),
  ])
  func comparison(text: String, expected: Bool) {
    #expect(outcome(text) == (expected ? "yes" : "no"))
  }

  @Test(arguments: [
    ("min(3, 1, 2)", "1"), ("max(3, 1, 2)", "3"), ("min(-1)", "-1"), ("min([3, 1], 2)", "1"),
    ("max(list)", "2.5"),
    ("abs(-3)", "3"), ("abs(3)", "3"), ("abs(-0)", "0"), ("mean(1, 2, 6)", "3"), ("mean([1, 2], 6)", "3"),
    ("mean(5)", "5"),
    ("round(2.5)", "3"), ("round(-2.5)", "-3"), ("round(2.4)", "2"), ("round(0.12345, 3)", "0.123"),
    ("round(1234.5, 0)", "1235"), ("min(2m, 90s)", "90s"), ("max([1deg, 4deg], 3deg)", "4deg"),
    ("mean(1m, 2m)", "90s"), ("round(2.4s)", "2s"), ("round(2.46deg, 1)", "2.5deg"), ("abs(-3deg)", "3deg"),
    ("round(1 / 3, 15)", "0.333333333333333"), ("round(123456.789, 15)", "123456.789"),
    ("round(1e300, 10)", "1e+300"),
    ("round(-1e308, 1)", "-1e+308"), ("round(1 / 0, 2)", "(1/0)"),
    ("round(4503599627370497.5)", "4503599627370498"),
    ("round(0.1, 15)", "0.1"), ("min(1, 2) + max(3, 4)", "5"), ("round(max(1.26, 1.24), 1)", "1.3"),
  ])
  func functions(text: String, expected: String) {
    #expect(outcome(text) == expected)
  }

  @Test(arguments: [
    ("1 + \"a\"", "5: '+' needs a number, found a text."),
    ("\"a\" + 1", "1: '+' needs a number, found a text."),
    ("\"a\" - \"b\"", "1: '-' needs a number, found a text."),
    ("1 + 1s", "1: '+' can't join a number and a duration."),
    ("1s - 1deg", "1: '-' can't join a duration and an angle."),
    ("1s * 1s", "1: '*' can't join a duration and a duration."),
    ("2 / 1s", "1: '/' can't join a number and a duration."),
    ("1 < 1s", "1: '<' can't join a number and a duration."),
    ("\"a\" < \"b\"", "1: '<' needs a number, found a text."),
    ("1 == \"1\"", "1: '==' can't join a number and a text."),
    ("1 != yes", "1: '!=' can't join a number and yes or no."),
    ("n == list", "1: '==' can't join a number and a list."),
    ("28x28 * 2", "1: '*' needs a number, found a size."),
    ("2 * [1]", "5: '*' needs a number, found a list."),
    ("n + r", "5: '+' needs a number, found a result."), ("-word", "2: '-' needs a number, found a text."),
    ("- 2s", "3: '-' needs a number, found a duration."),
    ("-flag", "2: '-' needs a number, found yes or no."),
    ("not n", "5: 'not' needs yes or no, found a number."),
    ("1 and yes", "1: 'and' needs yes or no, found a number."),
    ("yes and 1", "9: 'and' needs yes or no, found a number."),
    ("no or word", "7: 'or' needs yes or no, found a text."),
    ("nothing", "1: there is no value 'nothing'."), ("n + nothing", "5: there is no value 'nothing'."),
    ("[n, nothing]", "5: there is no value 'nothing'."),
    ("\"é $nothing\"", "5: there is no value 'nothing'."),
    ("n.x", "1: a number has no fields, so there is no 'x'."),
    ("r.accurcy", "3: this result has no field 'accurcy'."),
    ("r.name.x", "1: a text has no fields, so there is no 'x'."),
    ("\"$r\"", "2: '$r' is a whole result, not a value."),
    ("tan(2)", "1: there is no function 'tan'."),
    ("min()", "1: 'min' takes at least one number, found none."),
    ("mean([])", "1: 'mean' takes at least one number, found none."),
    ("abs(1, 2)", "8: 'abs' takes one number, found 2 numbers."),
    ("abs(word)", "5: 'abs' needs numbers, found a text."),
    ("max(1, [2, [3]])", "8: 'max' needs numbers, found a list."),
    ("round()", "1: 'round' takes a number and, if wanted, how many digits (0 to 15), found none."),
    (
      "round(1, 2, 3)",
      "13: 'round' takes a number and, if wanted, how many digits (0 to 15), found 3 numbers."
    ),
    ("range(1, 1e18)", "10: 'range' goes up by at most 100,000, found 1 to 1000000000000000000."),
    ("range(1, 1/0)", "10: 'range' goes up by at most 100,000, found 1 to inf."),
    ("range(1)", "1: 'range' takes two whole numbers, found 1 number."),
    ("range(1, 2, 3)", "13: 'range' takes two whole numbers, found 3 numbers."),
    ("range(1, 2.5)", "10: 'range' needs a whole number, found 2.5."),
    ("list[0.5]", "6: '[ ]' needs a whole number, found 0.5."),
    ("len(1, 2)", "8: 'len' takes a list or a text, found 2 values."),
    ("min(2, 90s)", "8: 'min' can't join a number and a duration."),
    ("round(2, 1deg)", "10: 'round' can't join a number and an angle."),
    ("round(1, 16)", "10: 'round' takes 0 to 15 digits, found 16."),
    ("round(1, -1)", "10: 'round' takes 0 to 15 digits, found -1."),
    ("round(1, 0.5)", "10: 'round' takes 0 to 15 digits, found 0.5."),
    ("round(1, 0 / 0)", "10: 'round' takes 0 to 15 digits, found nan."),
  ])
  func whatIsRefused(text: String, expected: String) {
    #expect(outcome(text) == expected)
  }

  @Test(
    arguments: [
      ("TRUE", "Write 'true' or 'yes'."), ("False", "Write 'false' or 'no'."),
      ("wrod", "Did you mean 'word'?"),
      ("zzz", "Define it: let zzz = …, or write a text in quotes."),
      ("r.acuracy", "Did you mean 'accuracy'?"),
      (
        "rond(1)",
        "Did you mean 'round'? The functions are: min max abs mean round sum sqrt log exp floor ceil len range."
      ),
      (
        "average(1)",
        "This function is called 'mean'. The functions are: min max abs mean round sum sqrt log exp floor ceil "
          + "len range."
      ),
      (
        "pow(1, 2)",
        "Powers are written x^2. The functions are: min max abs mean round sum sqrt log exp floor ceil len "
          + "range."
      ),
      (
        "cosh(1)",
        "The functions are: min max abs mean round sum sqrt log exp floor ceil len range."
      ),
      ("\"$r\"", "Name a field in parentheses: $(r.accuracy)"),
      ("n.x", "Keep a result: let r = evaluate MODEL"), ("1 + 1s", nil),
    ] as [(String, String?)])
  func hints(text: String, expected: String?) {
    do {
      let value = try Self.evaluate(text).value
      Issue.record("\(text) is \(value)")
    } catch { #expect(error.hint == expected) }
  }

  @Test(arguments: [
    (#""$n""#, "3"), (#""$n$word""#, "3a b"), (#""$(n / 2) of $word""#, "1.5 of a b"), (#""$n.5""#, "3.5"),
    (#""$(r.accuracy)""#, "0.5"),
    (#""$list""#, "[1, 2.5]"), (#""$flag $(not flag)""#, "yes no"),
    (#""$(2m) $(90deg) $(3x3) $(0..1)""#, "120s 90deg 3x3 0..1"),
    (#""$("$word")""#, "a b"), (#""\$n""#, "$n"), (#""$(["a b", 1])""#, #"["a b", 1]"#),
    (#""$(1 / 0) $(-1 / 0) $(0 / 0)""#, "inf -inf nan"),
    (#""$([1 / 0])""#, "[inf]"), (#""$(r.history)""#, "[<result>]"),
  ])
  func valuesInTexts(text: String, expected: String) throws {
    #expect(try Self.evaluate(text).value == .text(expected))
  }

  /// What hangs on a measured value is marked, and nothing else.
  @Test(arguments: [
    ("slow", true), ("slow + 1", true), ("1 - slow", true), ("-slow", true), ("[1, [slow]]", true),
    ("\"$slow\"", true),
    ("\"a $(slow > 1)\"", true), ("max(1, slow)", true), ("slow == 9", true), ("not slow == 9", true),
    ("r.seconds", true),
    ("slow > 1 and no", true), ("no and slow > 1", false), ("yes or slow > 1", false),
    ("yes and slow > 1", true),
    ("r.accuracy", false), ("r", false), ("n + 1", false), ("\"$n\"", false), ("[n]", false),
  ])
  func measuredValuesAreMarked(text: String, expected: Bool) throws {
    #expect(try Self.evaluate(text).isMeasured == expected)
  }

  /// A literal is read back as the same value, bit by bit.
  @Test(arguments: [
    Value.number(0), .number(-0.0), .number(0.1), .number(-1.5), .number(1e300),
    .number(.leastNonzeroMagnitude),
    .number(123_456_789_012_345),
    .number(1e15), .number(.infinity), .number(-.infinity), .boolean(true), .boolean(false), .text(""),
    .text("a\"b\\c\n$d\t\r é 👍🏽 # {"),
    .text("\\n"), .seconds(90), .seconds(-0.5), .seconds(1e20), .seconds(.infinity), .degrees(-45),
    .degrees(-.infinity), .size([3, 3]),
    .size([28, 28, 1]), .range(-1, 0.5), .range(1e-7, 1e7), .list([]),
    .list([.number(-1), .list([.text("a, b")]), .seconds(.infinity)]),
  ])
  func literalsReadBack(value: Value) throws {
    let read = try Self.evaluate(value.literal).value
    #expect(read == value && read.literal == value.literal)
  }

  @Test func whatIsNoNumberReadsBack() throws {
    for value in [Value.number(.nan), .seconds(-.nan), .degrees(.nan)] {
      let read = try Self.evaluate(value.literal).value
      #expect(read.quantity?.isNaN == true && read.kindName == value.kindName)
    }
    #expect(Spelling.number(-.nan) == "nan" && Spelling.number(.nan) == "nan")
  }
}
