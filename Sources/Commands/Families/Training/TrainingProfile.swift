internal import Networks
internal import Runtime

/// Where the time of a training's steps went, as `train … profile=yes` tells it. All of it is measured.
enum TrainingProfile {
  static let fields: [CommandDeclaration.ResultField] = [
    .init("step_milliseconds", "a step by the clock; only with profile", .number, measured: true),
    .init("data_milliseconds", "of it: images read, prepared and augmented", .number, measured: true),
    .init("loss_milliseconds", "of it: the loss and its gradient", .number, measured: true),
    .init("update_milliseconds", "of it: gradients added up, and the optimizer", .number, measured: true),
    .init("waiting_milliseconds", "of it: threads waiting for others", .number, measured: true),
    .init("gflops", "10⁹ operations a second over the whole step", .number, measured: true),
    .init("peak_gflops", "what the threads reach in a product of matrices", .number, measured: true),
    .init(
      "profile", "an entry a layer: its milliseconds, operations and share of the peak", measured: true,
      rows: true),
  ]

  static func values(_ profile: StepProfile) -> [ResultRecord.Field] {
    func field(_ name: String, _ value: Double) -> ResultRecord.Field {
      .init(name, .number(value), measured: true)
    }
    return [
      field("step_milliseconds", profile.milliseconds), field("data_milliseconds", profile.data),
      field("loss_milliseconds", profile.loss), field("update_milliseconds", profile.update),
      field("waiting_milliseconds", profile.waiting), field("gflops", profile.rate),
      field("peak_gflops", profile.peak),
      .init("profile", .rows(profile.layers.map { row($0, profile) }), measured: true),
    ]
  }

  private static func row(_ layer: StepProfile.Layer, _ profile: StepProfile) -> [ResultRecord.Field] {
    var row: [ResultRecord.Field] = [
      .init("layer", .text(layer.label), measured: true), .init("line", .integer(layer.line), measured: true),
      .init("forward_milliseconds", .number(layer.forward), measured: true),
      .init("backward_milliseconds", .number(layer.backward), measured: true),
    ]
    if let rate = rate(layer, profile) {
      row += [
        .init("gflops", .number(rate), measured: true),
        .init("peak_share", .number(rate * Double(profile.workers) / profile.peak), measured: true),
      ]
    }
    return row
  }

  /// What a thread reaches at a layer of products; nil for others.
  private static func rate(_ layer: StepProfile.Layer, _ profile: StepProfile) -> Double? {
    guard layer.work > 0, layer.milliseconds > 0 else { return nil }
    return layer.rate(workers: profile.workers)
  }

  /// The most layers that are shown; of more, the slowest.
  private static let longestTable = 32
  private static let widestLayer = 28

  static func text(_ profile: StepProfile) -> String {
    var rows = [["line", "layer", "forward", "backward", "share", "GFLOP/s", "of peak"]]
    let slowest = profile.layers.indices.filter { profile.layers[$0].milliseconds > 0 }.sorted { one, other in
      let (a, b) = (profile.layers[one].milliseconds, profile.layers[other].milliseconds)
      return a != b ? a > b : one < other
    }
    let shown = slowest.prefix(longestTable).sorted()
    for layer in shown.map({ profile.layers[$0] }) {
      let rate = rate(layer, profile)
      rows.append([
        String(layer.line), shortened(layer.text), milliseconds(layer.forward), milliseconds(layer.backward),
        share(layer.milliseconds, profile), rate.map(digits) ?? "",
        rate.map { percent($0 * Double(profile.workers) / profile.peak) } ?? "",
      ])
    }
    func add(_ name: String, _ time: Double) {
      rows.append(["", name, milliseconds(time), "", share(time, profile), "", ""])
    }
    let others = slowest.dropFirst(longestTable)
    if !others.isEmpty {
      add(
        Spelling.counted(others.count, "other layer"),
        others.reduce(0) { $0 + profile.layers[$1].milliseconds })
    }
    add("waiting for data", profile.data)
    add("loss", profile.loss)
    add("sums and optimizer", profile.update)
    add("waiting for threads", profile.waiting)
    rows.append([
      "", "the whole step", milliseconds(profile.milliseconds), "", "100%", digits(profile.rate),
      percent(profile.rate / profile.peak),
    ])
    let threads = Spelling.counted(profile.workers, "thread")
    return [
      "milliseconds of a step of "
        + "\(Spelling.count(profile.samples)) images; \(Spelling.counted(profile.steps, "step")), \(threads)",
      Table.text(rows, rightAligned: [0, 2, 3, 4, 5, 6]),
      "peak: \(digits(profile.peak)) GFLOP/s on \(threads), measured now in a product of matrices",
      "a layer's GFLOP/s are those of one thread at it; layers not shown are done with",
      "the one before; Winograd's convolution needs less work than is counted here",
    ].joined(separator: "\n")
  }

  private static func shortened(_ text: String) -> String {
    text.count <= widestLayer ? text : text.prefix(widestLayer - 1) + "…"
  }

  private static func share(_ time: Double, _ profile: StepProfile) -> String {
    percent(time / profile.milliseconds)
  }
  private static func percent(_ share: Double) -> String { AlignedNumbers.text(share * 100, digits: 1) + "%" }
  private static func milliseconds(_ time: Double) -> String { AlignedNumbers.text(time, digits: 3) }
  private static func digits(_ rate: Double) -> String {
    AlignedNumbers.text(rate, digits: rate < 10 ? 1 : 0)
  }
}
