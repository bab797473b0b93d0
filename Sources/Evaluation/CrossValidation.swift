public import Datasets
public import Models

/// k-fold cross-validation of a recipe: one fit per fold, on all other folds.
///
/// The preparation is fitted anew in each round, on the training samples of that round only.
public struct CrossValidation: Sendable {
  /// The result of one round.
  public struct Round: Sendable {
    /// The round, from 0.
    public let number: Int
    /// The positions of the held-out samples, ascending.
    public let heldOut: [Int]
    /// The number of training samples.
    public let learned: Int
    /// The predictions for the held-out samples, in the order of `heldOut`.
    public let predictions: Predictions
    /// The `Model.weightsHash` of the fitted model.
    public let weightsHash: String
    /// The measured fitting time.
    public let seconds: Double

    /// The fraction of correct predictions on the held-out samples; NaN where their classes are unknown.
    public var accuracy: Double { (try? Classification(predictions))?.accuracy ?? .nan }

    /// A round with these values.
    public init(
      number: Int, heldOut: [Int], learned: Int, predictions: Predictions, weightsHash: String,
      seconds: Double
    ) {
      self.number = number
      self.heldOut = heldOut
      self.learned = learned
      self.predictions = predictions
      self.weightsHash = weightsHash
      self.seconds = seconds
    }
  }

  /// The progress of a round.
  public enum Progress: Sendable {
    /// Fitting on the training samples; rounds count from 0.
    case fitting(round: Int, FittingProgress)
    /// Predicting the held-out samples, of which `done` are done.
    case judging(round: Int, done: Int, of: Int)
  }

  /// The completed rounds, at least one.
  public let rounds: [Round]
  /// The number of folds, whether or not all rounds were completed.
  public let folds: Int

  /// Runs the rounds until `shouldStop` returns true; the unfinished round is discarded.
  ///
  /// - Parameters:
  ///   - recipe: What to fit.
  ///   - data: The data set; only its training part is used.
  ///   - folds: The folds of the training part.
  ///   - limit: The maximum number of rounds; nil runs all.
  ///   - seed: The seed of augmentation; the recipe has its own.
  ///   - threads: The number of threads; it doesn't affect the result.
  ///   - progress: Called several times per second.
  ///   - known: The stored result of a round; nil runs it.
  ///   - finished: Called with each round that was run.
  ///   - shouldStop: Polled often; true stops.
  /// - Returns: nil when stopped before a round was completed.
  /// - Throws: `DataError` of the preparation, or an error of the model's family.
  public init?(
    _ recipe: any ModelRecipe, on data: DataSet, folds: Folds, limit: Int? = nil, seed: UInt64, threads: Int,
    progress: (Progress) -> Void = { _ in },
    known: (_ number: Int) -> Round? = { _ in nil }, finished: (Round) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws {
    var rounds: [Round] = []
    for number in 0..<min(limit ?? folds.count, folds.count) {
      if let round = known(number) {
        rounds.append(round)
        continue
      }
      guard
        let round = try Self.round(
          number, recipe, on: data, folds: folds, seed: seed, threads: threads, progress: progress,
          shouldStop: shouldStop)
      else { break }
      finished(round)
      rounds.append(round)
    }
    if rounds.isEmpty { return nil }
    self.rounds = rounds
    self.folds = folds.count
  }

  private static func round(
    _ number: Int, _ recipe: any ModelRecipe, on data: DataSet, folds: Folds, seed: UInt64, threads: Int,
    progress: (Progress) -> Void, shouldStop: () -> Bool
  ) throws -> Round? {
    let learned = folds.learned(number)
    let heldOut = folds.heldOut(number)
    var own = data
    own.train = data.train.selecting(learned)
    // Models that don't learn in epochs get images without augmentation, as in `train`.
    let samples = try own.source(.train, training: recipe.learnsInEpochs, seed: seed)
    let fit = try recipe.fit(
      on: samples, validation: nil, threads: threads, progress: { progress(.fitting(round: number, $0)) },
      shouldStop: shouldStop)
    if fit.stoppedAtStep != nil { return nil }
    let evaluated = try own.fittedPreparation().source(
      of: data.train.selecting(heldOut), classes: data.classes.count)
    let predictions = try fit.model.predict(
      evaluated, threads: threads,
      progress: { progress(.judging(round: number, done: $0, of: heldOut.count)) },
      shouldStop: shouldStop)
    guard let predictions else { return nil }
    return Round(
      number: number, heldOut: heldOut, learned: learned.count, predictions: predictions,
      weightsHash: fit.model.weightsHash,
      seconds: fit.seconds)
  }

  private static func truth(_ places: [(predictions: Predictions, row: Int)]) -> Targets {
    guard let classes = places.first?.predictions.labelSets?.classes else {
      return .classes(places.map { $0.predictions.truth.label($0.row) })
    }
    return .labelSets(
      LabelSets(places.map { $0.predictions.labelSets?[$0.row] ?? [] }, classes: classes))
  }

  // MARK: Metrics

  /// The accuracy of each round.
  public var scores: [Double] { rounds.map(\.accuracy) }

  /// The mean accuracy of the rounds.
  public var meanAccuracy: Double { scores.reduce(0, +) / Double(scores.count) }

  /// The population standard deviation of the accuracies (ddof = 0), as NumPy's `std`.
  public var accuracyDeviation: Double {
    let (scores, mean) = (scores, meanAccuracy)
    return (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)).squareRoot()
  }

  /// The out-of-fold predictions of all rounds, in the order of the samples.
  public var outOfFold: (positions: [Int], predictions: Predictions) {
    let classes = rounds[0].predictions.classes
    var places: [(position: Int, round: Int, row: Int)] = []
    for (index, round) in rounds.enumerated() {
      for (row, position) in round.heldOut.enumerated() { places.append((position, index, row)) }
    }
    places.sort { $0.position < $1.position }
    var probabilities: [Float] = []
    probabilities.reserveCapacity(places.count * classes)
    for place in places {
      probabilities +=
        rounds[place.round].predictions.probabilities[place.row * classes..<(place.row + 1) * classes]
    }
    return (
      places.map(\.position),
      Predictions(
        classes: classes, probabilities: probabilities,
        truth: Self.truth(places.map { (rounds[$0.round].predictions, $0.row) }),
        summedLoss: rounds.reduce(0) { $0 + $1.predictions.summedLoss })
    )
  }
}
