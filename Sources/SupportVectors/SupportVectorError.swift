public import Datasets
public import Kernels

/// Why a support vector machine can't be fitted, used or saved. `SupportVectorError+Diagnostics.swift` has
/// the wording.
@nonexhaustive
public enum SupportVectorError: Error, Sendable, Hashable {
  /// A value of the definition is out of range.
  case invalidOption(name: String, found: String, expected: String)
  /// One-vs-rest with a kernel that isn't linear.
  case restNeedsLinear(kernel: KernelKind)
  /// There are no samples.
  case noSamples
  /// Fewer than two classes have samples; `present` is their number.
  case oneClass(present: Int, classes: Int)
  /// A training sample without a valid class; positions count from 0.
  case unlabelled(position: Int, label: Int, classes: Int)
  /// The samples don't have the shape of the training samples.
  case wrongSamples(found: SampleShape, expected: SampleShape)
  /// The data doesn't have the number of classes of the machine.
  case wrongClasses(found: Int, expected: Int)
  /// The number of class weights isn't the number of classes.
  case weightCount(found: Int, classes: Int)
  /// A feature of a sample is NaN or infinite.
  case notFinite(position: Int, feature: Int)
  /// A value of the fitted machine isn't finite.
  case overflow(of: String)
  /// All samples have the same features.
  case constantFeatures
  /// Kernel values exceed the range of floats.
  case kernelOverflow(largest: Double)
  /// The kernel cache is too small for one step, which needs `needed` megabytes.
  case smallCache(megabytes: Int, needed: Int)
  /// More memory is needed, `bytes`, than the machine has, `memory`.
  case noMemory(what: String, bytes: Int, memory: Int)
  /// The images are smaller than a block of HOG cells of `needed` pixels per side.
  case tooSmallForHOG(shape: SampleShape, needed: Int)
  /// More principal components than features or samples.
  case tooManyComponents(found: Int, limit: Int)
  /// More features than `what` supports.
  case tooManyFeatures(what: String, found: Int, limit: Int)
  /// LAPACK failed to find the principal components; its status.
  case decomposition(status: Int)
  /// A tensor that doesn't belong to a support vector machine.
  case foreignState(name: String, found: String, expected: String)
  /// The machine can't be written in LIBSVM's format.
  case noLIBSVMForm
  /// A LIBSVM file is invalid; lines count from 1.
  case damagedLIBSVM(line: Int, reason: String)
  /// A LIBSVM file has more features than images of this shape.
  case tooWideLIBSVM(features: Int, shape: SampleShape)
  /// Stopped by `shouldStop`.
  case stopped
  /// An error of the kernels.
  case kernel(KernelError)
}
