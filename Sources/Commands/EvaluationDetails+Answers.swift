internal import Datasets
internal import Models

/// What a model said of single images, be it one class or any number of them.
extension EvaluationDetails {
  /// The classes that an image is said to show, ascending: the most probable one, or those that reach their
  /// thresholds.
  func answer(_ index: Int) -> [Int] {
    guard hasLabelSets else { return predictions.top(1, of: index) }
    return predictions.labels(reaching: thresholds, for: index)
  }

  /// The classes that it shows, ascending.
  func truth(_ index: Int) -> [Int] { predictions.truth.target(index).labels }

  func isRight(_ index: Int) -> Bool { answer(index) == truth(index) }

  /// How sure the model was: the probability of the class that it named. Of label sets, that of the answer on
  /// the class of which it was most sure, among those where it was wrong if there are any.
  func certainty(_ index: Int) -> Float {
    let answer = answer(index)
    guard hasLabelSets else { return probability(index, answer[0]) }
    let wrong = Set(answer).symmetricDifference(truth(index))
    let asked = wrong.isEmpty ? Array(classes.indices) : wrong.sorted()
    return asked.map { label in
      answer.contains(label) ? probability(index, label) : 1 - probability(index, label)
    }.max() ?? 0
  }

  /// How much more probable the answer is than the next one: the next class, or a set with one class more or
  /// less.
  func lead(_ index: Int) -> Float {
    guard !hasLabelSets else {
      return classes.indices.map { abs(probability(index, $0) - thresholds[$0]) }.min() ?? 1
    }
    let best = predictions.top(min(2, predictions.classes), of: index)
    return best.count < 2 ? 1 : probability(index, best[0]) - probability(index, best[1])
  }

  /// `cat`; of label sets `cat` and `dog`, or `none`.
  func names(_ labels: [Int]) -> [String] { Target.names(labels, classes) }

  private var hasLabelSets: Bool { predictions.labelSets != nil }

  private func probability(_ index: Int, _ label: Int) -> Float {
    predictions.probability(of: label, for: index)
  }
}
