import Datasets
import Diagnostics
import Foundation
import Models
import Networks
import Record
import Runtime
import Testing

@testable import Commands

/// A folder for a cache; it goes away with the test.
final class CacheFolder {
  let path = FileManager.default.temporaryDirectory.path + "/fovea-cache-\(UUID().uuidString)"
  deinit { try? FileManager.default.removeItem(atPath: path) }

  var cache: ResultCache { ResultCache(folder: path) }
}

@Suite("Only what changed runs again", .serialized)
struct CachedWorkTests {
  private static let beginning = """
    load digits as d limit=300
    split d validation=10%
    prepare d { normalize }
    augment d { shift 10% }
    model m cnn { conv 4 3x3; batchnorm; relu; dropout 10%; dense classes }

    """
  private static let script = beginning + "train m on d epochs=3 batch=50 rate=0.1\nlet r = evaluate m"

  private func run(_ text: String, _ folder: CacheFolder?, threads: Int = 2, seed: UInt64 = 7) -> TestShell {
    let session = TestShell(threads: threads, seed: seed)
    session.shell.cache = folder?.cache
    #expect(session.run(text) == [])
    return session
  }

  /// Whether the last training, and the last evaluation, came from the cache.
  private func cached(_ session: TestShell) -> [Bool] {
    ["train", "evaluate"].map { session.result($0)?.isCached == true }
  }

