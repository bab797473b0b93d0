internal import Declarations
internal import Evaluation
internal import Plotting
internal import Runtime

/// `plot confusion of r`: how often each class is predicted as each.
enum ConfusionChart: Chart {
  static let words = ["confusion"]
  static let subject = "results"
  static let parameters: [Parameter] = [
    .option(
      "normalize", .choice(Confusion.Normalization.allCases.map(\.rawValue)), default: .text("none"),
      "confusion in counts, or as shares of the truth, the prediction or all")
  ]
  static let examples = ["plot confusion of r to \"confusion.svg\"", "plot confusion of r normalize=truth"]

  static func check(
    _ words: [String], of names: [String], _ command: BoundCommand, in known: KnownWorkspace
  ) throws {
    let what = "a confusion matrix"
    try requireResults(
      Array(names.prefix(1)), CommandFailure.noConfusion, oneClassFor: what, in: known)
    guard names.count > 1 else { return }
    try requireResults(names, CommandFailure.noConfusion, oneClassFor: what, in: known)
    throw CommandFailure(
      "a confusion matrix shows one result, and \(names.count) are given.",
      hint: "Draw them one by one: plot confusion of \(names[0])", argument: "of")
  }

  static func draw(
    _ words: [String], of names: [String], _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    let named = try shell.confusion(of: names[0], argument: "of")
    let normalization = Confusion.Normalization(rawValue: command.arguments.text("normalize")) ?? .none
    var title = "Confusion of \(names[0])"
    if case .text(let model)? = try shell.result(names[0], argument: "of")["model"]?.value {
      title = "Confusion of \(model)"
    }
    if let evaluation = EvaluationDetails(of: try shell.result(names[0], argument: "of")) {
      title = "Confusion of \(evaluation.model) on \(evaluation.place)"
    }
    let plot = ConfusionMatrix(
      title: title, classes: named.classes, counts: named.confusion.counts, cells: .init(normalization))
    return try shell.drawn(plot, command, fields: [.init("points", .integer(named.confusion.total))])
  }
}

extension ConfusionMatrix.Cells {
  fileprivate init(_ normalization: Confusion.Normalization) {
    self =
      switch normalization {
      case .none: .counts
      case .truth: .sharesOfTruth
      case .prediction: .sharesOfPrediction
      case .all: .sharesOfAll
      }
  }
}
