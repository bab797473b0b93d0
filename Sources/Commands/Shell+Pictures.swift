internal import Declarations
internal import Plotting
internal import Runtime

extension Shell {
  /// How pictures in the terminal are drawn.
  var terminalStyle: TerminalStyle {
    switch workspace.settings.plot {
    case .automatic: configuration.usesUnicode ? .blocks : .ascii
    case .block: .blocks
    case .ascii: .ascii
    }
  }

  /// A plot as lines of text for this terminal.
  ///
  /// - Parameter rows: The height wanted of a terminal that is high enough; nil takes what the terminal has.
  func picture(_ plot: some Plot, rows: Int? = nil) throws(PlotError) -> String {
    try plot.terminalPicture(
      columns: min(configuration.columns, 120), rows: rows ?? max(24, configuration.rows - 2), style: terminalStyle,
      colour: configuration.usesColour)
  }

  /// Draws a plot into the file that a command names, or shows it: its `display` is then the picture.
  ///
  /// - Parameter fields: What the result holds besides `file`.
  func drawn(
    _ plot: some Plot, _ command: BoundCommand, fields: [ResultRecord.Field], rows: Int? = nil
  ) throws -> ResultRecord {
    do throws(PlotError) {
      guard let path = command.arguments.optionalText("file") else {
        return ResultRecord(fields, display: try picture(plot, rows: rows))
      }
      try plot.draw(to: path)
      return ResultRecord(fields + [.init("file", .text(path))], display: "drawn to \(path)")
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "file")
    }
  }
}
