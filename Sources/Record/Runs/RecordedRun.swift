internal import Runtime

/// A training that a session holds, with what it was asked for and what it came to.
public struct RecordedRun: Sendable, Equatable {
  /// The name of its session and which of its trainings it is: `20261123-140511-4c2f.2`.
  public var id: String
  /// The path of the session.
  public var session: String
  /// The line of the command.
  public var line: Int
  public var date: String
  public var seed: UInt64
  public var command: String
  public var model: String
  /// The command that defined the model.
  public var definition: String
  public var data: String
  /// Of the data as they were loaded.
  public var fingerprint: String
  /// The options of the command, with the values of parameters put in.
  public var settings: [String: String]
  /// Numbers of the result; those of an `evaluate` on the test part that follows are named `test_accuracy` and so on.
  public var metrics: [String: Double]
  public var weights: String
  public var stoppedAtStep: Int?
  /// The rows of the history, by epoch.
  public var epochs: [Epoch]
  /// Files that commands wrote from this model: saved models, plots.
  public var artifacts: [String]

  public struct Epoch: Sendable, Equatable {
    public var epoch: Int
    public var metrics: [String: Double]
  }

  /// The part of `id` that tells runs of a folder apart: `4c2f.2`.
  public var shortID: String { id.split(separator: "-").last.map(String.init) ?? id }

  /// How many epochs it has, as a person reads it: `3`, or `3 of 10` where it was stopped before the end.
  public var epochsText: String {
    guard !epochs.isEmpty else { return "" }
    guard stoppedAtStep != nil, let planned = settings["epochs"], planned != "\(epochs.count)" else { return "\(epochs.count)" }
    return "\(epochs.count) of \(planned)"
  }

  /// A field by its name: of the run itself, a setting or a metric.
  public func field(_ name: String) -> RunValue? {
    switch name {
    case "id": .text(id)
    case "session": .text(session)
    case "date": .text(date)
    case "model": .text(model)
    case "data": .text(data)
    case "seed": .number(Double(seed))
    case "weights": .text(weights)
    case "line": .number(Double(line))
    default:
      if let metric = metrics[name] { .number(metric) } else { settings[name].map(RunValue.init) }
    }
  }
}

/// A number or a text of a run.
public enum RunValue: Sendable, Equatable, Comparable {
  case number(Double)
  case text(String)

  init(_ text: String) { self = RecordedValue.number(text).map(RunValue.number) ?? .text(text) }
}

extension RecordedRun {
  /// The trainings of a session, in order.
  public static func runs(of session: Session) -> [RecordedRun] {
    var reader = RunReader(session)
    for entry in session.commands { reader.read(entry) }
    return reader.runs
  }
}

/// Follows the commands of a session and gathers its trainings.
private struct RunReader {
  private let session: Session
  private let stem: String
  private(set) var runs: [RecordedRun] = []
  private var values: [String: String] = [:]
  private var fingerprints: [String: String] = [:]
  private var definitions: [String: String] = [:]
  private var lastRun: [String: Int] = [:]
  /// What trainings without a seed of their own follow from.
  private var seed: UInt64

  init(_ session: Session) {
    self.session = session
    seed = session.header.seed
    let name = session.name.split(separator: "/").last.map(String.init) ?? session.name
    stem = name.hasSuffix(SessionFolder.ending) ? String(name.dropLast(SessionFolder.ending.count)) : name
  }

  mutating func read(_ entry: SessionEntry) {
    guard let outline = CommandOutline(entry.text) else { return readValue(entry) }
    switch outline.verb {
    case "load":
      if let name = outline.prepositions["as"]?.first { fingerprints[name] = text("fingerprint", entry) }
    case "model": if let name = outline.words.first { definitions[name] = entry.text }
    case "set": if let given = outline.options["seed"].flatMap({ UInt64($0) }) { seed = given }
    case "train": readTraining(entry, outline)
    case "evaluate": readEvaluation(entry, outline)
    default:
      guard let file = outline.prepositions["to"]?.first else { return }
      for model in outline.words + (outline.prepositions["of"] ?? []) {
        if let index = lastRun[model] { runs[index].artifacts.append(file) }
      }
    }
  }

  /// `param epochs = 10`, `let rate = 0.1`.
  private mutating func readValue(_ entry: SessionEntry) {
    let words = entry.text.split { $0 == " " || $0 == "=" }
    guard words.count > 2, words[0] == "param" || words[0] == "let", let value = text("value", entry) else { return }
    values[String(words[1])] = value
  }

  private mutating func readTraining(_ entry: SessionEntry, _ outline: CommandOutline) {
    guard let model = outline.words.first, let data = outline.prepositions["on"]?.first else { return }
    var settings: [String: String] = [:]
    // What says nothing about the training itself.
    for (name, text) in outline.options where !["candidate", "tolerance"].contains(name) {
      settings[name] = text.hasPrefix("$") ? values[String(text.dropFirst())] ?? text : text
    }
    let scalars = entry.results.last?.fields ?? []
    lastRun[model] = runs.count
    runs.append(
      RecordedRun(
        id: "\(stem).\(runs.count + 1)", session: session.name, line: entry.line, date: entry.environment.date,
        seed: settings["seed"].flatMap { UInt64($0) } ?? seed, command: entry.text, model: model,
        definition: definitions[model] ?? "", data: data,
        fingerprint: fingerprints[data] ?? "", settings: settings,
        metrics: Self.numbers(scalars + entry.measured.flatMap(\.fields)), weights: text("weights", entry) ?? "",
        stoppedAtStep: entry.stopped?.step, epochs: Self.epochs(entry.results), artifacts: []))
  }

  private mutating func readEvaluation(_ entry: SessionEntry, _ outline: CommandOutline) {
    let part = outline.prepositions["on"]?.first ?? "test"
    guard let model = outline.words.first, let index = lastRun[model], !part.contains(".") || part.hasSuffix(".test") else {
      return
    }
    for (name, value) in Self.numbers(entry.results.last?.fields ?? []) { runs[index].metrics["test_" + name] = value }
  }

  private static func numbers(_ fields: [RecordedField]) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for field in fields { if case .number(let number) = field.value { numbers[field.name] = number } }
    return numbers
  }

  private static func epochs(_ lines: [RecordedLine]) -> [RecordedRun.Epoch] {
    lines.compactMap { line in
      guard let first = line.fields.first, first.name == "epoch", case .number(let epoch) = first.value else { return nil }
      return RecordedRun.Epoch(epoch: Int(epoch), metrics: numbers(Array(line.fields.dropFirst())))
    }
  }

  private func text(_ name: String, _ entry: SessionEntry) -> String? {
    guard let field = entry.results.last?.fields.first(where: { $0.name == name }) else { return nil }
    if case .text(let text) = field.value { return text }
    return field.text
  }
}
