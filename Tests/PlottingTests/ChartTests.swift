import Foundation
import Testing

@testable import Plotting

@Suite("Charts")
struct ChartTests {
  private let chart = Chart(
    title: "it's {a} \"test\"_1", xLabel: "epoch",
    panels: [
      .init(
        yLabel: "loss",
        series: [
          .init("small training", points: (1...6).map { .init(Double($0), 1 / Double($0)) }, hue: 0),
          .init("small validation", points: (1...6).map { .init(Double($0), 1.2 / Double($0)) }, hue: 0, isDashed: true),
        ]),
      .init(
        yLabel: "accuracy", isPercent: true,
        series: [.init("small training", points: (1...6).map { .init(Double($0), 1 - 0.5 / Double($0)) }, hue: 0)]),
    ])

  @Test func ticksAreRoundNumbers() {
    let ticks = Ticks(from: 0.12, to: 0.97, count: 5)
    #expect(ticks.values.map(ticks.label) == ["0.2", "0.4", "0.6", "0.8"])
    let epochs = Ticks(from: 1, to: 5, count: 10, wholeNumbers: true)
    #expect(epochs.values.map(epochs.label) == ["1", "2", "3", "4", "5"])
    let shares = Ticks(from: 0.88, to: 0.93, count: 4, isPercent: true)
    #expect(shares.values.map(shares.label) == ["88%", "90%", "92%"])
  }

  @Test func namesAreLiteral() throws {
    let script = try chart.script(format: .svg, output: "x.svg")
    #expect(script.contains("title 'it''s {a} \"test\"_1'"))
    #expect(script.contains("noenhanced"))
  }

  @Test func aPictureInTheTerminalFits() throws {
    for style in [TerminalStyle.ascii, .blocks] {
      let lines = try chart.terminalPicture(columns: 80, rows: 24, style: style, colour: false).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 24)
      #expect(lines.allSatisfy { $0.count <= 80 })
      #expect(lines.contains { $0.hasPrefix("accuracy") })
    }
    let ascii = try chart.terminalPicture(columns: 60, rows: 20, style: .ascii, colour: false)
    #expect(ascii.utf8.allSatisfy { $0 < 128 })
  }

  @Test func nothingToDrawIsSaid() {
    let empty = Chart(
      title: "", xLabel: "", panels: [.init(yLabel: "loss", series: [.init("a", points: [.init(1, .nan)], hue: 0)])])
    #expect(throws: PlotError.nothingToDraw("loss")) {
      try empty.terminalPicture(columns: 80, rows: 24, style: .ascii, colour: false)
    }
  }

  @Test func filesAreDrawnAndRepeatable() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-plot-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for ending in ["png", "svg", "pdf"] {
      try chart.draw(to: folder + "/a.\(ending)")
      try chart.draw(to: folder + "/b.\(ending)")
      let first = try #require(FileManager.default.contents(atPath: folder + "/a.\(ending)"))
      #expect(first.count > 2000)
      #expect(first == FileManager.default.contents(atPath: folder + "/b.\(ending)"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 6)
  }

  @Test func whatCannotBeDrawnIsSaid() {
    #expect(throws: PlotError.unknownEnding(path: "curve.gif")) { try chart.draw(to: "curve.gif") }
    #expect(throws: PlotError.gnuplotMissing) {
      try chart.draw(to: FileManager.default.temporaryDirectory.path + "/x.png", executable: "/nowhere/gnuplot")
    }
    #expect(throws: PlotError.self) { try chart.draw(to: "/nowhere/at/all.png") }
  }
}
