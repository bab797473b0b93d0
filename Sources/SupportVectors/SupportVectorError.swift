public import Datasets
public import Kernels

/// What can be wrong with a support vector machine, or with what it is asked to do.
@nonexhaustive
public enum SupportVectorError: Error, Sendable, Hashable {
  case invalidOption(name: String, found: String, expected: String)
  case restNeedsLinear(kernel: KernelKind)
  case noSamples
  case oneClass(present: Int, classes: Int)
  case unlabelled(position: Int, label: Int, classes: Int)
  case wrongSamples(found: SampleShape, expected: SampleShape)
  case wrongClasses(found: Int, expected: Int)
  case weightCount(found: Int, classes: Int)
  case notFinite(position: Int, feature: Int)
  /// A number of the machine itself is none that could be written or shown.
  case overflow(of: String)
  case constantFeatures
  /// Kernel values that no float holds.
  case kernelOverflow(largest: Double)
  case smallCache(megabytes: Int, needed: Int)
  case noMemory(what: String, bytes: Int, memory: Int)
  case tooSmallForHOG(shape: SampleShape, needed: Int)
  case tooManyComponents(found: Int, limit: Int)
  case tooManyFeatures(what: String, found: Int, limit: Int)
  case decomposition(status: Int)
  /// State that doesn't belong to a machine.
  case foreignState(name: String, found: String, expected: String)
  /// A machine that LIBSVM's files can't hold.
  case noLIBSVMForm
  /// A LIBSVM file that says what it can't.
  case damagedLIBSVM(line: Int, reason: String)
  case tooWideLIBSVM(features: Int, shape: SampleShape)
  /// It was asked to stop.
  case stopped
  case kernel(KernelError)
}
