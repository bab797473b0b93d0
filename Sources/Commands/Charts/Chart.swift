internal import Declarations
internal import Runtime

/// A chart that `plot` draws. A new one is a file here with a type that conforms, and its name in
/// `Charts.all`.
protocol Chart: SendableMetatype {
  /// The words for it behind `plot`. Several words of one chart may stand together, as `loss accuracy`.
  static var words: [String] { get }
  /// Of what it is drawn, for help: `results`.
  static var subject: String { get }
  /// The parameters of `plot` that only it takes.
  static var parameters: [Parameter] { get }
  /// What its result holds besides the number of points and the file.
  static var fields: [CommandDeclaration.ResultField] { get }
  static var examples: [String] { get }
  /// What help says about it, in sentences; empty for nothing.
  static var note: String { get }

  /// Refuses what can be told before anything runs.
  ///
  /// - Parameters:
  ///   - words: Those that were typed, each once; not empty.
  ///   - names: The models or results, each once.
  static func check(
    _ words: [String], of names: [String], _ command: BoundCommand, in known: KnownWorkspace) throws
  /// Draws it in the terminal or into the file that the command names.
  static func draw(
    _ words: [String], of names: [String], _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord
}

extension Chart {
  static var parameters: [Parameter] { [] }
  static var fields: [CommandDeclaration.ResultField] { [] }
  static var note: String { "" }

  /// Refuses what is no result with predictions.
  ///
  /// - Parameters:
  ///   - failure: What is said of a result without what the chart needs.
  ///   - what: What the chart is, where it is one of one class an image.
  static func requireResults(
    _ names: [String], _ failure: (String, String) -> CommandFailure, oneClassFor what: String? = nil,
    in known: KnownWorkspace
  ) throws {
    let word = words[0]
    guard !names.isEmpty else {
      throw CommandFailure(
        "'plot \(word)' needs a result.",
        hint: "Keep one: let r = evaluate MODEL on DATA.test; plot \(word) of r")
    }
    if let what { for name in names { try known.requireOneClass(name, forChart: what) } }
    for name in names where known.models[name] != nil {
      throw CommandFailure(
        "'\(name)' is a model, and '\(word)' belongs to a result.",
        hint: "Keep one: let r = evaluate \(name); plot \(word) of r", argument: "of")
    }
    for name in names { try known.requirePredictions(of: name, failure, "of") }
  }
}

/// All charts, in the order in which help lists them.
enum Charts {
  /// The first one is drawn where no word names a chart.
  static let all: [any Chart.Type] = [
    TrainingCurves.self, ConfusionChart.self, ROCChart.self, PrecisionRecallChart.self, CalibrationChart.self,
    MarginsChart.self,
  ]

  static let words: [String] = all.flatMap { $0.words }

  /// The chart of a word; nil where there is none.
  static func named(_ word: String) -> (any Chart.Type)? { all.first { $0.words.contains(word) } }

  /// `loss, accuracy of models; confusion, roc of results`.
  static let summary: String = all.reduce(into: [(subject: String, words: [String])]()) { groups, chart in
    if let last = groups.indices.last, groups[last].subject == chart.subject {
      groups[last].words += chart.words
    } else {
      groups.append((chart.subject, chart.words))
    }
  }.map { "\($0.words.joined(separator: ", ")) of \($0.subject)" }.joined(separator: "; ")

  /// Each once, though several charts may have it.
  static let parameters: [Parameter] = all.flatMap { $0.parameters }.reduce(into: []) {
    parameters, parameter in
    if !parameters.contains(where: { $0.name == parameter.name }) { parameters.append(parameter) }
  }

  /// Each once, though several charts may have it.
  static let fields: [CommandDeclaration.ResultField] = all.flatMap { $0.fields }.reduce(into: []) {
    fields, field in
    if !fields.contains(where: { $0.name == field.name }) { fields.append(field) }
  }
}
