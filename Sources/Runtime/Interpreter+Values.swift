internal import Diagnostics
public import Syntax

/// The statements about values: `let`, `param`, `assert`; and how values are written into the record.
extension Interpreter {
  /// `let rate = 1e-3`, `param epochs = 10`. The value is recorded with the statement.
  func setValue(
    _ name: Name, _ expression: Expression, _ statement: Statement, keyword: String, in source: SourceText
  ) throws(RunFailure) {
    var binding: Binding
    if keyword == "param", let override = overrides[name.text] {
      binding = Binding(override)
    } else {
      binding = try evaluate(expression, in: source)
    }
    if case .record = binding.value, binding.isMeasured {
      // A second name of what the record doesn't hold.
      environment.putBack(name.text, binding)
      return
    }
    let isOverridden = keyword == "param" && overrides[name.text] != nil
    let written =
      isOverridden || binding.isMeasured ? binding.value.literal : flatText(of: expression, in: source)
    let text = "\(keyword) \(name.text) = \(written)"
    // A result under a second name is no new finding: its fields were recorded where they arose.
    var result = ResultRecord()
    if case .record = binding.value {
    } else {
      result.fields = [.init("value", binding.value.resultValue)]
    }
    try record(statement, in: source) { try $0.willRun(text) }
    // On replay the literal stands in the record, so what hangs on the name no longer hangs on a measurement.
    environment[name.text] = binding
    try record(statement, in: source) { try $0.didFinish(result) }
    onEvent(.result(place(of: statement, in: source), verb: keyword, text: text, result, seconds: 0))
  }

  func assert(_ condition: Expression, _ statement: Statement, in source: SourceText) throws(RunFailure) {
    let binding = try evaluate(condition, in: source)
    guard case .boolean(let holds) = binding.value else {
      throw .findings([Findings.condition("assert", binding.value, at: condition.range, in: source)])
    }
    let text = "assert " + flatText(of: condition, in: source)
    let place = place(of: statement, in: source)
    let failure = Findings.assertionFailed(
      source.slice(condition.range), values: values(in: condition, source), at: condition.range, in: source)
    // What was measured can't be asked again on a replay, so it stands in the record as a comment.
    if binding.isMeasured {
      try record(statement, in: source) { try $0.comment(text) }
      if !holds { throw .findings([failure]) }
    } else {
      try record(statement, in: source) { try $0.willRun(text) }
      if !holds {
        try record(statement, in: source) { try $0.didFail(failure.message) }
        throw .findings([failure])
      }
      try record(statement, in: source) { try $0.didFinish(ResultRecord([.init("holds", .boolean(true))])) }
    }
    onEvent(
      .result(place, verb: "assert", text: text, ResultRecord([.init("holds", .boolean(true))]), seconds: 0))
  }

  /// Whether an expression hangs on a loop variable, which a flat record doesn't have, or on something
  /// measured.
  func isUnknownLater(_ expression: Expression, in source: SourceText) -> Bool {
    var namesLoopVariable = false
    expression.visitNames { name, _, _ in if loopVariables.contains(name) { namesLoopVariable = true } }
    let evaluator = Evaluator(source: source, environment: environment)
    // What a command got stands in the record as its value, so that it says what ran.
    let namesLast = !environment.namesOfLast.isDisjoint(with: expression.names)
    return namesLoopVariable || namesLast || (try? evaluator.evaluate(expression).isMeasured) != false
  }

  /// The expression as the record keeps it: loop variables and measured values replaced by what they stood
  /// for.
  func flatText(of expression: Expression, in source: SourceText) -> String {
    var replacements: [(SourceRange, String)] = []
    expression.visitNames { name, range, isInString in
      guard let binding = environment[name] else { return }
      if case .record = binding.value { return }
      guard loopVariables.contains(name) || binding.isMeasured else { return }
      if isInString {
        let quoted = Spelling.quoted(binding.value.plainText)
        replacements.append((range, String(quoted.dropFirst().dropLast())))
      } else {
        replacements.append((range, flat(binding.value, at: range, of: expression, in: source)))
      }
    }
    // Of a loop variable that is a result, such as an entry of a history, its fields.
    expression.visitLeaves { leaf in
      guard case .field = leaf.kind, let name = leaf.names.first,
        loopVariables.contains(name) || environment.namesOfLast.contains(name)
      else { return }
      let evaluator = Evaluator(source: source, environment: environment)
      guard let value = try? evaluator.evaluate(leaf).value, value.argument != nil else { return }
      replacements.append((leaf.range, flat(value, at: leaf.range, of: expression, in: source)))
    }
    return source.replacing(replacements, in: expression.range)
  }

  /// What stands in the place of a name or a field. The range of `(name)` holds its parentheses, which may be
  /// all that parts it from a word beside it.
  /// A sign binds weaker than a power, so that what begins with one has parentheses in a larger expression.
  private func flat(
    _ value: Value, at range: SourceRange, of whole: Expression, in source: SourceText
  ) -> String {
    let isPart = range != whole.range && value.literal.hasPrefix("-")
    return isPart || source.slice(range).hasPrefix("(") ? "(\(value.literal))" : value.literal
  }

  /// `r.accuracy = 0.87`, for an assertion that failed.
  private func values(in expression: Expression, _ source: SourceText) -> String {
    var shown: [String] = []
    expression.visitLeaves { leaf in
      let text = source.slice(leaf.range)
      guard let value = try? Evaluator(source: source, environment: environment).evaluate(leaf).value else {
        return
      }
      let line = "\(text) = \(value.plainText)"
      if !shown.contains(line) { shown.append(line) }
    }
    return shown.joined(separator: ", ")
  }
}

extension Expression {
  /// The names that the value hangs on, in the order of the text.
  public var names: [String] {
    var names: [String] = []
    visitNames { name, _, _ in if !names.contains(name) { names.append(name) } }
    return names
  }

  /// Calls `visit` with every name and field access, the leaves that can change.
  func visitLeaves(_ visit: (Expression) -> Void) {
    switch kind {
    case .name, .field: visit(self)
    default: for child in children { child.visitLeaves(visit) }
    }
  }

  /// Calls `visit` with every name and its range; for `$name` in a string the range holds the `$`.
  func visitNames(_ visit: (String, SourceRange, _ isInString: Bool) -> Void) {
    if case .name(let name) = kind { visit(name, range, false) }
    if case .string(let text) = kind {
      for case .value(let expression, let range) in text.pieces {
        if case .name(let name) = expression.kind, range.upper == expression.range.upper {
          visit(name, range, true)
        } else {
          expression.visitNames(visit)
        }
      }
    } else {
      for child in children { child.visitNames(visit) }
    }
  }

  /// The expressions that it consists of.
  var children: [Expression] {
    switch kind {
    case .field(let base, _), .formatted(let base, _): [base]
    case .index(let base, let place): [base, place]
    case .negate(let operand), .not(let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .call(_, let arguments): arguments
    case .list(let items): items
    case .string(let text):
      text.pieces.compactMap { if case .value(let expression, _) = $0 { expression } else { nil } }
    default: []
    }
  }
}
