internal import Datasets
internal import Declarations
internal import Evaluation
internal import Models
internal import Record
internal import Runtime

/// The rounds of a cross-validation that were done before: by the cache, or by the same session before it was
/// cut off.
struct FoldMemory {
  private let parts: [(name: String, text: String)]
  private let data: DataSet
  private let folds: Folds
  private let command: BoundCommand
  private unowned let shell: Shell

  /// Nil where nothing is kept.
  init?(
    _ recipe: any ModelRecipe, on data: DataSet, _ folds: Folds, seed: UInt64, _ command: BoundCommand,
    in shell: Shell
  ) {
    guard shell.cache != nil || shell.checkpoints?.parts != nil else { return nil }
    parts = [
      ("work", "round"), ("recipe", recipe.canonicalText), ("seed", String(seed)), ("data", data.identity),
    ]
    self.data = data
    self.folds = folds
    self.command = command
    self.shell = shell
  }

  private func parts(of number: Int) -> [(name: String, text: String)] {
    parts + [
      ("learnt", CanonicalText.text(of: folds.learned(number))),
      ("held out", CanonicalText.text(of: folds.heldOut(number))),
    ]
  }

  /// What a round gave; nil where it has to run.
  func round(_ number: Int) -> CrossValidation.Round? {
    let heldOut = folds.heldOut(number)
    return shell.found(parts(of: number), inSession: true) { file in
      guard let tensor = file.tensors.first, file.tensors.count == 1,
        tensor.shape == [heldOut.count, data.classes.count],
        let loss = file.metadata["loss"].flatMap({ Double($0) }),
        let seconds = file.metadata["seconds"].flatMap({ Double($0) }), let weights = file.metadata["weights"]
      else { return nil }
      let predictions = Predictions(
        classes: data.classes.count, probabilities: tensor.values,
        truth: data.train.targets.selecting(heldOut),
        summedLoss: loss)
      return CrossValidation.Round(
        number: number, heldOut: heldOut, learned: folds.learned(number).count, predictions: predictions,
        weightsHash: weights,
        seconds: seconds)
    }
  }

  func keep(_ round: CrossValidation.Round) {
    let predictions = round.predictions
    let file = Safetensors(
      tensors: [
        NamedTensor(
          name: "probabilities", shape: [predictions.count, predictions.classes],
          values: predictions.probabilities)
      ],
      metadata: [
        "loss": "\(predictions.summedLoss)", "seconds": "\(round.seconds)", "weights": round.weightsHash,
      ])
    shell.keep(file, under: parts(of: round.number), command, seconds: round.seconds)
  }
}
