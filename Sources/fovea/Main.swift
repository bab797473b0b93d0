import ArgumentParser
import Commands
import Diagnostics
import Glibc
import Models
import Record
import Runtime
import Terminal

/// The program: reads the command line, and hands over to the prompt or to a script.
@main
struct Fovea: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fovea",
    abstract:
      "An interactive shell for image-recognition research that records, replays and proves its results.",
    discussion: """
      Without a subcommand it shows its prompt; with a pipe on standard input it runs what comes in.

      Exit code 0: done. 1: failed. 2: nothing was begun. 3: it can't be told. 130: stopped by Ctrl-C. \
      'fovea help exit-codes' \
      tells more.
      """,
    version: Program.version,
    subcommands: [
      StartCommand.self, RunCommand.self, ReplayCommand.self, ResumeCommand.self, RunsCommand.self,
      NotebookTool.self,
      CacheCommand.self,
      OpenCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: StartCommand.self, helpNames: [.short, .long])

  static func main() {
    StandardStreams.open()
    SignalHandling.leaveOutReports()
    WorkClock.leaveOut { StoppedTime.total }
    // A reader that goes away (`fovea … | head`) ends a write with an error, not the program without a
    // word.
    signal(SIGPIPE, SIG_IGN)
    // A file that gets larger than 'ulimit -f' lets it ends its write with an error, too.
    signal(SIGXFSZ, SIG_IGN)
    let arguments = CommandLine.arguments.dropFirst()
    if let argument = ArgumentBytes.firstThatIsNoText {
      fail(
        "the argument '\(argument)' isn't UTF-8 text.",
        hint: "Rename the file, or hand its text over: fovea run - < FILE", json: arguments.contains("--json")
      )
    }
    let words = arguments.dropFirst()
    if arguments.first == "help",
      words.count == 1 || HelpText.about(words.joined(separator: " "), columns: 80) != nil,
      !words.joined().hasPrefix("-")
    {
      Output.leave(HelpCommand.show(words.joined(separator: " ")))
    }
    if let first = arguments.first,
      let hint = UnknownSubcommand.hint(for: Array(arguments), among: configuration.subcommands)
    {
      fail("there is no subcommand '\(first)'.", hint: hint, json: arguments.contains("--json"))
    }
    do {
      var command = try parseAsRoot()
      let capabilities = Capabilities.current()
      let room = capabilities.isTerminal(.output) ? capabilities.columns : nil
      try Table.fitted(to: room) { try command.run() }
      Output.leave(0)
    } catch {
      // The parser writes its help also to tell the exit code, and ends the process where it has less room
      // than this.
      setenv("COLUMNS", String(HelpCommand.parserColumns), 1)
      let code = exitCode(for: error).rawValue
      // 64 is the parser's code for a wrong command line.
      if code == 64, arguments.contains("--json") { fail(self.message(for: error), hint: nil, json: true) }
      let message = Self.styled(fullMessage(for: error))
      if code == 0 {
        Output.words(message)
      } else if !message.isEmpty {
        Output.diagnostic(message)
      }
      // Ours is 2.
      Output.leave(code == 64 ? 2 : code)
    }
  }
}

extension Fovea {
  /// A message of the parser, begun as ours are.
  private static func styled(_ message: String) -> String {
    guard message.hasPrefix("Error: ") else { return message }
    let words = message.dropFirst("Error: ".count)
    // A name at its beginning stays as it is.
    let isWord = words.dropFirst().first?.isLowercase == true
    return "error: " + (isWord ? words.prefix(1).lowercased() + words.dropFirst() : String(words))
  }

  /// Says what is wrong with the command line, and ends.
  private static func fail(_ message: String, hint: String?, json: Bool) -> Never {
    let reporter = Reporter(json: json, Capabilities.current())
    Glibc.exit(reporter.failure(message, hint: hint, status: 2).rawValue)
  }
}

/// A command line that begins with what is no subcommand.
enum UnknownSubcommand {
  /// What to type instead; nil where the word may stand there.
  static func hint(for words: [String], among subcommands: [any ParsableCommand.Type]) -> String? {
    guard let word = words.first else { return nil }
    let names = subcommands.map { $0._commandName } + ["help"]
    guard !word.hasPrefix("-"), !names.contains(word) else { return nil }
    if word.hasSuffix(".md") { return "To run a notebook: fovea notebook run \(word)" }
    if word.hasSuffix(".fovea") || access(word, F_OK) == 0 { return "To run a script: fovea run \(word)" }
    if let text = HelpText.command(of: words) { return "To run a command: fovea -c \(text)" }
    return Suggestion.phrase(for: word, among: names)
      ?? "There are: \(names.sorted().joined(separator: " "))."
  }
}

/// `fovea` alone, and `fovea -c "COMMANDS"`. Its options belong to it and not to the root, which would take
/// them from the other subcommands.
struct StartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Show the prompt (the default), or run commands given by -c or a pipe.")

  @Option(
    name: .customShort("c"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Commands to run; several are run in their order.", valueName: "commands"))
  var commands: [String] = []

  @OptionGroup var options: RunOptions

  func run() throws {
    let capabilities = Capabilities.current()
    if !commands.isEmpty {
      try ScriptRunner(options, capabilities).run(text: commands.joined(separator: "\n"), name: "-c")
    } else if capabilities.inputIsTerminal {
      try Prompt(options, capabilities).run()
    } else {
      try ScriptRunner(options, capabilities).run(path: "-")
    }
  }
}

/// What a run of any kind can be told.
struct RunOptions: ParsableArguments {
  @Flag(help: "Print one JSON object a line.")
  var json = false

  @Option(help: "How many threads compute; results don't depend on it.")
  var threads: Int?

  @Option(help: "What all random numbers follow from.")
  var seed: UInt64?

  @Flag(name: .customLong("no-record"), help: "Keep no record of the session.")
  var noRecord = false

  @Flag(help: "Bring back what was computed before from the same inputs; only what changed runs again.")
  var cached = false

  @Option(
    help: ArgumentHelp(
      "The widest instruction set that is used, such as avx2: what is recorded then has the same bits on "
        + "processors that have no more.", valueName: "name"))
  var isa: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Override a parameter of the script.", valueName: "name=value"))
  var overrides: [String] = []

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be a whole number from 1 to 256, found \(threads).")
    }
    if let seed, seed > Shell.largestSeed {
      throw ValidationError(
        "--seed must be a whole number from 0 to \(Shell.largestSeed), found \(seed).")
    }
    try Self.check(overrides: overrides)
    if let isa, let problem = Program.limitKernels(to: isa) { throw ValidationError(problem) }
  }

  /// That each is a name and a value.
  static func check(overrides: [String]) throws {
    for override in overrides {
      guard let equals = override.firstIndex(of: "="), equals > override.startIndex else {
        throw ValidationError("--set takes NAME=VALUE, found '\(override)'.")
      }
      let text = String(override[override.index(after: equals)...])
      guard Shell.canOverride(with: text) else {
        throw ValidationError("--set takes a number, a word, a list or a text in quotes, found '\(text)'.")
      }
    }
  }
}
