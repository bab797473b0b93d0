public import Datasets
public import Models
internal import Tensors

/// A network to be made and trained: its layers and how it learns. The seed of its initial weights is that of
/// the options.
public struct NetworkRecipe: ModelRecipe {
  public var definition: NetworkDefinition
  public var options: TrainingOptions

  public init(definition: NetworkDefinition, options: TrainingOptions) {
    self.definition = definition
    self.options = options
  }

  public var learnsInEpochs: Bool { true }
  public var canonicalText: String {
    "network \(definition.canonicalText) \(CanonicalText.text(of: options))"
  }

  /// A network with initial weights for these samples, trained on them.
  ///
  /// - Throws: What `Network.init` and `Network.train` throw.
  public func fit(
    on samples: any SampleSource, validation: (any SampleSource)?, threads: Int,
    progress: (FittingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(NetworkError) -> Fit {
    let network = try Network(
      definition: definition, input: samples.shape, classes: samples.classes, seed: options.seed)
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
