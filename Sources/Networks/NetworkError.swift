public import Datasets
public import Kernels

/// Why a network can't be built, trained or used. `NetworkError+Diagnostics.swift` has the wording.
@nonexhaustive
public enum NetworkError: Error, Sendable, Hashable {
  /// The definition has no lines.
  case noLayers
  /// No layer has this name.
  case unknownLayer(name: String, line: Int)
  /// A block after a layer that takes none, or one block too many.
  case unexpectedBlock(text: String, line: Int)
  /// A structure lacks blocks; `count` is the number it needs.
  case wrongBlocks(text: String, line: Int, count: Int)
  /// A line that is only valid in the block of `owner`.
  case misplaced(text: String, line: Int, owner: String)
  /// A residual block has more than one `skip`.
  case secondSkip(text: String, line: Int)
  /// An argument of a layer is missing or out of range.
  case invalidArgument(name: String, meaning: String, text: String, line: Int)
  /// A layer name that isn't a letter or `_` followed by letters, digits and `_`.
  case badName(String, text: String, line: Int)
  /// Two layers have the same name.
  case repeatedName(String, text: String, line: Int)
  /// No earlier layer has this name; `known` are those that there are.
  case unknownName(String, text: String, line: Int, known: [String])
  /// A layer doesn't fit the output of the previous one.
  case layer(text: String, line: Int, found: String, expected: String, hint: String?)
  /// The output of the last layer isn't one value per class.
  case lastLayer(text: String, line: Int, found: SampleShape, classes: Int)
  /// Fewer than two classes.
  case tooFewClasses(Int)
  /// A layer has sizes that can't be computed with.
  case tooLarge(text: String, line: Int, what: String)
  /// The samples don't have the shape of the network's input.
  case wrongSamples(found: SampleShape, expected: SampleShape)
  /// The data doesn't have the number of classes of the network.
  case wrongClasses(found: Int, expected: Int)
  /// The samples have one class and the network tells of any number, or the other way round.
  case wrongTask(found: PredictionTask, expected: PredictionTask)
  /// The loss doesn't go with the samples; `usable` are those that do.
  case lossOfOtherTask(String, usable: [String])
  /// There are no samples.
  case noSamples
  /// A training sample without a valid class; positions count from 0.
  case unlabelled(position: Int, label: Int, classes: Int)
  /// The batch is larger than the number of samples.
  case batchTooLarge(batch: Int, samples: Int)
  /// A training option is out of range.
  case invalidOption(name: String, found: String, expected: String)
  /// The loss, a weight or a gradient became non-finite; `place` is where that was first detected, `usual`
  /// the default rate of the optimizer.
  case diverged(step: Int, rate: Double, place: String, usual: Double)
  /// The images contain non-finite values.
  case badSamples(step: Int)
  /// Interrupted before the number of steps of a time-limited training was determined.
  case stoppedWhileTiming
  /// Early stopping without a validation part.
  case patienceNeedsValidation
  /// Batch normalization over shards of one sample whose channels have one number each.
  case normalizesOneNumber(text: String, line: Int)
  /// All layers with weights are frozen.
  case allFrozen
  /// A tensor that doesn't belong to this network.
  case foreignState(tensor: String, found: String, expected: String)
  /// More memory is needed, `bytes`, than is available, `memory`.
  case noMemory(what: String, bytes: Int, memory: Int)
  /// An error of the kernels.
  case kernel(KernelError)
}
