internal import Datasets
internal import Evaluation
internal import Models
internal import Runtime

/// How well a model did on images with label sets, as fields and as text: what `evaluate` and `crossvalidate`
/// tell alike.
struct MultilabelFigures {
  let evaluation: EvaluationDetails
  let report: MultilabelReport
  let ranking: MultilabelRanking
  /// The classes that images are said to show, by the thresholds.
  let predicted: LabelSets

  /// The field by which such a result is known.
  static let mark = "hamming"

  /// - Precondition: The images have label sets.
  init(_ evaluation: EvaluationDetails) throws {
    let predictions = evaluation.predictions
    guard let truth = predictions.labelSets else {
      preconditionFailure("the images of \(evaluation.place) have one class each")
    }
    self.evaluation = evaluation
    predicted = try .predicted(scores: predictions.probabilities, thresholds: evaluation.thresholds)
    report = try MultilabelReport(truth: truth, predicted: predicted)
    ranking = try MultilabelRanking(truth: truth, scores: predictions.probabilities)
  }

  /// What a person can ask of the result besides what results of one class have too.
  static let declaredFields: [CommandDeclaration.ResultField] = [
    .init(
      "macro_ap", "of label sets: mean over the classes of their average precision (mAP)", .number),
    .init("micro_ap", "of label sets: average precision of all classes in one ranking", .number),
    .init(mark, "of label sets: share of all answers, one a class and image, that are wrong", .number),
    .init("subset_accuracy", "of label sets: fraction of images with all labels right", .number),
    .init("jaccard", "of label sets: mean over images of classes in both sets by those in either", .number),
    .init("micro_precision", "of label sets: over all classes at once", .number),
    .init("micro_recall", "of label sets: over all classes at once", .number),
    .init("micro_f1", "of label sets: over all classes at once", .number),
    .init("samples_precision", "of label sets: mean over images", .number),
    .init("samples_recall", "of label sets: mean over images", .number),
    .init("samples_f1", "of label sets: mean over images of the F1 of their classes", .number),
    .init("average_precision", "of label sets: one number per class, none for a class without images", .list),
    .init("thresholds", "of label sets: the probability from which on a class is said to be there", .list),
  ]

  /// The fields of results of one class that these have too.
  static let sharedFields: Set<String> = [
    "count", "loss", "macro_precision", "macro_recall", "macro_f1", "weighted_precision", "weighted_recall",
    "weighted_f1", "overlap", "precision", "recall", "f1", "support", "classes",
  ]

  var fields: [ResultRecord.Field] {
    let (macro, micro, weighted) = (report.macro, report.micro, report.weighted)
    let loss = evaluation.predictions.summedLoss / Double(report.count)
    let overlap: [ResultRecord.Field] = evaluation.overlap.map { [.init("overlap", .integer($0))] } ?? []
    let precisions: [(String, Double?)] = [
      ("macro_ap", ranking.macroAveragePrecision), ("micro_ap", ranking.microAveragePrecision),
    ]
    return [.init("count", .integer(report.count))]
      + precisions.compactMap { name, value in value.map { .init(name, .number($0)) } }
      + (loss.isNaN ? [] : [.init("loss", .number(loss))]) + [
        .init(Self.mark, .number(report.hammingLoss)),
        .init("subset_accuracy", .number(report.subsetAccuracy)),
        .init("jaccard", .number(report.samplesJaccard)),
        .init("micro_precision", .number(micro.precision)), .init("micro_recall", .number(micro.recall)),
        .init("micro_f1", .number(micro.f1)),
        .init("samples_precision", .number(report.samples.precision)),
        .init("samples_recall", .number(report.samples.recall)),
        .init("samples_f1", .number(report.samples.f1)),
        .init("macro_precision", .number(macro.precision)), .init("macro_recall", .number(macro.recall)),
        .init("macro_f1", .number(macro.f1)), .init("weighted_precision", .number(weighted.precision)),
        .init("weighted_recall", .number(weighted.recall)), .init("weighted_f1", .number(weighted.f1)),
      ] + overlap + [
        .init("precision", .list(report.scores.map { .number($0.precision) })),
        .init("recall", .list(report.scores.map { .number($0.recall) })),
        .init("f1", .list(report.scores.map { .number($0.f1) })),
        .init("average_precision", .list(ranking.averagePrecisions.map { .number($0 ?? .nan) })),
        .init("support", .list(report.scores.map { .integer($0.support) })),
        .init("thresholds", .list(evaluation.thresholds.map { .number(Double($0)) })),
        .init("classes", .list(evaluation.classes.map { .text($0) })),
      ]
  }

  // MARK: Text

  /// More classes than this are told by the weakest of them.
  private static let longestTable = 30
  private static let weakest = 10

  /// The figures in one line.
  var summary: String {
    let loss = evaluation.predictions.summedLoss / Double(report.count)
    return "macro AP \(Self.percent(ranking.macroAveragePrecision)), "
      + "micro F1 \(EvaluationText.percent(report.micro.f1)), "
      + "macro F1 \(EvaluationText.percent(report.macro.f1)), "
      + "Hamming loss \(EvaluationText.percent(report.hammingLoss)), "
      + "\(EvaluationText.accuracyName(isOfLabelSets: true)) \(EvaluationText.percent(report.subsetAccuracy))"
      + (loss.isNaN ? "" : ", loss \(EvaluationText.loss(loss))")
  }

  /// The figures of each class; of many classes those that did worst.
  var table: String {
    let precisions = ranking.averagePrecisions
    let all = Array(report.scores.indices)
    let shown =
      all.count <= Self.longestTable
      ? all : Array(all.sorted { (precisions[$0] ?? 2, $0) < (precisions[$1] ?? 2, $1) }.prefix(Self.weakest))
    let names = EvaluationText.short(evaluation.classes, 32)
    var rows = [["class", "AP", "precision", "recall", "F1", "threshold", "images"]]
    for index in shown {
      let score = report.scores[index]
      rows.append([
        names[index], Self.percent(precisions[index]), EvaluationText.percent(score.precision),
        EvaluationText.percent(score.recall), EvaluationText.percent(score.f1),
        EvaluationText.percent(Double(evaluation.thresholds[index])), Spelling.count(score.support),
      ])
    }
    var text = Table.text(rows, rightAligned: [1, 2, 3, 4, 5, 6])
    if shown.count < all.count {
      text += "\n  the \(shown.count) weakest of \(all.count) classes; 'report RESULT' tells all"
    }
    return text
  }

  /// What to know about classes whose figures have nothing below their line.
  var remarks: [String] {
    func names(_ labels: [Int]) -> String { EvaluationText.listed(labels, of: evaluation.classes) }
    var remarks: [String] = []
    if !report.neverPredicted.isEmpty {
      remarks.append("never predicted, so that precision counts 0: \(names(report.neverPredicted))")
    }
    if !ranking.withoutPositives.isEmpty {
      remarks.append("without an image here, so that there is no AP: \(names(ranking.withoutPositives))")
    }
    return remarks
  }

  static func percent(_ share: Double?) -> String { share.map(EvaluationText.percent) ?? "–" }
}
