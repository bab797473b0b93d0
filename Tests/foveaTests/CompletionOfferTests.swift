import Foundation
import Testing

/// What Tab offers after names have come to stand for something.
@Suite("Offers at the prompt", .serialized)
struct CompletionOfferTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A session with two trained networks, a result `r`, and a network `n` restored from a file.
  private func started() throws -> Pseudoterminal {
    let terminal = try Pseudoterminal.atPrompt(in: folder, columns: 100, rows: 60)
    terminal.send(
      "load digits as d; model m cnn { dense classes }; model k cnn { dense classes }; "
        + "train m on d epochs=1\r"
    )
    try terminal.expect("m trained")
    terminal.send("train k on d epochs=1; save m to \"m.safetensors\"; restore \"m.safetensors\" as n\r")
    try terminal.expect("n: ")
    terminal.send("let r = evaluate m\r")
    try terminal.expect("most confused")
    try terminal.expect("fovea> ")
    return terminal
  }

  /// The first words of the lines that Tab lists behind a text.
  private func offers(behind text: String, _ terminal: Pseudoterminal) throws -> [String] {
    terminal.send("\u{15}")
    let before = terminal.shown.count
    // A mark behind the list: what is typed after Tab shows when the list is out.
    terminal.send(text + "\t")
    terminal.send("~~")
    try terminal.expect("~~")
    return terminal.shown.dropFirst(before).split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
  }

  @Test func whatNeedsMoreBehindItIsOffered() throws {
    let terminal = try started()
    let charts = try offers(behind: "plot ", terminal)
    for chart in ["loss", "accuracy", "confusion", "roc", "pr", "calibration"] {
      #expect(charts.contains(chart), "\(charts)")
    }
    // No support vector machine is there to have margins.
    #expect(!charts.contains("margins"))
    terminal.send("\u{15}plot con\t")
    try terminal.expect("plot confusion ")
    let models = try offers(behind: "compare ", terminal)
    #expect(models.prefix(3) == ["k", "m", "n"] && !models.contains("on") && !models.contains("tolerance="))
    let others = try offers(behind: "compare m ", terminal)
    #expect(others.contains("k") && !others.contains("m"))
    let judged = try offers(behind: "evaluate ", terminal)
    #expect(judged == ["k", "m", "n"], "\(judged)")
  }

  @Test func whatCannotBeLoadedOrDrawnIsNotOffered() throws {
    for name in ["curve.png", "seeds.svg", "replay.html", "train.svmlight"] {
      try folder.write("1 1:1\n", to: name)
    }
    try folder.write("print 1\n", to: "a.fovea")
    let terminal = try Pseudoterminal.atPrompt(in: folder, columns: 100, rows: 60)
    terminal.send("model m cnn { dense classes }\r")
    try terminal.expect("m: ")
    let before = terminal.shown.count
    terminal.send("load \t")
    terminal.send("~~")
    try terminal.expect("~~")
    let sources = String(terminal.shown.dropFirst(before))
    #expect(sources.contains("train.svmlight") && sources.contains("digits"), "\(sources)")
    for ending in [".png", ".svg", ".html", ".fovea"] { #expect(!sources.contains(ending), "\(sources)") }
    #expect(try offers(behind: "plot confusion of ", terminal) == ["MODEL"])
    terminal.send("\u{15}plot loss of \t")
    try terminal.expect("train a model first")
  }

  @Test func wordsThatOpenABlockAreOffered() throws {
    let terminal = try started()
    let kinds = try offers(behind: "model q ", terminal)
    #expect(kinds.contains("cnn"), "\(kinds)")
    let inside = try offers(behind: "for x in [1] { model q ", terminal)
    #expect(inside.contains("cnn"), "\(inside)")
  }

  @Test func wordsAreOfferedWhereAnyTextMayStand() throws {
    let terminal = try started()
    let runs = try offers(behind: "runs ", terminal)
    #expect(runs.prefix(6) == ["compare", "diff", "list", "plot", "sessions", "show"], "\(runs)")
    terminal.send("\u{15}freeze m d\t")
    try terminal.expect("freeze m dense ")
  }

  @Test func behindAnEqualsSignStandsWhatHasAResult() throws {
    let terminal = try started()
    let list = try offers(behind: "let x = ", terminal)
    for word in ["evaluate", "crossvalidate", "r", "round("] { #expect(list.contains(word), "\(list)") }
    for word in ["assert", "exit", "for", "help", "if", "quit"] { #expect(!list.contains(word), "\(list)") }
  }

  @Test func expressionsAreCompleted() throws {
    let terminal = try started()
    terminal.send("print r.acc\t\r")
    try terminal.expect("print r.accuracy")
    try terminal.expect("fovea> ")
    terminal.send("print ro\t2.345, 1)\r")
    try terminal.expect("print round(2.345, 1)")
    try terminal.expect("\n2.3\n")
    #expect(try offers(behind: "note ", terminal) == [])
  }

  @Test func aQuestionMarkIsHelp() throws {
    let terminal = try started()
    terminal.send("?spl\t\r")
    try terminal.expect("?split ")
    try terminal.expect("split DATA [validation=N]")
  }
}
