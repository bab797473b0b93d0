import Foundation
import Glibc
import Record
import Testing

extension Program {
  /// Runs it with `--json`, and does something to it as soon as a text is among its output.
  static func run(
    _ arguments: [String], in folder: WorkFolder, at text: String, _ act: (pid_t) throws -> Void
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments + ["--json"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = folder.environment
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    // Tests run on threads that take no signals, which the program would inherit.
    var (taken, before) = (sigset_t(), sigset_t())
    sigemptyset(&taken)
    sigaddset(&taken, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &taken, &before)
    try process.run()
    pthread_sigmask(SIG_SETMASK, &before, nil)
    var output = ""
    var hasActed = false
    while case let bytes = pipe.fileHandleForReading.availableData, !bytes.isEmpty {
      output += String(decoding: bytes, as: UTF8.self)
      if !hasActed, output.contains(text) {
        hasActed = true
        try act(process.processIdentifier)
      }
    }
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}

/// Ctrl-C in a script, and what else may happen to a session while it runs.
@Suite("Scripts that are stopped")
struct StoppedScriptTests {
  private static let script = """
    load digits as d limit=100
    model m cnn { conv 4 3x3; relu; dense classes }
    train m on d epochs=60
    crossvalidate m on d folds=5 epochs=60
    let r = evaluate m
    print "the end"

    """
  private static let endless = """
    load digits as d limit=100
    model m cnn { conv 4 3x3; relu; dense classes }
    train m on d epochs=100000

    """
  private let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    try folder.write(Self.script, to: "a script.fovea")
    try folder.write(Self.endless, to: "endless.fovea")
  }

  private func session(_ path: String) throws -> Session {
    try SessionReader.read(path: folder.path + "/" + path)
  }

  /// Stops the script, and its resumption too, once a command is done: within the next one. A run that was
  /// faster than the signal is done once more.
  @Test(arguments: ["load", "model", "train"])
  func theyGoOnToTheSameBits(after verb: String) throws {
    #expect(try Program.run(["run", "a script.fovea", "--seed", "7"], in: folder).status == 0)
    let whole = try session(folder.sessions[0]).meaning
    for _ in 0..<20 {
      let before = folder.sessions
      let stopped = try Program.run(
        ["run", "a script.fovea", "--seed", "7"], in: folder, at: "\"command\":\"\(verb)"
      ) { _ = kill($0, SIGINT) }
      let path = try #require(folder.sessions.first { !before.contains($0) })
      if stopped.status == 0 { continue }
      #expect(stopped.status == 130)
      #expect(stopped.output.contains("To go on: fovea resume sessions"), "\(stopped.output)")
      #expect(!stopped.output.contains("goes on\""), "what isn't kept in memory isn't promised")
      #expect(try !session(path).isClosed)
      #expect(try session(path).entries.allSatisfy { $0.stopped == nil && $0.kind == .succeeded })
      let again = try Program.run(["resume", path], in: folder, at: "\"command\":\"model") {
        _ = kill($0, SIGINT)
      }
      #expect(again.status == 130 || again.status == 0, "\(again.output)")
      if again.status == 130 {
        #expect(try !session(path).isClosed)
        let resumed = try Program.run(["resume", path], in: folder)
        #expect(resumed.status == 0 && resumed.output.hasSuffix("the end\n"), "\(resumed.errors)")
      }
      #expect(try session(path).isClosed)
      #expect(try session(path).meaning == whole)
      return
    }
    Issue.record("no signal came in time")
  }

  /// Without a record nothing goes on, and nothing is promised.
  @Test func withoutARecordNothingIsPromised() throws {
    let terminal = try Pseudoterminal(["run", "endless.fovea", "--no-record"], in: folder)
    try terminal.expect("epoch ")
    terminal.send("\u{3}")
    try terminal.expect("stopped by Ctrl-C.")
    #expect(terminal.end() == 130)
    #expect(!terminal.shown.contains("goes on") && !terminal.shown.contains("resume"), "\(terminal.shown)")
  }

  /// While what was recorded comes back, too.
  @Test func aResumptionIsStoppedBeforeItIsBack() throws {
    #expect(try Program.run(["run", "a script.fovea", "--seed", "7"], in: folder).status == 0)
    let path = try #require(folder.sessions.first)
    let whole = try session(path).meaning
    let text = try folder.read(path)
    let cut = String(text.prefix(upTo: try #require(text.range(of: "let r =")).lowerBound))
    for _ in 0..<20 {
      try folder.write(cut, to: path)
      let stopped = try Program.run(["resume", path], in: folder, at: "\"command\":\"model") {
        _ = kill($0, SIGINT)
      }
      if stopped.status != 130 { continue }
      #expect(try folder.read(path).hasPrefix(cut))
      #expect(try !session(path).isClosed)
      #expect(try Program.run(["resume", path], in: folder).status == 0)
      #expect(try session(path).meaning == Array(whole.prefix(try session(path).meaning.count)))
      return
    }
    Issue.record("no signal came in time")
  }

  @Test func aTerminalSaysHowToGoOn() throws {
    let terminal = try Pseudoterminal(["run", "endless.fovea"], in: folder)
    try terminal.expect("epoch ")
    terminal.send("\u{3}")
    try terminal.expect("stopped by Ctrl-C.")
    try terminal.expect("To go on: fovea resume sessions/")
    #expect(terminal.end() == 130)
    #expect(!terminal.shown.contains("what was learned is kept"))
    let again = try Pseudoterminal(["resume"], in: folder)
    try again.expect("epoch ")
    again.send("\u{3}")
    try again.expect("To go on: fovea resume sessions/")
    #expect(again.end() == 130)
    #expect(try session(folder.sessions[0]).tail?.kind == .command)
  }

  /// Ctrl-\ ends the program, and no report of a crash waits for a key.
  @Test func aTerminalQuits() throws {
    let terminal = try Pseudoterminal(["run", "endless.fovea"], in: folder)
    try terminal.expect("epoch ")
    terminal.send("\u{1C}")
    #expect(terminal.end() == 128 + SIGQUIT)
    #expect(!terminal.shown.contains("crashed"))
  }

  /// A record that somebody deletes, or cuts, is missed.
  @Test(arguments: [true, false]) func aRecordThatIsGoneIsAFailure(isDeleted: Bool) throws {
    for _ in 0..<20 {
      for path in folder.sessions { try FileManager.default.removeItem(atPath: folder.path + "/" + path) }
      let ended = try Program.run(["run", "a script.fovea"], in: folder, at: "\"command\":\"model") { _ in
        let path = folder.path + "/" + folder.sessions[0]
        #expect((isDeleted ? unlink(path) : truncate(path, 0)) == 0)
      }
      if ended.status == 0 { continue }
      #expect(ended.status == 1)
      let said = isDeleted ? "was deleted while it was recorded" : "was changed by another program while it"
      #expect(ended.output.components(separatedBy: said).count == 2, "\(ended.output)")
      #expect(!ended.output.contains("fovea resume"))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state/fovea/resume").isEmpty)
      return
    }
    Issue.record("the record was taken away too late")
  }

  /// As at the prompt: how far the training came is seen, at a terminal too.
  @Test func theEpochsOfAStoppedTrainingAreShown() throws {
    let terminal = try Pseudoterminal(["run", "endless.fovea"], in: folder, columns: 100)
    try terminal.expect("images/s")
    Thread.sleep(forTimeInterval: 0.5)
    terminal.send("\u{3}")
    try terminal.expect("stopped by Ctrl-C")
    #expect(terminal.end() == 130)
    let lines = terminal.lines
    let head = try #require(lines.firstIndex { $0.contains("epoch") && $0.contains("loss") }, "\(lines)")
    #expect(lines[head + 1].hasPrefix("      1  ") || lines[head + 1].contains(" 1 "), "\(lines)")
    #expect(lines.count { $0.contains("accuracy") } == 1, "once: \(lines)")
  }
}
