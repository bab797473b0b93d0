import Testing

@testable import Plotting

@Suite("Confusion matrices")
struct ConfusionMatrixTests {
  @Test func looksLikeThis() throws {
    let ascii = try Examples.matrix.terminalPicture(columns: 80, rows: 24, style: .ascii, colour: false)
    #expect(ascii == Golden.matrix)
  }

  @Test func shadesOnlyWhatIsThere() throws {
    let text = try Examples.matrix.terminalPicture(columns: 80, rows: 24, style: .blocks, colour: true)
    #expect(text.ranges(of: "\u{1B}[38;5;").count == 5)
    #expect(text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "").contains("·"))
  }

  @Test func narrowTerminalsGetNumbersForNames() throws {
    let names = (0..<20).map { "class \($0)" }
    let matrix = ConfusionMatrix(
      title: "", classes: names, counts: names.indices.map { row in names.indices.map { $0 == row ? 10 : 0 } }
    )
    let lines = try matrix.terminalPicture(columns: 80, rows: 24, style: .ascii, colour: false).split(
      separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines[1].contains(" 19 20"))
    #expect(lines[2].hasPrefix(" 1 class"))
    #expect(matrix.fits(columns: 77) && !matrix.fits(columns: 76))
  }

  /// Where there is no room for a table, the mistakes are told: no terminal is too narrow for that.
  @Test(arguments: [12, 20, 40, 80, 200], [TerminalStyle.blocks, .ascii])
  func narrowTerminalsGetTheMistakes(columns: Int, style: TerminalStyle) throws {
    let names = (0..<100).map { "Cherry_(including_sour)___\($0)_mildew" }
    let matrix = ConfusionMatrix(
      title: "Confusion of m", classes: names,
      counts: names.indices.map { row in
        names.indices.map { $0 == row ? 10 : $0 == row + 1 ? 1 + row % 7 : 0 }
      })
    for colour in [false, true] {
      let text = try matrix.terminalPicture(columns: columns, rows: 24, style: style, colour: colour)
      let lines = text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "").split(separator: "\n")
      #expect(lines.allSatisfy { PlainText.width(String($0)) <= columns }, "\(columns)")
      #expect(lines.last == "right: 71.8%")
    }
    let wide = try matrix.terminalPicture(columns: 80, rows: 24, style: style, colour: false).split(
      separator: "\n")
    #expect(wide.count > 10)
    #expect(Set(wide).count == wide.count)
  }

  /// A thousand classes are one image, not a million rectangles.
  @Test func manyClassesAreKilobytes() throws {
    let names = (0..<300).map { "class \($0)" }
    let matrix = ConfusionMatrix(
      title: "many", classes: names, counts: names.indices.map { row in names.indices.map { $0 * row % 11 } })
    #expect(try matrix.svg().utf8.count < 300_000)
  }

  @Test func longNamesDiffer() throws {
    let names = ["Cherry_(including_sour)___Powdery_mildew", "Cherry_(including_sour)___healthy", "Apple"]
    let matrix = ConfusionMatrix(title: "", classes: names, counts: [[9, 1, 0], [2, 8, 0], [0, 0, 4]])
    for columns in [40, 80, 200] {
      let lines = try matrix.terminalPicture(columns: columns, rows: 24, style: .blocks, colour: false).split(
        separator: "\n")
      let sides = lines.filter { $0.hasPrefix("Cherry") || $0.contains(" Cherry") }
      #expect(Set(sides.map { $0.prefix(12) }).count > 1 || Set(sides.map { $0.prefix(24) }).count > 1)
    }
    let script = try matrix.script(format: .svg)
    let marks = script.split(separator: "\n").first { $0.hasPrefix("set ytics") } ?? ""
    #expect(Set(marks.matches(of: #/'([^']*)'/#).map(\.1)).count == 3)
  }

  @Test func numbersAreWrittenWhereTheyFit() throws {
    let script = try Examples.matrix.script(format: .svg)
    #expect(script.contains("$light << EOD\n1 0 2\n0 1 7\n2 1 3\nEOD"))
    #expect(script.contains("$dark << EOD\n0 0 50\n1 1 40\nEOD"))
    #expect(script.contains("'it''s_a {bird}' 2"))
    // A row without samples has no shares.
    #expect(script.contains("\n2 2 0.0\nEOD"))
    let many = ConfusionMatrix(
      title: "", classes: (0..<200).map(String.init),
      counts: Array(repeating: Array(repeating: 1, count: 200), count: 200))
    #expect(try !many.script(format: .svg).contains("with labels"))
  }

  @Test func malformedOnesAreRefused() {
    func draw(_ classes: [String], _ counts: [[Int]]) throws {
      let matrix = ConfusionMatrix(title: "m", classes: classes, counts: counts)
      _ = try matrix.script(format: .svg)
    }
    #expect(throws: PlotError.empty(title: "m")) { try draw([], []) }
    #expect(throws: PlotError.malformedMatrix(reason: "it has 1 rows for 2 classes")) {
      try draw(["a", "b"], [[1, 2]])
    }
    #expect(throws: PlotError.malformedMatrix(reason: "the row of 'b' has 1 numbers for 2 classes")) {
      try draw(["a", "b"], [[1, 2], [1]])
    }
    #expect(throws: PlotError.malformedMatrix(reason: "the row of 'a' has a negative count, -1")) {
      try draw(["a"], [[-1]])
    }
  }

  @Test func hugeCountsDoNotOverflow() throws {
    let matrix = ConfusionMatrix(title: "", classes: ["a", "b"], counts: [[.max, .max], [.max, 1]])
    #expect(matrix.share(0, 1) == 0.5)
    #expect(try matrix.terminalPicture(columns: 80, rows: 24, style: .ascii, colour: true).contains("50.0%"))
  }
}
