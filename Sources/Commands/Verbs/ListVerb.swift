internal import Datasets
internal import Declarations
internal import Runtime

/// `list`.
enum ListVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "list", summary: "Show the data sets, models, results and settings.", parameters: [],
    resultFields: [.init("names", "of all of them")], examples: ["list"],
    effect: .asks)

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    var rows: [[String]] = []
    for (name, data) in shell.workspace.data.sorted(by: { $0.key < $1.key }) {
      let parts = data.parts.map { "\(Spelling.count($0.part.count)) \($0.name.rawValue)" }.joined(
        separator: ", ")
      rows.append([name, "data set", "\(data.origin): \(parts)"])
    }
    for (name, model) in shell.workspace.models.sorted(by: { $0.key < $1.key }) {
      let epochs =
        model.history.isEmpty ? "" : ", \(Spelling.counted(model.history.count, "epoch"))"
      // Of what was restored, its file may tell what it was trained on. One of LIBSVM doesn't: it was
      // restored for the data whose images and classes it takes, whatever it was trained on.
      let isRestored = model.trainingSeconds == nil && model.trainedOn == nil
      let origin: String
      if let data = model.dataName {
        origin = (isRestored ? "restored for \(data)" : "trained on \(data)") + epochs
      } else if model.model != nil {
        origin = "restored" + (model.trainedOn.map { ", trained on \($0.outline)" } ?? "") + epochs
      } else {
        origin = "not trained"
      }
      rows.append([
        name, "model", "\(model.family.outline(of: model)), \(origin)",
      ])
    }
    for name in shell.interpreter.environment.names {
      guard let value = shell.interpreter.environment[name]?.value else { continue }
      if case .record(let record) = value {
        let shown = record.fields.prefix(6).map(\.name) + (record.fields.count > 6 ? ["…"] : [])
        rows.append([name, "result", shown.joined(separator: " ")])
      } else {
        rows.append([name, "value", value.literal])
      }
    }
    let settings = shell.workspace.settings
    let footer = Table.sentence("  " + settings.text)
    let table = Table.text(rows, hasHead: false)
    let text = rows.isEmpty ? "Nothing is defined yet. Begin with: load digits as digits8" : table
    return ResultRecord([.init("names", .list(rows.map { .text($0[0]) }))], display: text + "\n" + footer)
  }
}
