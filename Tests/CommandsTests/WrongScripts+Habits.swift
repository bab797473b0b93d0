extension WrongScript {
  /// What other languages and the habits of shells suggest.
  static let habits: [WrongScript] = [
    WrongScript(
      "let a = [1, 2]\nprint a ⟦[⟧0]",
      [
        .init(
          "expected the end of the command, found '['.",
          hint: "Write the bracket right behind what it picks from: losses[0]")
      ]),
    WrongScript(
      "load \"a.csv\" as a ⟦separator=⟧,",
      [
        .init(
          "expected a value of 'separator', found ','.", hint: "In quotes it is a text: separator=\",\"")
      ]),
    WrongScript(
      "load digits as d ⟦limit=⟧(2 * 30)",
      [.init("expected a value of 'limit', found '('.", hint: "Write a calculation as limit=$( … ).")]),
    WrongScript(
      "load \"a.csv\" as a ⟦separator=⟧;",
      [
        .init(
          "the option 'separator' has no value.",
          hint: "Type separator=VALUE; if ';' is the value: separator=\";\"")
      ]),
    WrongScript(
      "model ⟦on⟧ cnn { dense classes }",
      [
        .init(
          "'on' is a word of the language and can't be a name.", hint: "Choose another name, such as 'on_1'.")
      ]),
    WrongScript(
      "print 10 ⟦%⟧ 3",
      [
        .init(
          "expected the end of the command, found '%'.",
          hint: "There is no operator for the remainder of a division.")
      ]),
    WrongScript(
      "let x = 1\nassert x ⟦=⟧ 1",
      [.init("expected the end of the command, found '='.", hint: "Equal is '=='.")]),
    WrongScript(
      "let x = 1\nif x ⟦=⟧ 1 { print x }", [.init("expected '{', found '='.", hint: "Equal is '=='.")]),
    WrongScript(
      "let a = 1\nlet b = 2\nprint a ⟦b⟧",
      [
        .init(
          "expected the end of the command, found 'b'.", hint: "Put a comma between values: print a, b")
      ]),
    WrongScript(
      "print ⟦'hi⟧ you'",
      [.init("expected a value, found ''hi'.", hint: #"Texts stand in double quotes: "hi you""#)]),
    WrongScript(
      "⟦list⟧()",
      [
        .init(
          "there is no function 'list'.",
          hint: "A command has no parentheses: 'help list' shows how it is typed.")
      ]),
    WrongScript("⟦exit⟧()", [.init("there is no function 'exit'.", hint: "Type quit.")]),
    WrongScript("exit⟦(⟧", [.init("expected an argument, found '('.", hint: "Type quit.")]),
    WrongScript(
      "list⟦(⟧",
      [
        .init(
          "expected an argument, found '('.",
          hint: "Arguments stand behind a command without parentheses; 'help' lists the commands.")
      ]),
    WrongScript("round(1 ⟦2⟧)", [.init("expected ',' or ')', found '2'.")]),
    WrongScript(
      "model m cnn { ⟦Conv2d⟧(8, 3); dense classes }",
      [.init("a layer has no parentheses around its arguments.", hint: "For example: conv 32 3x3")]),
    WrongScript(
      "⟦'hi'⟧",
      [.init("a command begins with a verb, found ''hi''.", hint: #"Texts stand in double quotes: "hi""#)]),
    WrongScript(
      "⟦x=5⟧",
      [
        .init(
          "a command begins with a verb, found 'x=5'.", hint: "To keep a value: let x = 5; equal is '=='.")
      ]),
    WrongScript(
      "⟦when=5⟧",
      [
        .init(
          "a command begins with a verb, found 'when=5'.", hint: "To keep a value: let x = 5; equal is '=='.")
      ]),
    WrongScript(
      "⟦!yes⟧",
      [
        .init(
          "a command begins with a verb, found '!yes'.",
          hint: "That something doesn't hold is written with 'not'.")
      ]),
    WrongScript(
      "yes ⟦&&⟧ no",
      [.init("expected the end of the command, found '&&'.", hint: "That both hold is written with 'and'.")]),
    WrongScript(
      "print yes ⟦||⟧ no",
      [
        .init(
          "expected the end of the command, found '||'.", hint: "That one of two holds is written with 'or'.")
      ]),
    WrongScript("print 1 <⟦>⟧ 2", [.init("expected a value, found '>'.", hint: "Unequal is '!='.")]),
    WrongScript(
      "print 5 /⟦/⟧ 2",
      [.init("expected a value, found '/'.", hint: "For the whole part of a quotient: floor(a / b)")]),
    WrongScript(
      "print (1⟦,⟧ 2)", [.init("expected ')', found ','.", hint: "A list stands in brackets: [1, 2]")]),
    WrongScript(
      "print 1⟦)⟧",
      [.init("expected the end of the command, found ')'.", hint: "Nothing is open that it could close.")]),
    WrongScript(
      "1⟦,⟧000",
      [
        .init(
          "expected the end of the number, found ','.", hint: "Numbers are written without separators: 1000")
      ]),
    WrongScript(
      "print ⟦1_000⟧",
      [.init("expected a value, found '1_000'.", hint: "Numbers are written without separators: 1000")]),
    WrongScript(
      "for i in ⟦1...3⟧ { print i }",
      [.init("expected a value, found '1...3'.", hint: "A range has two dots and two ends: 1..3")]),
    WrongScript(
      "for i in ⟦5⟧ { print i }", [.init("'for' needs a list, found a number.", hint: "Write it as 1..5.")]),
    WrongScript(#"print ⟦"a"⟧:.2"#, [.init("a format needs a number, found a text.")]),
    WrongScript(
      "⟦True⟧", [.init("there is no command 'True'.", hint: "Write 'true' or 'yes'.")]),
    WrongScript(
      "let r = ⟦it⟧",
      [
        .init(
          "'it' is the last result at the prompt, and there is none.",
          hint: "In a script, give a result a name: let r = evaluate MODEL")
      ]),
    WrongScript(
      "plot confusion of ⟦it⟧",
      [
        .init(
          "'it' is the last result at the prompt, and there is none.",
          hint: "In a script, give a result a name: let r = evaluate MODEL")
      ]),
    WrongScript(
      "describe ⟦when⟧", [.init("there is no data set 'when'.", hint: "Load one: load SOURCE as NAME")]),
    WrongScript(
      "load digits as d limit=1⟦,⟧000",
      [
        .init("expected an argument, found ','.", hint: "Numbers are written without separators: 1000")
      ]),
    WrongScript(
      #"print "⟦$⟧{r.accuracy}""#,
      [.init("'$' is followed by neither a name nor '('.", hint: "Write $(r.accuracy).")]),
    WrongScript(
      "source ⟦sessions/x.fovea⟧",
      [
        .init(
          "expected a string in quotes, found 'sessions/x.fovea'.", hint: #"source "sessions/x.fovea""#)
      ]),
    WrongScript(
      "⟦while⟧ yes { print 1 }",
      [.init("there is no command 'while'.", hint: "Repeat over a list: for x in [1, 2, 3] { … }")]),
    WrongScript(
      "model net svm\nmodel sv svm\nfor m in [⟦net⟧, sv] { print m }",
      [.init("'net' is a model, not a value.", hint: #"Write names as texts: ["net", "sv"]"#)]),
    WrongScript(
      "for i in ⟦0.5..3⟧ { print i }",
      [.init("'for' needs a list, found a range.", hint: "Write it as [0.1, 0.01].")]),
    WrongScript(
      "load digits as d\nmodel m svm\ntrain m on d ⟦epochs⟧ 3",
      [.init("'train' doesn't expect 'epochs' here.", hint: "Type epochs=3.")]),
    WrongScript(
      "load digits as d\nmodel m svm\ntrain m on d ⟦--epochs⟧ 3",
      [.init("'train' doesn't expect '--epochs' here.", hint: "Type epochs=3.")]),
    WrongScript(
      "load digits as d\nmodel m svm\ntrain m ⟦d⟧",
      [.init("'train' doesn't expect 'd' here.", hint: "Type on d.")]),
    WrongScript(
      "load digits as d\nsummary ⟦d⟧",
      [
        .init(
          "'d' is a data set; expected a model.",
          hint: "For the data itself: describe d; for a model: summary MODEL on d")
      ]),
    WrongScript(
      "load digits as d\nmodel m svm\ntrain m on d\nlet a = evaluate m\nlet b = evaluate m\ncompare ⟦a⟧ m",
      [.init("'a' is a result; expected a model.", hint: "Name the model that the result is of.")]),
    WrongScript(
      "load digits as d\nmodel m svm\ntrain m on d\nevaluate m on ⟦d.val⟧",
      [.init("'d' has no part 'val'.", hint: "Did you mean 'd.validation'?")]),
    WrongScript(
      #"load ⟦"digits"⟧ as d"#,
      [
        .init(
          "there is no file or folder 'digits'.",
          hint: "The built-in data set has no quotes: load digits as NAME")
      ]),
  ]
}
