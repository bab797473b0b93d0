internal import Plotting
public import Record
internal import Runtime

/// The curves of runs over each other.
extension RunsReport {
  /// Draws them into a file or as text.
  ///
  /// - Parameter words: Curves, ids and conditions.
  /// - Returns: The picture, or where it is.
  public static func plot(
    _ runs: [RecordedRun], _ words: [String], order: String?, file: String?, columns: Int, rows: Int,
    colour: Bool,
    unicode: Bool
  ) throws(Failure) -> String {
    let (curves, chosen) = try RunsPlot.choose(words, among: runs, order: order)
    let plot = try RunsPlot(chosen)
    let figure = try plot.figure(curves, showsDashes: file != nil || colour && unicode)
    let note = plot.note
    do throws(PlotError) {
      guard let file else {
        return try figure.terminalPicture(
          columns: min(columns, 120),
          rows: curves.count > 1 ? max(24, min(rows - 2, 40)) : max(14, min(rows - 2, 24)),
          style: unicode ? .blocks : .ascii, colour: colour) + note
      }
      let replacing = FileNames.replacing(file)
      try figure.draw(to: file)
      return "drawn to \(file)\(replacing)" + note
    } catch {
      throw Failure(message: error.message, hint: error.hint)
    }
  }

  /// The curves as a program reads them, one object each; with a file, they are drawn into it and named in a
  /// last one:
  /// `{"event":"curve","metric":"loss","label":"rate=0.1","runs":["…","…"],"epochs":[1,2],"values":[…],
  /// "deviations":[…]}`, `{"event":"plot","file":"…","curves":4}`.
  ///
  /// - Parameter words: Curves, ids and conditions.
  public static func plotJSON(
    _ runs: [RecordedRun], _ words: [String], order: String?, file: String?
  ) throws(Failure) -> [String] {
    let (wanted, chosen) = try RunsPlot.choose(words, among: runs, order: order)
    let plot = try RunsPlot(chosen)
    let figure = try plot.figure(wanted)
    var objects: [String] = []
    for metric in wanted.flatMap({ [$0, "validation_" + $0] }) {
      for group in plot.groups {
        guard let curve = plot.curve(metric, group) else { continue }
        var fields: [ResultRecord.Field] = [
          .init("event", .text("curve")), .init("metric", .text(metric)), .init("label", .text(group.label)),
          .init("runs", .list(group.runs.map { .text($0.id) })),
          .init("epochs", .list(curve.epochs.map { .integer($0) })),
          .init("values", .list(curve.means.map { .number($0) })),
        ]
        if !curve.deviations.isEmpty {
          fields.append(.init("deviations", .list(curve.deviations.map { .number($0) })))
        }
        objects.append(JSONEvents.object(ResultRecord(fields)))
      }
    }
    guard let file else { return objects }
    do throws(PlotError) { try figure.draw(to: file) } catch {
      throw Failure(message: error.message, hint: error.hint)
    }
    let drawn: [ResultRecord.Field] = [
      .init("event", .text("plot")), .init("file", .text(file)), .init("curves", .integer(objects.count)),
    ]
    return objects + [JSONEvents.object(ResultRecord(drawn))]
  }
}
