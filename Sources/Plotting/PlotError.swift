/// What can go wrong with a plot.
public enum PlotError: Error, Sendable, Hashable {
  /// The ending of the file's name is none of ours.
  case unknownEnding(path: String)
  /// There is no panel, no curve or no class.
  case empty(title: String)
  /// A curve has no points.
  case emptySeries(name: String)
  /// All numbers of a panel are NaN or infinite.
  case nothingFinite(panel: String)
  /// A matrix whose rows and classes don't match, or with a negative count.
  case malformedMatrix(reason: String)
  case gnuplotMissing
  /// What gnuplot said before it ended.
  case gnuplotFailed(String)
  case unwritable(path: String, reason: String)
}
