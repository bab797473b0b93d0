import ArgumentParser
import Commands
import Foundation
import Record
import Runtime
import Terminal

/// `fovea runs list|sessions|show|compare|diff|plot`.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Look at the trainings of all recorded sessions.",
    subcommands: [
      RunsList.self, RunsSessions.self, RunsShow.self, RunsCompare.self, RunsDiff.self, RunsPlotCommand.self,
    ],
    defaultSubcommand: RunsList.self)
}

extension Capabilities {
  /// How many columns a list may have; nil where it goes to a file or another program, which get it whole.
  var listColumns: Int? { outputIsTerminal ? columns : nil }
}

/// Where the sessions are, and how runs are printed.
struct RunsOptions: ParsableArguments {
  @Option(help: "The folder of the sessions; without it the one that this folder records to.")
  var folder: String?

  @Flag(help: "Print one JSON object a line.")
  var json = false

  /// All runs of the folder.
  func runs() throws -> [RecordedRun] { try contents().runs }

  /// All sessions of the folder with their runs.
  func contents() throws -> RunStore.Contents {
    let sessions: SessionFolder
    if let folder, !isFolder(folder) { throw failure("there is no folder '\(folder)'.", status: 2) }
    do throws(RecordError) {
      sessions = if let folder { SessionFolder(path: folder) } else { try SessionFolder.standard() }
    } catch {
      throw Reporter(json: json, Capabilities.current()).failure(error, status: 1)
    }
    do throws(RunStoreError) {
      let contents = try RunStore().runs(in: sessions)
      for remark in contents.remarks { Output.diagnostic("warning: \(remark)") }
      return contents
    } catch {
      throw failure(error.message, status: 1)
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Says what is wrong.
  func failure(_ message: String, hint: String? = nil, status: Int32) -> ExitCode {
    Reporter(json: json, Capabilities.current()).failure(message, hint: hint, status: status)
  }

  /// Does what may fail by words of a person.
  func attempt<Result>(_ work: () throws(RunsReport.Failure) -> Result) throws -> Result {
    do throws(RunsReport.Failure) {
      return try work()
    } catch {
      throw failure(error.message, hint: error.hint, status: 2)
    }
  }

  func end() { if json { Output.json(JSONEvents.end(status: 0)) } }

  /// Prints objects, a table of comma-separated values or a text for a person, whichever was asked for.
  func show(
    _ table: CommaSeparatedOption, json objects: @autoclosure () -> [String], csv: @autoclosure () -> String,
    _ text: @autoclosure () -> String
  ) {
    if json {
      for object in objects() { Output.line(object) }
      end()
    } else {
      table.csv ? Output.line(csv()) : Output.plainWords(text())
    }
  }
}

/// Whether a table for a program is wanted.
struct CommaSeparatedOption: ParsableArguments {
  @Flag(help: "Print a table as comma-separated values.")
  var csv = false
}

struct RunsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List runs, with conditions such as 'accuracy>0.9' and model=small.",
    discussion: """
      A condition is a field, one of < <= = >= > !=, and a value. Fields are the columns of the list, the \
      settings of the \
      training and the numbers of its result; session=4c2f takes the runs of a session, by an id that a list \
      shows. Output that \
      goes to a file or to another program isn't cut.
      """)

  @Argument(help: "Conditions on fields; quote those with < or >.")
  var conditions: [String] = []

  @Option(
    help: ArgumentHelp(
      "The field that gives the order; with - before it downwards: --sort=-accuracy.", valueName: "field"))
  var sort: String?

  @OptionGroup var table: CommaSeparatedOption
  @OptionGroup var options: RunsOptions

  func run() throws {
    let all = try options.runs()
    let runs = try options.attempt { () throws(RunsReport.Failure) in
      try RunsReport.choose(all, filters: conditions, order: sort)
    }
    options.show(
      table, json: runs.map(RunsReport.json), csv: RunsReport.csv(runs),
      RunsReport.list(runs, columns: Capabilities.current().listColumns))
  }
}

struct RunsSessions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "List the recorded sessions; with conditions, those that hold such a run.",
    discussion: "The columns of the list are conditions too: 'state=cut off', 'failed>0', session=4c2f.")

  @Argument(help: "Conditions on fields of runs; quote those with < or >.")
  var conditions: [String] = []

  @OptionGroup var table: CommaSeparatedOption
  @OptionGroup var options: RunsOptions

  func run() throws {
    let contents = try options.contents()
    let sessions = try options.attempt { () throws(RunsReport.Failure) in
      try SessionsReport.choose(contents, filters: conditions)
    }
    options.show(
      table, json: sessions.map(SessionsReport.json), csv: SessionsReport.csv(sessions),
      SessionsReport.list(sessions))
  }
}

struct RunsShow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show all of a run.")

  @Argument(help: "The id of the run, as 'runs list' shows it.")
  var id: String

  @OptionGroup var options: RunsOptions

  func run() throws {
    let all = try options.runs()
    let run = try options.attempt { () throws(RunsReport.Failure) in try RunsReport.find(id, in: all) }
    options.json ? Output.line(RunsReport.json(run)) : Output.plainWords(RunsReport.show(run))
    options.end()
  }
}

struct RunsCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Show runs beside each other.")

  @Argument(help: "Two ids or more.")
  var ids: [String]

  @OptionGroup var table: CommaSeparatedOption
  @OptionGroup var options: RunsOptions

  func validate() throws {
    if ids.count < 2 { throw ValidationError("'runs compare' takes two runs or more.") }
  }

  func run() throws {
    let all = try options.runs()
    let runs = try options.attempt { () throws(RunsReport.Failure) in
      try RunsReport.find(ids, in: all)
    }
    options.show(
      table, json: runs.map(RunsReport.json), csv: RunsReport.csv(runs),
      RunsReport.compare(runs, isCut: Capabilities.current().outputIsTerminal))
  }
}

struct RunsPlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw the curves of runs over each other.",
    discussion: """
      Runs that differ in nothing but their seed are one curve: their mean, in a band of a standard \
      deviation to both sides. \
      With --json the curves are printed as numbers, an object each.
      """)

  @Argument(help: "loss, accuracy, ids and conditions; both curves of all runs without any.")
  var what: [String] = []

  @Option(help: "A .png, .svg or .pdf file instead of the terminal.")
  var to: String?

  @Option(help: "The field that gives the order of the curves; with - before it downwards.")
  var sort: String?

  @OptionGroup var options: RunsOptions

  func run() throws {
    let capabilities = Capabilities.current()
    let all = try options.runs()
    if options.json {
      let objects = try options.attempt { () throws(RunsReport.Failure) in
        try RunsReport.plotJSON(all, what, order: sort, file: to)
      }
      for object in objects { Output.line(object) }
      return options.end()
    }
    let picture = try options.attempt { () throws(RunsReport.Failure) in
      try RunsReport.plot(
        all, what, order: sort, file: to, columns: capabilities.columns, rows: capabilities.rows,
        colour: capabilities.colours(on: .output), unicode: capabilities.unicode)
    }
    Output.painted(picture)
  }
}
