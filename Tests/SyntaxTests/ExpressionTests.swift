import Diagnostics
import Testing

@testable import Syntax

@Suite("Expressions")
struct ExpressionTests {
  private func outline(_ text: String) -> String {
    do {
      return Outline.text(
        try Parser.expression(SourceText(name: "test", text: text), in: SourceRange(0, text.utf8.count)))
    } catch {
      return "\(error.place.column): \(error.message)"
    }
  }

  @Test(arguments: [
    ("1 + 2 * 3", "(+ 1.0 (* 2.0 3.0))"), ("(1 + 2) * 3", "(* (+ 1.0 2.0) 3.0)"),
    ("1 - 2 - 3", "(- (- 1.0 2.0) 3.0)"),
    ("8 / 4 / 2", "(/ (/ 8.0 4.0) 2.0)"), ("1-2", "(- 1.0 2.0)"), ("1 -2", "(- 1.0 2.0)"),
    ("1--2", "(- 1.0 -2.0)"),
    ("--1", "(- -1.0)"), ("- 1", "(- 1.0)"), ("-a * b", "(* (- a) b)"), ("-a.b", "(- (. a b))"),
    ("-.5", "-0.5"), ("1e-3-1", "(- 0.001 1.0)"), ("a<b", "(< a b)"), ("a<=b", "(<= a b)"),
    ("a!=-1", "(!= a -1.0)"),
    ("a or b and c", "(or a (and b c))"), ("not a and b", "(and (not a) b)"),
    ("not a == b", "(not (== a b))"),
    ("not not a", "(not (not a))"), ("not(a)or(b)", "(or (not a) b)"), ("a and b or c", "(or (and a b) c)"),
    ("1 < 2 and 3 > 2", "(and (< 1.0 2.0) (> 3.0 2.0))"), ("r.a.b", "(. (. r a) b)"), ("r.in", "(. r in)"),
    ("min(1, r.a)", "(call min 1.0 (. r a))"), ("f()", "(call f)"), ("f([])", "(call f [])"),
    ("[1, [2, 3], \"x\"]", "[1.0 [2.0 3.0] \"x\"]"), ("[]", "[]"), ("yes", "yes"),
    ("no == yes", "(== no yes)"),
    ("android", "android"), ("note1", "note1"), ("_", "_"), ("10%", "0.1"), ("2m", "120.0s"),
    ("2 * 90deg", "(* 2.0 90.0deg)"),
    ("28x28", "28x28"), ("-1..+2", "-1.0..2.0"), ("1e-4..1e-1", "0.0001..0.1"), ("(1\n+\n2)", "(+ 1.0 2.0)"),
    ("[1,\r\n 2 # two\r\n]", "[1.0 2.0]"), ("1 + \\\n 2", "(+ 1.0 2.0)"), ("1 + \\\r\n 2", "(+ 1.0 2.0)"),
    ("\t1\t+\t2\t", "(+ 1.0 2.0)"), ("1 # one", "1.0"), ("\"a\"+\"b\"", "(+ \"a\" \"b\")"),
  ])
  func precedence(text: String, expected: String) {
    #expect(outline(text) == expected)
  }

  @Test(arguments: [
    (#""plain""#, "\"plain\""), (#""""#, "\"\""), (#""a\nb""#, "\"a\nb\""), (#""\"q\"""#, "\"\"q\"\""),
    (#""back\\slash""#, "\"back\\slash\""), (#""\$5""#, "\"$5\""), (#""$a b""#, "\"<a> b\""),
    (#""$a$b""#, "\"<a><b>\""),
    (#""$a.b""#, "\"<a>.b\""), (#""$(a.b)""#, "\"<(. a b)>\""), (#""x$(1 + 2)y""#, "\"x<(+ 1.0 2.0)>y\""),
    (#""$("in $a")""#, "\"<\"in <a>\">\""), (#""$a_1-""#, "\"<a_1>-\""),
    ("\"# no comment\"", "\"# no comment\""),
    (#""{;}[]()""#, "\"{;}[]()\""), ("\"\ttab é 漢 👍🏽\"", "\"\ttab é 漢 👍🏽\""), (#""$((1))""#, "\"<1.0>\""),
    (#""\\n""#, #""\n""#), (#""\\\$a""#, #""\$a""#),
  ])
  func strings(text: String, expected: String) {
    #expect(outline(text) == expected)
  }

  @Test(arguments: [
    ("", "1: expected a value, found the end of the text."),
    ("1 +", "4: expected a value, found the end of the text."),
    ("1 2", "3: expected the end of the expression, found '2'."), ("5.", "1: expected a value, found '5.'."),
    ("1_000", "1: expected a value, found '1_000'."), ("10%3", "1: expected a value, found '10%3'."),
    ("0...5", "1: expected a value, found '0...5'."), ("1e", "1: expected a value, found '1e'."),
    ("+1", "1: expected a value, found '+1'."), ("a == ", "6: expected a value, found the end of the text."),
    ("a = b", "3: expected the end of the expression, found '='."),
    ("1 < 2 == yes", "7: comparisons can't be chained."),
    ("not", "4: expected a value, found the end of the text."),
    ("a and or", "7: expected a value, found 'or'."),
    ("[1 2]", "4: expected ',' or ']', found '2'."), ("f(1 2)", "5: expected ',' or ')', found '2'."),
    ("[,]", "2: expected a value, found ','."), ("(1", "1: '(' isn't closed."),
    ("[1", "1: '[' isn't closed."),
    ("f(1", "2: '(' isn't closed."), ("(1]", "3: expected ')', found ']'."),
    ("$a", "1: expected a value, found '$a'."),
    ("é + 1", "1: expected a value, found 'é'."), ("\"é漢👍🏽\" + é", "9: expected a value, found 'é'."),
    ("1e999", "1: the number '1e999' is too large."), ("1e308h", "1: the number '1e308h' is too large."),
    ("2..1", "1: the range '2..1' runs downwards."),
    ("a.1", "2: expected the end of the expression, found '.1'."),
    (#""a"#, "1: the string isn't closed on its line."), (#""\t""#, #"2: '\t' isn't an escape."#),
    (#""\é""#, #"2: '\é' isn't an escape."#), (#""\👍🏽""#, #"2: '\👍' isn't an escape."#),
    (#""$""#, "2: '$' is followed by neither a name nor '('."),
    (#""$1""#, "2: '$' is followed by neither a name nor '('."),
    (#""$if""#, "3: 'if' is a word of the language and can't be a name."),
    (#""$(1 2)""#, "6: expected ')', found '2'."),
    (#""$()""#, "4: expected a value, found ')'."), ("\"a\\", "1: the string isn't closed on its line."),
    ("1 \\", "3: the text ends after '\\'."), ("1 ; 2", "3: expected the end of the expression, found ';'."),
  ])
  func whatIsWrong(text: String, expected: String) {
    #expect(outline(text) == expected)
  }

  /// The part of a text that an expression was read from.
  @Test(arguments: [
    ("a + b * c", "b * c"), ("a * (b)", "(b)"), ("x < -1.5", "-1.5"), ("1 + min( 2 )", "min( 2 )"),
  ])
  func everyPartKnowsItsPlace(text: String, right: String) throws {
    let source = SourceText(name: "test", text: "é " + text)
    let expression = try Parser.expression(source, in: SourceRange(3, source.bytes.count))
    guard case .binary(_, _, let part) = expression.kind else { return #expect(Bool(false), "\(expression)") }
    #expect(source.slice(part.range) == right && source.slice(expression.range) == text)
  }
}
