internal import Datasets
internal import Declarations
internal import Diagnostics
internal import Networks
public import Runtime

/// Help on whatever a person may ask about: commands, statements, functions, kinds of models, layers, steps,
/// options and their values, fields of results. All of it comes from the declarations.
public enum HelpText {
  /// A key of the prompt and what it does.
  public typealias Key = (name: String, summary: String)

  static let keysTopic = (name: "keys", summary: "Keys of the prompt.")

  /// The help on a topic, or nil when there is none.
  ///
  /// - Parameters:
  ///   - columns: How wide its lines may be.
  ///   - keys: Those of the prompt.
  public static func about(_ topic: String, columns: Int, keys: [Key] = []) -> String? {
    let help = Help(columns: columns)
    if Aliases.verbs[topic] == nil, let text = exact(topic, columns: columns, keys: keys) {
      return [text, former(topic, help)].compactMap { $0 }.joined(separator: "\n\n")
    }
    let word = topic.hasSuffix("=") ? String(topic.dropLast()) : topic
    guard let own = Aliases.verbs[word] ?? Aliases.own(for: word, among: names),
      let text = exact(own, columns: columns, keys: keys)
    else { return nil }
    let isTaken = Aliases.verbs[word] != nil || Aliases.options[word] == own
    let head =
      isTaken
      ? "'\(word)' is another word for '\(own)', which the record keeps ('help aliases')."
      : "'\(word)' is called '\(own)' here."
    return help.paragraph(head) + "\n\n" + text
  }

  /// What an option of an earlier version is called now, where the word means something else too.
  private static func former(_ topic: String, _ help: Help) -> String? {
    let name = topic.hasSuffix("=") ? String(topic.dropLast()) : topic
    guard Aliases.former.contains(name), let own = Aliases.options[name] else { return nil }
    let takers = owners.filter { owner in
      let options = owner.parameters.filter { $0.placement == .option }.map(\.name)
      return options.contains(own) && !options.contains(name)
    }
    return help.paragraph(
      "\(name)= of \(takers.map(\.owner).joined(separator: ", ")) is an earlier word for \(own)=.")
  }

  private static func exact(_ topic: String, columns: Int, keys: [Key]) -> String? {
    let help = Help(columns: columns)
    if let declaration = Verbs.table[topic] { return help.command(declaration) }
    let name = topic.hasSuffix("=") ? String(topic.dropLast()) : topic
    let told = topic == name ? HelpTopic.named(topic) : nil
    let parts = [
      told?.text(help), topic == name ? thing(topic, help, columns: columns, keys: keys) : nil,
      help.option(name, in: owners), topic == name && !isBuiltin(topic) ? value(topic, help) : nil,
    ].compactMap { $0 }
    // A figure has a field, which may be that of another word.
    let field = told == nil && !parts.isEmpty ? nil : field(topic, help)
    let all = parts + [field].compactMap { $0 }
    return all.isEmpty ? nil : all.joined(separator: "\n\n")
  }

  /// Whether a topic tells all of a data set already.
  private static func isBuiltin(_ topic: String) -> Bool {
    Loading.builtin.contains(topic) && HelpTopic.named(topic) != nil
  }

  /// What is no option and no value.
  private static func thing(_ topic: String, _ help: Help, columns: Int, keys: [Key]) -> String? {
    if let architecture = Architecture.named(topic) {
      return ArchitectureText.help(architecture, columns: columns)
    }
    if let kind = kind(topic) { return help.command(kind) }
    if let item = items.first(where: { $0.item.name == topic }) {
      return help.item(item.item, kind: item.kind)
    }
    if let part = LanguageHelp.topic(topic) { return help.topic(part) }
    if topic == keysTopic.name {
      let rows = help.rows(keys.map { ($0.name, $0.summary) })
      return (["\(keysTopic.name): \(keysTopic.summary)", ""] + rows).joined(separator: "\n")
    }
    return ExitCodes.help(topic, columns: columns)
  }

  /// What there is help on besides commands.
  static var topics: [Completer.Candidate] {
    var all = LanguageHelp.topics.map { Completer.Candidate($0.name, $0.summary) }
    for family in Families.all {
      all += family.kindSummaries.map { Completer.Candidate($0.kind, $0.summary) }
    }
    all += items.map { Completer.Candidate($0.item.name, $0.item.summary) }
    all += Architecture.all.map { Completer.Candidate($0.name, "A named architecture.") }
    all += HelpTopic.all.map { Completer.Candidate($0.name, $0.summary) }
    all.append(Completer.Candidate(ExitCodes.topic, ExitCodes.summary))
    all.append(Completer.Candidate(keysTopic.name, keysTopic.summary))
    for (owner, parameters) in owners {
      for parameter in parameters where parameter.placement == .option {
        all.append(Completer.Candidate(parameter.name, "An option of \(owner)."))
      }
    }
    for (owner, parameters) in owners {
      for parameter in parameters {
        all += choices(of: parameter).map {
          Completer.Candidate($0, "A value of \(parameter.name) of \(owner).")
        }
      }
    }
    var seen: Set<String> = []
    return all.filter { Verbs.table[$0.text] == nil && seen.insert($0.text).inserted }.sorted {
      $0.text < $1.text
    }
  }

  /// The command that `?TOPIC` stands for: an option may be written as Tab spells it, `?epochs=`.
  public static func question(_ topic: String) -> String {
    topic.hasSuffix("=") || topic.contains(" ") ? "help \(Spelling.quoted(topic))" : "help \(topic)"
  }

  /// What was probably meant.
  public static func suggestion(_ topic: String) -> String? {
    Aliases.absence(of: topic, among: names)
      ?? Suggestion.nearest(to: topic, among: names, isStrict: true).map { "Did you mean '\($0)'?" }
      ?? "Type 'help' for the list of commands."
  }

  private static var names: [String] { Verbs.table.verbs + topics.map(\.text) }

  /// What has options of its own.
  static var owners: [(owner: String, parameters: [Parameter])] {
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
  /// Larger texts aren't scripts.
  public static var sizeLimit: Int { ScriptFile.sizeLimit }

  public static func read(_ path: String) -> Result<String, ScriptUnreadable> {
    do throws(ScriptUnreadable) { return .success(try ScriptFile.read(path)) } catch {
      return .failure(error)
    }
  }
}
