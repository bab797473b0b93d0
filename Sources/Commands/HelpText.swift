internal import Declarations
internal import Diagnostics
internal import Networks
public import Runtime

/// Help on commands, layers, named architectures and steps.
public enum HelpText {
  /// The help on a topic, or nil when there is none.
  ///
  /// - Parameter columns: How wide its lines may be.
  public static func about(_ topic: String, columns: Int) -> String? {
    let help = Help(columns: columns)
    if let declaration = Verbs.table[topic] { return help.command(declaration) }
    if let architecture = Architecture.named(topic) { return ArchitectureText.help(architecture, columns: columns) }
    return items.first { $0.item.name == topic }.map { help.item($0.item, kind: $0.kind) }
  }

  /// What was probably meant.
  public static func suggestion(_ topic: String) -> String? {
    Suggestion.phrase(for: topic, among: Verbs.table.verbs + items.map(\.item.name) + Architecture.all.map(\.name))
      ?? "Type 'help' for the list of commands."
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
    do throws(ScriptUnreadable) { return .success(try ScriptFile.read(path)) } catch { return .failure(error) }
  }
}
