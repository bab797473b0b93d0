import Foundation
import Runtime

/// What is still to be shown of a result.
extension Reporter {
  /// The text of a result, without the table of a training that was shown epoch by epoch. A picture that went
  /// to a page is a sentence.
  ///
  /// - Parameter command: As it was typed.
  func shown(of result: ResultRecord, _ command: String) -> String? {
    guard let display = result.display else { return nil }
    if result.drawing != nil, result["file"] == nil {
      let more = display.trimmingCharacters(in: .newlines)
      return "\(command): drawn for the page" + (more.isEmpty ? "" : "\n" + more)
    }
    guard let table = result.toldOnTheWay, case .rows(let epochs)? = result["history"]?.value,
      epochs.count == toldEpochs, display.hasPrefix(table + "\n")
    else { return display }
    return String(display.dropFirst(table.count + 1))
  }
}
