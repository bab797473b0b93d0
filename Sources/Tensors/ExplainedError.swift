/// An error that a person will read.
///
/// `message` says what was found and what was expected, `hint` what to do or type instead. Neither ends with
/// a newline. Failures that are bugs of ours trap instead and never take this form.
public protocol ExplainedError: Error, Sendable {
  var message: String { get }
  var hint: String? { get }
}

extension ExplainedError {
  public var hint: String? { nil }
}
