internal import Runtime

/// What `undo` takes back.
extension Shell {
  func remember() -> (Workspace, Environment) {
    sweptModel = nil
    return (workspace, interpreter.environmentOutsideLoops)
  }

  /// - Parameter statement: What changed it, as it was typed.
  func keepIfChanged(_ before: (Workspace, Environment), by statement: String) {
    guard !isUndoing else {
      isUndoing = false
      return
    }
    // A recorded sweep is several commands, and undone like the one that was typed.
    if let sweptModel, before.0.models[sweptModel]?.candidates.isEmpty == false { return }
    guard before.0.isDifferent(from: workspace) || before.1 != interpreter.environmentOutsideLoops
    else { return }
    undoStack.append((before.0, before.1, Self.shortened(statement)))
    if undoStack.count > Environment.undoDepth { undoStack.removeFirst() }
  }

  private static func shortened(_ statement: String) -> String {
    let line = statement.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return EvaluationText.short(line.count < statement.count ? line + " …" : line, 60)
  }

  /// Brings back what there was before the last change; the statement that made it, or nil when there is
  /// none.
  func undo() -> String? {
    guard let last = undoStack.popLast() else { return nil }
    workspace = last.workspace
    interpreter.environmentOutsideLoops = last.environment
    isUndoing = true
    return last.statement
  }
}
