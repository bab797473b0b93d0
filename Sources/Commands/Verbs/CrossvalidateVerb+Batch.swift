internal import Datasets
internal import Declarations
internal import Runtime

/// Batches and folds.
extension CrossvalidateVerb {
  /// How many images are left to train on where one of the largest folds is held out; nil where that isn't
  /// known.
  static func learned(_ command: BoundCommand, in known: KnownWorkspace) -> Int? {
    guard let count = known.data(command)?.data.counts?[.train], command.arguments.isKnown("folds") else {
      return nil
    }
    let folds = command.arguments.integer("folds")
    return count - (count + folds - 1) / folds
  }

  /// What is known of the data of a fold.
  static func ofFold(_ command: BoundCommand, in known: KnownWorkspace) -> KnownData {
    var data = known.data(command)?.data ?? KnownData()
    if let learned = learned(command, in: known) { data.counts?[.train] = learned }
    return data
  }

  /// Refuses a batch that is larger than what is left to train on where a fold is held out.
  static func checkBatch(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard let learned = learned(command, in: known), command.arguments.given.contains("batch"),
      let batch = command.arguments.optionalInteger("batch"), batch > learned
    else { return }
    let folds = command.arguments.integer("folds")
    throw CommandFailure(
      "batch=\(batch) is more than the \(learned) samples that are left to train on where one of "
        + "\(folds) folds is held out.", hint: "Take batch=\(learned) or less.", argument: "batch")
  }
}
