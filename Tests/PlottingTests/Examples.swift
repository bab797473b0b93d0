import Plotting

/// Figures that several tests draw.
enum Examples {
  static func falling(from start: Double, by fall: Double, epochs: Int = 8) -> [Series.Point] {
    (1...epochs).map { .init(Double($0), start + fall / Double($0)) }
  }

  static let training = Figure(
    title: "Training of small", xLabel: "epoch",
    panels: [
      .init(
        yLabel: "loss",
        series: [
          .init("small training", points: falling(from: 0.2, by: 0.6), hue: 0),
          .init("small validation", points: falling(from: 0.3, by: 0.5), hue: 0, isDashed: true),
        ]),
      .init(
        yLabel: "accuracy", isPercent: true,
        series: [
          .init("small training", points: falling(from: 0.95, by: -0.2), hue: 0),
          .init("small validation", points: falling(from: 0.9, by: -0.15), hue: 0, isDashed: true),
        ]),
    ])

  static func chart(_ points: [Series.Point], name: String = "a", isPercent: Bool = false) -> Figure {
    Figure(
      title: "", xLabel: "", yLabel: "y", isPercent: isPercent, series: [.init(name, points: points, hue: 0)])
  }

  /// Everything that gnuplot, a shell or a terminal gives a meaning to.
  static let hostileName =
    #"it's "q" \n a_b^{c} @x `touch fovea-was-here` $HOME %d <&> é"# + "\nline\u{1B}[31m"

  static let hostile = Figure(
    title: hostileName, xLabel: hostileName, yLabel: hostileName,
    series: [.init(hostileName, points: falling(from: 0.1, by: 1), hue: 0)])

  static let matrix = ConfusionMatrix(
    title: "Confusion of small", classes: ["cat", "dog", "it's_a {bird}"],
    counts: [[50, 2, 0], [7, 40, 3], [0, 0, 0]])
}
