internal import Datasets
internal import Models
internal import Runtime

/// The epochs of a training as a table: whole when it has ended, and line by line while it goes on.
enum EpochTable {
  private static let longest = 24

  /// - Parameter best: The epoch whose weights came back.
  static func text(_ history: [EpochRecord], _ task: PredictionTask, best: Int?) -> String {
    let columns = Columns(
      task: task, hasRates: history.contains { $0.rate != nil },
      hasValidation: history.contains { $0.validationLoss != nil },
      hasPrecision: history.contains { $0.validationMacroAP != nil })
    // Of a long training every n-th epoch, the best and the last one.
    let distance = (history.count + longest - 1) / longest
    var rows = [columns.head]
    for (index, epoch) in history.enumerated()
    where (index + 1) % distance == 0 || index == 0 || epoch.epoch == best || index == history.count - 1 {
      var row = columns.row(epoch)
      if columns.hasValidation, epoch.epoch == best { row[row.count - 1] += "  best" }
      rows.append(row)
    }
    return Table.text(rows, rightAligned: columns.numbers)
  }

  /// What its rows hold.
  private struct Columns {
    let task: PredictionTask
    let hasRates: Bool
    let hasValidation: Bool
    /// Whether the validation images tell the macro average precision, which decides of label sets.
    let hasPrecision: Bool

    var head: [String] {
      let right = EvaluationText.accuracyName(isOfLabelSets: task == .multilabel)
      return ["epoch", "loss", right] + (hasRates ? ["rate"] : [])
        + (hasValidation ? ["validation loss", "validation \(hasPrecision ? "macro AP" : right)"] : [])
    }

    /// Those that are aligned to the right; behind the last one stands which epoch was the best.
    var numbers: Set<Int> { Set(0..<(hasValidation ? head.count - 1 : head.count)) }

    func row(_ epoch: EpochRecord) -> [String] {
      var row = [
        String(epoch.epoch), AlignedNumbers.loss(epoch.loss), AlignedNumbers.percent(epoch.accuracy),
      ]
      if hasRates { row.append(epoch.rate.map { Spelling.rounded($0) } ?? "") }
      if let loss = epoch.validationLoss, let accuracy = epoch.validationAccuracy {
        row += [AlignedNumbers.loss(loss), AlignedNumbers.percent(epoch.validationMacroAP ?? accuracy)]
      }
      return row
    }
  }

  /// The same table while a training goes on: a line an epoch, the head above the first. Nothing of what is
  /// still to come is known, so that columns have the widths of what mostly stands in them.
  struct Lines {
    let task: PredictionTask
    private var isBegun = false

    init(_ task: PredictionTask) { self.task = task }

    mutating func text(of epoch: EpochRecord) -> String {
      let columns = Columns(
        task: task, hasRates: epoch.rate != nil, hasValidation: epoch.validationLoss != nil,
        hasPrecision: epoch.validationMacroAP != nil)
      // A loss below 10, a rate with its exponent; the others are narrower than their heads.
      let widths = columns.head.map { name in max(name.count, name == "loss" ? 6 : name == "rate" ? 8 : 0) }
      func line(_ cells: [String]) -> String {
        let padded = cells.enumerated().map { column, cell in
          columns.numbers.contains(column)
            ? String(repeating: " ", count: max(0, widths[column] - cell.count)) + cell : cell
        }
        return "  " + padded.joined(separator: "  ")
      }
      defer { isBegun = true }
      return (isBegun ? "" : line(columns.head) + "\n") + line(columns.row(epoch))
    }
  }
}
