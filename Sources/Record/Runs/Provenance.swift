public import Runtime

/// What a training or a cross-validation was made from: the data and how they were divided, the definition,
/// all options, and what was learnt before.
public struct Provenance: Sendable, Equatable {
  /// An option of a command with its value.
  public struct Option: Sendable, Equatable {
    let field: RecordedField

    public init(_ name: String, _ value: ResultValue) {
      let text = RecordedText.value(value)
      field = RecordedField(name: name, value: RecordedValue(text) ?? .text(text), text: text)
    }

    init(_ field: RecordedField) { self.field = field }
  }

  public var kind: RecordedRun.Kind
  /// One class an image, or any number of them.
  public var task: String
  public var model: String
  /// The command that defined the model, with the values of parameters put in.
  public var definition: String
  /// The command with the values of parameters put in, where it isn't the recorded one.
  public var command: String?
  /// The name of the data in the session, where they came from, and what they were as loaded.
  public var data: String
  public var source: String
  public var fingerprint: String
  public var seed: UInt64
  /// All that chance followed from, as `RecordedRun.seeds`.
  public var seeds: String
  /// The options of the command, with the values of parameters put in.
  public var settings: [String: String]
  /// What it was done under besides, by `RecordedRun.circumstanceNames`.
  public var circumstances: [String: String]
  /// The hash of the weights that it went on from; nil where it began anew.
  public var parent: String?
  /// All options that applied, those that nobody typed too, in the order of their declaration: whatever
  /// becomes of a default, a record tells what it was.
  public var inForce: [Option] = []

  public init(
    kind: RecordedRun.Kind, task: String, model: String, definition: String, data: String, source: String,
    fingerprint: String, seed: UInt64, settings: [String: String], circumstances: [String: String]
  ) {
    self.kind = kind
    self.task = task
    self.model = model
    self.definition = definition
    self.data = data
    self.source = source
    self.fingerprint = fingerprint
    self.seed = seed
    seeds = String(seed)
    self.settings = settings
    self.circumstances = circumstances
  }

  /// Tells that the data were divided by chance.
  public mutating func follow(split seed: UInt64) { seeds += " split=\(seed)" }

  /// Tells that it goes on from an earlier training.
  public mutating func goOn(from earlier: Provenance) {
    circumstances["after"] = earlier.outline(seenFrom: self)
    seeds += " after " + earlier.seeds
  }

  /// Tells that it goes on from a model that was restored.
  ///
  /// - Parameter file: The file, and the beginning of the hash of its weights.
  public mutating func goOn(fromFile file: String) { circumstances["after"] = "restore " + file }

  /// The options that say what was asked for: neither chance, nor that it began anew, which `after` tells.
  public var comparedSettings: [String: String] { settings.filter { $0.key != "seed" && $0.key != "fresh" } }

  /// What was learnt here, without seeds: the options, and what was another than in a later training.
  private func outline(seenFrom later: Provenance) -> String {
    var words = comparedSettings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    if words.isEmpty { words = ["train"] }
    if data != later.data { words.append("on \(data)") }
    for name in RecordedRun.circumstanceNames
    where name != "after" && circumstances[name] != later.circumstances[name] {
      words.append(circumstances[name].map { "\(name) \($0)" } ?? "without \(name)")
    }
    return (circumstances["after"].map { $0 + ", then " } ?? "") + words.joined(separator: " ")
  }
}

// MARK: In a record

extension Provenance {
  /// What the names of options begin with, so that none is taken for another field.
  private static let setting = "set_"

  /// The line of the record.
  var fields: [ResultRecord.Field] {
    var texts = [(Self.subject, kind.rawValue), ("task", task), ("model", model), ("definition", definition)]
    if let command { texts.append(("command", command)) }
    texts += [("data", data), ("source", source), ("fingerprint", fingerprint)]
    texts += [("seed", String(seed)), ("seeds", seeds)]
    texts += RecordedRun.circumstanceNames.compactMap { name in circumstances[name].map { (name, $0) } }
    if let parent { texts.append(("parent", parent)) }
    if !inForce.isEmpty {
      texts.append(("in_force", inForce.map { "\($0.field.name)=\($0.field.text)" }.joined(separator: " ")))
    }
    texts += settings.sorted { $0.key < $1.key }.map { (Self.setting + $0.key, $0.value) }
    return texts.map { .init($0.0, Self.value($0.1)) }
  }

  /// A text as it is written: bare where it is a number.
  private static func value(_ text: String) -> ResultValue {
    if let number = RecordedValue.number(text), Spelling.number(number) == text { return .number(number) }
    return .text(text)
  }

  /// What a line of a record tells; nil where it is about something else.
  init?(_ fields: [RecordedField]) {
    let texts = Self.texts(fields)
    guard let kind = texts[Self.subject].flatMap(RecordedRun.Kind.init), let model = texts["model"],
      let seed = texts["seed"].flatMap({ UInt64($0) })
    else { return nil }
    let settings = texts.filter { $0.key.hasPrefix(Self.setting) }.map {
      (String($0.key.dropFirst(Self.setting.count)), $0.value)
    }
    self.init(
      kind: kind, task: texts["task"] ?? "", model: model, definition: texts["definition"] ?? "",
      data: texts["data"] ?? "", source: texts["source"] ?? "", fingerprint: texts["fingerprint"] ?? "",
      seed: seed, settings: Dictionary(settings) { $1 },
      circumstances: texts.filter { RecordedRun.circumstanceNames.contains($0.key) })
    seeds = texts["seeds"] ?? seeds
    (command, parent) = (texts["command"], texts["parent"])
    // What version 0.1 wrote here has no such form, and tells nothing that a program could read.
    inForce = (texts["in_force"].flatMap { RecordedScanner.fields(Array($0.utf8)[...]) } ?? []).map(
      Option.init)
  }
}

extension RecordedField {
  /// The value as a text, without quotes.
  var plainText: String { if case .text(let plain) = value { plain } else { text } }
}
