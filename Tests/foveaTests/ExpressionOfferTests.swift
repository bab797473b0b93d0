import Foundation
import Testing

/// What Tab offers within expressions and behind words that stand for others.
@Suite("Offers in expressions", .serialized)
struct ExpressionOfferTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A session with a trained network `m`, a result `r`, a list `rates` and a number `width`.
  private func started() throws -> Pseudoterminal {
    let terminal = try Pseudoterminal.atPrompt(in: folder, columns: 100, rows: 60)
    terminal.send("load digits as d limit=100; model m cnn { dense classes }; train m on d epochs=1\r")
    try terminal.expect("m trained")
    terminal.send(
      "let r = evaluate m; let rates = [0.1, 0.2]; let width = 4; let h = train m on d epochs=1\r")
    try terminal.expect("m trained")
    try terminal.expect("fovea> ")
    return terminal
  }

  /// What a line becomes by Tab.
  @Test func partsOfExpressionsAreCompleted() throws {
    let terminal = try started()
    for (typed, whole) in [
      ("r.acc", "r.accuracy"), ("round(r.acc", "round(r.accuracy"),
      ("print round(r.acc", "print round(r.accuracy"), ("print r.acc", "print r.accuracy"),
      ("width + le", "width + len("), ("2*r.acc", "2*r.accuracy"), ("-r.acc", "-r.accuracy"),
      ("wid", "width"), ("rates[0] * wid", "rates[0] * width"), ("(width + r.acc", "(width + r.accuracy"),
      ("h.history[0].los", "h.history[0].loss"), ("it.acc", "it.accuracy"), ("ro", "round("),
      ("let x = 2 * r.acc", "let x = 2 * r.accuracy"), ("let x=r.acc", "let x=r.accuracy"),
      ("for i in 1..wid", "for i in 1..width"), ("assert r.accuracy > r.top", "assert r.accuracy > r.top5"),
      ("print \"$(r.acc", "print \"$(r.accuracy"), ("print \"of $wid", "print \"of $width"),
      ("train m on d epochs=$(wid", "train m on d epochs=$(width"),
      ("if yes { r.acc", "if yes { r.accuracy"),
    ] {
      terminal.send("\u{15}" + typed + "\t~")
      try terminal.expect(whole.dropFirst(typed.count) + "~")
      #expect(terminal.screen.lines.last == "fovea> \(whole)~")
    }
    // Nothing stands in the way of what may follow.
    terminal.send("\u{15}round(r.acc\t, 2)\r")
    try terminal.expect("round(r.accuracy, 2)")
    try terminal.expect("fovea> ")
    #expect(!terminal.shown.contains("error"))
  }

  @Test func theFieldsOfAResultAreListed() throws {
    let terminal = try started()
    for beginning in ["r.", "round(r.", "print r."] {
      terminal.send("\u{15}" + beginning + "\t")
      try terminal.expect("macro_f1")
      try terminal.expect("fovea> \(beginning)")
    }
    // Behind a value no other one may stand.
    let before = terminal.shown.count
    terminal.send("\u{15}print width \t~~")
    try terminal.expect("~~")
    #expect(!terminal.shown.dropFirst(before).contains("round("))
  }

  @Test func aliasesAreCompletedAsWhatTheyStandFor() throws {
    let terminal = try started()
    for beginning in ["fit m on d ", "fit m on d lr=0.1 "] {
      let before = terminal.shown.count
      terminal.send("\u{15}" + beginning + "\t~~")
      try terminal.expect("~~")
      let list = terminal.shown.dropFirst(before)
      #expect(list.contains("epochs=") && list.contains("  rate=") == !beginning.contains("lr"), "\(list)")
    }
    for line in ["train m on d lr=", "fit m on d lr="] {
      terminal.send("\u{15}" + line + "\t")
      try terminal.expect("N  learning rate; default 0.05 for sgd")
      try terminal.expect("fovea> \(line)")
    }
    terminal.send("\u{15}fit m on d opti\t~")
    try terminal.expect("mizer=~")
  }
}
