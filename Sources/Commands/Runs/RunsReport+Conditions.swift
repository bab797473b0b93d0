internal import Declarations
public import Record
internal import Runtime

/// What conditions may say of runs.
extension RunsReport {
  /// The options of trainings and cross-validations, which are fields of runs.
  static let options = [TrainVerb.declaration, CrossvalidateVerb.declaration].flatMap(\.parameters)
    .filter { $0.placement == .option }

  /// The field that a word stands for: itself, or the option that it is another word for, as `lr` for `rate`.
  static func fieldName(_ word: String, among runs: [RecordedRun]) -> String {
    runs.contains { $0.field(word) != nil } ? word : Aliases.canonical(word, among: options.map(\.name))
  }

  static func check(_ field: String, among runs: [RecordedRun]) throws(Failure) {
    guard !runs.isEmpty, !runs.contains(where: { $0.field(field) != nil }) else { return }
    let others = [
      names(runs) { Set($0.settings.keys).union($0.inForce.keys) }, names(runs) { $0.circumstances.keys },
      names(runs) { $0.metrics.keys },
    ]
    var known = ["data", "date", "fingerprint", "kind", "model", "seed", "session", "source"]
    known += ["command", "definition", "file", "id", "line", "seeds", "settings", "stopped", "weights"]
    for name in others.joined() where !known.contains(name) { known.append(name) }
    let near = Aliases.phrase(for: field, kind: "field", among: known)
    throw Failure(
      message: "no run has a field '\(field)'.",
      hint: [near, "There are: \(known.joined(separator: " "))."].compactMap { $0 }.joined(separator: " "))
  }

  /// The run that an id or its short form names.
  public static func find(_ id: String, in runs: [RecordedRun]) throws(Failure) -> RecordedRun {
    let found = runs.filter { $0.id == id || $0.shortID == id }
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw Failure(
        message: "'\(id)' names \(found.count) runs.", hint: found.map(\.id).joined(separator: " "))
    }
    throw Failure(message: "there is no run '\(id)'.", hint: "'runs list' shows them, each with its id.")
  }

  /// The runs that ids name, each once, however often it is named.
  public static func find(_ ids: [String], in runs: [RecordedRun]) throws(Failure) -> [RecordedRun] {
    var found: [RecordedRun] = []
    for id in ids {
      let run = try find(id, in: runs)
      if !found.contains(where: { $0.id == run.id }) { found.append(run) }
    }
    return found
  }

  static func names(_ runs: [RecordedRun], _ keys: (RecordedRun) -> some Sequence<String>) -> [String] {
    Set(runs.flatMap { Array(keys($0)) }).sorted()
  }

  /// Throws where the field holds numbers and the value is none.
  static func check(_ condition: RunFilter, isOnNumber: Bool) throws(Failure) {
    guard isOnNumber, !condition.isOnNumber else { return }
    throw Failure(
      message: "'\(condition.field)' is a number, found '\(condition.written)'.",
      hint: "For example: '\(condition.field)>0.9'")
  }

  /// Whether the field of a condition is a number wherever a run has it: one that was measured, or an option
  /// that takes only numbers. A name of both, as `loss`, is one where more or less is asked for.
  static func isNumber(_ condition: RunFilter, among runs: [RecordedRun]) -> Bool {
    let field = condition.field
    let declarations = [TrainVerb.declaration, CrossvalidateVerb.declaration]
    let options = options.filter { $0.name == field }
    if !options.allSatisfy({ $0.kind.isNumber }), !condition.isOrder { return false }
    if !options.isEmpty, options.allSatisfy({ $0.kind.isNumber }) { return true }
    let prefix = ["test_", "folds_"].first { field.hasPrefix($0) }
    let name = String(field.dropFirst(prefix?.count ?? 0))
    let results = declarations + [EvaluateVerb.declaration]
    return runs.contains { $0.metrics[field] != nil } || ["validation", "test", "line"].contains(field)
      || results.flatMap(\.resultFields).contains { $0.name == name && $0.kind == .number }
  }
}

extension ParameterKind {
  /// Whether nothing but a number can be one.
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .number: true
    default: false
    }
  }
}
