internal import Diagnostics
internal import Evaluation
internal import Models
internal import Plotting
internal import Runtime
internal import Tensors

/// How well a model did on images, as fields and as text: what `evaluate` and `crossvalidate` tell alike.
struct EvaluationReport {
  let evaluation: EvaluationDetails
  let classification: Classification

  init(_ evaluation: EvaluationDetails) throws {
    self.evaluation = evaluation
    classification = try Classification(evaluation.predictions)
  }

  private var confusion: Confusion { classification.confusion }

  /// What a person can ask of the result, beside what the verb adds.
  static let declaredFields: [CommandDeclaration.ResultField] = [
    .init("count", "images evaluated", .number),
    .init("accuracy", "fraction of correct predictions", .number),
    .init("interval", "where the accuracy lies with 95% confidence (Wilson)", .list),
    .init("top5", "fraction whose class is among the five most probable", .number),
    .init("loss", "mean cross-entropy; not there without probabilities", .number),
    .init("macro_precision", "mean over classes; a class that is never predicted counts 0", .number),
    .init("macro_recall", "mean over classes", .number),
    .init("macro_f1", "mean over classes", .number),
    .init("weighted_precision", "mean over classes by their size", .number),
    .init("weighted_recall", "the same of the recall, which is the accuracy", .number),
    .init("weighted_f1", "mean over classes by their size", .number),
    .init("balanced_accuracy", "mean recall of classes with images", .number),
    .init("kappa", "agreement beyond chance (Cohen)", .number),
    .init("matthews", "correlation of truth and prediction", .number),
    .init("overlap", "images evaluated that the model was trained on; not there where nobody knows", .number),
    .init("precision", "one number per class", .list), .init("recall", "one number per class", .list),
    .init("f1", "one number per class", .list),
    .init("support", "images per class", .list), .init("classes", "their names", .list),
    .init("confusion", "counts, one row per true class", .list),
  ]

  var fields: [ResultRecord.Field] {
    let interval = classification.accuracyInterval
    let (macro, weighted) = (classification.macro, classification.weighted)
    let scores = classification.scores
    // Without probabilities there is no loss.
    let loss = evaluation.predictions.summedLoss / Double(classification.count)
    let overlap: [ResultRecord.Field] = evaluation.overlap.map { [.init("overlap", .integer($0))] } ?? []
    return [
      .init("count", .integer(classification.count)), .init("accuracy", .number(classification.accuracy)),
      .init("interval", .list([.number(interval.lower), .number(interval.upper)])),
      .init("top5", .number(evaluation.predictions.topAccuracy(5))),
    ] + (loss.isNaN ? [] : [.init("loss", .number(loss))]) + [
      .init("macro_precision", .number(macro.precision)), .init("macro_recall", .number(macro.recall)),
      .init("macro_f1", .number(macro.f1)), .init("weighted_precision", .number(weighted.precision)),
      .init("weighted_recall", .number(weighted.recall)), .init("weighted_f1", .number(weighted.f1)),
      .init("balanced_accuracy", .number(classification.balancedAccuracy)),
      .init("kappa", .number(classification.kappa)),
      .init("matthews", .number(classification.matthews)),
    ] + overlap + [
      .init("precision", .list(scores.map { .number($0.precision) })),
      .init("recall", .list(scores.map { .number($0.recall) })),
      .init("f1", .list(scores.map { .number($0.f1) })),
      .init("support", .list(scores.map { .integer($0.support) })),
    ] + NamedConfusion(classes: evaluation.classes, confusion: confusion).fields
  }

  // MARK: Text

  /// More classes than this are told by the weakest of them.
  private static let longestTable = 30
  private static let weakest = 10

  /// The figures of each class; of many classes those that did worst.
  var table: String {
    let occurring = classification.scores.indices.filter { !classification.unseen.contains($0) }
    var shown = occurring
    if occurring.count > Self.longestTable {
      let scores = classification.scores
      shown = Array(
        occurring.sorted { (scores[$0].f1, $0) < (scores[$1].f1, $1) }.prefix(Self.weakest))
    }
    var rows = [["class", "precision", "recall", "F1", "images"]]
    let names = EvaluationText.short(evaluation.classes, 32)
    for index in shown {
      let score = classification.scores[index]
      rows.append([
        names[index], EvaluationText.percent(score.precision),
        EvaluationText.percent(score.recall), EvaluationText.percent(score.f1), Spelling.count(score.support),
      ])
    }
    var text = Table.text(rows, rightAligned: [1, 2, 3, 4])
    if shown.count < occurring.count {
      text += "\n  the \(shown.count) weakest of \(occurring.count) classes; 'report RESULT' tells all"
    }
    return text
  }

