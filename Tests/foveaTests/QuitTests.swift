import Foundation
import Testing

/// `quit` ends a script where it stands, as it ends the prompt.
@Suite("Leaving a script")
struct QuitTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String..., input: String = "") throws -> Program.Outcome {
    try Program.run(arguments, input: input, in: folder)
  }

  @Test(arguments: [
    "print 1; quit; print 2", "print 1; exit; print 2",
    "for i in [1, 2] { print i; if i == 1 { quit }; print 3 }\nprint 4",
    "source \"inner.fovea\"\nprint 2",
  ])
  func nothingBehindItRuns(_ text: String) throws {
    try folder.write("print 1\nquit\nprint 3\n", to: "inner.fovea")
    try folder.write(text + "\n", to: "a.fovea")
    for outcome in [try run("-c", text), try run("run", "a.fovea"), try run(input: text)] {
      #expect(outcome.status == 0)
      #expect(outcome.output.hasPrefix("1\n"))
      #expect(!["2", "3", "4"].contains { outcome.lines.contains($0) }, "\(outcome.output)")
    }
    for session in folder.sessions {
      #expect(try folder.read(session).contains("#. end"))
      let replay = try run("replay", session)
      #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
    }
    #expect(folder.sessions.count == 3)
  }

  /// A check couldn't compare what doesn't run, or isn't kept.
  @Test(arguments: ["quit", "exit", "record off", "if 1 < 2 { quit }"])
  func noNotebookTakesIt(_ command: String) throws {
    try folder.write("```fovea\nprint 1\n\(command)\n```\n\n```fovea\nprint 2\n```\n", to: "note.md")
    for verb in ["run", "check"] {
      let outcome = try run("notebook", verb, "note.md")
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("can't stand in a notebook: what follows it couldn't be checked."))
      #expect(!outcome.lines.contains("1"))
    }
  }
}

/// A seed is what was typed, to the last digit.
@Suite("The range of seeds")
struct SeedRangeTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test func aNumberThatCannotBeKeptIsRefused() throws {
    let largest = "9007199254740991"
    for wrong in ["9007199254740992", "9007199254740993", "1e300", "18446744073709551615"] {
      let outcome = try Program.run(["-c", "set seed=\(wrong)"], in: folder)
      #expect(outcome.status == 2)
      #expect(
        outcome.errors.contains("'seed' must be a whole number from 0 to \(largest), found '\(wrong)'."),
        "\(outcome.errors)")
    }
    for wrong in ["9007199254740992", "18446744073709551615"] {
      let outcome = try Program.run(["--seed", wrong, "-c", "print 1"], in: folder)
      #expect(outcome.status == 2)
      #expect(
        outcome.errors.contains("--seed must be a whole number from 0 to \(largest), found \(wrong)."),
        "\(outcome.errors)")
    }
    let kept = try Program.run(["--seed", largest, "-c", "let s = set threads=1; print s.seed"], in: folder)
    #expect(kept.lines.last == largest)
    let set = try Program.run(["-c", "let s = set seed=\(largest); print s.seed"], in: folder)
    #expect(set.lines.last == largest)
  }

  @Test func otherWholeNumbersNameTheirLimitToo() throws {
    let outcome = try Program.run(["-c", "load digits as d limit=3000000000"], in: folder)
    #expect(
      outcome.errors.contains(
        "'limit' must be a whole number from 1 to 2147483647, found '3000000000'."), "\(outcome.errors)")
  }
}

/// What can't be drawn is said, and no reason to end a script.
@Suite("Curves without a second class")
struct OneClassTests {
  @Test(arguments: ["roc", "pr"])
  func theScriptGoesOn(_ kind: String) throws {
    let folder = try WorkFolder()
    try folder.writeImages(to: "pictures")
    try folder.write(
      [0, 0, 8, 1, 0, 0, 0, 16] + [UInt8](repeating: 0, count: 16), to: "pictures/t10k-labels-idx1-ubyte")
    try folder.write(
      """
      load ./pictures as p
      model s svm kernel=linear
      train s on p
      let r = evaluate s
      let both = evaluate s on p.train
      plot \(kind) of r
      plot \(kind) of r to "x.svg"
      let q = plot \(kind) of r both
      print "end", q.pooled
      """, to: "a.fovea")
    let outcome = try Program.run(["run", "a.fovea"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("'r' has images of one class only: there is nothing to rank."))
    #expect(outcome.output.contains("'x.svg' isn't drawn"))
    #expect(outcome.lines.last == "end [nan, 1]")
    #expect(try Program.run(["replay", folder.sessions.first ?? "none"], in: folder).status == 0)
  }
}
