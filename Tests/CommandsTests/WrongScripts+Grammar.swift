extension WrongScript {
  /// What can be wrong with the form of a script: a case for every rule of the grammar.
  static let grammar: [WrongScript] = [
    WrongScript(
      "load digits as ⟦on⟧",
      [
        .init(
          "'on' is a word of the language and can't be a name.", hint: "Choose another name, such as 'on_1'.")
      ]),
    WrongScript(
      "load digits as d ⟦limit =⟧ 5",
      [.init("an option has no spaces around '='.", hint: "Type limit=VALUE.")]),
    WrongScript(
      "load digits as d ⟦limit=⟧", [.init("the option 'limit' has no value.", hint: "Type limit=VALUE.")]),
    WrongScript(
      #"load ⟦"digits as d⟧"#,
      [
        .init(
          "the string isn't closed on its line.", hint: #"End it with '"'; write a newline in it as '\n'."#)
      ]),
    WrongScript(
      #"load "a⟦\q⟧b" as d"#,
      [
        .init(
          #"'\q' isn't an escape."#, hint: #"The escapes are \" \\ \n and \$; write a backslash as '\\'."#)
      ]),
    WrongScript(
      "load digits as d ⟦LIMIT⟧=5",
      [.init("'LIMIT' can't be an option.", hint: "Options are written in lower case: limit=VALUE.")]),
    WrongScript(
      #"print "costs ⟦$⟧ 5""#,
      [
        .init(
          "'$' is followed by neither a name nor '('.",
          hint: #"Write a plain dollar sign in a string as '\$'."#)
      ]),
    WrongScript(
      "let x = 1\nprint ⟦$x⟧",
      [.init("expected a value, found '$x'.", hint: "In an expression a name stands without '$'.")]),
    WrongScript("model m cnn ⟦{⟧\n  conv 8 3x3", [.init("'{' isn't closed.", hint: "Add '}'.")]),
    WrongScript("⟦}⟧", [.init("'}' closes nothing.")]),
    WrongScript(
      "load digits as d; ⟦]⟧",
      [.init("a command begins with a verb, found ']'.", hint: "Type 'help' for the list of commands.")]),
    WrongScript("let x = ⟦[⟧1, 2", [.init("'[' isn't closed.", hint: "Add ']'.")]),
    WrongScript("let x = [1,⟦,⟧ 2]", [.init("expected a value, found ','.")]),
    WrongScript("let x = ⟦(⟧1 + 2", [.init("'(' isn't closed.", hint: "Add ')'.")]),
    WrongScript("let x = 1 +⟦⟧", [.init("expected a value, found the end of the text.")]),
    WrongScript(
      "let x = 1 < 2 ⟦<⟧ 3",
      [.init("comparisons can't be chained.", hint: "Join them with 'and': a < b and b < c.")]),
    WrongScript(
      "let ⟦let⟧ = 3",
      [
        .init(
          "'let' is a word of the language and can't be a name.",
          hint: "Choose another name, such as 'let_1'.")
      ]),
    WrongScript(
      "let ⟦3⟧ = 4",
      [
        .init(
          "expected a name after 'let', found '3'.",
          hint: "A name is a letter or '_', then letters, digits and '_'.")
      ]),
    WrongScript("let x ⟦4⟧", [.init("expected '=', found '4'.", hint: "Type let x = VALUE.")]),
    WrongScript(
      "for x ⟦of⟧ [1, 2] { print x }",
      [.init("expected 'in', found 'of'.", hint: "For example: for x in [1, 2, 3] { … }")]),
    WrongScript(
      "for x in [1, 2] ⟦print⟧ x",
      [.init("expected '{', found 'print'.", hint: "What is to be done stands in braces: { … }")]),
    WrongScript(
      "if yes { print 2 }\n⟦else⟧ { print 3 }",
      [
        .init(
          "'else' stands without its 'if'.",
          hint: "Put it on the line of the '}' that ends the 'if' block: } else {")
      ]),
    WrongScript(
      "⟦else⟧ { print 3 }",
      [
        .init(
          "'else' stands without its 'if'.",
          hint: "Put it on the line of the '}' that ends the 'if' block: } else {")
      ]),
    WrongScript("print⟦⟧", [.init("expected a value, found the end of the text.")]),
    WrongScript(
      "source ⟦other⟧", [.init("expected a string in quotes, found 'other'.", hint: #"source "other""#)]),
    WrongScript(
      #"source ⟦"$x.fovea"⟧"#, [.init("the path of 'source' is literal: values can't stand in it.")]),
    WrongScript(
      "note ⟦hello⟧", [.init("expected a string in quotes, found 'hello'.", hint: #"note "hello""#)]),
    WrongScript("param epochs ⟦3⟧", [.init("expected '=', found '3'.", hint: "Type param epochs = VALUE.")]),
    WrongScript(
      "load digits as d\naugment d { zoom ⟦1.1..0.9⟧ }",
      [.init("the range '1.1..0.9' runs downwards.", hint: "Write the smaller end first.")]),
    WrongScript("load digits as d\naugment d { shift ⟦1e999⟧ }", [.init("the number '1e999' is too large.")]),
    WrongScript(
      "load digits as d\ntrain ⟦d⟧ on d",
      [
        .init(
          "'d' is a data set; expected a model.",
          hint: "For the data itself: describe d; for a model: train MODEL on d")
      ]),
    WrongScript(
      #"load digits as d ⟦\⟧"#,
      [.init(#"the text ends after '\'."#, hint: #"A '\' at the end of a line continues it on the next."#)]),
    WrongScript(
      "load digits as ⟦d =⟧ 3", [.init("an option has no spaces around '='.", hint: "Type d=VALUE.")]),
    WrongScript("load ⟦(⟧3) as d", [.init("expected an argument, found '('.")]),
    WrongScript("let a = ⟦1e999⟧", [.init("the number '1e999' is too large.")]),
    WrongScript("let a = 5 ⟦m⟧", [.init("expected the end of the command, found 'm'.")]),
    WrongScript(
      #"let a = [1, [2, ⟦"x]⟧"#,
      [
        .init(
          "the string isn't closed on its line.", hint: #"End it with '"'; write a newline in it as '\n'."#)
      ]),
    WrongScript(
      "let ⟦yes⟧ = 3",
      [
        .init(
          "'yes' is a word of the language and can't be a name.",
          hint: "Choose another name, such as 'yes_1'.")
      ]),
    WrongScript(
      "let x = (1⟦,⟧ 2)", [.init("expected ')', found ','.", hint: "A list stands in brackets: [1, 2]")]),
    WrongScript("let x = min(1 ⟦2⟧)", [.init("expected ',' or ')', found '2'.")]),
    WrongScript(
      "let x = ⟦2..1⟧", [.init("the range '2..1' runs downwards.", hint: "Write the smaller end first.")]),
    WrongScript(
      #"print "unclosed $(1 + ⟦"⟧"#,
      [
        .init(
          "the string isn't closed on its line.", hint: #"End it with '"'; write a newline in it as '\n'."#)
      ]),
    WrongScript(
      "let x = 1" + String(repeating: "+1", count: 1000) + "+⟦1⟧",
      [
        .init(
          "this expression joins more than 1000 parts.", hint: "Keep some of them under a name: let part = …")
      ]),
  ]
}
