internal import Datasets
internal import Models
internal import Runtime

/// The classes that a model says images show, any number of them.
struct PredictedSets {
  private let predictions: Predictions
  private let classes: [String]
  private let thresholds: [Float]

  /// - Parameter thresholds: By class, the probability from which on it is named.
  init(_ predictions: Predictions, _ classes: [String], thresholds: [Float]) {
    self.predictions = predictions
    self.classes = classes
    self.thresholds = thresholds
  }

  private func labels(_ index: Int) -> [Int] { predictions.labels(reaching: thresholds, for: index) }

  private func probability(_ index: Int, _ label: Int) -> Float {
    predictions.probability(of: label, for: index)
  }

  /// `cat, dog`; `none` without any.
  func names(_ index: Int) -> String { Target.text(labels(index), classes) }

  /// `cat 97.12%, dog 61.05%`, the most probable first; without any the most probable class. Votes have no
  /// percentage.
  func text(_ index: Int) -> String {
    func text(_ label: Int) -> String {
      predictions.areVotes
        ? classes[label] : "\(classes[label]) \(EvaluationText.percent(Double(probability(index, label))))"
    }
    let named = labels(index)
    guard !named.isEmpty else {
      return predictions.areVotes ? "none" : "none (\(text(predictions.top(1, of: index)[0])))"
    }
    return named.sorted { (probability(index, $0), $1) > (probability(index, $1), $0) }.map(text)
      .joined(separator: ", ")
  }

  var fields: [ResultRecord.Field] {
    let sets = (0..<predictions.count).map(labels)
    var fields: [ResultRecord.Field] = [
      .init("count", .integer(predictions.count)),
      .init("labels", .list(sets.map { .list($0.map { .integer($0) }) })),
      .init("names", .list(sets.map { .list($0.map { .text(classes[$0]) }) })),
    ]
    if !predictions.areVotes {
      let rows = (0..<predictions.count).map { index in
        ResultValue.list(classes.indices.map { .number(Double(probability(index, $0))) })
      }
      fields.append(.init("probabilities", .list(rows)))
    }
    return fields + [.init("thresholds", .list(thresholds.map { .number(Double($0)) }))]
  }
}
