import Commands
import Foundation
import Testing

/// What is shown at a terminal fits into it, whatever its width; only a single word that is longer is left to
/// the terminal.
@Suite("Widths of terminals")
struct WidthTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test(arguments: [20, 40, 80] as [UInt16]) func everythingInWordsFits(columns: UInt16) throws {
    let script = """
      load digits as d limit=100
      model a_network_of_one_layer cnn { dense 8; relu; dense classes }
      train a_network_of_one_layer on d epochs=1
      evaluate a_network_of_one_layer
      """
    for seed in ["1", "2"] {
      #expect(try Program.run(["-c", script, "--seed", seed], in: folder).status == 0)
    }
    let sessions = folder.sessions
    let ids = try Program.run(["runs", "list", "--json"], in: folder).events().compactMap {
      $0["id"] as? String
    }
    try #require(sessions.count == 2 && ids.count == 2)
    // Nothing with a line of progress, which is wiped out before another one takes its place.
    let quick = "load digits as digits_with_a_longer_name limit=100\ndescribe digits_with_a_longer_name\n"
    #expect(try Program.run(["-c", quick], in: folder).status == 0)
    let replayed = try #require(folder.sessions.first { !sessions.contains($0) })
    try folder.write("```fovea\n\(quick)```\n", to: "note.md")
    #expect(try Program.run(["notebook", "run", "note.md", "--no-record"], in: folder).status == 0)
    let subcommands = ["run", "replay", "resume", "runs", "notebook", "cache", "open", "doctor", "start"]
    let topics = ["train", "plot", "conv", "resnet18", "for", "rate", "exit-codes"]
    var commands: [[String]] = [
      ["--help"], ["help"], ["runs"], ["runs", "sessions"], ["runs", "show", ids[0]],
      ["runs", "compare"] + ids,
      ["runs", "diff"] + sessions, ["open", sessions[0]], ["replay", replayed],
      ["notebook", "check", "note.md"], ["doctor"],
      ["cache"], ["runs", "list", "--help"], ["notebook", "export", "--help"], ["-c", "help", "--no-record"],
    ]
    commands += subcommands.map { [$0, "--help"] } + topics.map { ["help", $0] }
    for command in commands {
      let terminal = try Pseudoterminal(command, in: folder, columns: columns)
      let status = terminal.end()
      try #require(status == 0, "\(command) at \(columns): \(terminal.shown.suffix(300))")
      for line in terminal.shown.split(separator: "\n") where line.count > columns {
        #expect(line.split(separator: " ").count == 1, "\(command) at \(columns): \(line)")
      }
    }
    // And what is wrong.
    for command in [
      ["replay", "no-such-session"], ["run"], ["runs", "--no-such-option"], ["help", "nothing"],
    ] {
      let terminal = try Pseudoterminal(command, in: folder, columns: columns)
      #expect(terminal.end() == 2, "\(command): \(terminal.shown)")
    }
  }
}
