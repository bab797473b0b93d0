import Testing

@testable import Runtime

@Suite("Running statements")
struct InterpreterTests {
  @Test(arguments: [
    ("let a = 1; let a = a + 1; print a", ["2"]), ("let a = \"x\"; let b = a; print b + a", ["xx"]),
    ("for i in [1, 2] { print i }", ["1", "2"]), ("for i in [] { print i }; print 0", ["0"]),
    ("let i = 9; for i in [1] { print i }; print i", ["1", "9"]),
    ("for i in [1] { let a = i }; print a", ["1"]),
    ("let s = 0; for i in [1, 2, 3] { let s = s + i }; print s", ["6"]),
    ("for i in [1, 2] { for j in [i, 10 * i] { print i, j } }", ["1 1", "1 10", "2 2", "2 20"]),
    ("for i in [1, 2] { for i in [3] { print i }; print i }", ["3", "1", "3", "2"]),
    ("for l in [[1, 2], [3]] { for i in l { print i } }", ["1", "2", "3"]),
    ("let l = [1]; for i in l { let l = [5, 6]; print i }; print l", ["1", "[5, 6]"]),
    ("if 1 < 2 { print \"a\" } else { print \"b\" }", ["a"]),
    ("if no { print 1 } else if yes { print 2 } else { print 3 }", ["2"]),
    ("if no { print 1 } else if no { print 2 } else { print 3 }", ["3"]),
    ("if no { print 1 }; print 2", ["2"]),
    ("if yes { let a = 1 } else { let a = 2 }; print a", ["1"]),
    ("for i in [1, 2, 3] { if i == 2 { print i } }", ["2"]),
    ("print 1, \"a b\", [\"a b\"], 2m, yes", ["1 a b [\"a b\"] 120s yes"]), ("print \"a\\nb\"", ["a\nb"]),
    ("let r = answer hello; print r.number, r.word", ["42 hello"]),
    (
      "let r = answer; print r",
      [#"number=42 word= seconds=7 history=[loss=0.5 tag=a"b; loss=-2 tag=a"b]"#]
    ),
    ("let w = \"a b\"; let r = answer x_$w; print r.word", ["x_a b"]),
    ("let n = 2; let r = answer \"$n of $(n + 1)\"; print r.word", ["2 of 3"]),
    ("let r = answer a; let s = r; print s.word", ["a"]), ("let r = answer; let r = 5; print r", ["5"]),
    ("let answers = 3; let b = answers; print b", ["3"]), ("param p = 1 + 1; print p", ["2"]),
  ])
  func scopes(text: String, expected: [String]) {
    let host = StubHost()
    #expect(host.run(text) == [])
    #expect(host.printed == expected)
  }

  /// What a replay runs has no loops, and nothing that hangs on time; run by itself it prints the same.
  @Test(arguments: [
    ("for i in [1, 2] { print i }", ["print 1", "print 2"]),
    ("for i in [1] { for i in [2] { print i }; print i }", ["print 2", "print 1"]),
    ("for f in [yes] { print not(f), (f)and(f), not f }", ["print not(yes), (yes)and(yes), not yes"]),
    ("for i in [-1] { print -i, 2 - i, 2-(i), i * i }", ["print -(-1), 2 - (-1), 2-(-1), (-1) * (-1)"]),
    (
      "for w in [\"a\\\"\\$b\"] { print w, \"$w!\", \"$(w + w)\" }",
      ["print \"a\\\"\\$b\", \"a\\\"\\$b!\", \"$(\"a\\\"\\$b\" + \"a\\\"\\$b\")\""]
    ),
    ("for x in [1 / 0, -1s / 0] { print x, [x] }", ["print (1/0), [(1/0)]", "print (-1s/0), [(-1s/0)]"]),
    ("for l in [[1, [2]]] { print l }", ["print [1, [2]]"]),
    ("for i in [1] { let a = i + 1; print a }", ["let a = 1 + 1", "print a"]),
    ("for i in [1] { assert i == 1; answer w$i rate=$i }", ["assert 1 == 1", "answer w1 rate=1"]),
    ("let n = 2; answer w$n rate=$(n * 2)", ["let n = 2", "answer w$n rate=$(n * 2)"]),
    ("let r = answer; let t = r.seconds; print r.number", ["let r = answer", "let t = 7", "print r.number"]),
    (
      "let r = answer hi; answer rate=$(r.seconds) \"$(r.word)\"",
      ["let r = answer hi", "answer rate=7 \"$(r.word)\""]
    ),
    ("let r = answer; print r.seconds; assert r.seconds > 1", ["let r = answer"]),
    (
      "let r = answer; for e in r.history { print -e.loss, (e.loss)*2, \"$(e.tag)\"; let t = e.tag }",
      [
        "let r = answer", "print -0.5, (0.5)*2, \"$(\"a\\\"b\")\"", "let t = \"a\\\"b\"",
        "print -(-2), (-2)*2, \"$(\"a\\\"b\")\"", "let t = \"a\\\"b\"",
      ]
    ), ("let r = answer; for s in [r] { print s.number }", ["let r = answer", "print 42"]),
    ("if yes { print 1 }", ["print 1"]), ("param p = 3; print p", ["param p = 3", "print p"]),
  ])
  func whatIsRecordedRunsByItself(text: String, expected: [String]) {
    let host = StubHost()
    #expect(host.run(text) == [])
    #expect(host.replayed == expected)
    let again = StubHost()
    #expect(again.run(host.replayed.joined(separator: "\n")) == [] && again.replayed == expected)
    let measured = host.recorded.contains { $0.hasPrefix("#> print") }
    #expect(again.printed == (measured ? [] : host.printed))
  }

  @Test(arguments: [
    (Value.number(7), "7", "param p = 7"), (.text("a b"), "a b", "param p = \"a b\""),
    (.boolean(false), "no", "param p = no"),
    (.list([.number(1)]), "[1]", "param p = [1]"), (.seconds(90), "90s", "param p = 90s"),
    (.number(.infinity), "inf", "param p = (1/0)"),
  ])
  func overridesWin(value: Value, printed: String, recorded: String) {
    let host = StubHost()
    #expect(
      host.run("param p = 1 / q; let q = 1", overrides: ["p": value]) == [
        "1:15: there is no value 'q'. Define it: let q = …, or write a text in quotes."
      ])
    #expect(host.run("param p = 1; let o = 2; print p, o", overrides: ["p": value]) == [])
    #expect(host.printed == ["\(printed) 2"] && host.replayed.first == recorded)
  }

