extension PlotError {
  /// What was found and what was expected.
  public var message: String { PlainText.oneLine(wording) }

  private var wording: String {
    switch self {
    case .unknownEnding(let path): Self.unknownEnding(path)
    case .empty(let title):
      title.isEmpty ? "there is nothing to draw." : "there is nothing to draw in '\(title)'."
    case .emptySeries(let name): "the curve '\(name)' has no points."
    case .nothingFinite(let panel): "there is nothing to draw for '\(panel)': none of its numbers is finite."
    case .malformedMatrix(let reason): "this is no confusion matrix: \(reason)."
    case .gnuplotMissing: "gnuplot isn't installed; it draws the pictures in files."
    case .gnuplotFailed(let said): "gnuplot failed: \(said)"
    case .unwritable(let path, let reason): "the picture '\(path)' can't be written: \(reason)."
    }
  }

  /// What to do.
  public var hint: String? {
    switch self {
    case .unknownEnding(let path):
      path.isEmpty
        ? nil : "For example: " + (path.hasSuffix("/") ? path + "plot" : Self.withoutEnding(path)) + ".png"
    case .gnuplotMissing: "Install it: apt install gnuplot-nox. Plots in the terminal work without it."
    default: nil
    }
  }

  private static func unknownEnding(_ path: String) -> String {
    let ending = PictureFormat.ending(of: path)
    let found = ending.map { "a picture can't have the ending '.\($0)'" } ?? "'\(path)' has no ending"
    return "\(found): .png, .svg and .pdf are known."
  }

  private static func withoutEnding(_ path: String) -> String {
    guard let ending = PictureFormat.ending(of: path) else { return path }
    return String(path.dropLast(ending.count + 1))
  }
}
