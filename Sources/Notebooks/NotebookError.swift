/// Why a notebook can't be read or written.
public enum NotebookError: Error, Sendable, Equatable {
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  /// No file can stand at the path: its folder isn't there, or something else has that name.
  case noPlace(path: String, reason: String)
  /// A recorded session was damaged.
  case damaged(path: String, reason: String)
  /// A file of outputs isn't what this program writes.
  case outputsUnreadable(path: String)
  case outputsOfOtherFormat(path: String, format: Int)
  /// The file isn't as it was stored, so it proves nothing.
  case outputsEdited(path: String)
  /// A .ipynb file isn't JSON, or not that of a notebook.
  case noJupyterNotebook(path: String, reason: String)
  case unknownEnding(path: String, known: [String])
  /// What was asked for would overwrite the file that it is made from.
  case onItself(path: String)
  case exists(path: String)
}

extension NotebookError {
  /// Whether what was asked for makes no sense, and nothing was begun.
  public var isAboutArguments: Bool {
    switch self {
    case .unreadable, .unknownEnding, .onItself, .noJupyterNotebook, .noPlace: true
    case .unwritable, .damaged, .outputsUnreadable, .outputsOfOtherFormat, .outputsEdited, .exists: false
    }
  }

  /// A sentence without a full stop.
  public var message: String {
    switch self {
    case .unreadable(let path, let reason): "the notebook '\(path)' can't be read: \(reason)"
    case .damaged(let path, let reason): "the session '\(path)' can't be read: \(reason)"
    case .unwritable(let path, let reason), .noPlace(let path, let reason):
      "'\(path)' can't be written: \(reason)"
    case .outputsUnreadable(let path): "'\(path)' holds no outputs of a notebook"
    case .outputsOfOtherFormat(let path, let format):
      "'\(path)' has format \(format), and this fovea knows format \(BlockOutputs.currentFormat)"
    case .outputsEdited(let path): "'\(path)' was changed after the notebook stored it, so it proves nothing"
    case .noJupyterNotebook(let path, let reason): "'\(path)' is no Jupyter notebook: \(reason)"
    case .unknownEnding(let path, let known):
      "'\(path)' should end with one of \(known.joined(separator: " "))"
    case .onItself(let path): "'\(path)' would be written over itself"
    case .exists(let path): "'\(path)' exists already"
    }
  }

  public var hint: String? {
    switch self {
    case .unreadable: "Name a Markdown file: fovea notebook run NOTE.md"
    case .outputsUnreadable, .outputsOfOtherFormat, .outputsEdited:
      "Delete the file and run the notebook again."
    case .onItself: "Name another file: -o FILE"
    case .exists: "Remove it first, or name another file: -o FILE"
    case .unwritable, .noPlace, .damaged, .noJupyterNotebook, .unknownEnding: nil
    }
  }
}
