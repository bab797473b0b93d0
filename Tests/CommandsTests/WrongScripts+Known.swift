extension WrongScript {
  /// What the names, files and options of a command tell before it runs.
  static let known: [WrongScript] = [
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\nevaluate ⟦m⟧",
      [.init("the model 'm' isn't trained.", hint: "Train it: train m on DATA")]),
    WrongScript(
      "load ⟦./nothing⟧ as d",
      [
        .init(
          "there is no built-in data set, file or folder './nothing'.",
          hint:
            #"Built in are: fashion-mnist digits shapes. Else name a file or folder, such as "pictures/flowers"."#
        )
      ]),
    WrongScript(
      "load ⟦fashon-mnist⟧ as d",
      [
        .init(
          "there is no built-in data set, file or folder 'fashon-mnist'.",
          hint: "Did you mean 'fashion-mnist'?")
      ]),
    WrongScript(
      "⟦undo⟧", [.init("there is nothing to undo.", hint: "The last 10 changes of a session are kept.")]),
    WrongScript("⟦set⟧", [.init("'set' needs a setting.", hint: "For example: set seed=7")]),
    WrongScript(
      "help ⟦nothing⟧",
      [.init("there is no help on 'nothing'.", hint: "Type 'help' for the list of commands.")]),
    // What a wrong command would have changed counts as changed: one mistake gives one finding.
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\ntrain m on d optimizer=adam momentum=⟦0.9⟧\nevaluate "
        + "m",
      [
        .init(
          "'momentum' belongs to optimizer=sgd or optimizer=rmsprop; this is optimizer=adam.",
          hint: "Leave 'momentum' out, or take optimizer=sgd.")
      ]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\ntrain m on d ⟦epochz⟧=2\nevaluate m",
      [.init("'train' has no option 'epochz'.", hint: "Did you mean 'epochs'?")]),
    // A sweep ends with 'choose', so that no candidates are left.
    WrongScript(
      "load digits as d\nsplit d validation=10%\nmodel m cnn { dense classes }\n"
        + "sweep rate=[0.1, 0.01] train m on d\nchoose ⟦m⟧",
      [
        .init(
          "'m' has no candidates.", hint: "Train some: sweep rate=[0.1, 0.01] train m on DATA")
      ]),
    // What is saved further up is known when it is restored.
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\ntrain m on d\nsave m to \"m.safetensors\"\n"
        + "restore \"m.safetensors\" as b\nfreeze b ⟦99⟧",
      [.init("'b' has no layer '99'.", hint: "Its lines are 1 to 1, and it has: dense.")]),
    // What one branch trains may be untrained after it, so that nothing is said.
    WrongScript(
      "load digits as d\nmodel m svm\nmodel n svm\nlet a = train n on d\nif a.iterations > 1 { train m on d "
        + "}\nevaluate m on ⟦d.validation⟧",
      [
        .init(
          "'d' has no validation part; it has train, test.", hint: "Make one: split d validation=10%")
      ]),
    // What a candidate has follows from its definition.
    WrongScript(
      "load digits as d limit=50\nsplit d validation=20%\nmodel s svm\ntrain s on d candidate=yes\n"
        + "choose s by=⟦validation_loss⟧",
      [
        .init(
          "'s' has no validation loss: it gives no probabilities.",
          hint: "Leave 'metric' out: the accuracy decides then.")
      ]),
    WrongScript(
      "load digits as d\nmodel s svm weights=[1, 2]\n⟦summary s on d⟧",
      [
        .init(
          "class_weights has 2 numbers; there are 10 classes.",
          hint: "Give one number per class, in their order, or class_weights=balanced.")
      ]),
    WrongScript(
      "load digits as d\nmodel s svm\ntrain s on d\nsave s to \"k.safetensors\"\n"
        + "save s to ⟦\"k.safetensors\"⟧ overwrite=no",
      [
        .init(
          "there is a file 'k.safetensors' already.",
          hint: "Name another file, or leave 'overwrite=no' out to write over it.")
      ]),
    WrongScript(
      "load digits as d\nmodel s svm\nlet c = crossvalidate s on d\nshow c class=⟦hexagon⟧",
      [.init("there is no class 'hexagon'.", hint: "Classes are: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9.")]),
    WrongScript(
      "runs sessions sort=⟦date⟧",
      [.init("sessions are listed from the oldest to the newest.", hint: "Leave 'sort' out.")]),
    WrongScript(
      "runs ⟦sessions \"bla>\"⟧",
      [.init("'bla>' is no condition.", hint: "For example: accuracy>0.9 model=small")]),
    // Of what kind a field is stands in its declaration.
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\ntrain m on d\nlet r = evaluate m\n"
        + "print ⟦len(r.accuracy)⟧\ntrain m on d epochs=⟦$(r.accuracy > 1)⟧ rate=⟦$(r.classes)⟧",
      [
        .init("'len' needs a list or a text, found a number."),
        .init(
          "'epochs' must be a whole number from 1 to 100000, found '$(r.accuracy > 1)' (yes or no)."),
        .init("'rate' must be a number above 0, found '$(r.classes)' (a list)."),
      ]),
    WrongScript(
      "load digits as d\nmodel m cnn { dense classes }\ntrain m on d\nlet r = evaluate m\n"
        + "for i in range(1, ⟦r.classes⟧) { print i }\nprint r.classes[⟦1.5⟧]",
      [
        .init("'a range' needs whole numbers, found a list."),
        .init("'[ ]' needs a whole number, found 1.5."),
      ]),
  ]
}
