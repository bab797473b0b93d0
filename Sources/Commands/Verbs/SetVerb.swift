internal import Declarations
internal import Kernels
internal import Runtime

extension Shell {
  /// What `set seed=` takes, and `--seed`.
  public static let largestSeed = UInt64(ParameterKind.exact.upperBound)
}

/// `set threads=2 seed=7`.
enum SetVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "set", summary: "Change settings from here on.",
    parameters: [
      .option("threads", .integer(1...256), "how many threads compute; results don't depend on it"),
      .option("seed", .seed, "what all random numbers follow from"),
      .option(
        "precision", .choice(Precision.allCases.map(\.rawValue)),
        "what networks are trained in where 'train' doesn't say it"),
      .option("plot", .choice(PlotStyle.allCases.map(\.rawValue)), "how plots are drawn in the terminal"),
    ],
    resultFields: [
      .init("seed", "the seed in force"), .init("precision", "that in force"),
      .init("threads", "how many compute", measured: true),
    ],
    examples: ["set seed=7", "set threads=2 plot=ascii"], effect: .quick, givesLastResult: false)

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    if command.arguments.given.isEmpty {
      throw CommandFailure("'set' needs a setting.", hint: "For example: set seed=7")
    }
  }

  static func change(by command: BoundCommand, in known: KnownWorkspace) -> WorkspaceChange {
    .change
  }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    if let threads = command.arguments.optionalInteger("threads") {
      shell.workspace.settings.threads = threads
    }
    if let seed = command.arguments.optionalInteger("seed") { shell.workspace.settings.seed = UInt64(seed) }
    if let precision = command.arguments.optionalText("precision").flatMap(Precision.init) {
      shell.workspace.settings.precision = precision
    }
    if let plot = command.arguments.optionalText("plot").flatMap(PlotStyle.init) {
      shell.workspace.settings.plot = plot
    }
    let settings = shell.workspace.settings
    return ResultRecord(
      [
        .init("seed", .text(String(settings.seed))),
        .init("precision", .text(settings.precision.rawValue)),
        .init("threads", .integer(settings.threads), measured: true),
      ],
      display: settings.text)
  }
}
