import Foundation
import Testing

/// What a page and a check claim must be so, whatever stands in a notebook.
@Suite("Notebooks claim nothing wrong")
struct NotebookHonestyTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["notebook"] + arguments, in: folder)
  }

  private func page() throws -> String {
    #expect(try run("render", "note.md").status == 0)
    return try folder.read("note.html")
  }

  // MARK: One run

  private static let doubled = """
    ```fovea
    param n = 1
    ```

    ```fovea
    assert n < 5
    ```

    ```fovea
    let m = n * 2
    ```

    n is `=n`, m is `=m`.

    """

  @Test func aRunThatFailsLeavesNothingOfAnotherThatLooksValid() throws {
    try folder.write(Self.doubled, to: "note.md")
    #expect(try run("run", "note.md").status == 0)
    #expect(try run("check", "note.md").status == 0)
    #expect(try page().contains("2<sup>✓</sup>"))
    #expect(try run("run", "note.md", "--set", "n=9").status == 1)
    let rendered = try run("render", "note.md")
    #expect(
      rendered.errors.hasPrefix("warning: of the block at line 9 nothing is stored that belongs to this text")
    )
    let mixed = try folder.read("note.html")
    #expect(mixed.contains("9<sup>○</sup>"))
    #expect(mixed.contains("2<sup>≠</sup>"), "it is of the run with n=1")
    #expect(!mixed.contains("✓"))
    #expect(try run("check", "note.md").status == 1, "it fails as it did before")
  }

  @Test func soDoesOneWithAnotherSeed() throws {
    try folder.writeImages(to: "pictures")
    try folder.write(
      Self.doubled.replacing("assert n < 5", with: "load ./pictures as p"), to: "note.md")
    #expect(try run("run", "note.md", "--seed", "1").status == 0)
    #expect(try run("check", "note.md").status == 0)
    try folder.write([0, 0, 8, 3], to: "pictures/train-images-idx3-ubyte")
    #expect(try run("run", "note.md", "--seed", "2").status == 1)
    #expect(try page().contains("2<sup>≠</sup>"))
  }

  // MARK: Names

  @Test func whatWasUndoneIsNotShown() throws {
    try folder.write("```fovea\nlet a = 5\nlet a = 6\nundo\nprint a\n```\n\na is `=a`.\n", to: "note.md")
    #expect(try run("run", "note.md").output.contains("5"))
    #expect(try run("check", "note.md").status == 0)
    #expect(
      try page().contains("a is <a class=\"value same\" href=\"#line-2\" title=\"5 · line 2: let a = 5"),
      "the command that made it")
  }

  @Test func whatWasForgottenIsNotThere() throws {
    try folder.write("```fovea\nlet a = 5\nforget a\n```\n`=a`\n", to: "note.md")
    let ran = try run("run", "note.md")
    #expect(ran.status == 2)
    #expect(ran.errors.hasPrefix("note.md:5:3: error: there is no value 'a'."), "\(ran.errors)")
    #expect(try page().contains("class=\"value missing\""))
  }

  @Test func aSessionTellsNotWhatUndoBroughtBack() throws {
    #expect(try Program.run(["-c", "let a = 5\nlet a = 6\nundo"], in: folder).status == 0)
    #expect(try run("export", try #require(folder.sessions.first), "-o", "note.md").status == 0)
    try folder.write(try folder.read("note.md") + "\na is `=a`.\n", to: "note.md")
    #expect(try page().contains("a is <span class=\"value missing\""), "nothing rather than 6")
    #expect(try run("run", "note.md").status == 0)
    #expect(try page().contains("5<sup>○</sup>"))
  }

  // MARK: Checks

  @Test func aCheckHoldsEachCommandAgainstItself() throws {
    try folder.write(
      """
      ```fovea
      param n = 1
      if n > 1 { let a = 10 } else { let b = 20 }
      for i in [1, 2] { if i <= n { let c = i } }
      let d = n
      let e = 7
      if n > 1 { print "more" } else { print "one" }
      ```

      """, to: "note.md")
    #expect(try run("run", "note.md").status == 0)
    #expect(try run("check", "note.md").status == 0)
    let whatIf = try run("check", "note.md", "--set", "n=2")
    #expect(whatIf.status == 0)
    let report = whatIf.lines.drop { $0 != "with n=2:" }
    #expect(
      Array(report) == [
        "with n=2:", "line 2: param n = 1", "  value: 1 → 2", "line 3: let a = 10", "  ran only now",
        "line 4: let c = 2",
        "  ran only now", "line 5: let d = n", "  value: 1 → 2", "line 7: print \"more\"", "  ran only now",
        "line 3: let b = 20",
        "  ran only when it was recorded", "line 7: print \"one\"", "  ran only when it was recorded",
        "7 commands run; differences are shown, without a verdict",
      ], "\(whatIf.output)")
  }

  @Test(arguments: [
    ("=t.history", "'t.history' is a list of entries, and prose takes one value.", 9),
    ("=best.runs", "'best.runs' is a list of entries, and prose takes one value.", 9),
    ("= t", "'t' is a whole result, and prose takes one value.", 10),
  ])
  func whatIsNoValueIsRefusedBeforeAnythingRuns(value: String, message: String, column: Int) throws {
    try folder.writeImages(to: "pictures")
    try folder.write(
      """
      ```fovea
      load ./pictures as p
      split p validation=25%
      model tiny cnn { conv 4 3x3; relu; dense classes }
      let t = train tiny on p epochs=1
      let best = sweep rate=[0.1, 0.2] train tiny on p epochs=1
      ```

      It is `\(value)`.

      """, to: "note.md")
    let ran = try run("run", "note.md")
    #expect(ran.status == 2)
    #expect(ran.errors.hasPrefix("note.md:9:\(column): error: \(message)"), "\(ran.errors)")
    #expect(
      ran.errors.contains("hint: For example: `=\(value.contains("best") ? "best.candidates" : "t.epochs")`"),
      "\(ran.errors)")
    #expect(folder.sessions == [])
  }

  // MARK: Files that blocks run

  private func prepareLibrary() throws {
    try folder.write("# values\n\n\n\n\nlet deep = 7\nsource \"more.fovea\"\n", to: "lib/lib.fovea")
    try folder.write("param deeper = 8\n", to: "lib/more.fovea")
    try folder.write(
      "```fovea\nlet x = 1\nif x == 1 { source \"lib/lib.fovea\" }\n```\n\n`=deep` and `=deeper`\n",
      to: "note.md")
  }

  @Test func aSourcedValueIsLinkedToItsSource() throws {
    try prepareLibrary()
    #expect(try run("run", "note.md", "--set", "deeper=9").status == 0)
    let checked = try run("check", "note.md", "--json")
    #expect(checked.status == 0, "\(checked.output)")
    #expect(try checked.events().dropLast().compactMap { $0["line"] as? Int } == [2, 3, 3])
    let page = try page()
    #expect(page.contains("<a class=\"value same\" href=\"#line-3\" title=\"7 · line 3: let deep = 7 · "))
    #expect(page.contains("<a class=\"value same\" href=\"#line-3\" title=\"9 · line 3: param deeper = 9 · "))
  }

  @Test(arguments: ["lib/lib.fovea", "lib/more.fovea"])
  func aSourcedFileThatChangedMakesItsBlockStale(file: String) throws {
    try prepareLibrary()
    #expect(try run("run", "note.md").status == 0)
    #expect(try run("check", "note.md").status == 0)
    try folder.write(try folder.read(file) + "let other = 1\n", to: file)
    #expect(try page().contains("7<sup>≠</sup>"))
    #expect(try run("check", "note.md").status == 3)
  }

  @Test func aFailureInASourcedFileSaysWhere() throws {
    try prepareLibrary()
    try folder.write("\nassert deep > 8\n", to: "lib/more.fovea")
    try folder.write(try folder.read("note.md").replacing(" and `=deeper`", with: ""), to: "note.md")
    #expect(try run("run", "note.md").status == 1)
    #expect(
      try page().contains("<p class=\"failure\">lib/more.fovea:2: the assertion doesn't hold: deep &gt; 8"))
    #expect(try run("check", "note.md").status == 1)
  }

  // MARK: Notes

  @Test func aNoteOfASessionStaysText() throws {
    let script = """
      ## A value is written as `=x`, or `` =y:.1 ``, or over
      ## two `=lines
      ## long`; `code` is code.
      let a = 1
      """
    #expect(try Program.run(["-c", script], in: folder).status == 0)
    #expect(try run("export", try #require(folder.sessions.first), "-o", "note.md").status == 0)
    let text = try folder.read("note.md")
    #expect(
      text.contains("as `  =x  `, or ``   =y:.1   ``, or over\ntwo `  =lines\nlong`; `code` is code."),
      "\(text)")
    #expect(try run("check", "note.md").status == 0)
    let page = try page()
    #expect(page.contains("=x") && !page.contains("class=\"value"))
  }
}
