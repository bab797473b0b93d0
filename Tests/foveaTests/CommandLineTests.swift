import Foundation
import Testing

@Suite("The command line")
struct CommandLineTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws
    -> Program.Outcome
  {
    try Program.run(arguments, input: input, in: folder, environment: environment)
  }

  /// A session of a training on images of the folder `pictures`.
  private func recordTraining() throws -> String {
    try folder.writeImages(to: "pictures")
    let outcome = try run(
      "-c",
      """
      load ./pictures as p
      model tiny cnn { conv 4 3x3; relu; dropout 10%; dense classes }
      train tiny on p epochs=3 batch=16 rate=0.1
      let r = evaluate tiny
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(folder.sessions.last)
  }

  @Test func aTypoInTheLastLineEndsAScriptBeforeItBegins() throws {
    try folder.write(
      "load digits as d\nmodel m cnn { dense classes }\ntrain m on d\nevaluat m\n", to: "a.fovea")
    let text = try run("run", "a.fovea")
    #expect(text.status == 2)
    #expect(text.output == "")
    #expect(
      text.errors == """
        a.fovea:4:1: error: there is no command 'evaluat'.
            4 | evaluat m
              | ^~~~~~~
        hint: Did you mean 'evaluate'?

        """)
    let json = try run("run", "a.fovea", "--json")
    #expect(json.status == 2)
    #expect(
      json.output
        == #"{"event":"error","file":"a.fovea","line":4,"column":1,"#
        + #""message":"there is no command 'evaluat'.","#
        + #""hint":"Did you mean 'evaluate'?"}"# + "\n" + #"{"event":"end","status":2}"# + "\n")
    #expect(folder.sessions == [])
  }

  @Test func aCommandLineThatBeginsWronglySaysWhatToType() throws {
    try folder.write("print 1\n", to: "a.fovea")
    let script = try run("a.fovea")
    #expect(script.status == 2)
    #expect(
      script.errors == "error: there is no subcommand 'a.fovea'.\nhint: To run a script: fovea run a.fovea\n")
    #expect(try run("replai", "a.fovea").errors.hasSuffix("hint: Did you mean 'replay'?\n"))
    #expect(try run("xyzzy").errors.contains("hint: There are: cache doctor help"))
    let json = try run("run", "a.fovea", "--json", "--threads", "no")
    #expect(json.status == 2 && json.errors == "")
    let events = try json.events()
    #expect(events.map { $0["event"] as? String } == ["error", "end"] && events[1]["status"] as? Int == 2)
    #expect((events[0]["message"] as? String)?.contains("threads") == true)
  }

  /// OpenBLAS would choose by the processor, and knows no new ones.
  @Test func openBLASHasTheSameKernelsOnAllProcessors() throws {
    let usual = try run("doctor")
    guard usual.output.contains("instruction set avx2") || usual.output.contains("instruction set avx512")
    else { return }
    let forced = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"]
    #expect(
      usual.lines.contains { $0.hasPrefix("OpenBLAS ") && $0.hasSuffix("-Haswell") } || forced != nil,
      "\(usual.output)")
    let other = try run("doctor", environment: ["OPENBLAS_CORETYPE": "Prescott"])
    #expect(
      other.lines.contains {
        $0.hasPrefix("OpenBLAS ") && $0.contains("-Prescott: OPENBLAS_CORETYPE names other kernels")
      }, "\(other.output)")
  }

  /// A session that was recorded with fewer instructions has the same bits on a processor with more: replay
  /// and resume take those that it was recorded with.
  @Test func replayTakesTheRecordedInstructionSet() throws {
    try folder.write(
      "load digits as d limit=200\nmodel m cnn { conv 8 3x3; batchnorm; relu; pool max 2x2; dense classes }\n"
        + "train m on d epochs=2 batch=50\nmodel s svm kernel=rbf on=pca components=20\ntrain s on d\n"
        + "evaluate s on d.test\n", to: "a.fovea")
    for isa in ["sse41", "avx", "avx2", "avx512"] {
      let before = Set(folder.sessions)
      let made = try run("run", "a.fovea", "--seed", "1", "--isa", isa)
      if made.status == 2, made.errors.contains("is more than this processor has") { continue }
      #expect(made.status == 0, "\(isa): \(made.errors)")
      let session = try #require(Set(folder.sessions).subtracting(before).first)
      #expect(try folder.read(session).contains(isa == "avx512" ? "avx512_core" : " \(isa) "))
      let replay = try run("replay", session)
      #expect(replay.status == 0 && replay.output.contains("verdict: same"), "\(isa): \(replay.output)")
    }
    let wrong = try run("run", "a.fovea", "--isa", "mmx")
    #expect(
      wrong.status == 2
        && wrong.errors.contains("--isa must be one of: sse41 avx avx2 avx2_vnni avx512 "), "\(wrong.errors)")
  }

  @Test func theCacheIsListedAndCleared() throws {
    try folder.write(
      "load digits as d limit=100\nmodel m cnn { dense classes }\ntrain m on d epochs=1\n", to: "a.fovea")
    #expect(try run("cache").output == "the cache is empty; 'fovea run --cached FILE' fills it\n")
    for _ in 0..<2 { #expect(try run("run", "a.fovea", "--cached", "--seed", "1").status == 0) }
    // Two sessions of one second have their order by chance.
    let marked = try folder.sessions.filter { try folder.read($0).contains("#? cached=yes") }
    #expect(marked.count == 1)
    let list = try run("cache", "list")
    #expect(list.lines.count == 3 && list.lines[1].hasSuffix("train m on d epochs=1"))
    #expect(list.lines.dropLast().allSatisfy { $0.count <= 80 })
    let replay = try run("replay", folder.sessions[1], "--cached", "--json")
    #expect(replay.status == 0)
    #expect(try replay.events().last?["cached"] as? Int == 1)
    #expect(try run("replay", folder.sessions[1], "--from", "99").status == 2)
    #expect(try run("replay", folder.sessions[1], "--from", "9", "--until", "8").status == 2)
    let beyond = try run("replay", folder.sessions[1], "--until", "9999")
    #expect(beyond.status == 2 && beyond.errors.contains("has no command in line 9999; its last one stands"))
    #expect(try run("cache", "clear").output.hasPrefix("1 result of "))
    #expect(try run("cache", "list", "--json").output == #"{"event":"end","status":0}"# + "\n")
  }

  @Test func aSessionGoesOnWhereItWasStarted() throws {
    let whole = try recordTraining()
    // Without its last line, it was cut off.
    let text =
      try folder.read(whole).split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
      .joined(separator: "\n") + "\n"
    try folder.write(text, to: "sessions/20991231-000000-abcd.fovea")
    let path = folder.path + "/sessions/20991231-000000-abcd.fovea"
    try folder.write(folder.path, to: KeptState.folder(of: path) + "/folder")
    let elsewhere = try WorkFolder()
    let outcome = try Program.run(
      ["resume", path], in: elsewhere, environment: ["XDG_STATE_HOME": folder.path + "/state"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("the session was started in '\(folder.path)', and goes on there"))
  }

  @Test func jsonHoldsAnObjectALine() throws {
    let outcome = try run(
      "-c", "for n in [1, 2] { load digits as d limit=$(n * 100) }; print \"done\"; assert 1 > 2", "--json",
      "--no-record")
    #expect(outcome.status == 1)
    let events = try outcome.events()
    #expect(events.compactMap { $0["event"] as? String } == ["result", "result", "print", "error", "end"])
    #expect(events[0]["command"] as? String == "load digits as d limit=100")
    #expect(events[1]["iteration"] as? Int == 2)
    #expect((events[1]["result"] as? [String: Any])?["train"] as? Int == 200)
    #expect(events[2]["text"] as? String == "done")
    #expect(events[3]["message"] as? String == "the assertion doesn't hold: 1 > 2")
    #expect(events[4]["status"] as? Int == 1)
  }

  @Test func severalTextsAreOneScript() throws {
    let outcome = try run("-c", "let a = 1", "-c", "print a")
    #expect(outcome.status == 0 && outcome.output.hasPrefix("1\n"), "\(outcome.output)\(outcome.errors)")
  }

  @Test func standardInputIsAScript() throws {
    for arguments in [["run", "-"], []] {
      let outcome = try Program.run(arguments + ["--no-record"], input: "print 6 * 7\n", in: folder)
      #expect(outcome.output == "42\n")
      #expect(outcome.errors == "")
      #expect(outcome.status == 0)
    }
  }

  @Test func parametersAreOverridden() throws {
    try folder.write("param epochs = 3\nprint epochs", to: "p.fovea")
    #expect(try run("run", "p.fovea", "--set", "epochs=7").output == "7\n")
    let wrong = try run("run", "p.fovea", "--set", "epoch=7")
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("--set:1:1: error: the script declares no parameter 'epoch'."))
    #expect(
      wrong.errors.contains("Did you mean 'epochs'? It declares: epochs.") && !wrong.errors.contains("param ")
    )
  }

  @Test(arguments: [
    ["--threads", "0"], ["run"], ["run", "nowhere.fovea"], ["frobnicate"], ["help", "nothing"],
  ])
  func aWrongCommandLineEndsWithTwo(arguments: [String]) throws {
    let outcome = try Program.run(arguments, in: folder)
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty)
  }

  @Test(arguments: ["1e999", "[1,", "\"a", "1; print 7", ""])
  func aMalformedOverrideIsRefused(text: String) throws {
    let outcome = try run("-c", "param x = 1; print x", "--no-record", "--set", "x=\(text)")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("--set takes a number, a word, a list or a text in quotes, found '\(text)'."))
  }

  /// What a replay is told is looked at before it begins.
  @Test(arguments: [
    (["--set", "n=1 2"], "--set takes a number, a word, a list or a text in quotes, found '1 2'."),
    (["--report", "nowhere/r.html"], "the report can't be written: the folder 'nowhere' doesn't exist."),
  ])
  func aReplayThatCannotBeIsRefused(arguments: [String], message: String) throws {
    let folder = try WorkFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/sessions", withIntermediateDirectories: true)
    #expect(try Program.run(["run", "-"], input: "param n = 1\nprint n\n", in: folder).status == 0)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/sessions").first)
    let outcome = try Program.run(["replay", "sessions/" + name] + arguments, in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!outcome.output.contains("line "))
  }

  /// Another environment is said before anything runs, and as JSON at the end; a what-if shows both values.
  @Test func jsonTellsTheEnvironmentAndWhatChanges() throws {
    let folder = try WorkFolder()
    let session = """
      #! fovea session 1
      #@ fovea 0.1.0 · numerics 0 · oneDNN 1.0 · avx2 · L2 1K · 2026-01-01T00:00:00Z
      #@ seed 1

      """
    try folder.write(session, to: "old.fovea")
    #expect(try Program.run(["replay", "old.fovea"], in: folder).errors.isEmpty)
    try FileManager.default.createDirectory(
      atPath: folder.path + "/sessions", withIntermediateDirectories: true)
    #expect(try Program.run(["run", "-"], input: "param n = 1\nprint n\n", in: folder).status == 0)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/sessions").first)
    #expect(try folder.read("sessions/" + name).contains(" · threads "))
    let outcome = try Program.run(["replay", "sessions/" + name, "--set", "n=7", "--json"], in: folder)
    let lines = outcome.output.split(separator: "\n")
    #expect(
      lines.contains { $0.contains(#""recorded":"1","found":"7""#) && !$0.contains("verdict") },
      "\(outcome.output)")
  }

  @Test(
    arguments: [
      ["-c", "print 1", "--no-record"], ["help"], ["--help"], ["--version"], ["help", "train"],
      ["runs", "--help"],
    ])
  func resultsThatAreLostAreNoSuccess(arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    let text = try #require(try errors.fileHandleForReading.readToEnd())
    #expect(
      String(decoding: text, as: UTF8.self)
        == "error: standard output can't be written: No space left on device\n")
  }

  @Test func helpIsThereWithoutAPrompt() throws {
    let outcome = try run("help", "train")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("train: Train a model"))
    #expect(outcome.lines.allSatisfy { $0.count <= 80 })
  }

  // MARK: Replay

  @Test(arguments: ["1", "2", "3"])
  func aSessionReplaysToTheSameBits(threads: String) throws {
    let session = try recordTraining()
    let outcome = try run("replay", session, "--threads", threads, "--json")
    #expect(outcome.status == 0)
    let events = try outcome.events().filter { $0["event"] as? String != "warning" }
    #expect(events.dropLast().allSatisfy { $0["verdict"] as? String == "same" })
    let end = try #require(events.last)
    #expect(end["verdict"] as? String == "same")
    #expect(end["compared"] as? Int == 4)
    #expect(end["chain"] as? String == "intact")
  }

  @Test func aChangedDigitIsFoundBeforeAnythingRuns() throws {
    let session = try recordTraining()
    let text = try folder.read(session)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("#= epoch=2") })
    let last = try #require(line.last { $0.isNumber })
    try folder.write(
      text.replacing(line, with: line.dropLast() + (last == "1" ? "2" : "1")), to: "changed.fovea")
    let number = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(of: line).map {
      $0 + 1
    }
    let outcome = try run("replay", "changed.fovea")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("the chain is broken"))
    #expect(outcome.output.contains("nothing was run"))
    let lines = try #require(outcome.output.firstMatch(of: /lines (\d+) to (\d+)/))
    #expect(try #require(Int(lines.1))...(try #require(Int(lines.2))) ~= (try #require(number)))
  }

  @Test func otherDataEndsAReplayBeforeItTrains() throws {
    let session = try recordTraining()
    try folder.writeImages(to: "pictures", shade: 180)
    let outcome = try run("replay", session)
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("loads other data than was recorded, so nothing below it was run"))
    #expect(!outcome.output.contains("train tiny"))
  }

  @Test func dataThatIsGoneEndsAReplayBeforeItTrains() throws {
    let session = try recordTraining()
    try FileManager.default.removeItem(atPath: folder.path + "/pictures")
    let outcome = try run("replay", session)
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("can't load the data that was recorded, so nothing below it was run"))
    #expect(!outcome.output.contains("train tiny"))
  }

  @Test func aReplayOfNothingProvesNothing() throws {
    let lines = try folder.read(try recordTraining()).split(separator: "\n", omittingEmptySubsequences: false)
    try folder.write(lines.prefix(3).joined(separator: "\n") + "\n", to: "cut.fovea")
    let outcome = try run("replay", "cut.fovea")
    #expect(outcome.status == 3)
    #expect(
      outcome.output == """
        the session was cut off, so it may have held more
        there was nothing to compare, which proves nothing
        0 commands compared: 0 same
        verdict: inconclusive

        """)
    let event = try #require(try run("replay", "cut.fovea", "--json").events().last)
    #expect(event["verdict"] as? String == "inconclusive" && event["status"] as? Int == 3)
  }

  @Test func aReplayOverwritesNoFile() throws {
    let recorded = try run(
      "-c",
      """
      load digits as d
      model m cnn { dense classes }
      train m on d epochs=1
      save m to "m.safetensors"
      plot loss of m to "curve.svg"
      restore "m.safetensors" as again
      evaluate again on d.test
      """)
    #expect(recorded.status == 0, "\(recorded.errors)")
    for name in ["m.safetensors", "curve.svg"] { try folder.write("mine", to: name) }
    let outcome = try run("replay", try #require(folder.sessions.last))
    #expect(outcome.status == 0, "\(outcome.output)")
    for name in ["m.safetensors", "curve.svg"] { #expect(try folder.read(name) == "mine") }
  }

  @Test func aSmallDataSetIsABatchByItself() throws {
    try folder.writeImages(to: "pictures")
    let script = "load ./pictures as p; model m cnn { dense classes }; train m on p epochs=1"
    #expect(try run("-c", script, "--no-record").status == 0)
    let asked = try run("-c", script + " batch=65", "--no-record")
    #expect(asked.status == 1)
    #expect(asked.errors.contains("batch=65 is more than the 64 samples to train on."))
  }

  @Test func noMistakeEndsNoScript() throws {
    try folder.writeImages(to: "pictures")
    let outcome = try run(
      "-c",
      "load ./pictures as p; model m cnn { dense classes }; train m on p epochs=60; let r = evaluate m; show "
        + "r; print r.accuracy",
      "--no-record")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("'r' has no mistake among its 16 images\n1\n"))
  }

  @Test func aSessionThatWasCutOffOpens() throws {
    let session = try recordTraining()
    let text = try folder.read(session)
    for share in [0.5, 0.7, 0.9] {
      try folder.write(Array(Array(text.utf8).prefix(Int(Double(text.utf8.count) * share))), to: "cut.fovea")
      let outcome = try run("open", "cut.fovea")
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("load ./pictures as p"))
    }
  }

  @Test func withoutAPlaceForTheRecordItSaysSo() throws {
    try FileManager.default.removeItem(atPath: folder.path + "/sessions")
    let outcome = try run("-c", "print 1", environment: ["XDG_DATA_HOME": "/dev/null/data"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("/dev/null/data/fovea/sessions"))
    #expect(outcome.errors.contains("--no-record"))
    #expect(
      try run("-c", "print 1", "--no-record", environment: ["XDG_DATA_HOME": "/dev/null/data"]).output
        == "1\n")
  }

  @Test func withoutGnuplotAPictureIsRefusedAndAllElseGoesOn() throws {
    let script = """
      load digits as d
      model m cnn { dense classes }
      train m on d epochs=1
      plot loss of m to "curve.png"
      """
    let outcome = try run("-c", script, environment: ["PATH": folder.path])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("gnuplot isn't installed"))
    #expect(outcome.output.contains("m trained on d.train"))
  }
}
