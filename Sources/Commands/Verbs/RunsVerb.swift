internal import Declarations
internal import Diagnostics
internal import Plotting
internal import Record
internal import Runtime

/// `runs`.
enum RunsVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "runs", summary: "Show the trainings of all recorded sessions.",
    parameters: [
      Parameter(
        "what", .text, .variadic, required: false,
        words: ["compare", "diff", "list", "plot", "sessions", "show"],
        summary:
          "conditions; or sessions [condition …], show ID, compare ID ID, diff FILE FILE, plot [loss] "
          + "[accuracy] [ID …] [condition …]"
      ).asConditions,
      Parameter(
        "file", .path, .preposition("to"), files: PictureFormat.files,
        summary: "of plot: a .png, .svg or .pdf file instead of the terminal"),
      Overwriting.parameter,
      .option("model", .text, "only of this model"),
      .option("data", .text, "only on this data set: its name or where it came from"),
      .option("sort", .text, "the field that gives the order; with - before it downwards"),
    ],
    examples: [
      "runs", "runs list rate=0.1", "runs accuracy>0.9 model=small sort=-test_accuracy", "runs show 4c2f.1",
      "runs compare 4c2f.1 4c2f.2",
      "runs plot accuracy model=small to \"seeds.png\"", "runs sessions data=fashion-mnist",
    ],
    notes: [
      "A condition is a field, one of < <= = >= > !=, and a value. Fields are options of the training and "
        + "numbers of its result; those of an 'evaluate' on the test part that follows are test_accuracy and "
        + "so on; of a cross-validation, mean_accuracy; the names of columns (validation, test) stand for "
        + "them too. Data are found by their name, by where they came from (source) and by their "
        + "fingerprint, runs and sessions by the ids that lists show: session=4c2f. Other words for options "
        + "are taken too: lr=0.1 is rate=0.1.",
      "'plot' draws runs over each other. Those that differ in nothing but their seed are one curve, their "
        + "mean, in a band of a standard deviation to both sides. Of more than \(RunsPlot.namedGroups) "
        + "curves the first ones are named.",
      "'sessions' lists the recorded sessions; with conditions, those that hold such a run. Its own columns "
        + "are conditions too: \"state=cut off\", failed>0.",
      "What goes to a file or to another program isn't cut to the width of a terminal.",
    ], effect: .reachesOut)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    guard command.arguments.isKnown("what") else { return }
    let words = command.arguments.texts("what")
    if command.arguments.given.contains("file"), words.first != "plot" {
      throw CommandFailure("only 'runs plot' goes to a file.", argument: "file")
    }
    if words.first == "diff", words.count != 3 {
      throw CommandFailure("'runs diff' takes two sessions.", hint: "runs diff FILE FILE")
    }
    try known.requirePicture(command)
    if words.first == "sessions", command.arguments.given.contains("sort") {
      throw CommandFailure(
        "sessions are listed from the oldest to the newest.", hint: "Leave 'sort' out.", argument: "sort")
    }
    do throws(RunsReport.Failure) {
      try check(words)
      // At the prompt the command runs at once, and Tab tries what isn't typed to its end.
      if !known.isRunning, known.requiresFiles, !command.source.isTyped {
        try checkRecords(words, known)
      }
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: words.isEmpty ? nil : "what")
    }
  }

  /// That there are as many runs as it takes, and that conditions are some.
  private static func check(_ words: [String]) throws(RunsReport.Failure) {
    switch words.first {
    case "show" where words.count != 2:
      throw .init(message: "'runs show' takes one run.", hint: "runs show ID")
    case "compare" where words.count < 3:
      throw .init(message: "'runs compare' takes two runs or more.", hint: "runs compare ID ID")
    case "show", "compare", "diff", "plot": return
    case "sessions":
      _ = try SessionsReport.choose(RunStore.Contents(), filters: Array(words.dropFirst()))
    default:
      _ = try RunsReport.choose(
        [], filters: words.first == "list" ? Array(words.dropFirst()) : words, order: nil)
    }
  }

  /// That the runs and sessions which are named are there: no command further up can tell their ids.
  private static func checkRecords(_ words: [String], _ known: KnownWorkspace) throws(RunsReport.Failure) {
    switch words.first {
    case "show", "compare":
      let runs = try contents().runs
      for id in words.dropFirst() { _ = try RunsReport.find(id, in: runs) }
    case "plot":
      let ids = RunsPlot.ids(in: Array(words.dropFirst()))
      if !ids.isEmpty { _ = try RunsReport.find(ids, in: try contents().runs) }
    case "diff":
      for path in words.dropFirst() where !known.isWritten(path) && !FileNames.exists(path) {
        _ = try session(path)
      }
    default: break
    }
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    var remarks: [String] = []
    var result = try report(command, shell, &remarks)
    // They stand above what is shown.
    result.warn(remarks)
    return result
  }

  private static func report(
    _ command: BoundCommand, _ shell: Shell, _ remarks: inout [String]
  ) throws -> ResultRecord {
    var words = command.arguments.texts("what")
    for name in ["model", "data"] where words.first != "diff" {
      if let value = command.arguments.optionalText(name) { words.append("\(name)=\(value)") }
    }
    let cutsLines = shell.configuration.fitsTables
    do throws(RunsReport.Failure) {
      try check(words)
      if words.first == "diff" {
        guard words.count == 3 else {
          throw .init(message: "'runs diff' takes two sessions.", hint: "runs diff FILE FILE")
        }
        let sessions = try words.dropFirst().map { path throws(RunsReport.Failure) in try session(path) }
        return ResultRecord(
          display: SafeText.text(
            SessionDifference(sessions[0], sessions[1]).lines(isCut: cutsLines).joined(separator: "\n")))
      }
      let contents = try contents()
      let runs = contents.runs
      remarks = contents.remarks
      let warning = contents.remarks.map { "warning: \($0)\n" }.joined()
      switch words.first {
      case "show":
        return ResultRecord(
          display: SafeText.text(warning + RunsReport.show(try RunsReport.find(words[1], in: runs))))
      case "compare":
        let found = try RunsReport.find(Array(words.dropFirst()), in: runs)
        return ResultRecord(display: SafeText.text(warning + RunsReport.compare(found, isCut: cutsLines)))
      case "plot":
        let (curves, chosen) = try RunsPlot.choose(
          Array(words.dropFirst()), among: runs, order: command.arguments.optionalText("sort"))
        return try draw(try RunsPlot(chosen), curves, warning, command, shell)
      case "sessions":
        let sessions = try SessionsReport.choose(contents, filters: Array(words.dropFirst()))
        return ResultRecord(
          [.init("sessions", .list(sessions.map { .text($0.path) }))],
          display: SafeText.text(warning + SessionsReport.list(sessions)))
      default:
        if words.first == "list" { words.removeFirst() }
        let chosen = try RunsReport.choose(
          runs, filters: words, order: command.arguments.optionalText("sort"))
        return ResultRecord(
          [.init("runs", .list(chosen.map { .text($0.id) }))],
          display: SafeText.text(
            warning + RunsReport.list(chosen, columns: cutsLines ? shell.configuration.columns : nil)))
      }
    } catch {
      throw CommandFailure(error.message, hint: error.hint)
    }
  }

  private static func draw(
    _ plot: RunsPlot, _ curves: [String], _ warning: String, _ command: BoundCommand, _ shell: Shell
  ) throws(RunsReport.Failure) -> ResultRecord {
    let isDrawn =
      command.arguments.given.contains("file") || shell.context.keepsDrawings
      || shell.configuration.inlinePictures != nil
    let figure = try plot.figure(
      curves, showsDashes: isDrawn || shell.terminalStyle == .blocks && shell.configuration.usesColour)
    do {
      let points = figure.panels.flatMap(\.series).reduce(0) { $0 + $1.points.count }
      var result = try shell.drawn(
        figure, command, fields: [.init("points", .integer(points))], rows: curves.count > 1 ? 32 : 20)
      result.display = result.display.map { warning + $0 + plot.note }
      return result
    } catch {
      let failure = error as? CommandFailure
      throw .init(message: failure?.message ?? "\(error)", hint: failure?.hint)
    }
  }

  private static func contents() throws(RunsReport.Failure) -> RunStore.Contents {
    let folder: SessionFolder
    do throws(RecordError) {
      folder = try SessionFolder.standard()
    } catch {
      throw .init(message: error.message + ".", hint: error.hint)
    }
    do throws(RunStoreError) {
      return try RunStore().runs(in: folder)
    } catch {
      throw .init(message: error.message, hint: nil)
    }
  }

  private static func session(_ path: String) throws(RunsReport.Failure) -> Session {
    do throws(RecordError) {
      return try SessionReader.read(path: path)
    } catch {
      throw .init(message: error.message + ".", hint: error.hint)
    }
  }
}
