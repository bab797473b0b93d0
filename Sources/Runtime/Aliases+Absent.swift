internal import Diagnostics

/// What other libraries have and this shell doesn't. A word that only looks like its name isn't meant
/// instead: 'rnn' is no misspelt 'cnn'.
extension Aliases {
  private struct Absence {
    /// Says that it isn't there.
    let text: String
    /// What there is instead, and how it is defined.
    let instead: (word: String, text: String)
  }

  private static let convolutional =
    ("cnn", "Define a convolutional one: model NAME cnn { conv 16 3x3; relu; dense classes }")
  private static let recurrent = Absence(
    text: "There are no recurrent networks or layers.", instead: convolutional)
  private static let attention = Absence(
    text: "There are no transformers and no layers of attention.", instead: convolutional)
  private static let neighbours = Absence(
    text: "There are no nearest neighbours.", instead: ("svm", "For a model without layers: model NAME svm"))
  private static let perceptron = Absence(
    text: "A network of dense layers is a 'cnn' too.",
    instead: ("cnn", "For example: model NAME cnn { dense 128; relu; dense classes }"))

  private static let absences: [String: Absence] = [
    "rnn": recurrent, "lstm": recurrent, "gru": recurrent, "recurrent": recurrent, "simplernn": recurrent,
    "bilstm": recurrent, "transformer": attention, "vit": attention, "attention": attention,
    "multiheadattention": attention, "knn": neighbours, "mlp": perceptron, "dnn": perceptron,
    "ann": perceptron,
  ]

  /// "There are no recurrent networks or layers." and, where it is among the known words, what there is
  /// instead; nil for every other word.
  public static func absence(of name: String, among known: [String]) -> String? {
    guard let absence = absences[name.lowercased()] else { return nil }
    let (word, text) = absence.instead
    return known.contains(word) ? "\(absence.text) \(text)" : absence.text
  }
}
