extension WrongScript {
  /// What only running can tell.
  static let running: [WrongScript] = [
    WrongScript("assert ⟦1 > 2⟧", runs: true, [.init("the assertion doesn't hold: 1 > 2")]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\n⟦evaluate m⟧", runs: true,
      [.init("the model 'm' isn't trained.", hint: "Train it: train m on DATA")]),
    WrongScript(
      "load ⟦./nothing⟧ as d", runs: true,
      [
        .init(
          "there is no built-in data set, file or folder './nothing'.",
          hint: #"Built in are: fashion-mnist digits. Else name a file or folder, such as "pictures/flowers"."#)
      ]),
    WrongScript(
      "load ⟦fashon-mnist⟧ as d", runs: true,
      [.init("there is no built-in data set, file or folder 'fashon-mnist'.", hint: "Did you mean 'fashion-mnist'?")]),
    WrongScript("⟦set⟧", runs: true, [.init("'set' needs a setting.", hint: "For example: set seed=7")]),
    WrongScript("⟦undo⟧", runs: true, [.init("there is nothing to undo.")]),
    WrongScript(
      "help ⟦nothing⟧", runs: true, [.init("there is no help on 'nothing'.", hint: "Type 'help' for the list of commands.")]),
  ]
}
