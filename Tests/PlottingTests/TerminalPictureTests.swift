import Testing

@testable import Plotting

@Suite("Terminal pictures")
struct TerminalPictureTests {
  private func picture(
    _ plot: some Plot, _ columns: Int = 80, _ rows: Int = 24, _ style: TerminalStyle = .blocks,
    colour: Bool = false
  ) throws -> [String] {
    try plot.terminalPicture(columns: columns, rows: rows, style: style, colour: colour)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Without escape sequences.
  private func plain(_ text: String) -> String { text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") }

  @Test(arguments: [TerminalStyle.blocks, .ascii], [(80, 24), (120, 30), (40, 20)])
  func fillTheirRowsAndNoMore(style: TerminalStyle, size: (Int, Int)) throws {
    for colour in [false, true] {
      let lines = try picture(Examples.training, size.0, size.1, style, colour: colour)
      #expect(lines.count == size.1)
      #expect(lines.allSatisfy { PlainText.width(plain($0)) <= size.0 })
      #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
      #expect(lines.contains("\u{1B}") == false)
      #expect(lines.joined().contains("\u{1B}") == colour)
      if style == .ascii { #expect(lines.allSatisfy { plain($0).allSatisfy(\.isASCII) }) }
    }
  }

  @Test func smallTerminalsGetTheLeast() throws {
    let lines = try picture(Examples.training, 1, 1, .ascii)
    #expect(lines.allSatisfy { $0.count <= 20 })
    #expect(lines.count > 12)
  }

  @Test func namesCannotSteer() throws {
    for line in try picture(Examples.hostile, 100, 24, .ascii) {
      #expect(line.allSatisfy { $0.isASCII && $0 >= " " })
    }
    let title = try #require(try picture(Examples.hostile, 100, 24).first)
    #expect(title.contains(#"it's "q" \n a_b^{c} @x `touch fovea-was-here` $HOME %d <&> é line"#))
  }

  @Test func gapsStayOpen() throws {
    let points = [1, 1, .nan, 1, 1].enumerated().map { Series.Point(Double($0 + 1), $1) }
    let lines = try picture(Examples.chart(points), 46, 10, .ascii)
    let curve = try #require(lines.first { $0.contains("*") && !$0.contains("a") })
    #expect(curve.filter { $0 == "*" }.count < 25)
    #expect(curve.split(separator: "*").contains { $0.count > 15 && $0.allSatisfy { $0 == " " } })
  }

  @Test func aSinglePointIsSeen() throws {
    let chart = Examples.chart([.init(3, 0.25)])
    #expect(try picture(chart, 60, 12, .ascii).filter { $0.contains("*") }.count == 2)
    let coloured = try picture(chart, 60, 12, .blocks, colour: true)
    #expect(coloured.dropFirst().contains { $0.contains("●") })
    #expect(coloured.contains { $0.hasSuffix("3") })
  }

  @Test func aMillionPointsAreFine() throws {
    let points = (0..<1_000_000).map { Series.Point(Double($0), Double(($0 * 7919) % 10_007)) }
    let lines = try picture(Examples.chart(points), 80, 24, .blocks, colour: true)
    #expect(lines.count <= 24)
    #expect(lines.joined().contains("█"))
  }

  @Test func extremesAreDrawn() throws {
    let pairs: [(Double, Double)] = [
      (-1e299, 1e299), (0, .leastNonzeroMagnitude), (1e-300, 2e-300), (1e15, 1e15 + 1), (-1, -1),
    ]
    for pair in pairs {
      let lines = try picture(Examples.chart([.init(pair.0, pair.0), .init(pair.1, pair.1)]), 60, 14)
      #expect(lines.count <= 14)
      #expect(lines.joined().contains("●"))
    }
  }

  @Test func whatCannotBeDrawnIsSaid() {
    #expect(throws: PlotError.emptySeries(name: "a")) { try picture(Examples.chart([])) }
    #expect(throws: PlotError.nothingFinite(panel: "y")) {
      try picture(Examples.chart([.init(1, .infinity)]))
    }
  }

  // MARK: Whole pictures

  @Test func looksLikeThisInASCII() throws {
    let lines = try picture(Examples.training, 60, 20, .ascii)
    #expect(lines.joined(separator: "\n") == Golden.ascii)
  }

  @Test func looksLikeThisInBlocks() throws {
    let lines = try picture(Examples.training, 60, 20, .blocks, colour: true)
    #expect(lines.map(plain).joined(separator: "\n") == Golden.blocks)
    #expect(lines[3].contains("\u{1B}[38;5;33m"))
  }
}
