/// Where two runs of a training went apart, as far as the fingerprints of layers tell that the record holds
/// at growing distances.
public struct TrainingDivergence: Sendable, Hashable {
  /// The last step whose weights were the same in all layers; nil when the weights differed before the first
  /// step.
  public let lastSame: Int?
  /// The first step whose weights weren't; of two neighbouring entries of the record the later one.
  public let firstDifferent: Int
  /// The epoch of the step behind `lastSame`, from 1, over this training; nil when the record doesn't tell.
  public let epoch: Int?
  /// The first layer, in order, that isn't the same: `3.conv`.
  public let layer: String

  /// `it parts between step 5 and step 8 (epoch 1), first in layer 3.conv`
  public var message: String {
    let place = "first in layer \(layer)"
    guard let lastSame else { return "the weights that it began from are others already, \(place)" }
    let first = lastSame + 1
    let steps =
      first == firstDifferent ? "at step \(first)" : "between step \(first) and step \(firstDifferent)"
    return "the weights part \(steps)" + (epoch.map { " (epoch \($0))" } ?? "") + ", \(place)"
  }
}

extension TrainingDivergence {
  static let rowName = "step"
  static let fieldName = "layers"

  /// What the rows of a comparison tell; nil when no weights differ.
  init?(_ fields: [FieldComparison], stepsPerEpoch: Int?) {
    var lastSame: Int?
    for field in fields where field.field == Self.fieldName {
      guard let row = field.row, row.hasPrefix(Self.rowName + " "),
        let step = Int(row.dropFirst(Self.rowName.count + 1))
      else {
        continue
      }
      if field.verdict == .same && !field.isUnevaluated {
        lastSame = step
        continue
      }
      guard case .list(let recorded) = field.recorded.flatMap(RecordedValue.init),
        case .list(let found) = field.found.flatMap(RecordedValue.init)
      else { return nil }
      let pairs = zip(recorded, found)
      guard case .text(let name) = pairs.first(where: { !$0.isSame(as: $1) })?.0 ?? recorded.first else {
        return nil
      }
      self.lastSame = lastSame
      firstDifferent = step
      epoch = stepsPerEpoch.map { (lastSame ?? 0) / max($0, 1) + 1 }
      layer = name.lastIndex(of: ":").map { String(name[..<$0]) } ?? name
      return
    }
    return nil
  }
}

extension EntryComparison {
  /// Where a training went apart; nil where its weights are the same, or no weights were recorded.
  public var divergence: TrainingDivergence? { TrainingDivergence(fields, stepsPerEpoch: stepsPerEpoch) }

  /// As far as the recorded counts tell: all epochs but the last one have this many steps.
  private var stepsPerEpoch: Int? {
    func count(_ name: String) -> Int? {
      guard
        case .number(let number) = fields.last(where: { $0.row == nil && $0.field == name })?.recorded
          .flatMap(RecordedValue.init)
      else { return nil }
      return Int(exactly: number)
    }
    guard let steps = count("steps"), let epochs = count("epochs"), steps > 0, epochs > 0 else { return nil }
    return (steps + epochs - 1) / epochs
  }
}
