internal import Plotting
internal import Record
internal import Runtime

/// The curves of recorded runs over each other. Runs that differ in nothing but their seed are one curve: their mean, in a band
/// of a standard deviation to both sides.
struct RunsPlot {
  static let curves = ["loss", "accuracy"]

  /// Runs that were asked for the same, apart from the seed.
  struct Group {
    let runs: [RecordedRun]
    var label = ""
  }

  let groups: [Group]

  /// - Throws: Where a run has no curve.
  init(_ runs: [RecordedRun]) throws(RunsReport.Failure) {
    let curved = runs.filter { !$0.epochs.isEmpty }
    guard !curved.isEmpty else {
      throw .init(
        message: runs.isEmpty ? "there is no such run." : "none of these runs has a curve.",
        hint: "'runs list' shows the runs; those of networks have curves.")
    }
    var groups: [Group] = []
    for run in curved {
      if let index = groups.firstIndex(where: { Self.isAlike($0.runs[0], run) }) {
        groups[index] = Group(runs: groups[index].runs + [run])
      } else {
        groups.append(Group(runs: [run]))
      }
    }
    for index in groups.indices { groups[index].label = Self.label(groups[index], among: groups) }
    self.groups = groups
  }

  private static func isAlike(_ one: RecordedRun, _ other: RecordedRun) -> Bool {
    settings(one) == settings(other) && one.model == other.model && one.definition == other.definition
      && one.fingerprint == other.fingerprint && one.data == other.data
  }

  private static func settings(_ run: RecordedRun) -> [String: String] { run.settings.filter { $0.key != "seed" } }

  /// What tells a group from the others: the model, the data, the settings that differ; else the id of its run.
  private static func label(_ group: Group, among groups: [Group]) -> String {
    let run = group.runs[0]
    var words: [String] = []
    if Set(groups.map { $0.runs[0].model }).count > 1 || groups.count == 1 { words.append(run.model) }
    if Set(groups.map { $0.runs[0].data }).count > 1 { words.append("on \(run.data)") }
    let names = Set(groups.flatMap { settings($0.runs[0]).keys }).sorted()
    for name in names where Set(groups.map { $0.runs[0].settings[name] }).count > 1 {
      words.append("\(name)=\(run.settings[name] ?? "default")")
    }
    let text = words.joined(separator: " ")
    let isUnique =
      groups.count { other in
        other.runs[0].model == run.model && other.runs[0].data == run.data && settings(other.runs[0]) == settings(run)
      } == 1
    let name = isUnique && !text.isEmpty ? text : (text.isEmpty ? "" : text + " ") + run.shortID
    return group.runs.count > 1 ? "\(name), mean of \(group.runs.count)" : name
  }

  /// The figure; a panel for each curve asked for.
  func figure(_ wanted: [String]) throws(RunsReport.Failure) -> Figure {
    let panels = wanted.map { what in
      Figure.Panel(
        yLabel: what, isPercent: what == "accuracy",
        series: groups.enumerated().flatMap { hue, group in
          [
            series(what, group, "training", hue: hue),
            series("validation_" + what, group, "validation", hue: hue, isDashed: true),
          ].compactMap { $0 }
        })
    }
    guard panels.allSatisfy({ !$0.series.isEmpty }) else {
      throw .init(message: "these runs have no \(wanted.joined(separator: " and ")).", hint: nil)
    }
    let models = Set(groups.map { $0.runs[0].model }).sorted()
    let count = groups.reduce(0) { $0 + $1.runs.count }
    return Figure(
      title: "\(Spelling.counted(count, "run")) of \(models.joined(separator: ", "))", xLabel: "epoch", panels: panels)
  }

  /// Whether a curve of the figure has a band.
  var hasBands: Bool { groups.contains { $0.runs.count > 1 } }

  private func series(_ metric: String, _ group: Group, _ part: String, hue: Int, isDashed: Bool = false) -> Series? {
    let curves = group.runs.map { run in
      Dictionary(run.epochs.compactMap { epoch in epoch.metrics[metric].map { (epoch.epoch, $0) } }) { $1 }
    }
    // Where one of them has ended, a mean of the others would jump.
    let epochs = (curves.first ?? [:]).keys.filter { epoch in curves.allSatisfy { $0[epoch] != nil } }.sorted()
    guard !epochs.isEmpty else { return nil }
    var points: [Series.Point] = []
    var band: [Series.BandPoint] = []
    for epoch in epochs {
      let values = curves.compactMap { $0[epoch] }
      let mean = values.reduce(0, +) / Double(values.count)
      points.append(.init(Double(epoch), mean))
      guard values.count > 1 else { continue }
      // Of a sample: n - 1.
      let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
      band.append(.init(Double(epoch), mean - deviation, mean + deviation))
    }
    var series = Series("\(group.label) \(part)", points: points, hue: hue, isDashed: isDashed)
    series.band = band
    return series
  }
}

extension RunsPlot {
  /// Takes the words of a command apart: curves, ids, and conditions.
  ///
  /// - Returns: The runs in the order in which their ids were named, else the oldest first.
  static func choose(
    _ words: [String], among all: [RecordedRun], order: String? = nil
  ) throws(RunsReport.Failure) -> (curves: [String], runs: [RecordedRun]) {
    let curves = Self.curves.filter(words.contains)
    let rest = words.filter { !Self.curves.contains($0) }
    let conditions = rest.filter { RunFilter($0) != nil }
    let ids = rest.filter { RunFilter($0) == nil }
    var runs: [RecordedRun] = []
    for id in ids { runs.append(try RunsReport.find(id, in: all)) }
    return (
      curves.isEmpty ? Self.curves : curves,
      try RunsReport.choose(ids.isEmpty ? all : runs, filters: conditions, order: order)
    )
  }
}
