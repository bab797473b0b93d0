/// How a plot is drawn in a terminal.
public enum TerminalStyle: Sendable, Hashable {
  /// Quarter blocks and box characters.
  case blocks
  /// Characters that every terminal shows.
  case ascii
}

/// A kind of picture: what gnuplot is told to draw it in a file, and how it reads in a terminal.
///
/// A new kind is a new type in a file of its own.
public protocol Plot: Sendable {
  /// The size in points (1/72 inch) that suits what is drawn.
  var size: (width: Int, height: Int) { get }

  /// gnuplot's commands, data included, without terminal and output.
  func gnuplotCommands() throws(PlotError) -> [String]

  /// The picture as lines of text, without a newline at the end. Needs no gnuplot.
  ///
  /// - Parameters:
  ///   - columns: No line is wider.
  ///   - rows: The height to fill. A small terminal gets the least height that can be read.
  ///   - colour: Whether escape sequences of 256 colours may be used.
  func terminalPicture(columns: Int, rows: Int, style: TerminalStyle, colour: Bool) throws(PlotError)
    -> String
}

extension Plot {
  /// The whole script for a file of this format. gnuplot writes the picture to its standard output, so that
  /// no path, which may hold any character, stands in a script.
  func script(format: PictureFormat) throws(PlotError) -> String {
    try script(terminal: format.terminal(width: size.width, height: size.height))
  }

  /// The same with a line of ours that sets the terminal.
  func script(terminal: String) throws(PlotError) -> String {
    var lines = [terminal, "set encoding utf8", "set key noenhanced"]
    lines += try gnuplotCommands()
    lines += ["exit", ""]
    return lines.joined(separator: "\n")
  }
}
