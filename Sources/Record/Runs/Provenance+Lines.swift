public import Runtime

/// What a line of a record says that a result was made from. Each kind of line is written and read here.
extension Provenance {
  public enum Line: Sendable, Equatable {
    case run(Provenance)
    case evaluation(Evaluation)
    case file(File)

    /// The line as it stands in a record.
    public var fields: [ResultRecord.Field] {
      switch self {
      case .run(let run): run.fields
      case .evaluation(let evaluation): evaluation.fields
      case .file(let file): file.fields
      }
    }

    /// What a line of a record tells; nil where there is none, or one of another program.
    public init?(_ fields: [RecordedField]) {
      if let run = Provenance(fields) {
        self = .run(run)
      } else if let evaluation = Evaluation(fields) {
        self = .evaluation(evaluation)
      } else if let file = File(fields) {
        self = .file(file)
      } else {
        return nil
      }
    }
  }

  /// What an evaluation was made from.
  public struct Evaluation: Sendable, Equatable {
    /// One class an image, or any number of them.
    public var task = ""
    public var model = ""
    /// The hash of its weights.
    public var weights = ""
    /// Which of the session's runs made the model, from 1; 0 where a file did.
    public var run = 0
    /// The name of the data in the session, which part of them, and what they were as loaded.
    public var data = ""
    public var part = ""
    public var fingerprint = ""
    /// Whether it is the test part of the data that the model was trained on.
    public var isOfTestPart = false
    /// How the data were loaded and divided.
    public var load: String?
    public var split: String?
    public var splitSeed: UInt64?

    public init() {}
  }

  /// Which models a file was written from.
  public struct File: Sendable, Equatable {
    public var file: String
    /// The hashes of their weights, and the run of each, as in an evaluation.
    public var weights: [String]
    public var runs: [Int]

    public init(_ file: String, weights: [String], runs: [Int]) {
      (self.file, self.weights, self.runs) = (file, weights, runs)
    }
  }

  /// The name of the field that tells what a line is of: a kind of run, or one of these.
  static let subject = "of"
  fileprivate static let evaluation = "evaluation"
  fileprivate static let file = "file"

  /// The fields of a line as texts, without quotes.
  static func texts(_ fields: [RecordedField]) -> [String: String] {
    Dictionary(fields.map { ($0.name, $0.plainText) }) { $1 }
  }
}

extension Provenance.Evaluation {
  fileprivate var fields: [ResultRecord.Field] {
    var fields: [ResultRecord.Field] = [
      .init(Provenance.subject, .text(Provenance.evaluation)), .init("task", .text(task)),
      .init("model", .text(model)), .init("weights", .text(weights)), .init("run", .integer(run)),
      .init("data", .text(data)), .init("part", .text(part)), .init("fingerprint", .text(fingerprint)),
      .init("of_test_part", .boolean(isOfTestPart)),
    ]
    if let load { fields.append(.init("load", .text(load))) }
    if let split { fields.append(.init("split", .text(split))) }
    if let splitSeed { fields.append(.init("split_seed", .text(String(splitSeed)))) }
    return fields
  }

  fileprivate init?(_ fields: [RecordedField]) {
    let texts = Provenance.texts(fields)
    guard texts[Provenance.subject] == Provenance.evaluation else { return nil }
    (task, model, weights) = (texts["task"] ?? "", texts["model"] ?? "", texts["weights"] ?? "")
    run = texts["run"].flatMap { Int($0) } ?? 0
    (data, part, fingerprint) = (texts["data"] ?? "", texts["part"] ?? "", texts["fingerprint"] ?? "")
    isOfTestPart = texts["of_test_part"] == "yes"
    (load, split) = (texts["load"], texts["split"])
    splitSeed = texts["split_seed"].flatMap { UInt64($0) }
  }
}

extension Provenance.File {
  fileprivate var fields: [ResultRecord.Field] {
    [
      .init(Provenance.subject, .text(Provenance.file)), .init("weights", .list(weights.map { .text($0) })),
      .init("runs", .list(runs.map { .integer($0) })), .init("file", .text(file)),
    ]
  }

  fileprivate init?(_ fields: [RecordedField]) {
    let texts = Provenance.texts(fields)
    guard texts[Provenance.subject] == Provenance.file, let file = texts["file"] else { return nil }
    func list(_ name: String) -> [RecordedValue] {
      if case .list(let items)? = fields.first(where: { $0.name == name })?.value { items } else { [] }
    }
    self.file = file
    weights = list("weights").compactMap { if case .text(let hash) = $0 { hash } else { nil } }
    runs = list("runs").compactMap { if case .number(let run) = $0 { Int(exactly: run) } else { nil } }
  }
}
