internal import Plotting
internal import Record
internal import Runtime

/// The curves of recorded runs over each other. Runs that differ in nothing but their seed are one curve:
/// their mean, in a band of a standard deviation to both sides.
struct RunsPlot {
  static let curves = ["loss", "accuracy"]
  /// How many groups are named, each in a hue of its own; those behind them are drawn grey.
  static let namedGroups = Series.hues
  private static let longestLabel = 60

  /// Runs that were asked for the same, apart from the seeds.
  struct Group {
    /// One for each seed.
    var runs: [RecordedRun]
    var label = ""
    /// What the legend calls it: the id of its first run, and what tells it from the others.
    var name: String {
      let id = runs[0].shortID
      return label.split(separator: " ").contains(Substring(id)) ? label : "\(id) \(label)"
    }
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
      guard let index = groups.firstIndex(where: { $0.runs[0].isAlike(run) }) else {
        groups.append(Group(runs: [run]))
        continue
      }
      // The same seeds again are the same bits: no reason for a band. One that was stopped has fewer of them.
      if let same = groups[index].runs.firstIndex(where: { $0.seeds == run.seeds }) {
        if groups[index].runs[same].epochs.count < run.epochs.count { groups[index].runs[same] = run }
      } else {
        groups[index].runs.append(run)
      }
    }
    for (index, label) in Self.labels(groups).enumerated() { groups[index].label = label }
    self.groups = groups
  }

  // MARK: Labels

  /// What tells each group from the others: the model, the data, the settings and circumstances that differ;
  /// where that isn't enough, the id of its first run.
  private static func labels(_ groups: [Group]) -> [String] {
    let runs = groups.map { $0.runs[0] }
    func differs(_ value: (RecordedRun) -> String?) -> Bool { Set(runs.map(value)).count > 1 }
    let settings = Set(runs.flatMap(\.comparedSettings.keys)).sorted().filter { name in
      differs { $0.option(name) }
    }
    let circumstances = RecordedRun.circumstanceNames.filter { name in differs { $0.circumstances[name] } }
    let texts = runs.map { run in
      var words: [String] = []
      if differs({ $0.model }) || groups.count == 1 { words.append(run.model) }
      if differs({ $0.data }) { words.append("on \(run.data)") }
      words += settings.map { "\($0)=\(run.option($0) ?? "default")" }
      words += circumstances.compactMap { name in run.circumstances[name].map { "\(name) \($0)" } }
      if words.isEmpty { words = circumstances.map { "without \($0)" } }
      return EvaluationText.short(words.joined(separator: " "), longestLabel)
    }
    return zip(groups, texts).map { group, text in
      let isUnique = !text.isEmpty && texts.count { $0 == text } == 1
      let name = isUnique ? text : (text.isEmpty ? "" : text + " ") + group.runs[0].shortID
      return group.runs.count > 1 ? "\(name), mean of \(group.runs.count)" : name
    }
  }

  // MARK: Figure

  /// The figure; a panel for each curve asked for.
  ///
  /// - Parameter showsDashes: Whether where it is drawn tells dashed curves from solid ones, so that of many
  ///   groups the legend names each only once.
  func figure(_ wanted: [String], showsDashes: Bool = true) throws(RunsReport.Failure) -> Figure {
    let isBrief = showsDashes && groups.count > 1
    let accuracy = EvaluationText.accuracyName(isOfLabelSets: groups.allSatisfy { $0.runs[0].isOfLabelSets })
    let panels = wanted.map { what in
      Figure.Panel(
        yLabel: what == "accuracy" ? accuracy : what, isPercent: what == "accuracy",
        series: drawn.flatMap { group, hue in
          [
            series(what, group, isValidation: false, hue: hue, isBrief: isBrief),
            series("validation_" + what, group, isValidation: true, hue: hue, isBrief: isBrief),
          ].compactMap { $0 }
        })
    }
    guard panels.allSatisfy({ !$0.series.isEmpty }) else {
      throw .init(message: "these runs have no \(wanted.joined(separator: " and ")).", hint: nil)
    }
    let models = Set(groups.map { $0.runs[0].model }).sorted()
    let count = groups.reduce(0) { $0 + $1.runs.count }
    let names = models.count > 3 ? "\(models.count) models" : models.joined(separator: ", ")
    var title = "\(Spelling.counted(count, "run")) of \(names)"
    if groups.count > Self.namedGroups {
      title += "; the first \(Self.namedGroups) of \(groups.count) curves are named"
    }
    if isBrief, panels.contains(where: { $0.series.contains(where: \.isDashed) }) {
      title += "; dashed: validation"
    }
    return Figure(title: title, xLabel: "epoch", panels: panels)
  }

  /// The groups with their hues, in the order of drawing: what is named comes over what isn't.
  private var drawn: [(group: Group, hue: Int)] {
    groups.dropFirst(Self.namedGroups).map { ($0, Series.background) }
      + groups.prefix(Self.namedGroups).enumerated().map { ($1, $0) }
  }

  /// What a person has to know to read the figure, on a line of its own; empty where there's nothing.
  var note: String {
    let hasBands = groups.prefix(Self.namedGroups).contains { $0.runs.count > 1 }
    return hasBands ? "\nbands: a standard deviation of the seeds to both sides of their mean" : ""
  }

  private func series(_ metric: String, _ group: Group, isValidation: Bool, hue: Int, isBrief: Bool)
    -> Series?
  {
    guard let curve = curve(metric, group) else { return nil }
    // The legend says nothing of what stands in the background.
    let name: String =
      if !isValidation {
        group.name + (isBrief ? "" : " training")
      } else {
        // The id is enough the second time.
        isBrief ? "" : group.runs[0].shortID + " validation"
      }
    let points = zip(curve.epochs, curve.means).map { Series.Point(Double($0), $1) }
    var series = Series(
      hue == Series.background ? "" : name, points: points,
      hue: hue == Series.background ? hue : Series.hue(of: hue, isHeldOut: isValidation, among: groups.count),
      isDashed: isValidation)
    guard hue != Series.background else { return series }
    series.band = zip(points, curve.deviations).map { .init($0.x, $0.y - $1, $0.y + $1) }
    return series
  }

  /// A metric of a group by epoch: the mean of its runs, and the standard deviation of several.
  struct Curve {
    var epochs: [Int] = []
    var means: [Double] = []
    var deviations: [Double] = []
  }

  /// Nil where the runs don't have the metric.
  func curve(_ metric: String, _ group: Group) -> Curve? {
    let curves = group.runs.map { run in
      Dictionary(run.epochs.compactMap { epoch in epoch.metrics[metric].map { (epoch.number, $0) } }) { $1 }
    }
    // Where one of them has ended, a mean of the others would jump.
    let epochs = (curves.first ?? [:]).keys.filter { epoch in curves.allSatisfy { $0[epoch] != nil } }
      .sorted()
    guard !epochs.isEmpty else { return nil }
    var curve = Curve(epochs: epochs)
    for epoch in epochs {
      let values = curves.compactMap { $0[epoch] }
      let mean = values.reduce(0, +) / Double(values.count)
      curve.means.append(mean)
      guard values.count > 1 else { continue }
      // Of a sample: n - 1.
      curve.deviations.append(
        (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot())
    }
    return curve
  }
}

extension RunsPlot {
  /// The ids among the words of a command.
  static func ids(in words: [String]) -> [String] {
    words.filter { !curves.contains($0) && RunFilter($0) == nil }
  }

  /// Takes the words of a command apart: curves, ids, and conditions.
  ///
  /// - Returns: The runs in the order in which their ids were named, else the oldest first.
  static func choose(
    _ words: [String], among all: [RecordedRun], order: String? = nil
  ) throws(RunsReport.Failure) -> (curves: [String], runs: [RecordedRun]) {
    let curves = Self.curves.filter(words.contains)
    let conditions = words.filter { !Self.curves.contains($0) && RunFilter($0) != nil }
    let ids = ids(in: words)
    let runs = try RunsReport.find(ids, in: all)
    return (
      curves.isEmpty ? Self.curves : curves,
      try RunsReport.choose(ids.isEmpty ? all : runs, filters: conditions, order: order)
    )
  }
}
