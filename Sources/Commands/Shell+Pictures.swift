internal import Declarations
internal import Plotting
internal import Runtime

extension Shell {
  /// How pictures in the terminal are drawn where they are text.
  var terminalStyle: TerminalStyle {
    switch workspace.settings.plot {
    case .block: .blocks
    case .ascii: .ascii
    case .automatic, .sixel, .kitty, .iterm: configuration.usesUnicode ? .blocks : .ascii
    }
  }

  /// How the terminal gets pictures of pixels; nil where it gets text.
  private var inlineEncoding: InlineEncoding? {
    switch workspace.settings.plot {
    case .sixel: .sixel
    case .kitty: .kitty
    case .iterm: .iterm
    case .block, .ascii: nil
    case .automatic: configuration.inlinePictures.flatMap(InlineEncoding.init)
    }
  }

  /// A plot as this terminal shows it best.
  ///
  /// - Parameter rows: The height of a picture of text in a terminal that is high enough; nil takes what the
  ///   terminal has.
  func picture(_ plot: some Plot, rows: Int? = nil) throws(PlotError) -> String {
    guard let encoding = inlineEncoding else { return try text(plot, rows: rows) }
    do throws(PlotError) {
      return try plot.inlinePicture(encoding)
    } catch {
      // Nobody asked for pixels: text is better than nothing.
      guard workspace.settings.plot == .automatic, error == .gnuplotMissing else { throw error }
      return try text(plot, rows: rows)
    }
  }

  /// Whether a confusion matrix fits as a table.
  func shows(_ plot: ConfusionMatrix) -> Bool { plot.fits(columns: min(configuration.columns, 120)) }

  /// A plot as lines of text, whatever else the terminal could show.
  func text(_ plot: some Plot, rows: Int? = nil) throws(PlotError) -> String {
    try plot.terminalPicture(
      columns: min(configuration.columns, 120), rows: rows ?? max(24, configuration.rows - 2),
      style: terminalStyle,
      colour: configuration.usesColour)
  }

  /// The result with the picture for a page. Without gnuplot the page gets the picture as text.
  private func kept(_ plot: some Plot, _ result: ResultRecord, rows: Int?) throws(PlotError) -> ResultRecord {
    var result = result
    do throws(PlotError) {
      result.drawing = .init(svg: try plot.svg(), showsImages: plot is ImageGrid)
    } catch {
      guard error == .gnuplotMissing else { throw error }
      result.display = try text(plot, rows: rows)
    }
    return result
  }

  /// Draws a plot into the file that a command names, or shows it: its `display` is then the picture.
  ///
  /// - Parameter fields: What the result holds besides `file`.
  func drawn(
    _ plot: some Plot, _ command: BoundCommand, fields: [ResultRecord.Field], rows: Int? = nil
  ) throws -> ResultRecord {
    do throws(PlotError) {
      guard let path = command.arguments.optionalText("file") else {
        if context.keepsDrawings { return try kept(plot, ResultRecord(fields, display: ""), rows: rows) }
        return ResultRecord(fields, display: try picture(plot, rows: rows))
      }
      let replacing = replacing(path)
      try plot.draw(to: destination(of: path))
      let result = ResultRecord(
        fields + [.init("file", .text(path))], display: "drawn to \(path)\(replacing)")
      return context.keepsDrawings ? try kept(plot, result, rows: rows) : result
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "file")
    }
  }
}
