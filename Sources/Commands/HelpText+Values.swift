internal import Declarations
internal import Networks
internal import Runtime

/// Help on words that mean something only in their place: kinds of models, values of options, fields of
/// results.
extension HelpText {
  /// A kind of model that is no named architecture, as a command of its own: `model NAME svm …`.
  static func kind(_ name: String) -> CommandDeclaration? {
    guard let family = Families.family(of: name),
      let summary = family.kindSummaries.first(where: { $0.kind == name })?.summary
    else { return nil }
    let declaration = ModelVerb.declaration
    let block = declaration.block.flatMap { $0.condition?.value == name ? $0 : nil }
    let named = Set(family.definitionOptions.map(\.name))
    let more = family.trainingOptions.map(\.name).filter { !named.contains($0) }
    return CommandDeclaration(
      verb: name, summary: summary, parameters: family.definitionOptions, block: block,
      examples: declaration.examples.filter { $0.split(separator: " ").contains(Substring(name)) },
      notes: more.isEmpty ? [] : ["Options of 'train' for it: \(more.joined(separator: " "))."],
      usage: Wording.usage("model NAME \(name)", family.definitionOptions, block: block?.itemName))
  }

  /// The words that an argument may be, or begin with.
  static func choices(of parameter: Parameter) -> [String] {
    guard !isKind(parameter) else { return [] }
    var words: [String] = []
    for word in parameter.kind.choices + parameter.words where !words.contains(word) { words.append(word) }
    return words
  }

  /// The kinds of models have help of their own.
  private static func isKind(_ parameter: Parameter) -> Bool {
    parameter.kind == ModelVerb.declaration.parameters.first { $0.name == "kind" }?.kind
  }

  /// What a value is of wherever an argument may have it: `adam` of `optimizer=`.
  static func value(_ name: String, _ help: Help) -> String? {
    var uses: [(text: String, owners: [String])] = []
    var options: [String] = []
    for (owner, parameters) in owners {
      for parameter in parameters where choices(of: parameter).contains(name) {
        let label = parameter.placement == .option ? "\(parameter.name)=\(name)" : name
        let isOneOfMany = if case .either = parameter.kind { parameter.placement != .option } else { false }
        let text = "\(label)| (\(isOneOfMany ? parameter.summary : Help.describe(parameter)))"
        if let index = uses.firstIndex(where: { $0.text == text }) {
          uses[index].owners.append(owner)
        } else {
          uses.append((text, [owner]))
        }
        for option in Families.options(with: name, of: parameter.name) where !options.contains(option) {
          options.append(option)
        }
      }
    }
    guard !uses.isEmpty else { return nil }
    if let chart = Charts.named(name) {
      let examples = chart.examples.map { "  \($0)" }.joined(separator: "\n")
      let note = chart.note.isEmpty ? "" : " " + Table.sentence(chart.note)
      return help.paragraph("plot \(name), of \(chart.subject).\(note)") + "\n" + examples
    }
    var lines = Losses.named(name).map { [help.paragraph("\(name): \($0.summary).")] } ?? []
    lines += uses.map { use in
      let parts = use.text.split(separator: "|", maxSplits: 1)
      return help.paragraph("\(parts[0]) of \(use.owners.joined(separator: ", "))\(parts[1])")
    }
    if !options.isEmpty {
      lines.append(help.paragraph("Options that go with it: \(options.joined(separator: " "))."))
    }
    return lines.joined(separator: "\n")
  }

  /// What a field of results is, wherever there is one of that name.
  static func field(_ name: String, _ help: Help) -> String? {
    var uses: [(summary: String, verbs: [String])] = []
    for declaration in Verbs.table.declarations {
      guard let field = declaration.resultFields.first(where: { $0.name == name }) else { continue }
      if let index = uses.firstIndex(where: { $0.summary == field.summary }) {
        uses[index].verbs.append(declaration.verb)
      } else {
        uses.append((field.summary, [declaration.verb]))
      }
    }
    guard !uses.isEmpty else { return nil }
    return uses.map { use in
      help.paragraph("\(name), in the result of \(use.verbs.joined(separator: ", ")): \(use.summary)")
    }.joined(separator: "\n")
  }
}

extension HelpText {
  /// The command of the language that words at the shell of the system were meant to be, in quotes for that
  /// shell; nil where they don't begin like one.
  public static func command(of words: [String]) -> String? {
    guard let first = words.first else { return nil }
    let statements = ["let", "param", "print", "assert", "for", "if"]
    let verb = Aliases.own(for: first, among: Verbs.table.verbs) ?? first
    guard Verbs.table[verb] != nil || statements.contains(verb) else { return nil }
    let own = words.dropFirst().prefix { !$0.hasPrefix("--") }
    let rest = words.dropFirst(1 + own.count).map { " " + ShellWord.text($0) }.joined()
    return ShellWord.quoted(([verb] + own).joined(separator: " ")) + rest
  }
}

extension ParameterKind {
  /// The words that it takes.
  var choices: [String] {
    switch self {
    case .choice(let words): words
    case .list(let kind): kind.choices
    case .either(let kinds): kinds.flatMap(\.choices)
    default: []
    }
  }
}
