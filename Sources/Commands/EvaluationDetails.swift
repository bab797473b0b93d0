internal import Datasets
internal import Evaluation
internal import Models
internal import Runtime

/// What a model said of images: kept with the result of `evaluate` and `crossvalidate`, for `show` and
/// `plot`.
struct EvaluationDetails: Sendable {
  /// The model's name.
  let model: String
  /// What was evaluated, as it is typed: `fashion.test`.
  let place: String
  let classes: [String]
  let predictions: Predictions
  /// The images, in the order of the predictions.
  let images: Part
  /// How many of the images the model was trained on; nil where nobody knows.
  let overlap: Int?
  /// How long it took to say it. Measured.
  let seconds: Double
  /// Of label sets, by class: the probability from which on an image counts as showing the class.
  var thresholds: [Float]

  init(
    model: String, place: String, classes: [String], predictions: Predictions, images: Part, overlap: Int?,
    seconds: Double = 0, thresholds: [Float] = []
  ) {
    self.model = model
    self.place = place
    self.classes = classes
    self.predictions = predictions
    self.images = images
    self.overlap = overlap
    self.seconds = seconds
    self.thresholds = thresholds
  }

  /// What a result carries; nil for results of other commands, and for those of a session that was taken up
  /// again.
  init?(of result: ResultRecord) {
    guard let evaluation = result.details?.value as? EvaluationDetails else { return nil }
    self = evaluation
  }
}

/// A confusion matrix with the names of its classes, as results hold it.
struct NamedConfusion {
  let classes: [String]
  let confusion: Confusion

  /// What a result carries in its fields `classes` and `confusion`, or nil.
  init?(of result: ResultRecord) {
    guard case .list(let rows) = result["confusion"]?.value else { return nil }
    let classes = result.texts("classes")
    let counts = rows.map { row -> [Int] in
      guard case .list(let numbers) = row else { return [] }
      return numbers.compactMap { if case .integer(let number) = $0 { number } else { nil } }
    }
    guard !classes.isEmpty, counts.count == classes.count, counts.allSatisfy({ $0.count == classes.count })
    else { return nil }
    guard let confusion = try? Confusion(counts: counts) else { return nil }
    self.classes = classes
    self.confusion = confusion
  }

  init(classes: [String], confusion: Confusion) {
    self.classes = classes
    self.confusion = confusion
  }

  /// The fields that bring it back.
  var fields: [ResultRecord.Field] {
    [
      .init("classes", .list(classes.map { .text($0) })),
      .init("confusion", .list(confusion.counts.map { .list($0.map { .integer($0) }) })),
    ]
  }
}
