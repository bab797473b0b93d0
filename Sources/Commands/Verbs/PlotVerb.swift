internal import Declarations
internal import Plotting
internal import Runtime

/// `plot loss accuracy of small [to FILE]`, `plot confusion of r [to FILE]`.
enum PlotVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "plot",
    summary: "Plot training curves of models, or results, in the terminal or to a file.",
    parameters: [
      Parameter(
        "what", .either([.choice(Charts.words), .name(.model), .name(.result)]), .variadic, required: true,
        summary: Charts.summary),
      Parameter(
        "of", .either([.name(.model), .name(.result)]), .variadicPreposition("of"),
        summary: "the models, or the results"),
    ] + Charts.parameters + [
      Parameter(
        "file", .path, .preposition("to"), files: PictureFormat.files,
        summary: "a .png, .svg or .pdf file instead of the terminal"),
      Overwriting.parameter,
    ],
    resultFields: [.init("points", "points drawn", .number)] + Charts.fields + [
      .init("file", "where the picture is, if it went to a file", .text)
    ],
    examples: Charts.all.flatMap { $0.examples },
    notes: [
      "A result is what 'let r = evaluate …' or 'let r = crossvalidate …' kept. "
        + Charts.all.map { $0.note }.filter { !$0.isEmpty }.joined(separator: " ")
    ], givesLastResult: false)

  /// A chart and what of it is to be drawn.
  private struct Wish {
    let chart: any Chart.Type
    /// Each once.
    let words: [String]
    /// The models or results, each once.
    let names: [String]

    /// - Throws: `CommandFailure` where the words belong to different charts.
    init(_ arguments: Arguments) throws {
      let what = arguments.texts("what")
      var words: [String] = []
      for word in what where Charts.words.contains(word) && !words.contains(word) { words.append(word) }
      // Behind 'of' stand names, whatever they are.
      var others: [String] = []
      for name in what.filter({ !Charts.words.contains($0) }) + arguments.texts("of")
      where !others.contains(name) {
        others.append(name)
      }
      names = others
      chart = words.first.flatMap(Charts.named) ?? Charts.all[0]
      self.words = words.isEmpty ? chart.words : words
      guard words.allSatisfy(chart.words.contains) else {
        throw CommandFailure(
          "'\(words.joined(separator: " "))' don't go into one picture.",
          hint: "Draw them one by one: plot \(words[0]) of \(names.first ?? "r")", argument: "what")
      }
    }
  }

  static func check(_ command: BoundCommand, in known: KnownWorkspace) throws {
    let arguments = command.arguments
    try known.requirePicture(command)
    guard arguments.isKnown("what"), arguments.isKnown("of") else { return }
    let wish = try Wish(arguments)
    for chart in Charts.all where chart != wish.chart {
      let own = Set(wish.chart.parameters.map(\.name))
      for parameter in chart.parameters
      where arguments.given.contains(parameter.name) && !own.contains(parameter.name) {
        let label = if case .preposition(let word) = parameter.placement { word } else { parameter.name }
        let example = chart.examples.first { $0.contains(label) }
        throw CommandFailure(
          "'\(label)' belongs to 'plot \(chart.words[0])'.", hint: example.map { "For example: \($0)" },
          argument: parameter.name)
      }
    }
    try wish.chart.check(wish.words, of: wish.names, command, in: known)
  }

  static func apply(_ command: BoundCommand, to known: inout KnownWorkspace) { known.noteFile(of: command) }

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let wish = try Wish(command.arguments)
    return try wish.chart.draw(wish.words, of: wish.names, command, shell)
  }
}
