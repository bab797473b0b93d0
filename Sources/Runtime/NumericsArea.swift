/// What results depend on in the program itself. Each area has a version of its own in the record, so that a
/// change in the training of networks excuses no other split.
public enum NumericsArea: String, Sendable, Hashable, CaseIterable {
  /// Reading, dividing, preparing and augmenting images; figures of evaluations.
  case data
  /// Training networks, and what they predict.
  case networks
  /// Training support vector machines, and what they predict.
  case supportVectors = "svm"
}
