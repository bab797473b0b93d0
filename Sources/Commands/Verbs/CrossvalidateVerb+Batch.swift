internal import Datasets
internal import Declarations
internal import Runtime

/// Batches and folds.
extension CrossvalidateVerb {
  /// Refuses a batch that is larger than what is left to train on where a fold is held out.
  static func checkBatch(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let count = known.data(command)?.data.counts?[.train], command.arguments.isKnown("folds"),
      command.arguments.given.contains("batch"), let batch = command.arguments.optionalInteger("batch")
    else { return }
    // The smallest of the parts that models of folds are trained on.
    let folds = command.arguments.integer("folds")
    let learned = count - (count + folds - 1) / folds
    guard batch > learned else { return }
    throw CommandFailure(
      "batch=\(batch) is more than the \(learned) samples that are left to train on where one of "
        + "\(folds) folds is held out.", hint: "Take batch=\(learned) or less.", argument: "batch")
  }
}
