internal import Evaluation
internal import Models
internal import Runtime

/// What `compare` finds out, as fields.
extension CompareVerb {
  static func result(_ models: [ComparedModel], _ pairs: [Pair]) -> ResultRecord {
    var best = models[0]
    for other in models where other.classification.accuracy > best.classification.accuracy { best = other }
    var fields: [ResultRecord.Field] = [
      .init("count", .integer(best.classification.count)), .init("best", .text(best.name)),
      .init("accuracy", .number(best.classification.accuracy)),
    ]
    if pairs.count == 1 { fields.append(.init("p", .number(pairs[0].test.exact))) }
    fields.append(.init("models", .rows(models.map(row))))
    fields.append(.init("pairs", .rows(pairs.map { row($0, isAdjusted: pairs.count > 1) })))
    let text = [table(pairs)] + pairs.map { verdict($0) }
    return result(models.map(\.contender), fields, figures: figures(models), text)
  }

  /// - Parameters:
  ///   - figures: The table of how each model did.
  ///   - tests: What the tests say.
  static func result(
    _ contenders: [Contender], _ fields: [ResultRecord.Field], figures: String, _ tests: [String]
  ) -> ResultRecord {
    let count = contenders[0].count
    var lines = [
      "on \(contenders[0].evaluation.place), \(Spelling.count(count)) images", figures, costs(contenders),
    ]
    lines += tests
    lines += contenders.filter { $0.evaluation.overlap == nil }.map { "  " + TrainedImages.unknown($0.name) }
    var result = ResultRecord(fields, display: lines.joined(separator: "\n"))
    result.tell(
      contenders.map { contender in
        TrainedImages.warning(overlap: contender.evaluation.overlap, of: count, model: contender.name)
      })
    return result
  }

  private static func row(_ model: ComparedModel) -> [ResultRecord.Field] {
    [
      .init("model", .text(model.name)), .init("accuracy", .number(model.classification.accuracy)),
      .init("lower", .number(model.interval.lower)), .init("upper", .number(model.interval.upper)),
      .init("macro_f1", .number(model.classification.macro.f1)),
    ] + row(model.contender)
  }

  /// What is told of any model.
  static func row(_ contender: Contender) -> [ResultRecord.Field] {
    var row: [ResultRecord.Field] = []
    if let overlap = contender.evaluation.overlap { row.append(.init("overlap", .integer(overlap))) }
    // Without probabilities there is no loss.
    if !contender.loss.isNaN { row.append(.init("loss", .number(contender.loss))) }
    if let size = contender.size { row.append(size) }
    if let seconds = contender.trainingSeconds {
      row.append(.init("seconds", .number(seconds), measured: true))
    }
    row.append(.init("prediction_seconds", .number(contender.evaluation.seconds), measured: true))
    return row
  }

  static func row(_ pair: Pair, isAdjusted: Bool) -> [ResultRecord.Field] {
    [
      .init("first", .text(pair.first)), .init("second", .text(pair.second)),
      .init("only_first", .integer(pair.test.onlyFirst)),
      .init("only_second", .integer(pair.test.onlySecond)),
      .init("p", .number(pair.test.exact)), .init("chi_square", .number(pair.test.statistic)),
      .init("p_chi_square", .number(pair.test.corrected)),
    ] + (isAdjusted ? [.init("p_adjusted", .number(pair.adjusted))] : [])
  }
}
