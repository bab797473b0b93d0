/// How a page shows how far something can be relied upon.
extension NotebookState.Standing {
  static let inOrder: [NotebookState.Standing] = [
    .same, .unchecked, .measured, .inconclusive, .stale, .differs, .missing,
  ]

  /// A sign, so that nothing hangs on colours.
  var mark: String {
    switch self {
    case .same: "✓"
    case .differs: "✗"
    case .inconclusive: "?"
    case .unchecked: "○"
    case .stale: "≠"
    case .missing: "–"
    case .measured: "≈"
    }
  }

  var meaning: String {
    switch self {
    case .same: "checked: run again, it has the same bits"
    case .differs: "a check found another value, or the block failed"
    case .inconclusive: "a check couldn't tell: other data, or a machine that computes in another order"
    case .unchecked: "not checked since it ran"
    case .stale: "stale: the commands, or the results above, changed after this was computed"
    case .missing: "never ran"
    case .measured: "measured: a time, which no check compares"
    }
  }

  var ofAll: String {
    switch self {
    case .same: "every result was checked and is the same"
    case .differs: "a result differs, or a block failed"
    case .inconclusive: "a check couldn't tell whether all is the same"
    case .unchecked, .measured: "not checked since it ran"
    case .stale: "stale: not all of this comes from one run of these commands"
    case .missing: "some of this never ran"
    }
  }

  var ofBlock: String {
    switch self {
    case .same: "same"
    case .differs: "differs"
    case .inconclusive: "inconclusive"
    case .unchecked, .measured: "unchecked"
    case .stale: "stale"
    case .missing: "never ran"
    }
  }
}
