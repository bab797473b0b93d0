internal import Diagnostics
internal import Syntax

extension Interpreter {
  /// The names as they are outside the loops that run: what `undo` keeps, since the variable of a loop ends
  /// with it.
  public var environmentOutsideLoops: Environment {
    get {
      var outside = environment
      for (name, binding) in outerBindings.reversed() { outside.putBack(name, binding) }
      return outside
    }
    set {
      let running = outerBindings.map { ($0.name, environment[$0.name]) }
      environment = newValue
      for (name, binding) in running { environment.putBack(name, binding) }
    }
  }

  func loop(
    _ variable: Name, _ values: Expression, _ body: Block, _ statement: Statement, in source: SourceText
  ) throws(RunFailure) {
    let list = try evaluate(values, in: source)
    guard case .list(let items) = list.value else {
      throw .findings([Findings.loopValues(list.value, at: values.range, in: source)])
    }
    try record(statement, in: source) { try $0.comment(source.slice(statement.range)) }
    let before = environment[variable.text]
    // A loop in a loop may have the same variable, which is one still when the inner loop has ended.
    let isOutermost = loopVariables.insert(variable.text).inserted
    outerBindings.append((variable.text, before))
    defer {
      outerBindings.removeLast()
      environment[variable.text] = before
      if isOutermost { loopVariables.remove(variable.text) }
    }
    for (index, item) in items.enumerated() {
      iterations.append(index + 1)
      defer { iterations.removeLast() }
      environment[variable.text] = Binding(item, isMeasured: list.isMeasured)
      try run(body.statements, in: source)
    }
  }

  func condition(
    _ branches: [(condition: Expression?, body: Block)], _ statement: Statement, in source: SourceText
  ) throws(RunFailure) {
    try record(statement, in: source) { try $0.comment(source.slice(statement.range)) }
    for branch in branches {
      var isTaken = true
      if let condition = branch.condition {
        let value = try evaluate(condition, in: source).value
        guard case .boolean(let flag) = value else {
          throw .findings([Findings.condition("if", value, at: condition.range, in: source)])
        }
        isTaken = flag
      }
      if isTaken { return try run(branch.body.statements, in: source) }
    }
  }

  func runSourced(_ path: String, at range: SourceRange, _ statement: Statement, in source: SourceText)
    throws(RunFailure)
  {
    let resolved = SourcedPath.resolve(path, from: source.name)
    guard let script = sourced[resolved] else {
      let reason = "it wasn't there when the script was checked"
      throw .findings([Findings.sourceUnreadable(path, reason: reason, at: range, in: source)])
    }
    try record(statement, in: source) { try $0.comment(source.slice(statement.range)) }
    let outer = sourceLine
    sourceLine = outer ?? source.lineNumber(at: statement.range.lower)
    defer { sourceLine = outer }
    try run(script.statements, in: script.source)
  }
}
