import Foundation
import Testing

@Suite("Hints and help")
struct HintTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func errors(_ script: String) throws -> String {
    try Program.run(["--no-record"], input: script, in: folder).errors
  }

  @Test(arguments: [
    ("eta=0.1", "rate"), ("minibatch=32", "batch"), ("wd=0.1", "decay"), ("n_epochs=3", "epochs"),
    ("criterion=mse", "loss"),
    ("random_state=1", "seed"),
    ("class_weight=balanced", "class_weights"),
  ])
  func theNamesOfOtherLibrariesAreKnown(option: String, own: String) throws {
    let errors = try errors("load digits as d\nmodel c cnn { dense classes }\ntrain c on d \(option)")
    #expect(errors.contains("hint: This option is called '\(own)'."))
  }

  /// The most common ones are taken for ours, which the record keeps.
  @Test(arguments: [
    ("train c on d epochs=1 lr=0.1", "train c on d epochs=1 rate=0.1"),
    ("train c on d epochs=1 learning_rate=0.1 bs=32", "train c on d epochs=1 rate=0.1 batch=32"),
    ("fit c on d epochs=1 batch_size=32 weight_decay=0.1", "train c on d epochs=1 batch=32 decay=0.1"),
    ("prepare d { greyscale; normalise }", "prepare d { grayscale; normalize }"),
    ("model s svm weights=balanced", "model s svm class_weights=balanced"),
    (
      "split d validation=20%; train c on d epochs=1 candidate=yes; choose c by=validation_loss",
      "choose c metric=validation_loss"
    ),
    (
      "split d validation=20%; sweep lr=[0.1, 0.2] train c on d epochs=1",
      "train c on d epochs=1 rate=0.2 candidate=yes"
    ),
  ])
  func theCommonOnesAreTaken(typed: String, kept: String) throws {
    let script = "load digits as d limit=50\nmodel c cnn { dense classes }\n\(typed)"
    let outcome = try Program.run([], input: script, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let session = try #require(folder.sessions.first)
    let text = try String(contentsOfFile: folder.path + "/" + session, encoding: .utf8)
    #expect(text.split(separator: "\n").contains(kept[...]), "\(text)")
  }

  /// A command of the language, typed to the shell of the system.
  @Test func aCommandOutsideIsShownInside() throws {
    for (words, hint) in [
      (["train", "m", "on", "d"], #"fovea -c "train m on d""#),
      (["fit", "m", "on", "d", "--no-record"], #"fovea -c "train m on d" --no-record"#),
      (["print", "\"a\""], #"fovea -c 'print "a"'"#),
    ] {
      let outcome = try Program.run(words, in: folder)
      #expect(
        outcome.status == 2 && outcome.errors.contains("hint: To run a command: \(hint)"), "\(outcome.errors)"
      )
    }
  }

  @Test func aNameThatIsNoTextIsNamed() throws {
    try folder.write("print 1", to: "plain.fovea")
    let outcome = try Program.run(
      ["-c", "cp plain.fovea \"$(printf 'caf\\351.fovea')\"; \(Program.path) run caf*"], in: folder,
      executable: "/bin/sh")
    #expect(
      outcome.status == 2 && outcome.errors.contains("the argument 'caf<E9>.fovea' isn't UTF-8 text."),
      "\(outcome.errors)")
  }

  @Test func otherVerbsAndLayersKnowThemToo() throws {
    #expect(
      try errors("load digits as d\nsplit d val_split=10%").contains("This option is called 'validation'."))
    #expect(try errors("model c cnn { conv2d 8 3x3 }").contains("This layer is called 'conv'."))
    #expect(try errors("model c cnn { conv 8 3x3 strides=2 }").contains("This option is called 'stride'."))
    #expect(
      try errors("load digits as d\nmodel c cnn { dense classes }\nlearn c on d").contains(
        "This command is called 'train'."))
    // A name that is none of the command's own is no reason to guess.
    #expect(!(try errors("load digits as d lr=3")).contains("Did you mean"))
  }

  @Test(arguments: [
    "let", "param", "for", "if", "else", "assert", "print", "note", "source", "min", "max", "abs", "mean",
    "round", "and",
    "rate",
    "kernel", "dense", "rotate", "resnet18", "svm", "adam", "keys", "expressions",
  ])
  func thereIsHelpOn(topic: String) throws {
    let inside = try Program.run(["--no-record", "-c", "help \(topic)"], in: folder)
    #expect(inside.status == 0 && inside.output.contains(topic))
    let outside = try Program.run(["help", topic], in: folder)
    #expect(outside.status == 0 && outside.output == inside.output)
  }

  @Test func commandsMayBeginWithASign() throws {
    let outcome = try Program.run(["--no-record", "-c", "-2^2"], in: folder)
    #expect(outcome.status == 0 && outcome.output == "-4\n", "\(outcome.errors)")
  }

  @Test func nothingIsGuessedWhereNothingIsNear() throws {
    #expect(try errors("help zzz").contains("hint: Type 'help' for the list of commands."))
    let alias = try Program.run(["help", "lr"], in: folder)
    #expect(alias.status == 0 && alias.output.contains("'lr' is another word for 'rate'"))
    #expect(try errors("help lets").contains("Did you mean 'let'?"))
  }

  /// What can't be read to its end was once looked at as if it were whole.
  @Test func aWordTooManyIsAFinding() throws {
    for line in [
      "model v svm kernel=train c on d", "model v svm one two", "model v svm kernel=train on d bins=8",
    ] {
      let outcome = try Program.run(["--no-record"], input: line, in: folder)
      #expect(outcome.status == 2 && outcome.errors.contains("error: "))
    }
  }

  @Test func charactersThatNobodySeesAreNamed() throws {
    #expect(try errors("\u{FEFF}\u{FEFF}load digits as d").contains("'<U+FEFF>"))
    #expect(try errors("lo\u{200B}ad digits as d").contains("found 'lo<U+200B>ad'"))
    #expect(try errors("load \"./caf\u{65}\u{301}\" as d").contains("'./cafe<U+0301>'"))
    #expect(try errors("load \"./caf\u{E9}\" as d").contains("'./caf\u{E9}'"))
    #expect(try errors("load digits as d ra\u{200B}te=1").contains("<U+200B>"))
    let json = try Program.run(["--no-record", "--json"], input: "lo\u{200B}ad digits as d", in: folder)
    #expect(json.output.contains("lo<U+200B>ad"))
    #expect(try Program.run(["help", "tra\u{FEFF}in"], in: folder).errors.contains("'tra<U+FEFF>in'"))
  }
}