  @Test func aHitLeavesTheWorkspaceAsTheRunWould() throws {
    let folder = CacheFolder()
    let plain = run(Self.script, nil)
    let first = run(Self.script, folder)
    #expect(cached(first) == [false, false])
    let second = run(Self.script, folder, threads: 1)
    #expect(cached(second) == [true, true])
    #expect(second.result("train")?.display?.contains("\nfrom the cache, computed 20") == true)
    for session in [first, second] {
      #expect(session.result("evaluate")?.fields == plain.result("evaluate")?.fields)
      let unmeasured = { (session: TestShell) in session.result("train")?.fields.filter { !$0.isMeasured } }
      #expect(unmeasured(session) == unmeasured(plain))
      let (mine, theirs) = (session.shell.workspace.models["m"], plain.shell.workspace.models["m"])
      #expect(mine?.network?.tensors() == theirs?.network?.tensors())
      #expect(mine?.network?.epochsTrained == theirs?.network?.epochsTrained)
      #expect(
        mine?.history == theirs?.history && mine?.classes == theirs?.classes
          && mine?.dataName == theirs?.dataName)
      #expect(mine?.preparation?.text == theirs?.preparation?.text)
    }
    // Measured figures are those of the training itself.
    #expect(second.result("train")?["seconds"]?.value == first.result("train")?["seconds"]?.value)
    // What follows goes on from the same place: weights, epochs, random numbers.
    let more =
      "\ntrain m on d epochs=2\nevaluate m\nundo\nevaluate m\nshow r samples=2\nplot loss of m\nplot roc of r"
    #expect([plain.run(more), second.run(more)] == [[], []])
    #expect(cached(second) == [false, true], "after 'undo' the model is the one that was judged before")
    #expect(second.result("train")?["weights"] == plain.result("train")?["weights"])
    #expect(second.result("evaluate")?.fields == plain.result("evaluate")?.fields)
    #expect(second.result("plot")?.fields == plain.result("plot")?.fields)
  }

  @Test func spellingDoesNotMatter() {
    let folder = CacheFolder()
    _ = run(Self.script, folder)
    let other = """
      load digits as other limit=300; let b = 50
      split other by=class validation=0.1
      prepare other {
        normalize   # as before
      }
      augment other { shift 0.1 }
      model mine cnn {
        conv 4 3x3 stride=1
        batchnorm; relu
        dropout 0.1; dense classes
      }
      train mine on other momentum=0.9 rate=1e-1 batch=$b epochs=3 tolerance=1e-3
      evaluate mine on other.test
      """
    let again = run(other, folder)
    #expect(cached(again) == [true, true])
    // What is shown speaks of the names that are typed.
    let shown = again.result("train")?.display ?? ""
    #expect(shown.hasPrefix("mine trained on other.train, as before under other names: "), "\(shown)")
  }

  /// Each of the things that a training depends on, changed alone.
  static let changes: [(what: String, old: String, new: String)] = [
    ("the images", "limit=300", "limit=299"), ("the split", "validation=10%", "validation=11%"),
    ("the split's seed", "validation=10%", "validation=10% seed=8"),
    ("the split's rule", "validation=10%", "validation=10% by=none"),
    ("the preparation", "{ normalize }", "{ resize 9x9; normalize }"),
    ("the augmentation", "shift 10%", "shift 10.0000001%"), ("a layer", "conv 4 3x3", "conv 4 3x3 bias=no"),
    ("a layer's width", "conv 4", "conv 5"), ("a missing layer", "relu; ", ""),
    ("dropout", "dropout 10%", "dropout 11%"),
    ("the initial weights", "cnn {", "cnn init=he {"), ("epochs", "epochs=3", "epochs=2"),
    ("batch", "batch=50", "batch=51"),
    ("rate", "rate=0.1", "rate=0.10000001"), ("an option", "rate=0.1", "rate=0.1 clip=5"),
    ("the training's seed", "rate=0.1", "rate=0.1 seed=8"), ("patience", "rate=0.1", "rate=0.1 patience=1"),
    ("a frozen layer", "train m", "freeze m 1\ntrain m"),
    ("weights that it goes on from", "train m", "train m on d epochs=1\ntrain m"),
  ]

  @Test(arguments: changes.indices) func everyInputCounts(index: Int) {
    let (what, old, new) = Self.changes[index]
    let folder = CacheFolder()
    _ = run(Self.script, folder)
    let changed = Self.script.replacingOccurrences(of: old, with: new)
    #expect(changed != Self.script)
    let session = run(changed, folder)
    // Some leave the weights as they were; what is asked of equal weights may be known.
    #expect(session.result("train")?.isCached == false, "\(what)")
    #expect(session.result("evaluate")?.fields == run(changed, nil).result("evaluate")?.fields)
    #expect(cached(run(changed, folder)) == [true, true], "\(what) is kept as well")
  }

  @Test func theSessionsSeedCounts() {
    let folder = CacheFolder()
    _ = run(Self.script, folder)
    #expect(cached(run(Self.script, folder, seed: 8)) == [false, false])
    #expect(cached(run("set seed=9\n" + Self.script, folder)) == [false, false])
    #expect(cached(run("set threads=1 plot=ascii\n" + Self.script, folder)) == [true, true])
  }

  @Test func aTrainingThatWasStoppedIsAnother() {
    let folder = CacheFolder()
    let session = TestShell()
    session.shell.cache = folder.cache
    #expect(session.run(Self.beginning) == [])
    session.shell.context.recordedTraining.stopAtStep = 4
    #expect(session.run("train m on d epochs=3 batch=50 rate=0.1") == [])
    #expect(session.result("train")?.stoppedAtStep == 4)
    #expect(cached(run(Self.script, folder)) == [false, false], "the whole training is computed")
    // A replay, which knows the step, finds it.
    let again = TestShell()
    again.shell.cache = folder.cache
    #expect(again.run(Self.beginning) == [])
    again.shell.context.recordedTraining.stopAtStep = 4
    #expect(again.run("train m on d epochs=3 batch=50 rate=0.1") == [])
    #expect(again.result("train")?.isCached == true)
    #expect(again.shell.workspace.models["m"]?.history == session.shell.workspace.models["m"]?.history)
  }

  @Test func limitedTimeIsMeasuredAnew() {
    let folder = CacheFolder()
    let timed = Self.script.replacingOccurrences(of: "epochs=3", with: "time=0.2s epochs=3")
    _ = run(timed, folder)
    #expect(run(timed, folder).result("train")?.isCached == false)
  }

  @Test func machinesComeBackToTheirBits() {
    let folder = CacheFolder()
    let script = """
      load digits as d limit=300
      model s svm kernel=rbf C=10 probabilities=yes scaling=standard
      train s on d
      evaluate s
      """
    let both = script + "\nmodel t svm kernel=linear\ntrain t on d\ncompare s t"
    let plain = run(both, nil)
    _ = run(script, folder)
    #expect(run(both, folder).result("compare")?.display?.hasSuffix("\n1 of 2 parts from the cache") == true)
    let second = run(both, folder)
    #expect(cached(second) == [true, true])
    #expect(second.result("compare")?.isCached == true)
    for verb in ["evaluate", "compare"] {
      let scores = { (session: TestShell) in session.result(verb)?["accuracy"] }
      #expect(scores(second) == scores(plain) && scores(second) != nil)
    }
    #expect(second.result("evaluate")?.fields == plain.result("evaluate")?.fields)
    #expect(
      second.shell.workspace.models["s"]?.model?.tensors()
        == plain.shell.workspace.models["s"]?.model?.tensors())
    for change in ["C=10.5", "C=10 gamma=auto", "C=10 class_weights=balanced", "C=10 tolerance=0.01"] {
      let changed = script.replacingOccurrences(of: "C=10", with: change)
      #expect(run(changed, folder).result("train")?.isCached == false, "\(change)")
    }
    #expect(cached(run(script, folder, seed: 8))[0] == false)
  }

  @Test func foldsAreFoundOneByOne() {
    let folder = CacheFolder()
    let script = """
      load digits as d limit=200
      model m cnn { dense classes }
      let cv = crossvalidate m on d folds=4 epochs=1
      """
    let plain = run(script, nil).result("crossvalidate")
    let session = TestShell()
    session.shell.cache = folder.cache
    session.shell.context.recordedTraining.stopAtStep = 2
    #expect(session.run(script) == [])
    #expect(session.result("crossvalidate")?.stoppedAtStep == 2)
    let whole = run(script, folder).result("crossvalidate")
    #expect(whole?.display?.hasSuffix("\n2 of 4 parts from the cache") == true)
    #expect(whole?.isCached == false)
    let again = run(script, folder).result("crossvalidate")
    #expect(again?.isCached == true)
    for result in [whole, again] {
      #expect(result?["weights"] == plain?["weights"] && result?["scores"] == plain?["scores"])
    }
    let other = script.replacingOccurrences(of: "folds=4", with: "folds=4 shuffle=yes")
    #expect(run(other, folder).result("crossvalidate")?.isCached == false)
  }

  @Test func aDamagedEntryIsSaidAndComputedAnew() throws {
    let folder = CacheFolder()
    let first = run(Self.script, folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let url = URL(fileURLWithPath: folder.path + "/" + name)
      var bytes = try Data(contentsOf: url)
      bytes[bytes.count - 1] ^= 1
      try bytes.write(to: url)
    }
    let second = run(Self.script, folder)
    #expect(cached(second) == [false, false])
    #expect(second.result("train")?.display?.contains("was damaged; it is computed anew") == true)
    #expect(second.result("train")?["weights"] == first.result("train")?["weights"])
    #expect(cached(run(Self.script, folder)) == [true, true])
  }

  @Test func aRecordedHitReplaysWithAndWithoutTheCache() throws {
    let folder = CacheFolder()
    _ = run(Self.script, folder)
    let place = FileManager.default.temporaryDirectory.path + "/fovea-hit-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: place) }
    let shell = Shell(.init(threads: 2, seed: 7))
    let recorder = SessionRecorder(SessionWriter(folder: place, header: Program.header(seed: 7), now: .now))
    shell.recorder = recorder
    shell.cache = folder.cache
    try shell.run(.init(name: "script", text: Self.script))
    try recorder.close()
    let session = try SessionReader.read(path: try #require(recorder.path))
    #expect(
      session.commands.map { $0.measured.flatMap(\.fields).contains { $0.name == "cached" } } == [
        false, false, false, false, false, true, true,
      ])
    let computed = Replay(session).run(threads: 1)
    #expect(computed.verdict == .same && computed.cached == 0, "\(computed.lines)")
    var replay = Replay(session)
    replay.cache = folder.cache
    let found = replay.run(threads: 2)
    #expect(found.verdict == .same && found.cached == 2)
    #expect(found.lines.contains("2 of them came from the cache: what they say was computed before"))
    // From a line on everything is computed; above it, what is known is brought back.
    replay.cache = nil
    replay.earlier = folder.cache
    replay.from = session.commands[6].line
    let part = replay.run(threads: 2)
    #expect(part.verdict == .same && part.earlier == (6, 1), "\(part.lines)")
    replay.earlier = CacheFolder().cache
    let anew = replay.run(threads: 2)
    #expect(anew.verdict == .same && anew.cached == 0 && anew.earlier == (6, 0), "\(anew.lines)")
  }
}
