internal import Runtime

/// What `undo` takes back.
extension Shell {
  func remember() -> (Workspace, Environment) {
    sweptModel = nil
    return (workspace, interpreter.environmentOutsideLoops)
  }

  func keepIfChanged(_ before: (Workspace, Environment)) {
    guard !isUndoing else {
      isUndoing = false
      return
    }
    // A recorded sweep is several commands, and undone like the one that was typed.
    if let sweptModel, before.0.models[sweptModel]?.candidates.isEmpty == false { return }
    guard before.0.isDifferent(from: workspace) || before.1 != interpreter.environmentOutsideLoops
    else { return }
    undoStack.append((before.0, before.1))
    if undoStack.count > Environment.undoDepth { undoStack.removeFirst() }
  }

  /// Brings back what there was before the last change; false when there is none.
  func undo() -> Bool {
    guard let last = undoStack.popLast() else { return false }
    workspace = last.workspace
    interpreter.environmentOutsideLoops = last.environment
    isUndoing = true
    return true
  }
}
