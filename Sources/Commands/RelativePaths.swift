internal import Declarations
public import Diagnostics
internal import Files
internal import Runtime

/// Paths in commands that lead from the folder in which the commands run.
public enum RelativePaths {
  /// Whether a command of a text reads or writes a file by such a path, as far as the text tells.
  public static func areIn(_ source: SourceText) -> Bool {
    RecordedCommand.all(in: source).contains { command in
      guard let declaration = Verbs.table[command.verb] else { return false }
      return declaration.parameters.contains { parameter in
        guard takesPath(parameter.kind) else { return false }
        switch parameter.placement {
        case .positional: return command.words.prefix(1).contains { isRelative($0, parameter.kind) }
        case .preposition(let word):
          return command.prepositions[word]?.contains { isRelative($0, parameter.kind) } == true
        default: return false
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
    if word.isAbsolutePath { return false }
    if case .either(let kinds) = kind,
      kinds.contains(where: { if case .choice(let known) = $0 { known.contains(word) } else { false } })
    {
      return false
    }
    let ending = word.split(separator: ".").dropFirst().last.map(String.init)
    return !word.pathFolder.isEmpty || ending.map { !["train", "validation", "test"].contains($0) } == true
  }
}
