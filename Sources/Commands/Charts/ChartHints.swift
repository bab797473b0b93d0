internal import Datasets
internal import Runtime

/// Which charts there are of a result or a model, where another one was asked for.
extension KnownWorkspace {
  /// What to plot of a result instead: of label sets there is no confusion matrix.
  func otherChart(ofResult name: String) -> String {
    guard let fields = results[name] else { return "For example: plot confusion of \(name)" }
    if fields.contains("confusion") { return "For example: plot confusion of \(name)" }
    return fields.contains(MultilabelFigures.mark)
      ? "Of label sets there are: \(Self.listed(name))"
      : "Keep a result: let r = evaluate MODEL on DATA.test"
  }

  /// What to plot of a model's answers.
  func answerChart(of name: String) -> String {
    "let r = evaluate \(name); plot \(models[name]?.task == .multilabel ? "roc" : "confusion") of r"
  }

  /// What there is of label sets instead of a chart of one class an image.
  func labelSetCharts(of name: String) -> String {
    guard let model = models[name] else { return "Of label sets there are: \(Self.listed(name))" }
    let results = "of its results: \(answerChart(of: name)), plot pr of r"
    return model.family?.hasEpochs == false
      ? "Of label sets there are charts \(results)"
      : "Of label sets there are: plot loss accuracy of \(name), and \(results)"
  }

  private static func listed(_ result: String) -> String { "plot roc of \(result), plot pr of \(result)" }

  /// Refuses a chart of one class an image for a model or a result of label sets.
  func requireOneClass(_ name: String, forChart what: String) throws {
    let isResult = results[name].map { $0.contains(MultilabelFigures.mark) && !$0.contains("confusion") }
    guard models[name]?.task == .multilabel || (models[name] == nil && isResult == true) else { return }
    var failure = CommandFailure.labelSets(name, what, "of")
    failure.hint = labelSetCharts(of: name)
    throw failure
  }
}
