internal import Runtime

/// The values of a field by their kind.
extension ResultRecord {
  /// A number of a field; nil where it isn't there.
  func number(_ name: String) -> Double? {
    switch self[name]?.value {
    case .number(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }

  /// The numbers of a list; empty where it isn't there.
  func numbers(_ name: String) -> [Double] {
    guard case .list(let items)? = self[name]?.value else { return [] }
    return items.map { item in
      switch item {
      case .number(let number): number
      case .integer(let number): Double(number)
      default: .nan
      }
    }
  }

  /// The texts of a list; empty where it isn't there.
  func texts(_ name: String) -> [String] {
    guard case .list(let items)? = self[name]?.value else { return [] }
    return items.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
}
