extension WrongScript {
  private static let loadUsage =
    "Usage: load SOURCE as NAME with options, which 'help load' lists"

  /// What is wrong with a script of the right form, found before any of it runs.
  static let check: [WrongScript] = [
    WrongScript(
      "⟦trian⟧ small on fashion", [.init("there is no command 'trian'.", hint: "Did you mean 'train'?")]),
    WrongScript(
      "load digits as d\n⟦sumary⟧ d",
      [.init("there is no command 'sumary'.", hint: "Did you mean 'summary'?")]),
    WrongScript("⟦load⟧ digits", [.init("'load' needs 'as NAME'.", hint: loadUsage)]),
    WrongScript("load digits ⟦as⟧", [.init("nothing stands after 'as'.")]),
    WrongScript(
      "load digits as ⟦9lives⟧",
      [.init("'9lives' can't be a name.", hint: "A name is a letter or '_', then letters, digits and '_'.")]),
    WrongScript(
      "load digits as ⟦true⟧",
      [
        .init(
          "'true' is a word of the language and can't be a name.",
          hint: "Choose another name, such as 'true_1'.")
      ]),
    WrongScript(
      "model m svm C=⟦0⟧", [.init("'C' must be a number above 0, found '0'.")]),
    WrongScript("model m svm C=⟦-1⟧", [.init("'C' must be a number above 0, found '-1'.")]),
    WrongScript(
      "model m svm kernel=linear gamma=⟦0.1⟧",
      [
        .init(
          "'gamma' belongs to kernel=rbf, kernel=poly or kernel=sigmoid; this is kernel=linear.",
          hint: "Leave 'gamma' out, or take kernel=rbf.")
      ]),
    WrongScript(
      "model m svm cell=⟦4⟧",
      [.init("'cell' belongs to on=hog; this is on=pixels.", hint: "Leave 'cell' out, or take on=hog.")]),
    WrongScript(
      "load digits as d limit=⟦0⟧", [.init("'limit' must be a whole number of at least 1, found '0'.")]),
    WrongScript(
      "load digits as d limit=⟦2.5⟧", [.init("'limit' must be a whole number of at least 1, found '2.5'.")]),
    WrongScript(
      "load digits as d limit=⟦ten⟧", [.init("'limit' must be a whole number of at least 1, found 'ten'.")]),
    WrongScript(
      "load digits as d ⟦limt⟧=5", [.init("'load' has no option 'limt'.", hint: "Did you mean 'limit'?")]),
    WrongScript("load digits as d limit=5 ⟦limit=6⟧", [.init("'limit' is given twice.")]),
    WrongScript(
      "load digits as d ⟦of⟧ e", [.init("'load' takes no 'of'.", hint: loadUsage)]),
    WrongScript(
      "let r = 3\nprint ⟦r⟧.accuracy",
      [
        .init(
          "a number has no fields, so there is no 'accuracy'.", hint: "Keep a result: let r = evaluate MODEL")
      ]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\nlet r = train m on d\nprint r.⟦acuracy⟧",
      [.init("this result has no field 'acuracy'.", hint: "Did you mean 'accuracy'?")]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\nlet r = train m on d\ndescribe ⟦$r⟧",
      [.init("'$r' is a whole result, not a value.", hint: "Name a field in parentheses: $(r.accuracy)")]),
    WrongScript(
      "let ⟦it⟧ = 3",
      [
        .init(
          "'it' is a word of the language and can't be a name.", hint: "Choose another name, such as 'it_1'.")
      ]),
    WrongScript(
      "let x = ⟦nope⟧",
      [.init("there is no value and no command 'nope'.", hint: #"Write a text in quotes: "nope""#)]),
    WrongScript(
      "let x = ⟦cosh⟧(2)",
      [
        .init(
          "there is no function 'cosh'.",
          hint: "The functions are: min max abs mean round sum sqrt log exp floor ceil len range.")
      ]),
    WrongScript("let x = ⟦max()⟧", [.init("'max' takes at least one number, found none.")]),
    WrongScript(#"let x = ⟦"a"⟧ + 1"#, [.init("'+' needs a number, found a text.")]),
    WrongScript("let x = not ⟦3⟧", [.init("'not' needs yes or no, found a number.")]),
    WrongScript(
      "for x in ⟦3⟧ { print x }",
      [.init("'for' needs a list, found a number.", hint: "Write it as 1..3.")]),
    WrongScript("if ⟦1⟧ { print 2 }", [.init("'if' needs yes or no, found a number.")]),
    WrongScript("assert ⟦3⟧", [.init("'assert' needs yes or no, found a number.")]),
    WrongScript(
      #"source ⟦"nowhere.fovea"⟧"#, [.init("the script 'nowhere.fovea' can't be read: it doesn't exist.")]),
    WrongScript(
      "load digits as d\nmodel m cnn { conv 8 3x3; relu; ⟦dens⟧ classes }",
      [.init("there is no layer 'dens'.", hint: "Did you mean 'dense'?")]),
    WrongScript(
      "load digits as d\nmodel m cnn { pool ⟦mox⟧ 2x2; dense classes }",
      [
        .init(
          "'pool' takes one of max average global globalmax here, found 'mox'.", hint: "Did you mean 'max'?")
      ]
    ),
    WrongScript(
      "⟦model m cnn⟧",
      [
        .init(
          "'model' needs a block of layers in braces.",
          hint:
            "For example: model small cnn { conv 32 3x3; relu; pool max 2x2; dense 128; relu; dense classes }"
        )
      ]),
    WrongScript(
      "model m cnn ⟦{ }⟧",
      [.init("'model' needs a block of layers in braces.", hint: "For example: conv 32 3x3")]),
    WrongScript("load digits as d ⟦{⟧ flip }", [.init("'load' takes no block.")]),
    WrongScript(
      "load digits as d\nmodel m cnn { dropout ⟦150%⟧; dense classes }",
      [.init("'rate' must be a number from 0 to below 1, found '150%'.")]),
    WrongScript(
      "load digits as d\naugment d { rotate ⟦10⟧ }",
      [.init("'angle' must be an angle such as 10deg from 0deg to 180deg, found '10'.")]),
    WrongScript(
      "load digits as d\nmodel ⟦d⟧ cnn { dense classes }",
      [.init("'d' is a data set already.", hint: "Choose another name, or 'forget d' first.")]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\nevaluate m on ⟦d.tset⟧",
      [.init("'d' has no part 'tset'.", hint: "Did you mean 'd.test'?")]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\ntrain m on d rate=⟦0⟧",
      [.init("'rate' must be a number above 0, found '0'.")]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\ntrain m on d rate=⟦nan⟧",
      [.init("'rate' must be a number above 0, found 'nan'.")]),
    WrongScript(
      #"restore "x" as y ⟦over⟧ z"#,
      [
        .init(
          "'restore' takes no 'over'.", hint: "Usage: restore FILE as NAME [on DATA] [answer=votes|probable]")
      ]),
    WrongScript(
      "load digits as d ⟦extra⟧",
      [.init("'load' doesn't expect 'extra' here.", hint: loadUsage)]),
    WrongScript("⟦summary⟧", [.init("'summary' needs a model.", hint: "Usage: summary MODEL [on DATA]")]),
    WrongScript(
      "let x = 3\nlet x = [x, 4]\nload digits as ⟦x⟧",
      [.init("'x' is a value already.", hint: "Choose another name, or 'forget x' first.")]),
    WrongScript(
      "forget ⟦nothing⟧",
      [.init("there is no name 'nothing'.", hint: "Type 'list' for the names that there are.")]),
    WrongScript(
      "load digits as d\nprepare d { resize ⟦0x5⟧ }",
      [.init("'size' must be a size such as 28x28, found '0x5'.")]),
    WrongScript("predict ⟦m⟧ on d", [.init("there is no model 'm'.", hint: "Define one: model m cnn { … }")]),
    WrongScript(#"let x = min(1, ⟦"a"⟧)"#, [.init("'min' needs numbers, found a text.")]),
    WrongScript(#"let x = - ⟦"a"⟧"#, [.init("'-' needs a number, found a text.")]),
    WrongScript("let x = ⟦1⟧ and yes", [.init("'and' needs yes or no, found a number.")]),
    WrongScript(#"let x = ⟦1 == "a"⟧"#, [.init("'==' can't join a number and a text.")]),
    WrongScript("print ⟦10% + 5m⟧\n", [.init("'+' can't join a number and a duration.")]),
    WrongScript(
      "let rate = -1\nload digits as d\nmodel m cnn { dense classes }\ntrain m on d rate=⟦$rate⟧",
      [.init("'rate' must be a number above 0, found '$rate' (-1).")]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\nfor rate in [0.1, 0, 0.01] { train m on d "
        + "rate=⟦$rate⟧ }",
      [.init("'rate' must be a number above 0, found '$rate' (0).")]),
    WrongScript(
      #"load digits as d\#nmodel m cnn { dense classes }\#n"#
        + #"let r = train m on d\#ntrain m on d epochs="⟦$r⟧""#,
      [.init("'$r' is a whole result, not a value.", hint: "Name a field in parentheses: $(r.accuracy)")]),
    WrongScript("let x = 3\nif ⟦x⟧ { print 1 }", [.init("'if' needs yes or no, found a number.")]),
    WrongScript(
      #"for x in [1, 2] { print "$⟦y⟧" }"#,
      [.init("there is no value 'y'.", hint: "Define it: let y = …, or write a text in quotes.")]),
    WrongScript("let x = [1, 2]\nassert ⟦x⟧", [.init("'assert' needs yes or no, found a list.")]),
    WrongScript(
      "print 1; print 2; ⟦prnt⟧ 3", [.init("there is no command 'prnt'.", hint: "Did you mean 'print'?")]),
    WrongScript(
      "model m cnn {\n  conv 8 3x3\n  ⟦let x = 3⟧\n}", [.init("only layers can stand in this block.")]),
    WrongScript("let a = ⟦5deg + 1⟧", [.init("'+' can't join an angle and a number.")]),
    WrongScript(
      "param ⟦ans⟧ = 3",
      [
        .init(
          "'ans' is a word of the language and can't be a name.",
          hint: "Choose another name, such as 'ans_1'.")
      ]
    ),
    WrongScript(
      "load digits as d; describe d; describe ⟦e⟧",
      [.init("there is no data set 'e'.", hint: "Load one: load SOURCE as e")]),
    WrongScript(
      #"note "a $⟦b⟧""#,
      [.init("there is no value 'b'.", hint: "Define it: let b = …, or write a text in quotes.")]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\n⟦train⟧ m",
      [
        .init(
          "'train' needs 'on DATA'.",
          hint: "Usage: train MODEL on DATA with options, which 'help train' lists")
      ]),
  ]
}
