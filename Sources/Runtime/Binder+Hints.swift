internal import Declarations
internal import Diagnostics
internal import Syntax

/// What to type instead of a value that doesn't fit.
extension Binder {
  /// What to type for a share that was given in hundredths.
  static func share(_ value: ArgumentValue, _ argument: Argument, _ parameter: Parameter) -> String? {
    guard parameter.isShare, case .number = argument.kind, case .number(let limits) = parameter.kind,
      limits.upper <= 1,
      case .number(let number) = value,
      number > 1, number < 100, limits.contains(number / 100)
    else { return nil }
    let label = parameter.placement == .option ? parameter.name + "=" : ""
    return "Type \(label)\(Spelling.number(number))% or \(label)\(Spelling.number(number / 100))."
  }

  /// What was meant by an argument that has no place: an option without '=', a name without its preposition.
  func misplaced(
    _ argument: Argument, before next: Argument?, given places: [String: SourceRange]
  ) -> String? {
    let text = source.slice(argument.range)
    let parts = text.drop { $0 == "-" }.split(separator: "=", maxSplits: 1).map(String.init)
    let options = parameters.filter { $0.placement == .option }.map(\.name)
    if let word = parts.first,
      let option = options.first(where: { $0 == word }) ?? Aliases.own(for: word, among: options)
    {
      var value = parts.count > 1 ? parts[1] : "VALUE"
      if parts.count == 1, let next {
        switch next.kind {
        case .preposition, .option: break
        default: value = source.slice(next.range)
        }
      }
      return "Type \(option)=\(value)."
    }
    guard let meaning = resolver.meaning(of: text) else { return nil }
    for parameter in parameters where places[parameter.name] == nil {
      guard let word = parameter.preposition, case .name(let role) = parameter.kind, role != .new,
        StaticResolver.fits(meaning, role)
      else { continue }
      return "Type \(word) \(text)."
    }
    return nil
  }

  /// What to do with a name that is of another kind than expected.
  func other(_ name: String, _ meaning: ResolvedName, _ roles: [NameRole]) -> String? {
    guard roles == [.model] else { return nil }
    switch meaning {
    case .result: return "Name the model that the result is of."
    case .workspace(.data):
      let verb = owner.filter { $0 != "'" }
      let behind = parameters.first {
        $0.preposition != nil && ($0.kind == .name(.data) || $0.kind == .name(.dataPart))
      }
      let whole = behind?.preposition.map { "\(verb) MODEL \($0) \(name)" }
      return "For the data itself: describe \(name)" + (whole.map { "; for a model: \($0)" } ?? "")
    default: return nil
    }
  }

  static func choices(_ kind: ParameterKind) -> [String] {
    switch kind {
    case .choice(let words): words
    case .either(let kinds): kinds.flatMap(choices)
    default: []
    }
  }
}
