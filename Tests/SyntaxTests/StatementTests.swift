import Diagnostics
import Testing

@testable import Syntax

@Suite("Statements")
struct StatementTests {
  @Test(
    arguments: [
      ("list", ["list"]), ("", []), (" \t\r\n;;\n", []), ("a; b;c\nd", ["a", "b", "c", "d"]),
      ("load digits as d limit=5", ["load | digits | -as- | d | limit=5.0"]),
      (
        "train m on d r=1e-3 x=5% t=2m a=90deg s=3x3 r=1..2",
        [
          "train | m | -on- | d | r=0.001 | x=percent 0.05 | t=120.0s | a=90.0deg | s=size 3x3 | r=1.0..2.0"
        ]
      ),
      ("v 1_000 5. 1e 0...5 .5 -.5", ["v | 1_000 | 5. | 1e | 0...5 | 0.5 | -0.5"]),
      ("v [1, a, \"b c\", [2, $d], $(1 + 2)]", ["v | [1.0, a, \"b c\", [2.0, <d>], <(+ 1.0 2.0)>]"]),
      ("v []", ["v | []"]), ("v x=[1,\n2] # c", ["v | x=[1.0, 2.0]"]), ("v C=2", ["v | C=2.0"]),
      ("v x=\"a b\"", ["v | x=\"a b\""]), ("v a==b", ["v | a==b"]), ("v ./a-b/c.png", ["v | ./a-b/c.png"]),
      ("v $a m_$a$b $(a.b).c", ["v | <a> | m_<a><b> | <(. a b)>.c"]),
      ("v onward tore", ["v | onward | tore"]),
      ("v a#b #c", ["v | a#b"]), ("v # c { \" \\\nw", ["v", "w"]), ("#c\nv", ["v"]), ("v;#c", ["v"]),
      ("v \"#\" #", ["v | \"#\""]),
      ("## a $b \"c\n## \n##d\r\n# e", ["note 'a $b \"c'", "note ''", "note 'd'"]),
      ("note \"at $a\"", ["note 'at <a>'"]), ("v a \\\n  b\\\n c", ["v | a | b | c"]),
      ("v a \\\r\n  b", ["v | a | b"]),
      ("\\\nv", ["v"]), ("v a\\b", ["v | a\\b"]),
      ("v\ta\t=b", ["wrong", "1:3: an option has no spaces around '='."]),
      ("v { a 1; b\n c { d } }", ["v | { a | 1.0; b; c | { d } }"]), ("v {} {}", ["v | {  } | {  }"]),
      ("v\r\nw\r\n", ["v", "w"]), ("\u{FEFF}v", ["v"]), ("\u{FEFF}# c\nv", ["v"]),
      ("\u{FEFF}let a = 1", ["let a = 1.0"]),
      ("let a = 1", ["let a = 1.0"]), ("let a=b", ["let a ?= b"]), ("let a = b c", ["let a := b | c"]),
      ("let a = b c=1", ["let a := b | c=1.0"]), ("let a = b -1", ["let a := b | -1.0"]),
      ("let a = b - 1", ["let a = (- b 1.0)"]),
      ("let a = b.c", ["let a = (. b c)"]), ("let a = not b", ["let a = (not b)"]),
      ("let a = f(1)", ["let a = (call f 1.0)"]),
      ("let a = b \"c\"", ["let a := b | \"c\""]), ("let a = b { c }", ["let a := b | { c }"]),
      ("let a = b $c", ["let a := b | <c>"]),
      ("let a = b;let c = d", ["let a ?= b", "let c ?= d"]), ("let a = b or c", ["let a = (or b c)"]),
      ("let a = b orc", ["let a := b | orc"]), ("let a = [\n1\n,\n2\n]", ["let a = [1.0 2.0]"]),
      ("param p = 1 + 1", ["param p = (+ 1.0 1.0)"]), ("param p = q", ["param p = q"]),
      ("for i in [1, 2] { v $i; w }", ["for i [1.0 2.0] { v | <i>; w }"]),
      ("for i in x {\n}\nv", ["for i x {  }", "v"]),
      ("if a { v } else if b { w } else { x }", ["if a { v } if b { w } if else { x }"]),
      ("if a {\n v\n} else {\n w\n}", ["if a { v } if else { w }"]),
      ("if (a\nand b) { v }", ["if (and a b) { v }"]),
      ("assert a >= 90% and b", ["assert (and (>= a 0.9) b)"]),
      ("print 1, \"a\", [b]", ["print 1.0, \"a\", [b]"]),
      ("source \"a b.fovea\"; v", ["source 'a b.fovea'", "v"]), ("letter a", ["letter | a"]),
      ("printer", ["printer"]),
    ] as [(String, [String])])
  func trees(text: String, expected: [String]) {
    #expect(Outline.of(text) == expected)
  }

