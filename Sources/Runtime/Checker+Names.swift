internal import Declarations
internal import Diagnostics
internal import Syntax

/// What names stand for from a statement on.
extension Checker {
  /// The list of a loop, where the text tells it; names of models in it are meant as texts.
  mutating func checkLoopValues(_ values: Expression, in source: SourceText) -> Value? {
    do throws(Diagnostic) {
      return try scope.resolver(in: source).value(of: values)
    } catch {
      guard case .list(let items) = values.kind else {
        findings.append(error)
        return nil
      }
      findings.append(Findings.quoted(items, error, in: source))
      return nil
    }
  }

  mutating func defineValue(_ name: Name, _ expression: Expression, in source: SourceText) {
    let found = findings.occurrences
    let value = check(expression, in: source)
    if case .name(let other) = expression.kind, case .result(let verb) = scope.names[other] {
      define(
        name, as: .result(verb: verb), fields: scope.fields[other], value: scope.values[other], in: source)
    } else {
      let shape = findings.occurrences == found ? shape(expression, in: source) : nil
      define(name, as: .value, value: value, shape: shape, in: source)
    }
  }

  /// A loop may have the variable of the loop around it.
  mutating func defineLoopVariable(_ variable: Name, value: Value?, in source: SourceText) {
    loopVariables.remove(variable.text)
    define(variable, as: .value, value: value, in: source)
    loopVariables.insert(variable.text)
  }

  mutating func define(
    _ name: Name, as meaning: ResolvedName, fields: [CommandDeclaration.ResultField]? = nil,
    value: Value? = nil, shape: Value? = nil, in source: SourceText
  ) {
    if Vocabulary.reservedLater.contains(name.text), !host.allowsOldNames {
      findings.append(Findings.reservedName(name.text, at: name.range, in: source))
      return
    }
    if let other = scope.names[name.text], !other.canBecome(meaning) {
      findings.append(Findings.nameTaken(name.text, is: other.description, at: name.range, in: source))
      return
    }
    // The record of a round has the value of the variable in place of its name: there is no other to be seen.
    if loopVariables.contains(name.text) {
      findings.append(Findings.loopVariable(name.text, at: name.range, in: source))
      return
    }
    scope.names[name.text] = meaning
    scope.fields[name.text] = fields
    scope.values[name.text] = value
    scope.shapes[name.text] = shape
    defined.insert(name.text)
  }

  /// Makes known what the statements of a loop's body define, and forgets the values that they change.
  mutating func predefine(_ statements: [Statement]) {
    func know(_ name: Name, _ meaning: ResolvedName, _ fields: [CommandDeclaration.ResultField]? = nil) {
      scope.values[name.text] = nil
      scope.shapes[name.text] = nil
      if case .result = scope.names[name.text] {
        scope.fields[name.text] = StaticScope.either(scope.fields[name.text], fields)
      }
      guard scope.names[name.text] == nil else { return }
      scope.names[name.text] = meaning
      scope.fields[name.text] = fields
    }
    for statement in statements {
      switch statement.kind {
      case .letCommand(let name, let command):
        know(
          name, .result(verb: command.verb.text),
          host.commands[command.verb.text].map { $0.resultFields + [.warnings] })
      case .letValue(let name, _), .letWord(let name, _, _), .param(let name, _): know(name, .value)
      case .loop(_, _, let body): predefine(body.statements)
      case .condition(let branches): for branch in branches { predefine(branch.body.statements) }
      default: break
      }
    }
  }
}
