import Diagnostics
import Testing

@testable import Notebooks

@Suite("Reading a notebook")
struct NotebookReadingTests {
  private func read(_ text: String) -> Notebook { Notebook(SourceText(name: "note.md", text: text)) }

  private static let example = """
    A *first* look
    ==============

    Two is `=1 + 1:.1`, and `=2` isn't `x`.

    ```fovea
    let x = 3

    ```

    ~~~~ fovea
    let y = x + 1
      print y
    ~~~~

    ```python
    print(1)
    ```

    > `= x` of ``=y:,``
    """

  @Test func findsBlocksAndValuesWithTheirPlaces() throws {
    let notebook = read(Self.example)
    #expect(notebook.findings == [])
    #expect(notebook.title == "A first look")
    #expect(notebook.blocks.map(\.text) == ["let x = 3", "let y = x + 1\n  print y"])
    #expect(notebook.blocks.map(\.fenceLine) == [6, 11])
    #expect(notebook.blocks.map(\.firstLine) == [7, 12])
    #expect(notebook.numbers.map(\.text) == ["1 + 1:.1", "2", " x", "y:,"])
    let places = notebook.numbers.map { notebook.source.place(at: $0.range.lower) }
    #expect(places.map(\.line) == [4, 4, 20, 20])
    #expect(places.map(\.column) == [10, 27, 5, 15])
    #expect(notebook.source.slice(notebook.numbers[0].range) == "1 + 1")
  }

  @Test func theScriptKeepsTheLinesOfTheDocument() {
    let script = read(Self.example).script
    #expect(script.name == "note.md")
    #expect(script.line(7) == "let x = 3")
    #expect(script.line(13) == "  print y")
    #expect(script.text.split(separator: "\n").count == 3)
  }

  @Test func aHashStandsForTheBlockAndAllBeforeIt() {
    let before = read(Self.example).blocks.map(\.hash)
    // Prose, blanks at line ends and empty lines change no meaning.
    let prose = read(
      Self.example.replacing("Two is", with: "Two  is  ").replacing("let x = 3\n\n", with: "let x = 3  \n"))
    #expect(prose.blocks.map(\.hash) == before)
    let second = read(Self.example.replacing("print y", with: "print x")).blocks.map(\.hash)
    #expect(second[0] == before[0])
    #expect(second[1] != before[1])
    let first = read(Self.example.replacing("let x = 3", with: "let x = 4")).blocks
    #expect(first[0].hash != before[0])
    #expect(first[1].hash != before[1], "its text is the same, but not what runs before it")
  }

  @Test func windowsLineEndsAreRead() {
    let notebook = read(Self.example.replacing("\n", with: "\r\n"))
    #expect(notebook.findings == [])
    #expect(notebook.blocks.map(\.hash) == read(Self.example).blocks.map(\.hash))
  }

  @Test(arguments: [
    ("```fovea\nlist", 1, 1, "this block isn't closed.", "End it with a line of ``` alone."),
    (
      "- a list\n\n  ```fovea\n  list\n  ```\n", 3, 1,
      "a block of commands stands in a list or a quotation, where it doesn't run.",
      "Begin its line with ```fovea, without anything before it."
    ),
    ("```fovea now\nlist\n```", 1, 1, "a block is marked 'fovea' alone, found 'now' behind it.", nil),
    (
      "ä `=1:x`", 1, 7, "'x' is no format of a number.",
      "For example: `=r.accuracy:.1%`, `=r.loss:.3` or `=r.count:,`"
    ),
    (
      "a\rb\n```fovea\nlist\n```", 1, 2, "a line ends with a carriage return alone (U+000D).",
      "Save the notebook with line ends of LF or CR LF."
    ),
    ("`=1 +`", 1, 6, "expected a value, found the end of the text.", nil),
    ("`=1 2`", 1, 5, "expected the end of the expression, found '2'.", nil),
    ("`=1 +\n2`", 1, 1, "a value in prose stands on one line, from ` to `.", nil),
    (
      "```fovea\nlet = 3\n```", 2, 5, "expected a name after 'let', found '='.",
      "A name is a letter or '_', then letters, digits and '_'."
    ),
    ("```fovea\nfor i in [1] {\n```\n\n```fovea\n}\n```", 2, 14, "'{' isn't closed.", "Add '}'."),
  ])
  func saysWhatIsWrongAndWhere(text: String, line: Int, column: Int, message: String, hint: String?) throws {
    let finding = try #require(read(text).findings.first)
    #expect(finding.message == message)
    #expect(finding.hint == hint)
    #expect(finding.place.line == line)
    #expect(finding.place.column == column)
  }

  /// Takes a few seconds. Reading the text anew for each value would take days.
  @Test(.timeLimit(.minutes(30))) func manyValuesAreReadInTheirTime() {
    let text = String(repeating: "A value: `=x + 1:.1`.\n\n", count: 200_000)
    #expect(read(text).numbers.count == 200_000)
  }

  /// Nesting, quotes and fences without end must end in findings or in nothing, never in a crash or an hour.
  @Test func nothingThatIsFedBreaksIt() {
    let hostile = [
      String(repeating: "> ", count: 20000) + "`=x`", String(repeating: "- ", count: 5000) + "```fovea",
      String(repeating: "`=x` ", count: 5000), String(repeating: "[", count: 50000),
      String(repeating: "*a_", count: 20000),
      "\u{FEFF}```fovea\nlist\n```", "```fovea\n\u{0}\n```", "`=\u{0}`",
    ]
    // It comes back whole, whatever was found in it.
    #expect(hostile.map { read($0).source.text } == hostile)
  }
}
