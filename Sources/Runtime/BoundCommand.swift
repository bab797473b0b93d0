public import Declarations
public import Diagnostics

/// A command whose arguments are bound to its declaration: what `execute` receives.
public struct BoundCommand: Sendable {
  public let verb: String
  public let arguments: Arguments
  /// Where each given argument stands, by parameter.
  public let places: [String: SourceRange]
  /// The lines of its block, or nil without one.
  public let items: [BoundItem]?
  /// The command as the record keeps it: values in place of loop variables and of what was measured.
  public let text: String
  public let source: SourceText
  public let range: SourceRange
  /// Whether it is one of the trainings of a sweep.
  public var isSwept = false

  /// A finding at an argument, or at the whole command.
  public func finding(_ message: String, hint: String? = nil, at parameter: String? = nil) -> Diagnostic {
    Diagnostic(message, hint: hint, at: parameter.flatMap { places[$0] } ?? range, in: source)
  }
}

/// One line of a block: a layer, a step.
public struct BoundItem: Sendable {
  public let name: String
  public let arguments: Arguments
  /// As typed, values in place, with all that its blocks hold.
  public let text: String
  /// As typed up to its blocks.
  public let head: String
  /// The lines of the blocks behind it.
  public let blocks: [[BoundItem]]
  public let source: SourceText
  public let range: SourceRange
}

extension BoundItem {
  /// The item and all that its blocks hold, in the order of the text.
  public var flattened: [BoundItem] { [self] + blocks.flatMap { $0.flatMap(\.flattened) } }
}
