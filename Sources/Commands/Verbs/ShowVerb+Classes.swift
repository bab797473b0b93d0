internal import Datasets
internal import Declarations
internal import Diagnostics
internal import Runtime

/// `show … class=CLASS`.
extension ShowVerb {
  /// Tab offers the classes of what is shown.
  static func texts(for option: String, behind words: [String], in shell: Shell) -> [String] {
    guard option == "class", let name = words.first else { return [] }
    let (data, _) = Shell.parts(of: name, default: .train)
    if let data = shell.workspace.data[data] { return data.classes }
    if let model = shell.workspace.models[name] { return model.classes }
    guard case .record(let record)? = shell.interpreter.environment[name]?.value else { return [] }
    return EvaluationDetails(of: record)?.classes ?? []
  }

  /// The class that the command names; nil where it names none.
  static func label(_ command: BoundCommand, of classes: [String]) throws -> Int? {
    guard let name = command.arguments.optionalText("class") else { return nil }
    // Swift takes 'é' for the same however Unicode spells it, and classes may differ in that alone.
    if let label = classes.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) })
      ?? classes.firstIndex(of: name)
    {
      return label
    }
    let known =
      classes.prefix(12).joined(separator: ", ")
      + (classes.count > 12 ? " and \(classes.count - 12) more" : "")
    // Among many classes the one that was meant may not be in the list.
    let near = Suggestion.phrase(for: name, among: classes).map { $0 + " " } ?? ""
    throw CommandFailure(
      "there is no class '\(name)'.", hint: "\(near)Classes are: \(known).", argument: "class")
  }
}
