import Testing

@testable import Plotting

@Suite("gnuplot scripts")
struct GnuplotScriptTests {
  private func lines(_ plot: some Plot, _ format: PictureFormat = .svg) throws -> [String] {
    try plot.script(format: format).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func panelsShareAxisAndLegend() throws {
    let lines = try lines(Examples.training)
    #expect(lines[0] == "set terminal svg noenhanced size 720,593 font 'sans-serif,12' background 'white'")
    #expect(
      lines.filter { $0.hasPrefix("set xrange") } == [
        "set xrange [0.9299999999999999:8.07]", "set xrange [0.9299999999999999:8.07]",
      ])
    #expect(lines.filter { $0.hasPrefix("set key at") }.count == 1)
    #expect(lines.filter { $0 == "unset key" }.count == 1)
    #expect(lines.filter { $0.hasPrefix("set xlabel") } == ["set xlabel 'epoch' noenhanced"])
    #expect(lines.filter { $0.hasPrefix("plot ") }.count == 2)
    #expect(lines.last { !$0.isEmpty } == "exit")
    #expect(lines.contains("set ytics ('75%%' 0.75, '80%%' 0.8, '85%%' 0.85, '90%%' 0.9)"))
    #expect(
      lines.contains("set xtics ('1' 1.0, '2' 2.0, '3' 3.0, '4' 4.0, '5' 5.0, '6' 6.0, '7' 7.0, '8' 8.0)"))
  }

  @Test func trainingIsSolidAndValidationDashedInOneHue() throws {
    let script = try Examples.training.script(format: .png)
    #expect(
      script.contains(
        "$panel0_series0 using 1:2 with lines linewidth 2 dashtype solid linecolor rgb '#0072B2' title "
          + "'small training'"
      ))
    #expect(
      script.contains(
        "$panel0_series1 using 1:2 with lines linewidth 2 dashtype (6,4) linecolor rgb '#0072B2' title "
          + "'small validation'"
      ))
  }

  @Test func whatStandsInTheBackgroundIsThinAndNameless() throws {
    var figure = Examples.training
    for panel in figure.panels.indices {
      let series = (0..<40).map {
        Series("", points: Examples.falling(from: Double($0), by: 1), hue: Series.background)
      }
      figure.panels[panel].series.insert(contentsOf: series, at: 0)
    }
    #expect(figure.size == Examples.training.size, "the legend is no larger")
    let script = try figure.script(format: .png)
    #expect(
      script.contains(
        "$panel0_series0 using 1:2 with lines linewidth 1 dashtype solid linecolor rgb '#C4C4C4' notitle"))
    let text = try figure.terminalPicture(columns: 80, rows: 24, style: .ascii, colour: false)
    let legend = try figure.terminalPicture(columns: 80, rows: 24, style: .blocks, colour: true).split(
      separator: "\n")[1]
    #expect(text.contains("....") && legend.hasSuffix("small validation"))
    for panel in figure.panels.indices { figure.panels[panel].series.removeLast(2) }
    #expect(try figure.script(format: .png).contains("unset key"), "nothing is named")
  }

  @Test func gapsAreEmptyLinesAndLonePointsDots() throws {
    let lines = try lines(Examples.chart([.init(1, 0.5), .init(2, .nan), .init(3, 1), .init(4, 2)]))
    let start = try #require(lines.firstIndex(of: "$panel0_series0 << EOD"))
    #expect(
      lines[start...].prefix(6) == ["$panel0_series0 << EOD", "1.0 0.5", "", "3.0 1.0", "4.0 2.0", "EOD"])
    #expect(
      lines.contains { $0.contains("$panel0_series0_lone using 1:2 with points") && $0.hasSuffix("notitle") })
  }

  @Test func namesAreQuoted() throws {
    #expect(GnuplotText.quoted("it's \\n \"x\"\n`y`") == "'it''s \\n \"x\" `y`'")
    #expect(GnuplotText.quotedFormat("5%") == "'5%%'")
    let script = try Examples.hostile.script(format: .pdf)
    // The name's line break would begin a command of its own.
    #expect(!script.split(separator: "\n").contains { $0.hasPrefix("line") })
    #expect(script.ranges(of: "it''s").count == 4)
  }

  @Test func longTitlesAreCut() throws {
    let figure = Figure(
      title: String(repeating: "x", count: 500), xLabel: "", panels: Examples.training.panels)
    let label = try #require(try lines(figure).first { $0.hasPrefix("set label 1 ") })
    #expect(label.hasPrefix("set label 1 '" + String(repeating: "x", count: 89) + "…'"))
  }

  @Test func longCurvesAreThinned() throws {
    let points = (0..<200_000).map { Series.Point(Double($0), Double($0 % 7)) }
    #expect(try lines(Examples.chart(points)).count < 4 * 4096 + 100)
  }

  @Test func scriptsNameNoFiles() throws {
    for format in PictureFormat.allCases {
      #expect(try !Examples.matrix.script(format: format).contains("set output"))
      #expect(try lines(Examples.training, format)[0].contains(format == .svg ? "svg" : "\(format)cairo"))
    }
  }
}
