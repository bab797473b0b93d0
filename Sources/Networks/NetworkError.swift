public import Datasets
public import Kernels

/// What can be wrong with a network, or with what it is asked to do.
@nonexhaustive
public enum NetworkError: Error, Sendable, Hashable {
  case noLayers
  case unknownLayer(name: String, line: Int)
  case unexpectedBlock(text: String, line: Int)
  /// A structure without the blocks of layers that it needs.
  case wrongBlocks(text: String, line: Int, count: Int)
  /// A line that belongs into the block of another.
  case misplaced(text: String, line: Int, owner: String)
  case secondSkip(text: String, line: Int)
  /// A value that a layer can't have: out of its limits, or missing.
  case invalidArgument(name: String, meaning: String, text: String, line: Int)
  /// A name that isn't a letter followed by letters, digits and `_`.
  case badName(String, text: String, line: Int)
  case repeatedName(String, text: String, line: Int)
  /// No layer further up has this name.
  case unknownName(String, text: String, line: Int, known: [String])
  /// A layer doesn't fit what comes before it.
  case layer(text: String, line: Int, found: String, expected: String, hint: String?)
  case lastLayer(text: String, line: Int, found: SampleShape, classes: Int)
  case tooFewClasses(Int)
  case tooLarge(text: String, line: Int, what: String)
  case wrongSamples(found: SampleShape, expected: SampleShape)
  case wrongClasses(found: Int, expected: Int)
  case noSamples
  case unlabelled(position: Int, label: Int, classes: Int)
  case batchTooLarge(batch: Int, samples: Int)
  case invalidOption(name: String, found: String, expected: String)
  /// The loss, a weight or a gradient is no finite number any more; `place` is where that was seen first.
  /// `usual` is the rate that the optimizer has where none is given.
  case diverged(step: Int, rate: Double, place: String, usual: Double)
  /// The images hold numbers that are none.
  case badSamples(step: Int)
  /// Interrupted before the number of steps of a training of limited time was known.
  case stoppedWhileTiming
  /// Early stopping has nothing to watch.
  case patienceNeedsValidation
  /// Nothing is left to learn.
  case allFrozen
  /// State that doesn't belong to this network.
  case foreignState(tensor: String, found: String, expected: String)
  /// More than this machine has.
  case noMemory(what: String, bytes: Int, memory: Int)
  case kernel(KernelError)
}
