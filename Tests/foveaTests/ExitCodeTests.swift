import Commands
import Foundation
import Glibc
import Testing

/// One rule for all subcommands: `fovea help exit-codes`.
@Suite("Exit codes")
struct ExitCodeTests {
  private let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    try folder.write("```fovea\nlet a = 1\n```\n", to: "note.md")
    try folder.write("print 1\n", to: "ok.fovea")
    #expect(try run("run", "ok.fovea").status == 0)
    try folder.write(folder.read(folder.sessions[0]), to: "session.fovea")
    for ending in ["fovea", "md", "ipynb"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/folder.\(ending)", withIntermediateDirectories: true)
      // It leads to itself, so that nobody may read it, root neither.
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/loop.\(ending)", withDestinationPath: "loop.\(ending)")
      try folder.write([0xFF, 0xFE, 0, 200, 10, 1], to: "bytes.\(ending)")
    }
  }

  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(arguments, in: folder, environment: environment)
  }

  /// What takes a file, and the ending of such files.
  private static let takers: [(words: [String], ending: String)] = [
    (["run"], "fovea"), (["replay"], "fovea"), (["resume"], "fovea"), (["open"], "fovea"),
    (["runs", "diff", "session.fovea"], "fovea"), (["notebook", "run"], "md"), (["notebook", "check"], "md"),
    (["notebook", "render"], "md"), (["notebook", "export"], "md"), (["notebook", "export"], "ipynb"),
    (["notebook", "export"], "fovea"), (["runs", "list", "--folder"], "fovea"),
    (["runs", "sessions", "--folder"], "fovea"),
    (["runs", "plot", "--folder"], "fovea"),
  ]

  @Test func aFileThatIsNotThereOrNoneOfTheKindIsAlways2() throws {
    for (words, ending) in Self.takers {
      let names = [
        "none.\(ending)", "none/a.\(ending)", "ok.fovea/a.\(ending)", "loop.\(ending)", "bytes.\(ending)",
      ]
      for name in names + (words.last == "--folder" ? [] : ["folder.\(ending)"]) {
        let outcome = try Program.run(words + [name], in: folder)
        let command = (words + [name]).joined(separator: " ")
        #expect(
          outcome.status == 2 && outcome.errors.hasPrefix("error: "),
          "\(command): \(outcome.status) \(outcome.errors)")
      }
    }
    for verb in ["replay", "resume", "open"] { #expect(try run(verb, "note.md").status == 2, "\(verb)") }
    for verb in ["load", "restore", "source", "replay", "open", "resume"] {
      #expect(try run("-c", "\(verb) \"none\"").status == 2, "\(verb)")
    }
  }

  @Test func whatMayNotBeReadIs2() throws {
    for ending in ["fovea", "md", "ipynb"] {
      try folder.write(
        ending == "fovea" ? folder.read("session.fovea") : folder.read("note.md"), to: "closed.\(ending)")
      chmod(folder.path + "/closed.\(ending)", 0)
    }
    // Root may read everything; nobody may not, where the system lets us be it.
    let isRoot = geteuid() == 0
    if isRoot, access("/usr/bin/setpriv", X_OK) != 0 { return }
    chmod(folder.path, 0o777)
    for (words, ending) in Self.takers where words.last != "--folder" {
      let typed = words + ["closed.\(ending)"]
      let asNobody = ["--reuid=65534", "--clear-groups", Program.path] + typed
      let outcome =
        isRoot
        ? try Program.run(asNobody, in: folder, executable: "/usr/bin/setpriv")
        : try Program.run(typed, in: folder)
      if isRoot, outcome.errors.contains("setpriv") { return }
      #expect(outcome.status == 2, "\(typed): \(outcome.status) \(outcome.errors)")
    }
  }

  @Test func whatWasDamagedIs1() throws {
    let session = try folder.read("session.fovea")
    try folder.write(session.replacingOccurrences(of: "print 1", with: "print 2"), to: "damaged.fovea")
    #expect(try run("replay", "damaged.fovea").status == 1 && run("resume", "damaged.fovea").status == 1)
    let header = String(session.prefix { $0 != "\n" }) + "\n"
    try folder.write(header + "seed x\n", to: "header.fovea")
    for words in [
      ["replay"], ["resume"], ["open"], ["runs", "diff", "session.fovea"], ["notebook", "export"],
    ] {
      let outcome = try Program.run(words + ["header.fovea"], in: folder)
      #expect(outcome.status == 1, "\(words): \(outcome.status) \(outcome.errors)")
    }
    #expect(try run("notebook", "run", "note.md").status == 0)
    let outputs = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/note.outputs").filter {
      $0.hasPrefix("01-")
    }
    try folder.write("{}", to: "note.outputs/" + #require(outputs.first))
    for verb in ["check", "render", "export"] {
      #expect(try run("notebook", verb, "note.md").status == 1, "\(verb)")
    }
  }

  @Test func whatCannotBeBegunIs2() throws {
    for words in [
      ["resume"], ["resume", "session.fovea"], ["runs", "show", "none"], ["runs", "--no-such-option"],
      ["--threads", "0"],
      ["doctor", "x"], ["cache", "x"], ["help", "nothing"], ["nothing"], ["-c", "let ="],
      ["replay", "session.fovea", "--from", "99"],
      ["replay", "session.fovea", "--report", "none/a.html"],
      ["notebook", "render", "note.md", "-o", "none/a.html"],
      ["notebook", "run", "note.md", "-o", "none/a.md"], ["notebook", "run", "note.md", "-o", "./note.md"],
      ["notebook", "export", "note.md", "-o", "none/a.ipynb"],
      ["notebook", "export", "note.md", "-o", "folder.ipynb"],
      ["notebook", "export", "note.md", "-o", "session.fovea"], ["runs", "plot", "--to", "none/a.svg"],
    ] {
      let outcome = try Program.run(words, in: folder)
      #expect(outcome.status == 2 && outcome.output == "", "\(words): \(outcome.status) \(outcome.errors)")
    }
  }

  @Test func whatCannotBeToldIs3() throws {
    try folder.writeImages(to: "pictures")
    let script = """
      load ./pictures as p
      model m svm
      train m on p
      save m to "kept.safetensors"
      """
    #expect(try run("-c", script).status == 0)
    #expect(try run("-c", "restore \"kept.safetensors\" as m").status == 0)
    let recorded = folder.sessions.filter { (try? folder.read($0).contains("kept.safetensors")) == true }
    #expect(recorded.count == 2)
    try FileManager.default.removeItem(atPath: folder.path + "/pictures")
    try FileManager.default.removeItem(atPath: folder.path + "/kept.safetensors")
    for session in recorded {
      let outcome = try run("replay", session)
      #expect(outcome.status == 3, "\(outcome.output)\(outcome.errors)")
    }
    try folder.write("Only prose.\n", to: "prose.md")
    #expect(try run("notebook", "check", "prose.md").status == 3)
  }

  /// A disk that takes no files says nothing about results.
  @Test func aCheckThatCannotWriteIs3() throws {
    try folder.write(
      "```fovea\nload digits as d limit=60\nexport d.test to \"t.svmlight\"\nprint 1\n```\n", to: "writes.md")
    #expect(try run("notebook", "run", "writes.md").status == 0)
    #expect(try run("notebook", "check", "writes.md").status == 0)
    let outcome = try run("notebook", "check", "writes.md", environment: ["TMPDIR": "/proc"])
    #expect(outcome.status == 3, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.lines.contains("inconclusive: export d.test to \"t.svmlight\""), "\(outcome.output)")
    #expect(
      outcome.output.contains("it succeeded when it was recorded, and fails now: "), "\(outcome.output)")
    #expect(outcome.lines.last == "verdict: inconclusive")
  }

  @Test func helpHasThemAll() throws {
    for words in [["help", "exit-codes"], ["help", "exit", "codes"], ["-c", "help exit-codes"]] {
      let outcome = try Program.run(words, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      for code in ExitCodes.all {
        #expect(outcome.lines.contains { $0.hasPrefix("  \(code.code) ") }, "\(outcome.output)")
      }
    }
    #expect(try run("--help").output.contains("'fovea help exit-codes'"))
  }
}
