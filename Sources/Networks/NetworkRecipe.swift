public import Datasets
internal import Declarations
public import Models

/// A network to build and train: layers and training options, whose seed also initializes the weights.
public struct NetworkRecipe: ModelRecipe {
  /// The layers.
  public var definition: NetworkDefinition
  /// The training options.
  public var options: TrainingOptions

  /// A recipe of these layers and options.
  public init(definition: NetworkDefinition, options: TrainingOptions) {
    self.definition = definition
    self.options = options
  }

  public var learnsInEpochs: Bool { true }
  public var canonicalText: String {
    "network \(definition.canonicalText) \(CanonicalText.text(of: options))"
  }

  /// Builds a network for the samples and trains it.
  ///
  /// - Returns: A fit whose model is a `Network`.
  /// - Throws: What `Network.init` and `Network.train` throw.
  public func fit(
    on samples: any SampleSource, validation: (any SampleSource)?, threads: Int,
    progress: (FittingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(NetworkError) -> Fit {
    let network = try Network(
      definition: definition, input: samples.shape, classes: samples.classes, task: samples.task,
      seed: options.seed)
    let outcome = try network.train(
      on: samples, validation: validation, options: options, threads: threads,
      progress: { progress(.epochs($0)) },
      shouldStop: shouldStop)
    return Fit(
      model: network, history: outcome.history, seconds: outcome.seconds,
      // The end of limited time is no stop.
      stoppedAtStep: outcome.stoppedAtStep == outcome.plannedSteps ? nil : outcome.stoppedAtStep)
  }
}
