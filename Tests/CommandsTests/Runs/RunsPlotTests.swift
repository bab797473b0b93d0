import Foundation
import Plotting
import Testing

@testable import Commands
@testable import Record

@Suite("Runs over each other")
struct RunsPlotTests {
  private func run(
    _ number: Int, rate: String = "0.1", seed: String? = nil, losses: [Double], model: String = "m",
    stopped: Int? = nil,
    _ circumstances: [String: String] = [:]
  ) -> RecordedRun {
    var settings = ["rate": rate, "epochs": "3"]
    if let seed { settings["seed"] = seed }
    return RecordedRun(
      id: "20261124-120000-abcd.\(number)", session: "s.fovea", line: number, date: "2026-11-24T12:00:00Z",
      seed: 1,
      seeds: seed ?? "1", command: "train m on d", model: model, definition: "model m cnn { dense classes }",
      data: "d",
      fingerprint: "sha256:1",
      settings: settings, circumstances: circumstances,
      metrics: ["accuracy": 0.5, "validation_accuracy": 0.4, "test_accuracy": 0.3], weights: "",
      stoppedAtStep: stopped,
      history: losses.enumerated().map {
        .init(number: $0 + 1, metrics: ["loss": $1, "validation_loss": $1 + 1])
      })
  }

  @Test func seedsAreOneCurveWithABand() throws {
    let plot = try RunsPlot([
      run(1, seed: "1", losses: [1, 2, 3]), run(2, rate: "0.2", losses: [5, 5, 5]),
      run(3, seed: "2", losses: [3, 4]),
    ])
    #expect(plot.groups.map(\.label) == ["rate=0.1, mean of 2", "rate=0.2"])
    let figure = try plot.figure(["loss"])
    let series = figure.panels[0].series
    #expect(
      series.map(\.name) == [
        "abcd.1 rate=0.1, mean of 2", "", "abcd.2 rate=0.2", "",
      ])
    #expect(series.map(\.hue) == [0, 1, 2, 3] && series.map(\.isDashed) == [false, true, false, true])
    // Only epochs that all seeds have; the deviation of 1 and 3 is that of a sample, the root of 2.
    #expect(series[0].points.map(\.y) == [2, 3])
    #expect(
      series[0].band == [
        .init(1, 2 - 2.0.squareRoot(), 2 + 2.0.squareRoot()),
        .init(2, 3 - 2.0.squareRoot(), 3 + 2.0.squareRoot()),
      ])
    #expect(series[2].points.count == 3 && series[2].band.isEmpty)
    #expect(figure.title == "3 runs of m; dashed: validation")
    #expect(throws: RunsReport.Failure.self) { try plot.figure(["accuracy"]) }
    #expect(throws: RunsReport.Failure.self) { try RunsPlot([run(1, losses: [])]) }
  }

  @Test func whatWasDoneUnderOtherCircumstancesIsAnotherCurve() throws {
    let plot = try RunsPlot([
      run(1, losses: [1], ["split": "validation=0.1"]),
      run(2, seed: "2", losses: [2], ["split": "validation=0.1", "prepare": "normalize"]),
      run(3, seed: "3", losses: [3], ["split": "validation=0.1", "after": "epochs=2"]),
      run(4, seed: "4", losses: [5], ["split": "validation=0.1", "after": "epochs=2"]),
    ])
    #expect(
      plot.groups.map(\.label) == [
        "without prepare without after", "prepare normalize", "after epochs=2, mean of 2",
      ])
  }

  @Test func theSameSeedAgainIsTheSameCurve() throws {
    let plot = try RunsPlot([
      run(1, seed: "1", losses: [1, 2], stopped: 9), run(2, seed: "1", losses: [1, 2, 3]),
      run(3, seed: "1", losses: [1, 2, 3]),
    ])
    #expect(plot.groups.map { $0.runs.map(\.shortID) } == [["abcd.2"]])
    #expect(plot.groups[0].label == "m" && plot.note.isEmpty)
    #expect(try plot.figure(["loss"]).panels[0].series[0].band.isEmpty)
  }

  @Test func aCrossvalidationHasNoCurve() throws {
    var folds = run(1, losses: [1, 2])
    folds.kind = .crossvalidation
    #expect(throws: RunsReport.Failure.self) { try RunsPlot([folds]) }
    #expect(try RunsPlot([folds, run(2, losses: [1])]).groups.count == 1)
  }

  @Test func ofManyCurvesTheFirstAreNamed() throws {
    let few = try RunsPlot((1...5).map { run($0, rate: "\($0)", losses: [Double($0), 1]) }).figure(["loss"])
    #expect(few.title == "5 runs of m; dashed: validation")
    #expect(few.panels[0].series.map(\.name) == (1...5).flatMap { ["abcd.\($0) rate=\($0)", ""] })
    let colourless = try RunsPlot((1...5).map { run($0, rate: "\($0)", losses: [1]) }).figure(
      ["loss"], showsDashes: false)
    #expect(
      colourless.panels[0].series.prefix(2).map(\.name) == ["abcd.1 rate=1 training", "abcd.1 validation"],
      "what differs is told once")
    #expect(colourless.title == "5 runs of m" && colourless.panels[0].series.count { !$0.name.isEmpty } == 10)
    let runs = (1...30).flatMap { number in
      ["1", "2"].map { run(number, rate: "\(number)", seed: $0, losses: [Double(number), 1]) }
    }
    let plot = try RunsPlot(runs)
    let figure = try plot.figure(["loss", "loss"])
    #expect(figure.title == "60 runs of m; the first 12 of 30 curves are named; dashed: validation")
    let series = figure.panels[0].series
    #expect(series.count == 60)
    #expect(
      series.prefix(36).allSatisfy { $0.hue == Series.background && $0.name.isEmpty && $0.band.isEmpty })
    #expect(series.map(\.name).filter { !$0.isEmpty } == (1...12).map { "abcd.\($0) rate=\($0), mean of 2" })
    #expect(Set(series.dropFirst(36).map(\.hue)).count == 24)
    #expect(figure.size.height < 900)
    let text = try figure.terminalPicture(columns: 80, rows: 40, style: .blocks, colour: true)
    #expect(text.split(separator: "\n").count <= 40)
    let commands = try figure.gnuplotCommands()
    #expect(commands.joined().components(separatedBy: " title ").count - 1 == 24, "twelve in each panel")
  }

  @Test func theShadeIsUnderTheCurve() throws {
    let plot = try RunsPlot([run(1, seed: "1", losses: [1, 2, 3]), run(2, seed: "2", losses: [3, 4, 5])])
    let figure = try plot.figure(["loss"])
    let text = try figure.terminalPicture(columns: 60, rows: 16, style: .blocks, colour: true)
    #expect(text.contains("░") && text.contains("▀"))
    #expect(try figure.terminalPicture(columns: 60, rows: 16, style: .ascii, colour: false).contains(":::"))
    let commands = try figure.gnuplotCommands()
    let drawing = try #require(commands.last { $0.hasPrefix("plot ") })
    #expect(drawing.hasPrefix("plot $panel0_series0_band using 1:2:3 with filledcurves"), "bands come first")
    #expect(commands.contains("1.0 \(2 - 2.0.squareRoot()) \(2 + 2.0.squareRoot())"))
  }

  @Test func wordsNameCurvesRunsAndConditions() throws {
    let all = [run(1, losses: [1]), run(2, rate: "0.2", losses: [2]), run(3, rate: "0.3", losses: [3])]
    let (curves, runs) = try RunsPlot.choose(["abcd.3", "loss", "abcd.1"], among: all)
    #expect(curves == ["loss"] && runs.map(\.shortID) == ["abcd.3", "abcd.1"])
    #expect(try RunsPlot.choose(["rate>=0.2"], among: all).runs.count == 2)
    #expect(try RunsPlot.choose([], among: all).curves == ["loss", "accuracy"])
    #expect(
      try RunsPlot.choose([], among: all, order: "-rate").runs.map(\.shortID) == [
        "abcd.3", "abcd.2", "abcd.1",
      ])
    #expect(throws: RunsReport.Failure.self) { try RunsPlot.choose(["nobody.1"], among: all) }
  }

  @Test func theListFitsAndTellsEpochsReached() {
    let runs = [
      run(1, losses: [1, 2], stopped: 17), run(2, rate: "0.2", losses: [1, 2, 3]),
      run(3, rate: "0.30000000000000004", seed: "1234567", losses: [1], model: "a_rather_long_name"),
    ]
    let list = RunsReport.list(runs)
    #expect(list.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(list)")
    #expect(list.contains("2 of 3") && !list.contains("epochs=3"))
    #expect(RunsReport.list([run(1, losses: [1])], columns: 100).contains("2026-11-24 12:00"))
  }

  @Test func theAccuracyOfLabelSetsHasItsOwnName() throws {
    var sets = run(1, losses: [1])
    sets.task = "multilabel"
    sets.metrics = ["accuracy": 0.25, "validation_accuracy": 0.2, "validation_macro_ap": 0.75]
    sets.history[0].metrics["accuracy"] = 0.25
    let alone = RunsReport.list([sets])
    #expect(alone.contains("all labels right  validation AP") && !alone.contains(" accuracy"), "\(alone)")
    let mixed = RunsReport.list([sets, run(2, losses: [1])], columns: 200)
    #expect(mixed.contains("accuracy  all labels right  validation"), "\(mixed)")
    #expect(!mixed.contains("20.00%"), "the macro AP tells of its validation images")
    #expect(try RunsPlot([sets]).figure(["accuracy"]).panels[0].yLabel == "all labels right")
  }

  @Test func otherWordsForOptionsAreConditions() throws {
    let all = [run(1, losses: [1]), run(2, rate: "0.2", losses: [2])]
    #expect(try RunsReport.choose(all, filters: ["lr=0.2"], order: "-learning_rate").map(\.line) == [2])
    #expect(try RunsReport.choose(all, filters: [], order: "-lr").map(\.line) == [2, 1])
    #expect(try RunsPlot.choose(["lr>0.1", "loss"], among: all).runs.map(\.line) == [2])
    do throws(RunsReport.Failure) {
      _ = try RunsReport.choose(all, filters: ["val_acc>0.5"], order: nil)
      Issue.record("there is no such field")
    } catch {
      #expect(error.hint?.hasPrefix("This field is called 'validation_accuracy'. There are: data") == true)
    }
  }
}
