internal import Declarations
internal import Diagnostics
internal import Networks
public import Runtime

/// Help on commands, statements, functions, layers, named architectures, steps and options.
public enum HelpText {
  /// The help on a topic, or nil when there is none.
  ///
  /// - Parameter columns: How wide its lines may be.
  public static func about(_ topic: String, columns: Int) -> String? {
    let help = Help(columns: columns)
    if let declaration = Verbs.table[topic] { return help.command(declaration) }
    if let architecture = Architecture.named(topic) {
      return ArchitectureText.help(architecture, columns: columns)
    }
    if let item = items.first(where: { $0.item.name == topic }) {
      return help.item(item.item, kind: item.kind)
    }
    if let part = LanguageHelp.topic(topic) { return help.topic(part) }
    if let text = ExitCodes.help(topic, columns: columns) { return text }
    let name = topic.hasSuffix("=") ? String(topic.dropLast()) : topic
    return help.option(name, in: owners)
  }

  /// What there is help on besides commands.
  static var topics: [Completer.Candidate] {
    var names: Set<String> = []
    let all =
      LanguageHelp.topics.map { ($0.name, $0.summary) } + items.map { ($0.item.name, $0.item.summary) }
      + Architecture.all.map { ($0.name, "a network known by name") } + [(ExitCodes.topic, ExitCodes.summary)]
      + owners.flatMap { owner in
        owner.parameters.filter { $0.placement == .option }.map { ($0.name, "an option of \(owner.owner)") }
      }
    let own = all.filter { Verbs.table[$0.0] == nil && names.insert($0.0).inserted }
    return own.sorted { $0.0 < $1.0 }.map { Completer.Candidate($0.0, $0.1) }
  }

  /// What was probably meant.
  public static func suggestion(_ topic: String) -> String? {
    let known = Verbs.table.verbs + topics.map(\.text)
    if let own = Aliases.own(for: topic, among: known) { return "It is called '\(own)' here: help \(own)" }
    return Suggestion.phrase(for: topic, among: known) ?? "Type 'help' for the list of commands."
  }

  /// What has options of its own.
  private static var owners: [(owner: String, parameters: [Parameter])] {
    Verbs.table.declarations.map { ($0.verb, $0.parameters) }
      + items.map { ($0.item.name, $0.item.parameters) }
  }

  private static var items: [(kind: String, item: any ItemDeclaration)] {
    Verbs.table.declarations.flatMap { declaration in
      (declaration.block?.items ?? []).map { (declaration.block?.itemName ?? "", $0) }
    }
  }
}

/// Scripts on disk.
public enum Scripts {
  public static func read(_ path: String) -> Result<String, ScriptUnreadable> {
    do throws(ScriptUnreadable) { return .success(try ScriptFile.read(path)) } catch {
      return .failure(error)
    }
  }
}
