extension WrongScript {
  /// Names that stand where something else is meant.
  static let otherNames: [WrongScript] = [
    WrongScript(
      "for i in [1, 2] { let ⟦i⟧ = 3 }",
      [
        .init(
          "'i' is the variable of this loop, which can't be set inside the loop.",
          hint: "Choose another name.")
      ]),
    WrongScript(
      "param n = 3\nfor i in [1, n] { if n > 2 { param ⟦i⟧ = 3 } }",
      [
        .init(
          "'i' is the variable of this loop, which can't be set inside the loop.",
          hint: "Choose another name.")
      ]),
    WrongScript(
      "load digits as d\nmodel m svm\ntrain m on ⟦d.test⟧",
      [
        .init(
          "'train' takes a data set, and 'd.test' is a part of one.",
          hint: "Write 'd': the data set, whose training part is what the model learns from.")
      ]),
    WrongScript(
      "load digits as d\nsplit ⟦d.train⟧ validation=10%",
      [
        .init(
          "'split' takes a data set, and 'd.train' is a part of one.", hint: "Write 'd': the data set.")
      ]),
    WrongScript(
      "model m cnn { dense classes }\nplot ⟦weights⟧ of m",
      [
        .init(
          "there is no model or result 'weights'.",
          hint:
            "What can stand here: loss, accuracy of models; confusion, roc, pr, calibration of results; margins "
            + "of an svm.")
      ]),
  ]

  private static let start = "load digits as d\nmodel a cnn { dense classes }\n"

  /// One mistake is told once: what follows isn't held against what the wrong command was meant to do.
  static let consequences: [WrongScript] = [
    WrongScript(
      start + "freeze a ⟦9⟧\ntrain a on d",
      [.init("'a' has no layer '9'.", hint: "Its lines are 1 to 1, and it has: dense.")]),
    WrongScript(
      start + "⟦trian⟧ a on d\nevaluate a",
      [.init("there is no command 'trian'.", hint: "Did you mean 'train'?")]),
    WrongScript(
      start + "train a on d epochs=⟦0⟧\nevaluate a",
      [.init("'epochs' must be a whole number from 1 to 100000, found '0'.")]),
    WrongScript(
      start + "sweep rate=⟦0.1⟧ train a on d\nevaluate a",
      [
        .init(
          "'rate' must be a list of the values to try, found '0.1'.",
          hint: "For example: rate=[0.1, 0.01]. What is the same each time stands behind the command.")
      ]),
    WrongScript(
      "load digits as d\nmodel m svm\nsplit d ⟦valdation⟧=10%\nsweep C=[1, 2] train m on d",
      [.init("'split' has no option 'valdation'.", hint: "Did you mean 'validation'?")]),
    WrongScript(
      start + "model a svm C=⟦-1⟧\ntrain a on d epochs=2",
      [.init("'C' must be a number above 0, found '-1'.")]),
  ]
}
