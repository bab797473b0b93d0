public import Datasets
internal import Declarations

/// A trained classifier of any family: a neural network, a support vector machine.
///
/// Errors thrown by its methods are `ExplainedError`s of the family. No result depends on the number of
/// threads.
public protocol Model: AnyObject, Sendable {
  /// The shape of its input samples.
  var input: SampleShape { get }
  /// The number of classes.
  var classes: Int { get }
  /// What it tells of samples.
  var task: PredictionTask { get }
  /// `sha256:` and 64 hexadecimal digits over all learned values, in the order of `tensors()`.
  var weightsHash: String { get }
  /// All learned values, under unique names. Restoring a model from them is specific to the family.
  func tensors() -> [NamedTensor]
  /// Predicts the class probabilities of samples, in order.
  ///
  /// - Parameters:
  ///   - source: Samples of the shape `input`.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - progress: Called with the number of samples done.
  ///   - shouldStop: Polled several times per second; true stops the prediction.
  /// - Returns: nil when stopped.
  func predict(
    _ source: any SampleSource, threads: Int, progress: (Int) -> Void, shouldStop: () -> Bool
  ) throws -> Predictions?
}

/// An untrained model: the layers of a network, or the kernel and the penalty of a support vector machine.
public protocol ModelDefinition: Sendable, Hashable {}

extension ModelDefinition {
  /// Whether two definitions, of any family, are the same.
  public func isEqual(to other: any ModelDefinition) -> Bool { (other as? Self) == self }
}

/// Everything that determines a trained model besides the data: its definition, training options and seed.
/// The same recipe on the same samples gives identical bits. Cross-validation and sweeps know models of all
/// families by their recipes.
public protocol ModelRecipe: Sendable {
  /// Whether training takes several passes over the samples, so that augmentation is useful.
  var learnsInEpochs: Bool { get }
  /// A text of all settings in a normalized form: recipes of equal text give identical bits on the same
  /// samples.
  var canonicalText: String { get }
  /// Fits a new model.
  ///
  /// - Parameters:
  ///   - samples: The training samples.
  ///   - validation: Samples to monitor training with, if the family does so; never trained on.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - progress: Called several times per second.
  ///   - shouldStop: Polled often enough to stop within a second; true stops the fit.
  /// - Throws: An `ExplainedError` of the family.
  func fit(
    on samples: any SampleSource, validation: (any SampleSource)?, threads: Int,
    progress: (FittingProgress) -> Void,
    shouldStop: () -> Bool
  ) throws -> Fit
}

/// The result of fitting a recipe.
public struct Fit: Sendable {
  /// The trained model.
  public let model: any Model
  /// One record per epoch; empty for families without epochs.
  public let history: [EpochRecord]
  /// The measured training time.
  public let seconds: Double
  /// The step at which `shouldStop` stopped the fit; nil when it was completed.
  public let stoppedAtStep: Int?

  /// A result with these values.
  public init(model: any Model, history: [EpochRecord] = [], seconds: Double, stoppedAtStep: Int? = nil) {
    self.model = model
    self.history = history
    self.seconds = seconds
    self.stoppedAtStep = stoppedAtStep
  }
}
