internal import Datasets
internal import Models
internal import Networks
internal import Runtime
internal import Tensors

/// What a person should know of a training on label sets that learned nothing.
extension TrainingReport {
  /// A loss above this share of that of guessing counts as chance. It is near 1 since guessing is good where
  /// classes are rare: what tells images apart gains little at first.
  private static let setChanceShare = 0.95

  /// A training that ended no better than the same scores for all images.
  static func setProgress(
    _ name: String, _ dataName: String, _ outcome: TrainingOutcome, _ sets: LabelSets,
    _ augmentation: Augmentation, _ options: TrainingOptions
  ) -> String? {
    // Weights of classes make it another loss.
    guard options.loss(for: .multilabel) is BinaryCrossEntropyLoss, options.classWeights == .equal,
      outcome.stoppedAtStep == nil, let last = outcome.history.last
    else { return nil }
    // The loss of images that are mixed doesn't come down as far.
    let isMixed = augmentation.steps.contains { $0 is any MixingStep }
    let losses = (isMixed ? [] : [last.loss]) + [last.validationLoss].compactMap { $0 }
    let chance = guessingLoss(of: sets)
    guard let loss = losses.min(), loss >= setChanceShare * chance else { return nil }
    let what =
      "the loss ended at \(Spelling.rounded(loss)), and guessing each class as often as it occurs has "
      + "\(Spelling.rounded(chance)): "
    if outcome.steps < fewSteps { return what + cure(name, dataName, outcome, sets.count, options) }
    return what + "the scores hardly tell images apart; take more epochs, another network, or another rate; "
      + "for that type: find rate \(name) on \(dataName) fresh=yes"
  }

  /// The loss of who gives all images the same probabilities, of each class its share of the images: the
  /// mean over the classes of -p log p - (1 - p) log (1 - p).
  static func guessingLoss(of sets: LabelSets) -> Double {
    func term(_ share: Double) -> Double { share == 0 ? 0 : -share * ElementaryFunctions.log(share) }
    let sum = sets.counts.reduce(0) { sum, count in
      let share = Double(count) / Double(max(sets.count, 1))
      return sum + term(share) + term(1 - share)
    }
    return sum / Double(max(sets.classes, 1))
  }
}
