internal import Declarations
public import Diagnostics
internal import Runtime
internal import Syntax

/// Paths in commands that lead from the folder in which the commands run.
public enum RelativePaths {
  /// Whether a command of a text reads or writes a file by such a path, as far as the text tells.
  public static func areIn(_ source: SourceText) -> Bool {
    guard case .complete(let script) = Parser.parse(source) else { return false }
    return commands(of: script.statements).contains { outline in
      guard let declaration = Verbs.table[outline.verb] else { return false }
      return declaration.parameters.contains { parameter in
        guard takesPath(parameter.kind) else { return false }
        switch parameter.placement {
        case .positional: return outline.words.prefix(1).contains { isRelative($0, parameter.kind) }
        case .preposition(let word):
          return outline.prepositions[word]?.contains { isRelative($0, parameter.kind) } == true
        default: return false
        }
      }
    }

    func commands(of statements: [Statement]) -> [CommandOutline] {
      statements.flatMap { statement -> [CommandOutline] in
        switch statement.kind {
        case .loop(_, _, let body): commands(of: body.statements)
        case .condition(let branches): branches.flatMap { commands(of: $0.body.statements) }
        default: [CommandOutline(source.slice(statement.range))].compactMap { $0 }
        }
      }
    }
  }

  private static func takesPath(_ kind: ParameterKind) -> Bool {
    switch kind {
    case .path: true
    case .either(let kinds): kinds.contains(where: takesPath)
    default: false
    }
  }

  /// A name of a data set or of a part of one looks like a file's, so that only what has a folder or a usual
  /// ending counts.
  private static func isRelative(_ word: String, _ kind: ParameterKind) -> Bool {
    if word.hasPrefix("/") { return false }
    if case .either(let kinds) = kind,
      kinds.contains(where: { if case .choice(let known) = $0 { known.contains(word) } else { false } })
    {
      return false
    }
    let ending = word.split(separator: ".").dropFirst().last.map(String.init)
    return word.contains("/") || ending.map { !["train", "validation", "test"].contains($0) } == true
  }
}
