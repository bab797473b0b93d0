internal import Runtime

/// `sweep OPTION=[…] train MODEL on DATA`. The language takes it apart: each training is a command of its
/// own.
enum SweepVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "sweep", summary: "Train a model once per combination of options and select the best.",
    parameters: [],
    resultFields: ChooseVerb.declaration.resultFields,
    examples: [
      "sweep rate=[0.1, 0.01] train small on fashion epochs=5",
      "sweep C=[1, 10] gamma=[0.01, 0.1] train shape on digits",
      "let s = sweep seed=[1, 2, 3] train small on fashion",
    ],
    notes: [
      "The options before 'train' take each of their values, the last one fastest; those behind it are the "
        + "same each time. Each training starts from initial weights and is recorded as a command of its own "
        + "with candidate=yes; then 'choose' takes the best by validation, so the data needs a validation "
        + "part. One that fails leaves the others. Ctrl-C ends the sweep with what was finished."
    ], isSweep: true, usage: "sweep OPTION=[VALUE, …] … train MODEL on DATA …")

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    preconditionFailure("a sweep is taken apart before it is run")
  }
}