  @Test(
    arguments: [
      ("v {", ["1:3: '{' isn't closed."]),
      ("v {\n a {\n", ["1:3: '{' isn't closed.", "2:4: '{' isn't closed."]),
      ("v [1,\n", ["1:3: '[' isn't closed."]), ("let a = (1 +\n", ["1:9: '(' isn't closed."]),
      ("v \\", ["1:3: the text ends after '\\'."]),
      ("v a \\\n", ["1:5: the text ends after '\\'."]), ("let a = f(1,", ["1:10: '(' isn't closed."]),
      ("let a = [1 +", ["1:9: '[' isn't closed."]),
      ("let a = [f(1, (", ["1:9: '[' isn't closed.", "1:11: '(' isn't closed.", "1:15: '(' isn't closed."]),
      ("if a { v } else {", ["1:17: '{' isn't closed."]), ("for i in [1", ["1:10: '[' isn't closed."]),
    ] as [(String, [String])])
  func whatIsOpen(text: String, expected: [String]) {
    #expect(Outline.of(text) == ["open"] + expected)
  }

  @Test(
    arguments: [
      ("v\n  3 a", ["2:5: expected the end of the command, found 'a'."]),
      ("on a", ["1:1: a command begins with a verb, found 'on'."]),
      ("é", ["1:1: a command begins with a verb, found 'é'."]),
      ("v é漢 👍🏽 \"\\q\"", ["1:9: '\\q' isn't an escape."]), ("v\ta\t]", ["1:5: ']' closes nothing."]),
      ("\u{FEFF}v ]", ["1:3: ']' closes nothing."]), ("\u{FEFF}v\nw ]", ["2:3: ']' closes nothing."]),
      ("v\r\n\r\nw ]\r\nx )\r\n", ["3:3: ']' closes nothing.", "4:3: ')' closes nothing."]),
      ("v \"a\r\nw", ["1:3: the string isn't closed on its line."]),
      ("v \"a\\\r\nw", ["1:3: the string isn't closed on its line."]),
      ("v \"a\\\nw ]", ["1:3: the string isn't closed on its line.", "2:3: ']' closes nothing."]),
      ("v a = 1; w b=", ["1:3: an option has no spaces around '='.", "1:12: the option 'b' has no value."]),
      ("v a= 1", ["1:3: an option has no spaces around '='."]), ("v Ab=1", ["1:3: 'Ab' can't be an option."]),
      ("v [1 2]", ["1:6: expected ',' or ']', found '2'."]),
      ("v [1,]", ["1:6: expected an item of the list, found ']'."]),
      ("v [a;b", ["1:5: expected ',' or ']', found ';'."]),
      ("print \"$(1 +\n", ["1:7: the string isn't closed on its line.", "1:9: '(' isn't closed."]),
      ("v [;]", ["1:3: '[' isn't closed.", "1:5: a command begins with a verb, found ']'."]),
      ("v 2..1", ["1:3: the range '2..1' runs downwards."]),
      ("v 1e999x", []), ("v 1e308h", ["1:3: the number '1e308h' is too large."]),
      ("v $", ["1:3: '$' is followed by neither a name nor '('."]),
      ("v $if", ["1:4: 'if' is a word of the language and can't be a name."]),
      ("v a{b}c", ["1:7: expected the end of the command, found 'c'."]),
      ("let = 1", ["1:5: expected a name after 'let', found '='."]),
      ("let a 1", ["1:7: expected '=', found '1'."]),
      ("let a == 1", ["1:7: expected '=', found '=='."]),
      ("let é = 1", ["1:5: expected a name after 'let', found 'é'."]),
      ("param for = 1", ["1:7: 'for' is a word of the language and can't be a name."]),
      ("let a =\n1", ["1:8: expected a value, found the end of the line."]),
      ("for i of [1] {}", ["1:7: expected 'in', found 'of'."]),
      (
        "for i in [1]\n{ v }",
        ["1:13: expected '{', found the end of the line.", "2:1: a command begins with a verb, found '{'."]
      ),
      ("if a { v }\nelse { w }", ["2:1: 'else' stands without its 'if'."]),
      ("if a v", ["1:6: expected '{', found 'v'."]),
      ("}", ["1:1: '}' closes nothing."]), ("v { w } }", ["1:9: '}' closes nothing."]),
      ("print", ["1:6: expected a value, found the end of the text."]),
      ("print 1,", ["1:9: expected a value, found the end of the text."]),
      ("note a", ["1:6: expected a string in quotes, found 'a'."]),
      ("source \"$a\"", ["1:8: the path of 'source' is literal: values can't stand in it."]),
      ("v ]\nw {", ["1:3: ']' closes nothing.", "2:3: '{' isn't closed."]),
      ("v { , }; w ]", ["1:5: a command begins with a verb, found ','.", "1:12: ']' closes nothing."]),
      ("v ] \"}\" { w ] }\nx ]", ["1:3: ']' closes nothing.", "2:3: ']' closes nothing."]),
      ("v " + String(repeating: "é", count: 50) + "$", ["1:53: '$' is followed by neither a name nor '('."]),
      (
        String(repeating: "é", count: 50),
        ["1:1: a command begins with a verb, found '" + String(repeating: "é", count: 40) + "…'."]
      ),
    ] as [(String, [String])])
  func whatIsWrongAndWhere(text: String, expected: [String]) {
    #expect(
      Outline.of(text) == (expected.isEmpty ? [text.replacing(" ", with: " | ")] : ["wrong"] + expected))
  }

  private func nested(_ depth: Int, _ open: String, _ inner: String, _ close: String) -> String {
    String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
  }

  /// As deep as is allowed, and one level deeper: no stack overflows.
  @Test(arguments: [
    ("blocks", "", "v {", "w", "}", 200), ("lists of a command", "v ", "[", "1", "]", 200),
    ("parentheses", "print ", "(", "1", ")", 199),
    ("lists", "print ", "[", "1", "]", 199), ("calls", "print ", "f(", "1", ")", 199),
    ("not", "print ", "not ", "a", "", 199),
    ("signs", "print ", "- ", "a", "", 199), ("values in strings", "print ", "\"$(", "1", ")\"", 199),
    ("loops", "", "for i in a {", "w", "}", 200), ("conditions", "", "if a {", "w", "}", 200),
  ])
  func depths(name: String, head: String, open: String, inner: String, close: String, limit: Int) {
    #expect(Outline.of(head + nested(limit, open, inner, close)).first != "wrong")
    for depth in [limit + 1, 20_000] {
      let told = Outline.of(head + nested(depth, open, inner, close))
      #expect(
        told.count == 2 && told.last?.hasSuffix(": this is nested deeper than 200 levels.") == true,
        "\(told.count): \(told.prefix(3))")
    }
  }

  @Test func whatIsPassedOverIsNotToldToBeOpen() {
    let told = Outline.of("v {" + String(repeating: "w {\n,\n}\n", count: 200) + "}")
    #expect(told.count == 101 && told.allSatisfy { !$0.hasSuffix("closed.") })
  }

  @Test(arguments: ["+1", "*a", " and a", ".b"]) func longChains(link: String) {
    let chain = { (count: Int) in "print a" + String(repeating: link, count: count) }
    #expect(Outline.of(chain(1000)).first?.hasPrefix("print") == true)
    #expect(Outline.of(chain(1001)).last?.hasSuffix("this expression joins more than 1000 parts.") == true)
  }

  @Test func aRangeIsReadAsIfTheTextEndedBehindIt() {
    let source = SourceText(name: "test", text: "prose\nv a; w ]\nprose {")
    guard case .wrong(let found) = Parser.parse(source, in: SourceRange(6, 14)) else {
      return #expect(Bool(false), "it is wrong")
    }
    #expect(found.map { [$0.place.line, $0.place.column] } == [[2, 8]] && found[0].hint == nil)
  }
}
