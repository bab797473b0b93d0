public import Runtime

/// What the names of a session stood for at one of its commands, as far as the record tells. Two values are
/// equal where the session didn't change between them, so that `undo` can be followed.
struct Format1Names: Equatable {
  /// A data set, by how it came to be what it is.
  struct DataSet: Equatable {
    var source = ""
    var load = ""
    var fingerprint = ""
    var split: String?
    var splitSeed: UInt64?
    /// Whether the split took the test part too; else that is the one that was loaded.
    var dividesTest = false
    var preparation: String?
    var augmentation: String?

    /// What decides about the images of the test part.
    var testPart: String { dividesTest ? "\(fingerprint) \(split ?? "") \(splitSeed ?? 0)" : fingerprint }
  }

  struct Model: Equatable {
    /// The command that defined it, and what kind it is of.
    var definition = ""
    var kind = ""
    /// What is in force for each training of a model that is fitted whole: the options of its definition and,
    /// from then on, those of trainings.
    var options: [String: String] = [:]
    /// The line that made it what it is, which tells what it learnt from what it had learnt before; 0 where
    /// it learnt nothing.
    var line = 0
    /// Its last training among the runs of the session; nil for one that was restored or is untrained.
    var run: Int?
    /// The file that it was restored from.
    var file: String?
    /// The test part of the data that it was trained on.
    var data: String?
    var testPart: String?
    var frozen: String?
    /// Runs that `choose` may take.
    var candidates: [Int] = []

    /// Whether what it is fitted with stays its definition, and nothing of what it had learnt goes on.
    var isFittedWhole: Bool { kind == "svm" }
  }

  var data: [String: DataSet] = [:]
  var models: [String: Model] = [:]
  /// What `let` and `param` named.
  var values = Environment()
  var settings: [String: String]
  /// The line of the last `set`, which is a change whatever it says.
  var settingsLine = 0

  init(seed: UInt64) { settings = ["seed": String(seed), "precision": "f32", "plot": "auto"] }

  var seed: UInt64 { settings["seed"].flatMap { UInt64($0) } ?? 0 }

  /// Follows what changes names and trains nothing.
  mutating func read(_ entry: SessionEntry, _ outline: RecordedCommand) {
    let name = outline.words.first ?? ""
    switch outline.verb {
    case "load":
      guard let name = outline.prepositions["as"]?.first else { return }
      data[name] = DataSet(
        source: outline.words.first ?? "",
        load: outline.loadText,
        fingerprint: entry.field("fingerprint") ?? "")
    case "split":
      var options = outline.options
      if options["validation"] == nil { options["validation"] = "0.1" }
      if options["by"] == "class" { options["by"] = nil }
      let seed = options.removeValue(forKey: "seed").flatMap { UInt64($0) } ?? seed
      data[name]?.split = RecordedCommand.spelled(options, first: ["validation", "test", "by"])
      data[name]?.splitSeed = seed
      data[name]?.dividesTest = options["test"] != nil
    // The results hold all steps, those of before and those that a 'more' added.
    case "prepare": data[name]?.preparation = entry.field("steps")
    case "augment": data[name]?.augmentation = entry.field("steps")
    case "model":
      var model = Model(definition: outline.textOnOneLine, kind: outline.words.dropFirst().first ?? "")
      if model.isFittedWhole { model.options = outline.options }
      models[name] = model
    case "restore":
      guard let made = outline.prepositions["as"]?.first else { return }
      models[made] = Model(line: entry.line, file: "\(name) \(entry.field("weights")?.prefix(15) ?? "")")
    case "freeze", "unfreeze":
      guard var model = models[name] else { return }
      let lines = entry.field("lines") ?? ""
      model.frozen = lines.isEmpty || lines == "[]" ? nil : lines
      if model.line > 0 { model.line = entry.line }
      models[name] = model
    case "forget":
      data[name] = nil
      models[name] = nil
      values[name] = nil
    case "set":
      settings.merge(outline.options) { $1 }
      settingsLine = entry.line
    default: break
    }
  }

  /// What a training was done under, besides its options.
  func circumstances(of model: String, on name: String, settings options: [String: String]) -> [String:
    String]
  {
    let set = data[name]
    let precision = settings["precision"]
    return [
      "load": set?.load, "split": set?.split, "prepare": set?.preparation, "augment": set?.augmentation,
      "precision": precision == "f32" || options["precision"] != nil ? nil : precision,
      "freeze": models[model]?.frozen,
    ].compactMapValues { $0 }
  }
}

extension SessionEntry {
  /// A field of the result, by its name, as a text.
  func field(_ name: String) -> String? {
    guard let field = results.last?.fields.first(where: { $0.name == name }) else { return nil }
    if case .text(let text) = field.value { return text }
    return field.text
  }

  /// What a `let` or `param` gave a name.
  public var keptValue: Value? {
    results.last?.fields.first { $0.name == "value" }.map { Value($0.value.result) }
  }

  /// The result that `let` keeps, without the rows of histories.
  var keptResult: ResultRecord {
    ResultRecord(
      (results.last?.fields ?? []).map { .init($0.name, $0.value.result) }
        + measured.flatMap(\.fields).map { .init($0.name, $0.value.result, measured: true) })
  }
}