  /// What to know about classes whose figures have nothing below their line.
  var remarks: [String] {
    func names(_ labels: [Int]) -> String { EvaluationText.listed(labels, of: evaluation.classes) }
    var remarks: [String] = []
    if !classification.neverPredicted.isEmpty {
      remarks.append("never predicted, so that precision counts 0: \(names(classification.neverPredicted))")
    }
    if !classification.absent.isEmpty {
      remarks.append("without an image here, so that recall counts 0: \(names(classification.absent))")
    }
    if !classification.unseen.isEmpty {
      remarks.append("neither seen nor predicted, left out of the means: \(names(classification.unseen))")
    }
    return remarks
  }

  /// The confusion matrix as a table, or a word on where to see it when it is too wide.
  func matrix(_ shell: Shell) -> String {
    let plot = ConfusionMatrix(title: "", classes: evaluation.classes, counts: confusion.counts)
    guard shell.shows(plot), let text = try? shell.text(plot) else {
      return
        "the confusion matrix is too wide for this terminal; 'plot confusion of RESULT to \"matrix.png\"' "
        + "draws it"
    }
    return text
  }

  /// The most frequent mistakes, a line each; none where all is right.
  var confusions: String? {
    let pairs = confusion.mostConfused(limit: 5)
    if pairs.isEmpty { return nil }
    let isNarrow = Table.room.map { $0 < 60 } ?? false
    let names = EvaluationText.short(evaluation.classes, isNarrow ? 11 : 24)
    let rows = pairs.map { pair in
      // In few columns, as the plot of the matrix lists them there.
      guard !isNarrow else {
        return [
          "\(names[pair.truth]) → \(names[pair.predicted])", Spelling.count(pair.count),
          EvaluationText.percent(pair.share),
        ]
      }
      return [
        names[pair.truth], "taken for",
        names[pair.predicted], Spelling.count(pair.count),
        "\(EvaluationText.percent(pair.share)) of its images",
      ]
    }
    return "most confused\n" + Table.text(rows, rightAligned: isNarrow ? [1, 2] : [3], hasHead: false)
  }
}

/// Words that several verbs share.
enum EvaluationText {
  /// What the accuracy is called on the screen: for label sets it is the fraction of images with all labels
  /// right, the field `subset_accuracy`.
  static func accuracyName(isOfLabelSets: Bool) -> String {
    isOfLabelSets ? "all labels right" : "accuracy"
  }

  /// A loss; a dash where there is none, since the model gives no probabilities.
  static func loss(_ loss: Double) -> String { loss.isNaN ? "–" : Spelling.rounded(loss) }

  /// A name cut to a number of characters.
  static func short(_ name: String, _ limit: Int) -> String {
    name.count <= limit ? name : name.prefix(limit - 1) + "…"
  }

  /// Names cut to a number of characters so that different ones stay different.
  static func short(_ names: [String], _ limit: Int) -> [String] { PlainText.apart(names, to: limit) }

  /// The names of classes, eight at most.
  static func listed(_ labels: [Int], of classes: [String]) -> String {
    labels.prefix(8).map { SafeText.text(classes[$0]) }.joined(separator: ", ")
      + (labels.count > 8 ? " and \(labels.count - 8) more" : "")
  }

  /// A share with two digits, so that those of a column stand below each other: `83.70%`. Almost all isn't
  /// all; but what only rounding keeps from it is.
  static func percent(_ share: Double) -> String {
    let whole = share >= 1 - 1e-12 ? 10_000 : min(Int(saturating: (share * 10_000).rounded()), 9999)
    let rest = String(whole % 100)
    return "\(whole / 100).\(rest.count == 1 ? "0" : "")\(rest)%"
  }

  /// `91.23% (90.66% to 91.77%)`.
  static func accuracy(correct: Int, of count: Int) -> String {
    let interval = WilsonInterval(of: correct, among: count)
    return
      "\(percent(Double(correct) / Double(count))) (\(percent(interval.lower)) to \(percent(interval.upper)))"
  }
}
