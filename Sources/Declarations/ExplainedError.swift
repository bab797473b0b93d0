/// An error whose text is written for the user.
///
/// Programming errors trap instead and never conform to this protocol.
public protocol ExplainedError: Error, Sendable {
  /// What was found and what was expected, without a final newline.
  var message: String { get }
  /// What to do or type instead, without a final newline; nil when there is no advice.
  var hint: String? { get }
}

extension ExplainedError {
  /// No advice.
  public var hint: String? { nil }
}
