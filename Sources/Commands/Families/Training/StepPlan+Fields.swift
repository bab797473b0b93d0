internal import Networks
internal import Runtime

/// The plan of a training of limited time, as its result has it.
extension StepPlan {
  /// The number at the end.
  static let stepsField = "planned_steps"
  /// What was planned first and each revision, as pairs; absent where there was none.
  static let revisionsField = "plan"

  var fields: [ResultRecord.Field] {
    let end = ResultRecord.Field(Self.stepsField, .integer(total))
    guard !revisions.isEmpty else { return [end] }
    let pairs = [(0, first)] + revisions.map { ($0.step, $0.total) }
    return [end, .init(Self.revisionsField, .list(pairs.map { .list([.integer($0.0), .integer($0.1)]) }))]
  }

  /// The plan that fields tell, as a result has them or a record; nil where they tell none.
  init?(_ fields: [ResultRecord.Field]) {
    func value(_ name: String) -> ResultValue? { fields.first { $0.name == name }?.value }
    guard let steps = value(Self.stepsField).flatMap(Self.number) else { return nil }
    guard case .list(let items)? = value(Self.revisionsField) else {
      self.init(first: steps)
      return
    }
    var pairs = items.compactMap { item -> (step: Int, total: Int)? in
      guard case .list(let pair) = item, pair.count == 2, let step = Self.number(pair[0]),
        let total = Self.number(pair[1])
      else { return nil }
      return (step, total)
    }
    guard let first = pairs.first, first.step == 0 else { return nil }
    pairs.removeFirst()
    self.init(first: first.total, revisions: pairs.map { Revision(step: $0.step, total: $0.total) })
  }

  private static func number(_ value: ResultValue) -> Int? {
    switch value {
    case .integer(let number): number
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }
}
