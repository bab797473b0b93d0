import Foundation
import Testing

/// `fovea notebook`, from its files to its exit codes.
@Suite("The notebook tools")
struct NotebookToolTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(["notebook"] + arguments, in: folder, environment: environment)
  }

  private static let note = """
    # Dark and bright

    ```fovea
    param epochs = 3
    load ./pictures as p
    model tiny cnn { conv 4 3x3; relu; dense classes }
    train tiny on p epochs=$epochs batch=16 rate=0.1
    ```

    Now judge it.

    ```fovea
    let r = evaluate tiny
    plot loss of tiny
    if r.accuracy > 2 { print "never" } else { print "right: ", r.count }
    ```

    It has `=r.accuracy:.1%` of `=r.count` images, after `=epochs` epochs.

    """

  private func outputs(_ name: String = "note.outputs") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + name)) ?? []).sorted()
  }

  private func prepare(_ text: String = Self.note) throws {
    try folder.writeImages(to: "pictures")
    try folder.write(text, to: "note.md")
  }

  // MARK: Run and check

  @Test func runsStoresAndChecks() throws {
    try prepare()
    let ran = try run("run", "note.md", "--seed", "5")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.output.contains("tiny trained on p.train"))
    #expect(outputs().map { $0.prefix(3) } == ["01-", "02-"])
    #expect(folder.sessions.count == 1, "a notebook is a session like any other")
    #expect(try folder.read("note.outputs/" + outputs()[1]).contains("<svg"))
    for threads in ["1", "2"] {
      let checked = try run("check", "note.md", "--threads", threads, "--json")
      #expect(checked.status == 0, "\(checked.output)")
      let events = try checked.events().filter { $0["event"] as? String != "warning" }
      #expect(events.dropLast().compactMap { $0["verdict"] as? String } == Array(repeating: "same", count: 7))
      #expect(events.dropLast().compactMap { $0["line"] as? Int } == [4, 5, 6, 7, 13, 14, 15])
      #expect(events.last?["verdict"] as? String == "same")
    }
    #expect(outputs().last == "verdicts.json")
    #expect(folder.sessions.count == 1, "a check records nothing")
  }

  /// What a reader sees and what a check compares lie in one file, sealed as a whole.
  @Test func whatWasEditedProvesNothing() throws {
    try prepare()
    #expect(try run("run", "note.md").status == 0)
    let file = "note.outputs/" + outputs()[1]
    let text = try folder.read(file)
    let count = try #require(text.firstMatch(of: /count=16 accuracy=([0-9.]+)/))
    try folder.write(text.replacing(count.0, with: "count=17 accuracy=\(count.1)"), to: file)
    for verb in ["check", "render"] {
      let outcome = try run(verb, "note.md")
      #expect(outcome.status == 1)
      #expect(
        outcome.errors.contains("'\(file)' was changed after the notebook stored it, so it proves nothing"))
    }
  }

  @Test func aChangedBlockIsStaleAndSoIsAllBelow() throws {
    try prepare()
    #expect(try run("run", "note.md").status == 0)
    try folder.write(Self.note.replacing("plot loss", with: "plot accuracy"), to: "note.md")
    let checked = try run("check", "note.md")
    #expect(checked.status == 3)
    #expect(
      checked.output.contains(
        "what is stored of the block at line 12 isn't whole, or not of this text and of the last run, so "
          + "that there is nothing to compare with. 'fovea notebook run' stores it."))
    #expect(checked.output.contains("4 commands compared: 4 same"))
    #expect(checked.lines.last == "verdict: inconclusive")
    // What is no block's any more goes away with the next run.
    #expect(try run("run", "note.md").status == 0)
    #expect(outputs().count == 3, "two blocks and the verdicts: \(outputs())")
  }

  @Test func proseMayChange() throws {
    try prepare()
    #expect(try run("run", "note.md").status == 0)
    try folder.write(
      "One more line.\n\n" + Self.note.replacing("Now judge", with: "Let us judge"), to: "note.md")
    let checked = try run("check", "note.md", "--json")
    #expect(checked.status == 0)
    #expect(try checked.events().first?["line"] as? Int == 6, "lines are those of now")
  }

  @Test func otherDataEndsACheckBeforeItTrains() throws {
    try prepare()
    #expect(try run("run", "note.md").status == 0)
    try folder.writeImages(to: "pictures", shade: 180)
    let other = try run("check", "note.md")
    #expect(other.status == 3)
    #expect(other.output.contains("loads other data than was recorded, so nothing below it was run"))
    #expect(!other.output.contains("train tiny"))
    try FileManager.default.removeItem(atPath: folder.path + "/pictures")
    let gone = try run("check", "note.md")
    #expect(gone.status == 3)
    #expect(gone.output.contains("can't load the data that was recorded, so nothing below it was run"))
  }

  @Test func parametersAreKeptWithTheOutputs() throws {
    try prepare()
    #expect(try run("run", "note.md", "--set", "epochs=2", "-o", "two.md", "--seed", "3").status == 0)
    #expect(outputs() == [])
    #expect(try folder.read("two.md") == Self.note)
    let checked = try run("check", "two.md")
    #expect(checked.status == 0, "it is checked with the value it ran with: \(checked.output)")
    #expect(checked.output.contains("param epochs = 2"))
    let verdicts = try folder.read("two.outputs/verdicts.json")
    let whatIf = try run("check", "two.md", "--set", "epochs=1")
    #expect(whatIf.status == 0)
    #expect(whatIf.output.contains("  epochs: 2 → 1"))
    #expect(whatIf.output.contains("differences are shown, without a verdict"))
    #expect(try folder.read("two.outputs/verdicts.json") == verdicts)
  }

  @Test func aFailingBlockEndsTheRunAndWhatWasFinishedStays() throws {
    try prepare(
      Self.note.replacing("let r = evaluate tiny", with: "let r = evaluate tiny\nassert r.count > 100"))
    let ran = try run("run", "note.md")
    #expect(ran.status == 1)
    #expect(
      ran.errors.hasPrefix(
        """
        note.md:14:8: error: the assertion doesn't hold: r.count > 100
           14 | assert r.count > 100
              |        ^~~~~~~~~~~~~
        """), "\(ran.errors)")
    #expect(outputs().count == 2)
    let failed = try folder.read("note.outputs/" + outputs()[1])
    #expect(failed.contains("count=16"), "what the block had finished stays")
    #expect(failed.contains("the assertion doesn't hold"))
    let checked = try run("check", "note.md")
    #expect(checked.status == 1)
    #expect(
      checked.lines.contains("line 14 fails, as it did before, so nothing below it was run"),
      "\(checked.output)")
    #expect(checked.lines.last == "verdict: inconclusive")
  }

  @Test func whatCannotBeComparedIsLeftOpen() throws {
    try folder.write("Only prose.\n", to: "prose.md")
    let prose = try run("check", "prose.md")
    #expect(prose.status == 3 && prose.lines.last == "verdict: inconclusive", "\(prose.output)")
  }

  @Test func aDocumentIsNotReplacedUnasked() throws {
    try folder.write("```fovea\nlet x = 1\n```\n", to: "note.md")
    for (arguments, file) in [
      (["run", "note.md", "-o", "mine.md"], "mine.md"), (["export", "note.md"], "note.ipynb"),
    ] {
      try folder.write("mine", to: file)
      let outcome = try Program.run(["notebook"] + arguments, in: folder)
      #expect(outcome.status == 1 && outcome.errors.contains("'\(file)' exists already"), "\(outcome.errors)")
      #expect(try folder.read(file) == "mine")
    }
    // A copy that was run before is run again.
    for _ in 0..<2 { #expect(try run("run", "note.md", "-o", "copy.md").status == 0) }
    #expect(try run("run", "note.md", "-o", "./note.md").errors.contains("would be written over itself"))
  }

  @Test func onlyMarkdownIsRun() throws {
    try folder.write("```fovea\nlet x = 1\n```\n", to: "note.md")
    #expect(try run("run", "note.md").status == 0)
    #expect(try run("export", "note.md").status == 0)
    let before = outputs()
    for verb in ["run", "check", "render"] {
      let outcome = try run(verb, "note.ipynb")
      #expect(
        outcome.status == 2 && outcome.errors.contains("only Markdown is run, checked and rendered"),
        "\(outcome.errors)")
    }
    #expect(outputs() == before)
  }

  @Test func aValueThatProseCantTakeIsFoundAfterTheRun() throws {
    try prepare("```fovea\nload ./pictures as p\nlet x = [1, 2]\n```\n\n`=x:.1%`\n")
    let ran = try run("run", "note.md")
    #expect(ran.status == 1)
    #expect(
      ran.errors.hasPrefix("note.md:6:3: error: a format belongs to a number, found a list."), "\(ran.errors)"
    )
  }

  @Test func nothingRunsWhereAnythingIsWrong() throws {
    try prepare(Self.note.replacing("r.accuracy:", with: "r.acuracy:"))
    let ran = try run("run", "note.md")
    #expect(ran.status == 2)
    #expect(
      ran.errors.hasPrefix("note.md:18:12: error: this result has no field 'acuracy'."), "\(ran.errors)")
    #expect(ran.output == "")
    #expect(outputs() == [])
    #expect(folder.sessions == [])
    let json = try run("check", "note.md", "--json")
    #expect(json.status == 2)
    #expect(try json.events().first?["column"] as? Int == 12)
  }

  @Test func filesThatAreNoNotebooksAreRefused() throws {
    let missing = try run("run", "none.md")
    #expect(missing.status == 2)
    #expect(
      missing.errors == """
        error: the notebook 'none.md' can't be read: it doesn't exist.
        hint: Name a Markdown file: fovea notebook run NOTE.md

        """)
    try folder.write([0xFF, 0xFE], to: "binary.md")
    #expect(try run("check", "binary.md").errors.contains("it isn't UTF-8 text"))
    try prepare()
    #expect(try run("run", "note.md", "-o", "note.md").errors.contains("would be written over itself"))
    #expect(try run("run", "note.md").status == 0)
    try folder.write("{}", to: "note.outputs/" + outputs()[0])
    let broken = try run("check", "note.md")
    #expect(broken.status == 1)
    #expect(broken.errors.contains("holds no outputs of a notebook"))
    #expect(broken.errors.contains("hint: Delete the file and run the notebook again."))
  }

  @Test func timesAreNeverCompared() throws {
    try prepare(
      Self.note
        + "\n```fovea\nlet t = train tiny on p epochs=1 fresh=yes\nlet s = t.seconds\nprint "
        + "t.seconds\n```\n\n`=s:.1` s\n"
    )
    #expect(try run("run", "note.md").status == 0)
    let checked = try run("check", "note.md")
    #expect(checked.status == 0, "\(checked.output)")
    #expect(checked.output.contains("line 22: not compared  let s = "))
  }

  @Test func aCheckOverwritesNoFile() throws {
    try prepare(
      Self.note.replacing(
        "plot loss of tiny", with: "plot loss of tiny to \"curve.svg\"\nsave tiny to \"t.safetensors\""))
    #expect(try run("run", "note.md").status == 0)
    for name in ["curve.svg", "t.safetensors"] { try folder.write("mine", to: name) }
    #expect(try run("check", "note.md").status == 0)
    for name in ["curve.svg", "t.safetensors"] { #expect(try folder.read(name) == "mine") }
  }

  // MARK: Render and export

  @Test func aPageHoldsEverything() throws {
    try prepare()
    #expect(try run("run", "note.md").status == 0)
    #expect(try run("check", "note.md").status == 0)
    let rendered = try run("render", "note.md")
    #expect(rendered.status == 0)
    #expect(rendered.output == "note.html\n")
    #expect(rendered.errors == "")
    let page = try folder.read("note.html")
    #expect(page.contains("data:image/svg+xml;base64,"))
    #expect(
      page.contains(
        " of <a class=\"value same\" href=\"#line-13\" title=\"16 · line 13: let r = evaluate tiny · checked")
    )
    #expect(page.contains("after <a class=\"value same\" href=\"#line-4\""))
    #expect(try run("render", "note.md", "-o", "again.html").status == 0)
    #expect(try folder.read("again.html") == page, "the same page every time")
  }

  @Test func aStalePageSaysSo() throws {
    try prepare()
    let never = try run("render", "note.md")
    #expect(never.status == 0)
    #expect(
      never.errors == """
        warning: of the blocks at line 3, 12 nothing is stored that belongs to this text and to the last \
        run; the page says so. \
        'fovea notebook run note.md' runs all.

        """)
  }

  @Test func toJupyterAndBack() throws {
    try prepare()
    #expect(try run("run", "note.md").status == 0)
    #expect(try run("export", "note.md").output == "note.ipynb\n")
    #expect(try run("export", "note.ipynb", "-o", "back.md").status == 0)
    #expect(try folder.read("back.md") == Self.note)
    for name in outputs() {
      #expect(try folder.read("back.outputs/" + name) == folder.read("note.outputs/" + name))
    }
    #expect(try run("check", "back.md").status == 0)
    let refused = try run("export", "note.ipynb")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("'note.md' exists already"))
  }

  @Test func aSessionBecomesANotebookWhoseCheckIsAReplay() throws {
    try folder.writeImages(to: "pictures")
    let script = """
      ## Some words
      ## of mine.
      load ./pictures as p
      model tiny cnn {
        conv 4 3x3
        dense classes
      }
      for rate in [0.1, 0.2] { train tiny on p epochs=1 batch=16 rate=$rate fresh=yes }
      evaluate tiny
      """
    #expect(try Program.run(["-c", script, "--seed", "9"], in: folder).status == 0)
    let session = try #require(folder.sessions.first)
    #expect(try run("export", session, "-o", "s.md").status == 0)
    let text = try folder.read("s.md")
    #expect(text.contains("Some words\nof mine.\n\n```fovea\nload ./pictures as p\n```"), "\(text)")
    #expect(text.contains("with the seed 9."))
    let checked = try run("check", "s.md")
    #expect(checked.status == 0, "\(checked.output)")
    #expect(checked.output.contains("5 commands compared: 5 same"))
    // Its outputs build on each other as those of a run do.
    for name in outputs("s.outputs") where name != "verdicts.json" {
      #expect(try folder.read("s.outputs/" + name).contains("\"before\" :"))
    }
    #expect(try run("render", "s.md").errors == "")
  }

  @Test func aNotebookBecomesAScript() throws {
    try prepare()
    #expect(try run("export", "note.md", "-o", "note.fovea").status == 0)
    let outcome = try Program.run(["run", "note.fovea", "--seed", "2"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try folder.read(try #require(folder.sessions.first)).contains("## Now judge it."))
  }

  @Test func endingsSayWhatIsWhat() throws {
    try prepare()
    let wrong = try run("export", "note.md", "-o", "note.txt")
    #expect(wrong.status == 2)
    #expect(wrong.errors == "error: 'note.txt' should end with one of .ipynb .fovea.\n")
    try folder.write("{}", to: "bad.ipynb")
    let bad = try run("export", "bad.ipynb")
    #expect(bad.status == 2)
    #expect(bad.errors == "error: 'bad.ipynb' is no Jupyter notebook: it has no cells of nbformat 4.\n")
  }
}