  @Test func anOverrideMayHaveAnotherWordForItsParameter() {
    let host = StubHost()
    #expect(host.run("param rate = 1; print rate", overrides: ["lr": .number(2)]) == [])
    #expect(host.printed == ["2"] && host.replayed.first == "param rate = 2")
    let both = StubHost()
    #expect(both.run("param rate = 1; param lr = 3; print rate, lr", overrides: ["lr": .number(2)]) == [])
    #expect(both.printed == ["1 2"], "a parameter has its own name first")
    #expect(
      StubHost().run("param rate = 1", overrides: ["lr": .number(1), "rate": .number(2)]) == [
        "1:1: the script declares no parameter 'lr'. This parameter is called 'rate'. It declares: rate."
      ], "one of two values would be lost")
  }

  @Test func anOverrideNeedsItsParameter() {
    let host = StubHost()
    #expect(
      host.run("param rate = 1; let size = 2", overrides: ["rat": .number(1), "size": .number(1)]) == [
        "1:1: the script declares no parameter 'rat'. Did you mean 'rate'? It declares: rate.",
        "1:1: the script declares no parameter 'size'. It declares: rate.",
      ])
    #expect(
      host.run("print 1", overrides: ["a": .number(1)]) == [
        "1:1: the script declares no parameter 'a'. It declares none; add: param a = VALUE"
      ])
    #expect(host.printed == [])
  }

  @Test(
    arguments: [
      ("1", Value.number(1)), ("-5%", .number(-0.05)), ("2m", .seconds(120)),
      ("[1, 2]", .list([.number(1), .number(2)])),
      ("yes", .boolean(true)), ("\"a b\"", .text("a b")), ("adam", .text("adam")),
      ("./a-b/c.png", .text("./a-b/c.png")), ("café", .text("café")),
      ("1 / 0", .number(.infinity)), ("1 + 1", .number(2)), ("1e999", nil), ("5x", nil), ("a b", nil),
      ("a; b", nil), ("", nil), ("$a", nil), ("n + 1", nil),
    ] as [(String, Value?)])
  func textsOfOverrides(text: String, expected: Value?) {
    #expect(Interpreter.override(ofText: text) == expected)
  }

  @Test(arguments: [
    ("assert 1 == 2", "1:8: the assertion doesn't hold: 1 == 2"),
    ("let a = 1\nassert a > 1", "2:8: the assertion doesn't hold: a > 1 Found a = 1."),
    (
      "let a = 1; let b = \"x\"\nassert a == 2 or b == \"$a\" and a > 0",
      "2:8: the assertion doesn't hold: a == 2 or b == \"$a\" and a > 0 Found a = 1, b = x."
    ),
    (
      "let r = answer hi\n  assert r.number < 10% or r.word == \"é\"",
      "2:10: the assertion doesn't hold: r.number < 10% or r.word == \"é\" Found r.number = 42, r.word = hi."
    ),
    ("assert not (1 <\n2)", "1:8: the assertion doesn't hold: not (1 <\n2)"),
    ("for i in [1, 2] { assert i < 2 }", "1:26: the assertion doesn't hold: i < 2 Found i = 2."),
    (
      "let r = answer; assert r.seconds > 9",
      "1:24: the assertion doesn't hold: r.seconds > 9 Found r.seconds = 7."
    ),
    ("answer fail", "1:1: it fails."), ("print 1; answer fail; print 2", "1:10: it fails."),
  ])
  func whatStopsAScript(text: String, expected: String) {
    let host = StubHost()
    #expect(host.run(text) == [expected])
    #expect(!host.printed.contains("2"))
    // What was measured may hold on the next machine: the record has it as a comment.
    #expect(host.failures.count == (text.contains("seconds") ? 0 : 1))
  }

  @Test(arguments: [
    ("assert 1", ["1:8: 'assert' needs yes or no, found a number."]),
    ("if \"a\" { }", ["1:4: 'if' needs yes or no, found a text."]),
    ("for i in 3 { }", ["1:10: 'for' needs a list, found a number. Write it as 1..3."]),
    ("for i in 0.5..3 { }", ["1:10: 'for' needs a list, found a range. Write it as [0.1, 0.01]."]),
    (
      "for i in [1] { }; print i",
      ["1:25: there is no value 'i'. Define it: let i = …, or write a text in quotes."]
    ),
    ("print a; let a = 1", ["1:7: there is no value 'a'. Define it: let a = …, or write a text in quotes."]),
    (
      "let it = 1",
      ["1:5: 'it' is a word of the language and can't be a name. Choose another name, such as 'it_1'."]
    ),
    ("for i in [1, \"a\"] { print i + 1 }", ["1:27: '+' needs a number, found a text."]),
    ("if no { print 1 + \"a\" }", ["1:19: '+' needs a number, found a text."]),
    ("source \"x\"", ["1:8: the script 'x' can't be read: it doesn't exist."]),
    (
      "print x\nprint y + 1",
      [
        "1:7: there is no value 'x'. Define it: let x = …, or write a text in quotes.",
        "2:7: there is no value 'y'. Define it: let y = …, or write a text in quotes.",
      ]
    ),
  ])
  func whatIsFoundBeforeAnythingRuns(text: String, expected: [String]) {
    let host = StubHost()
    #expect(
      host.run("print 0\n" + text)
        == expected.map { finding in
          let line = finding.prefix { $0 != ":" }
          return "\((Int(line) ?? 0) + 1)" + finding.dropFirst(line.count)
        })
    #expect(host.printed == [] && host.recorded == [])
  }

  @Test func sourcedScriptsShareNamesAndAreReadBesideTheirSource() {
    let host = StubHost()
    host.scripts = ["a": "let x = x + 1; source \"b\"", "b": "print x", "loop": "source \"loop\""]
    #expect(host.run("let x = 1; source \"a\"; source \"b\"") == [] && host.printed == ["2", "2"])
    #expect(host.replayed == ["let x = 1", "let x = x + 1", "print x", "print x"])
    #expect(
      host.run("source \"loop\"") == ["1:8: the script 'loop' sources itself, directly or through others."])
  }

  @Test func ofManyFindingsTheFirstAreTold() {
    let found = StubHost().run(String(repeating: "print x\n", count: 1000))
    #expect(found.count == 100 && found.last?.hasPrefix("100:7:") == true)
  }

  @Test func snapshotsOfAnEnvironmentStayAsTheyWere() {
    var environment = Environment()
    environment["b"] = Binding(.number(1))
    let snapshot = environment
    environment["b"] = Binding(.number(2), isMeasured: true)
    environment["a"] = Binding(.text("x"))
    #expect(snapshot["b"] == Binding(.number(1)) && snapshot.names == ["b"] && snapshot["a"] == nil)
    #expect(environment["b"]?.isMeasured == true && environment.names == ["a", "b"])
    environment["a"] = nil
    #expect(environment.names == ["b"] && environment["a"] == nil)
    // To name the same value again is a change, as `undo` counts.
    var again = snapshot
    again["b"] = Binding(.number(1))
    #expect(again != snapshot && again["b"] == snapshot["b"])
  }
}
