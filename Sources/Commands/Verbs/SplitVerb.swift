internal import Datasets
internal import Declarations
internal import Runtime

/// `split NAME validation=10%`.
enum SplitVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "split", summary: "Split validation and test images off the training images.",
    parameters: [
      .positional("data", .name(.data), "the data set"),
      .option(
        "validation", .number(Limits(0, 1, includesLower: false, includesUpper: false)),
        default: .number(0.1),
        "share for validation; not taken where the data was loaded with a validation part"
      ).asShare,
      .option(
        "test", .number(Limits(0, 1, includesLower: false, includesUpper: false)),
        "share for testing; without it the test part stays"
      ).asShare,
      .option(
        "by", .choice(SplitRule.allCases.map(\.rawValue)), default: .text("class"),
        "each class in proportion, or not"),
      .option("seed", .seed, "what the draw follows from; default the session's seed"),
    ],
    resultFields: [
      .init("train", "training images left", .number), .init("validation", "validation images", .number),
      .init("test", "test images", .number),
    ],
    examples: ["split fashion validation=10%", "split flowers validation=10% test=20% seed=7"],
    notes: ["A second split starts again from the images as they were loaded."], effect: .quick)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    let arguments = command.arguments
    let loaded = known.data(command)?.data.outline.parts
    let (validation, test) = shares(arguments, loaded: loaded)
    if validation == nil, test == nil, !arguments.given.contains("test"), arguments.isKnown("validation"),
      let loaded, let (name, _) = known.data(command)
    {
      throw isSplit(name, loaded)
    }
    if validation == nil, test == nil, !arguments.isComplete { return }
    do throws(DataError) {
      let held = try SplitRule.check(validation: validation, test: test, loaded: loaded ?? [:])
      guard arguments.isComplete, let loaded, let count = loaded[.train] else { return }
      // How many images a part has follows from the shares; which ones, from the seed.
      let counts = SplitRule.counts(validation: validation, test: test, loaded: loaded)
      if let validation, counts[.validation] == 0 {
        throw .emptySplit(part: .validation, share: validation, count: count)
      }
      if let test, counts[.test] == 0 { throw .emptySplit(part: .test, share: test, count: count) }
      if counts[.train] == 0 { throw .sharesTooLarge(held) }
    } catch {
      throw CommandFailure(
        error.message, hint: error.hint, argument: argument(of: error, arguments))
    }
  }

  /// The shares to take: that of validation by default only where no such part was loaded.
  private static func shares(_ arguments: Arguments, loaded: [PartName: Int]?) -> (
    validation: Double?, test: Double?
  ) {
    let isLoaded = loaded?[.validation] != nil && !arguments.given.contains("validation")
    return (isLoaded ? nil : arguments.optionalNumber("validation"), arguments.optionalNumber("test"))
  }

  /// A split without a share of data that has a validation part.
  private static func isSplit(_ name: String, _ loaded: [PartName: Int]) -> CommandFailure {
    CommandFailure(
      "'\(name)' was loaded with a validation part of its own "
        + "(\(Spelling.counted(loaded[.validation] ?? 0, "image"))), and no other share is given.",
      hint: loaded[.test] == nil
        ? "A test part can be split off: split \(name) test=20%" : "It has a test part too: leave this out.",
      argument: "data")
  }

  /// Where the mistake stands.
  private static func argument(of error: DataError, _ arguments: Arguments) -> String {
    if case .loadedPart(let part, _) = error { return part == .test ? "test" : "validation" }
    return arguments.given.contains("test") ? "test" : "validation"
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) {
    guard let (name, data) = known.data(command) else { return known.loseTrack() }
    let (validation, test) = shares(command.arguments, loaded: data.outline.parts)
    guard command.arguments.isComplete, let loaded = data.outline.parts else {
      known.data[name]?.counts = nil
      return
    }
    known.data[name]?.counts = SplitRule.counts(validation: validation, test: test, loaded: loaded)
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    guard let (name, data) = known.data(command), let before = data.counts else { return .perhaps }
    var after = known
    apply(command, to: &after)
    // The same counts may be the same images.
    return after.data[name]?.counts.map { $0 != before } ?? false ? .change : .perhaps
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("data")
    let seed = command.arguments.optionalInteger("seed").map(UInt64.init) ?? shell.workspace.settings.seed
    let before = try shell.data(name)
    let loaded = before.outline.parts
    let (validation, test) = shares(command.arguments, loaded: loaded)
    if validation == nil, test == nil { throw isSplit(name, loaded ?? [:]) }
    let data = try before.splitting(
      validation: validation, test: test,
      by: SplitRule(rawValue: command.arguments.text("by")) ?? .class, seed: seed)
    shell.workspace.data[name] = data
    var shares = ["validation": validation, "test": test].compactMapValues { $0.map(Spelling.number) }
    if command.arguments.text("by") != SplitRule.class.rawValue {
      shares["by"] = command.arguments.text("by")
    }
    shell.workspace.lineages[name]?.split = RecordedCommand.spelled(
      shares, first: ["validation", "test", "by"])
    shell.workspace.lineages[name]?.splitSeed = seed
    let counts = [data.train.count, data.validation?.count ?? 0, data.test?.count ?? 0]
    let summary =
      "\(name): \(Spelling.count(counts[0])) training, \(Spelling.count(counts[1])) validation, "
      + "\(Spelling.count(counts[2])) test images"
    var result = ResultRecord(
      [
        .init("train", .integer(counts[0])), .init("validation", .integer(counts[1])),
        .init("test", .integer(counts[2])),
      ],
      display: Table.sentence(summary))
    result.tell(data.splitWarnings)
    return result
  }
}
