internal import Declarations
internal import Diagnostics
internal import Syntax

extension Binder {
  /// An argument before anyone asks what it is for.
  private enum Raw {
    case known(ArgumentValue, quoted: Bool)
    /// Only running can tell; of its kind, where that is known, is this value.
    case unknown(like: Value?)
    /// A finding was added.
    case wrong
  }

  /// Whether an argument would fit a parameter, without findings.
  func accepts(_ argument: Argument, _ parameter: Parameter) -> Bool {
    var trial = self
    guard case .known(let value, let quoted) = trial.raw(argument) else { return true }
    return trial.fit(value, quoted: quoted, parameter.kind, argument) != nil
  }

  /// The argument as the parameter takes it, or nil after a finding or where only running can tell.
  mutating func convert(_ argument: Argument, for parameter: Parameter) -> ArgumentValue? {
    switch raw(argument) {
    case .wrong: return nil
    case .unknown(let example):
      if let example, !Self.couldFit(example, parameter.kind) {
        findings.append(
          Findings.wrongKind(
            parameter.name, expected: Wording.kind(parameter.kind),
            found: "'\(source.slice(argument.range))' (\(example.kindName))", at: argument.range, in: source))
      }
      return nil
    case .known(let typed, let quoted):
      var value = typed
      if case .text(let word) = typed, !quoted {
        value = .text(canonical(word, at: argument.range, among: Self.choices(parameter.kind)))
      }
      if let fitted = fit(value, quoted: quoted, parameter.kind, argument) {
        return checkName(fitted, parameter, argument) ? fitted : nil
      }
      let found = source.slice(argument.range)
      let computed = found.contains("$") ? " (\(Help.spelled(value)))" : ""
      var hint = Self.share(value, argument, parameter)
      if case .text(let word) = value {
        hint = self.hint(for: word, parameter, among: Self.choices(parameter.kind))
      }
      if parameter.placement == .positional, case .choice = parameter.kind {
        findings.append(
          Findings.wrongWord(
            owner, expected: Wording.kind(parameter.kind), found: "'\(found)'\(computed)", at: argument.range,
            in: source, hint: hint))
        return nil
      }
      findings.append(
        Findings.wrongKind(
          parameter.name, expected: Wording.kind(parameter.kind, for: value), found: "'\(found)'\(computed)",
          at: argument.range,
          in: source, hint: hint))
      return nil
    }
  }

  private mutating func raw(_ argument: Argument) -> Raw {
    switch argument.kind {
    case .number(let number), .percent(let number): return .known(.number(number), quoted: false)
    case .duration(let seconds): return .known(.seconds(seconds), quoted: false)
    case .angle(let degrees): return .known(.degrees(degrees), quoted: false)
    case .size(let size): return .known(.size(size), quoted: false)
    case .range(let lower, let upper): return .known(.range(lower, upper), quoted: false)
    case .word(let text): return interpolated(text, quoted: false)
    case .string(let text): return interpolated(text, quoted: true)
    case .interpolation(let expression):
      do throws(Diagnostic) {
        guard let value = try resolver.value(of: expression) else {
          return .unknown(like: try resolver.shape(of: expression))
        }
        guard let argumentValue = value.argument else {
          findings.append(Findings.resultInText(source.slice(argument.range), at: argument.range, in: source))
          return .wrong
        }
        replacements.append((argument.range, Self.spelled(value), expression))
        return .known(argumentValue, quoted: false)
      } catch {
        findings.append(error)
        return .wrong
      }
    case .list(let items):
      var values: [ArgumentValue] = []
      var isKnown = true
      for item in items {
        switch raw(item) {
        case .known(let value, _): values.append(value)
        case .unknown: isKnown = false
        case .wrong: return .wrong
        }
      }
      return isKnown ? .known(.list(values), quoted: false) : .unknown(like: .list([]))
    case .option, .preposition: return .wrong
    }
  }

  private mutating func interpolated(_ text: InterpolatedText, quoted: Bool) -> Raw {
    var result = ""
    var isKnown = true
    for piece in text.pieces {
      switch piece {
      case .text(let part): result += part
      case .value(let expression, let range):
        do throws(Diagnostic) {
          guard let value = try resolver.value(of: expression) else {
            isKnown = false
            continue
          }
          if case .record = value {
            findings.append(Findings.resultInText(source.slice(range), at: range, in: source))
            return .wrong
          }
          let plain = value.plainText
          replacements.append(
            (range, quoted ? String(Spelling.quoted(plain).dropFirst().dropLast()) : plain, expression))
          result += plain
        } catch {
          findings.append(error)
          return .wrong
        }
      }
    }
    return isKnown ? .known(.text(result), quoted: quoted) : .unknown(like: .text(""))
  }

  /// A value as it is typed in an argument: names stay bare words.
  private static func spelled(_ value: Value) -> String {
    if case .text(let text) = value, Vocabulary.isName(text), !Vocabulary.reserved.contains(text) {
      return text
    }
    return value.literal
  }

  // MARK: Names

  /// What a name may stand for; empty when the value isn't taken as a name.
  private func nameRoles(_ kind: ParameterKind, _ value: ArgumentValue) -> [NameRole] {
    switch kind {
    case .name(let role): return [role]
    case .either(let kinds):
      guard case .text(let text) = value, !Self.choices(kind).contains(text) else { return [] }
      return kinds.flatMap { nameRoles($0, value) }
    default: return []
    }
  }

  /// Checks a name against what is known; adds a finding and returns false when it is wrong.
  private mutating func checkName(_ value: ArgumentValue, _ parameter: Parameter, _ argument: Argument)
    -> Bool
  {
    let roles = nameRoles(parameter.kind, value)
    guard let first = roles.first, case .text(let text) = value else { return true }
    let parts =
      roles.contains(.dataPart)
      ? text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) : [text]
    let name = parts[0]
    guard Vocabulary.isName(name) else {
      if roles.contains(.data), let data = self.data(ofPart: name) {
        findings.append(
          Findings.partOfData(name, data, of: owner, parameter.summary, at: argument.range, in: source))
        return false
      }
      findings.append(Findings.notAName(text, at: argument.range, in: source))
      return false
    }
    if first == .new {
      if Vocabulary.reserved.contains(name) {
        findings.append(Findings.reservedName(name, at: argument.range, in: source))
        return false
      }
      return true
    }
    guard let meaning = resolver.meaning(of: name) else {
      let choices = Self.choices(parameter.kind)
      let known = choices + roles.flatMap { resolver.names(for: $0) }
      findings.append(
        Findings.unknownName(
          name, roles: roles, known: known, other: choices.isEmpty ? nil : parameter.summary,
          at: argument.range, in: source))
      return false
    }
    guard let role = roles.first(where: { StaticResolver.fits(meaning, $0) }) else {
      findings.append(
        Findings.wrongRole(
          name, is: meaning.description, expected: roles, hint: other(name, meaning, roles),
          at: argument.range, in: source))
      return false
    }
    if parts.count > 1, role == .dataPart, !Wording.parts.contains(parts[1]) {
      findings.append(Findings.unknownPart(parts[1], of: name, at: argument.range, in: source))
      return false
    }
    if parts.count > 1, role != .dataPart {
      findings.append(Findings.noParts(name, is: meaning.description, at: argument.range, in: source))
      return false
    }
    return true
  }

  /// The data set of which a text names a part: `d` of `d.test`.
  private func data(ofPart text: String) -> String? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, Wording.parts.contains(parts[1]),
      case .workspace(.data)? = resolver.meaning(of: parts[0])
    else { return nil }
    return parts[0]
  }
}
