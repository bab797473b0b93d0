public import Datasets
public import Models

/// A recipe judged by samples that it didn't learn from: fitted once for each fold, on all others.
///
/// What the preparation learns (means, deviations) it learns anew in each round, from the samples of that
/// round alone.
public struct CrossValidation: Sendable {
  /// What one round came to.
  public struct Round: Sendable {
    /// From 0.
    public let number: Int
    /// The positions that were held out, ascending.
    public let heldOut: [Int]
    /// How many samples the model learned from.
    public let learned: Int
    /// What the model said of the samples held out, in the order of `heldOut`.
    public let predictions: Predictions
    public let weightsHash: String
    /// Of the fit. Measured.
    public let seconds: Double

    public var accuracy: Double { Classification(predictions).accuracy }

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

  /// How far it is.
  public enum Progress: Sendable {
    case fitting(round: Int, FittingProgress)
    case judging(round: Int, done: Int, of: Int)
  }

  /// The rounds that were finished, at least one.
  public let rounds: [Round]
  /// How many there would have been.
  public let folds: Int

  /// Runs all rounds, or those until `shouldStop` says to stop; a round begun is then given up.
  ///
  /// - Parameters:
  ///   - data: Its training part is divided; its other parts aren't looked at.
  ///   - folds: Of the training part.
  ///   - limit: How many rounds at most.
  ///   - seed: What augmentation draws from; the recipe has a seed of its own.
  ///   - known: What a round gave before; nil runs it.
  ///   - finished: Told of each round that was run.
  /// - Returns: nil when it was stopped before a round was finished.
  /// - Throws: What the data's preparation or the family refuses.
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
    // What sees images once takes them as they are, as `train` does.
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

  // MARK: Figures

  /// The accuracy of each round.
  public var scores: [Double] { rounds.map(\.accuracy) }

  public var meanAccuracy: Double { scores.reduce(0, +) / Double(scores.count) }

  /// The standard deviation of the rounds' accuracies, over their number, as NumPy's `std` is.
  public var accuracyDeviation: Double {
    let (scores, mean) = (scores, meanAccuracy)
    return (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)).squareRoot()
  }

  /// The predictions of all rounds, each sample by the model that didn't learn from it, in the order of the
  /// samples.
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
        labels: places.map { rounds[$0.round].predictions.labels[$0.row] },
        summedLoss: rounds.reduce(0) { $0 + $1.predictions.summedLoss })
    )
  }
}
