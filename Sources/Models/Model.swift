public import Datasets

/// A model that has learned, whatever its family: a network with its weights, a machine with its support
/// vectors.
///
/// Errors that its functions throw are `ExplainedError`s of the family. Nothing that it computes depends on
/// the number of threads.
public protocol Model: AnyObject, Sendable {
  /// The shape of the samples that it judges.
  var input: SampleShape { get }
  var classes: Int { get }
  /// `sha256:` and 64 hexadecimal digits: of all numbers that it learned, in the order of `tensors()`.
  var weightsHash: String { get }
  /// All numbers that it learned, each under a name of its own. What makes a model of them again is the
  /// family's own.
  func tensors() -> [NamedTensor]
  /// What it says of samples, in order.
  ///
  /// - Parameters:
  ///   - progress: Gets how many samples are done.
  ///   - shouldStop: Looked at a few times a second.
  /// - Returns: nil when it was stopped.
  func predict(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void, shouldStop: () -> Bool
  ) throws -> Predictions?
}

/// What a model is before it has seen data: the layers of a network, the kernel and penalty of a support
/// vector machine.
public protocol ModelDefinition: Sendable, Hashable {}

extension ModelDefinition {
  /// Whether two definitions, of any family, say the same.
  public func isEqual(to other: any ModelDefinition) -> Bool { (other as? Self) == self }
}

/// All that a new model takes besides data: its definition, how it is trained, and the seed. Fitting one
/// recipe on the same samples gives the same bits. Cross-validation and sweeps know models of every family by
/// their recipes.
public protocol ModelRecipe: Sendable {
  /// Whether it sees the samples again and again, so that augmenting them makes sense; else it sees each
  /// once, as it is.
  var learnsInEpochs: Bool { get }
  /// All that it says, however it was typed: recipes with the same text give the same bits on the same
  /// samples.
  var canonicalText: String { get }
  /// A new model, fitted on samples.
  ///
  /// - Parameters:
  ///   - validation: What the family may judge its progress on; it never learns from it.
  ///   - progress: Called a few times a second.
  ///   - shouldStop: Looked at often enough that a stop takes less than a second.
  /// - Throws: An `ExplainedError` of the family.
  func fit(
    on samples: any SampleSource, validation: (any SampleSource)?, threads: Int,
    progress: (FittingProgress) -> Void,
    shouldStop: () -> Bool
  ) throws -> Fit
}

/// What fitting a recipe gave.
public struct Fit: Sendable {
  public let model: any Model
  /// A record an epoch; empty where a family has no epochs.
  public let history: [EpochRecord]
  /// Measured.
  public let seconds: Double
  /// Where it was stopped by `shouldStop`; nil where it went to its end.
  public let stoppedAtStep: Int?

  public init(model: any Model, history: [EpochRecord] = [], seconds: Double, stoppedAtStep: Int? = nil) {
    self.model = model
    self.history = history
    self.seconds = seconds
    self.stoppedAtStep = stoppedAtStep
  }
}
