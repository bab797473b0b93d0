import Diagnostics
import Foundation
import Models
import Record
import Runtime
import Testing

@testable import Commands

@Suite("Sweeps", .serialized)
struct SweepVerbTests {
  private static let beginning = """
    load digits as d limit=300
    split d validation=20%
    model m cnn { dense 16; relu; dense classes }

    """

  private func session(_ text: String = "", threads: Int = 2) -> TestShell {
    let session = TestShell(threads: threads)
    #expect(session.run(Self.beginning + text) == [])
    return session
  }

  private func trainings(_ session: TestShell) -> [ResultRecord] {
    session.results.filter { $0.verb == "train" }.map(\.result)
  }

  @Test func everyCombinationIsATrainingOfItsOwn() throws {
    let sweep = session(
      "let s = sweep rate=[0.1, 0.0001] batch=[20, 40] train m on d epochs=2\nprint s.rate, s.batch, s.best")
    let plain = [(0.1, 20), (0.1, 40), (0.0001, 20), (0.0001, 40)].map { rate, batch in
      session("train m on d epochs=2 rate=\(rate) batch=\(batch)").result("train")
    }
    #expect(
      trainings(sweep).map { $0["weights"] } == plain.map { $0?["weights"] },
      "each begins anew, in this order")
    let chosen = try #require(sweep.result("choose"))
    let accuracies = plain.map { result -> Double in
      if case .number(let number)? = result?["validation_accuracy"]?.value { number } else { -1 }
    }
    let best = try #require(accuracies.firstIndex(of: accuracies.max() ?? 0))
    #expect(chosen["candidates"]?.value == .integer(4))
    #expect(chosen["weights"] == plain[best]?["weights"])
    #expect(chosen["validation_accuracy"]?.value == .number(accuracies[best]))
    guard case .rows(let runs)? = chosen["runs"]?.value else {
      Issue.record("there are no rows")
      return
    }
    #expect(
      runs.map { $0[1].value } == [
        .text("batch=20 rate=0.1"), .text("batch=40 rate=0.1"), .text("batch=20 rate=0.0001"),
        .text("batch=40 rate=0.0001"),
      ])
    #expect(sweep.printed.count == 1 && sweep.printed[0].hasPrefix("0.1 "))
    let entry = try #require(sweep.shell.workspace.models["m"])
    #expect(
      entry.model?.weightsHash
        == chosen["weights"].flatMap { if case .text(let text) = $0.value { text } else { nil } })
    #expect(entry.candidates.isEmpty && entry.history.count == 2)
    #expect(chosen.display?.contains("'m' is now the best of 4 by validation accuracy: batch=") == true)
    #expect(chosen.display?.split(separator: "\n").allSatisfy { $0.count <= 80 } == true)
    // One sweep is one change.
    #expect(sweep.run("undo") == [])
    #expect(sweep.shell.workspace.models["m"]?.model == nil)
  }

  @Test func seedsAndListsByNameAreSwept() {
    let sweep = session(
      "let seeds = [1, 2]\nlet s = sweep seed=$seeds optimizer=[sgd, adam] train m on d epochs=1")
    #expect(trainings(sweep).count == 4)
    #expect(Set(trainings(sweep).map { "\(String(describing: $0["weights"]))" }).count == 4)
  }

  @Test func machinesAreSweptOverTheirDefinition() throws {
    let sweep = session(
      "model s svm kernel=rbf\nlet r = sweep C=[0.001, 10] train s on d gamma=0.01\nprint r.C")
    #expect(sweep.printed == ["10"])
    let other = session("model s svm kernel=rbf C=10 gamma=0.01\ntrain s on d")
    #expect(sweep.result("choose")?["weights"] == other.result("train")?["weights"])
    #expect(trainings(sweep).allSatisfy { $0["validation_accuracy"] != nil })
    #expect(
      sweep.shell.workspace.models["s"]?.family.text(of: try #require(sweep.shell.workspace.models["s"]))
        == "svm kernel=rbf C=10 gamma=0.01")
    #expect(sweep.run("choose s metric=validation_loss").first?.contains("has no candidates") == true)
  }

  /// Which candidate is chosen nobody knows before: only what is the same of all of them is known.
  @Test func theCheckKnowsWhatAllCandidatesHaveInCommon() {
    let text =
      Self.beginning + "model s svm kernel=linear\nsweep multiclass=[ovo, ovr] train s on d\n"
    let shell = Shell(.init(threads: 1, seed: 1))
    #expect(shell.check(SourceText(name: "test", text: text + "export s to \"s.svm\"")) == [])
    let found = shell.check(SourceText(name: "test", text: text + "freeze s 1"))
    #expect(found.map(\.message) == ["'s' has no layers; it is one of the support vector machines."])
  }

  @Test func oneThatFailsLeavesTheOthers() {
    let sweep = session("sweep rate=[1e30, 0.1] train m on d epochs=2")
    #expect(trainings(sweep).count == 2, "what failed is told")
    #expect(trainings(sweep)[0]["error"] != nil)
    #expect(sweep.result("choose")?["candidates"]?.value == .integer(1))
    let all = session()
    #expect(all.run("sweep rate=[1e30, 1e31] train m on d epochs=2").first?.contains("rate") == true)
    #expect(all.shell.workspace.models["m"]?.model == nil)
  }

  @Test func interruptedItKeepsWhatWasFinished() throws {
    let sweep = session()
    var isInterrupted = false
    sweep.shell.interruption = { isInterrupted }
    let before = sweep.shell.onEvent
    sweep.shell.onEvent = { event in
      before(event)
      if case .started(_, let text) = event, text.contains("rate=0.03") { isInterrupted = true }
    }
    #expect(sweep.run("let s = sweep rate=[0.1, 0.05, 0.03, 0.01] train m on d epochs=3") == ["interrupted"])
    #expect(trainings(sweep).count == 3 && trainings(sweep)[2].stoppedAtStep != nil)
    #expect(
      trainings(sweep)[2].display?.hasSuffix(
        "stopped, so it is no candidate") == true)
    #expect(sweep.result("choose")?["candidates"]?.value == .integer(2))
    #expect(sweep.shell.interpreter.environment["s"] != nil)
  }

  @Test func stoppedBeforeItsFirstCandidateItLeavesTheModelAsItWas() throws {
    let sweep = session("train m on d epochs=2")
    let weights = sweep.shell.workspace.models["m"]?.model?.weightsHash
    var isInterrupted = false
    sweep.shell.interruption = { isInterrupted }
    let before = sweep.shell.onEvent
    sweep.shell.onEvent = { event in
      before(event)
      if case .started(_, let text) = event, text.contains("rate=0.9") { isInterrupted = true }
    }
    #expect(sweep.run("sweep rate=[0.9, 0.8] train m on d epochs=50") == ["interrupted"])
    let entry = try #require(sweep.shell.workspace.models["m"])
    #expect(entry.model?.weightsHash == weights && entry.history.count == 2 && entry.candidates.isEmpty)
    let told = try #require(trainings(sweep).last?.display)
    #expect(told.hasSuffix("stopped, so it is no candidate; 'm' is as it was before, trained"), "\(told)")
    #expect(!told.contains("what was learned is kept"))
    isInterrupted = false
    #expect(sweep.run("undo") == [], "the sweep changed nothing, so the first training is taken back")
    #expect(sweep.shell.workspace.models["m"]?.model == nil)
  }

  @Test func saysThatATrainedModelIsReplaced() throws {
    let sweep = session("sweep rate=[0.1] train m on d epochs=1")
    #expect(
      sweep.result("choose")?.display?.hasSuffix("\n'm' is now its only candidate: epochs=1 rate=0.1") == true
    )
    let weights = sweep.shell.workspace.models["m"]?.model?.weightsHash
    #expect(sweep.run("sweep rate=[0.05, 0.01] train m on d epochs=1") == [])
    let told = try #require(sweep.result("choose")?.display)
    #expect(told.contains("\n'm' is now the best of 2 by validation accuracy: rate=0.0"))
    #expect(told.hasSuffix("\nit replaces what 'm' had learned before; 'undo' brings that back"), "\(told)")
    #expect(sweep.run("undo") == [])
    #expect(sweep.shell.workspace.models["m"]?.model?.weightsHash == weights)
  }

  @Test(arguments: [1, 2]) func theRecordIsFlatAndReplays(threads: Int) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-sweep-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let shell = Shell(.init(threads: 2, seed: 7))
    let recorder = SessionRecorder(SessionWriter(folder: folder, header: Program.header(seed: 7), now: .now))
    shell.recorder = recorder
    try shell.run(
      SourceText(
        name: "script",
        text: Self.beginning
          + "let n = 2\nlet s = sweep rate=[0.1, 1e30] train m on d epochs=$n\nevaluate m\nundo\nundo\nlist"))
    try recorder.close()
    let session = try SessionReader.read(path: try #require(recorder.path))
    let texts = session.attempts.map(\.text)
    #expect(
      Array(texts[4...]) == [
        "train m on d epochs=$n rate=0.1 candidate=yes", "train m on d epochs=$n rate=1e30 candidate=yes",
        "let s = choose m",
        "evaluate m", "undo", "undo",
      ])
    #expect(session.attempts[5].kind == .failed)
    #expect(
      session.attempts[4].remarks.map(\.text) == ["let s = sweep rate=[0.1, 1e30] train m on d epochs=$n"])
    let report = Replay(session).run(threads: threads)
    #expect(report.verdict == .same, "\(report.lines)")
    // The names are those of the recorded session: 'undo' took back the result, then the sweep... as one
    // change each.
    #expect(RecordedRun.runs(of: session).map { $0.settings["rate"] } == ["0.1"])
  }

  @Test func tabOffersOptionsAndThenTheCommand() {
    let session = session()
    func offers(_ text: String) -> [String] {
      session.shell.completions(text: text, cursor: text.utf8.count).candidates.map(\.text)
    }
    #expect(offers("sweep ra") == ["rate=["])
    #expect(offers("sweep rate=[0.1] tr") == ["train"])
    #expect(offers("sweep rate=[0.1] train ") == ["m"])
    #expect(offers("sweep rate=[0.1] train m on d epo") == ["epochs="])
  }

  @Test func whatIsWrongIsSaidBeforeAnythingRuns() {
    let wrong = session()
    #expect(
      wrong.run("sweep train m on d") == [
        "1:1: 'sweep' needs an option with a list of values, and then the command to repeat. "
          + "For example: sweep rate=[0.1, 0.01] train MODEL on DATA"
      ])
    #expect(
      wrong.run("sweep rate=0.1 train m on d").first?.hasPrefix(
        "1:12: 'rate' must be a list of the values to try") == true)
    #expect(
      wrong.run("sweep rate=[0.1, -1] train m on d") == ["1:18: 'rate' must be a number above 0, found '-1'."]
    )
    #expect(wrong.run("sweep rat=[0.1] train m on d").first?.contains("Did you mean 'rate'?") == true)
    #expect(wrong.run("sweep rate=[0.1] train m on d rate=0.2") == ["1:13: 'rate' is given twice."])
    #expect(wrong.run("sweep rate=[0.1] rate=[1] train m on d") == ["1:18: 'rate' is given twice."])
    #expect(
      wrong.run("sweep top=[1] evaluate m") == ["1:15: 'sweep' can't repeat 'evaluate'. It repeats 'train'."])
    #expect(
      wrong.run("let s = sweep rate=[1] train m on d\nprint s.accuracies").first?.contains("accuracies")
        == true)
    let many = (1...40).map(String.init).joined(separator: ", ")
    #expect(
      wrong.run("sweep seed=[\(many)] epochs=[\(many)] train m on d").first?.contains("1,600 times") == true)
    #expect(
      wrong.run("load digits as e limit=50\nsweep rate=[0.1] train m on e") == [
        "2:29: candidates are chosen by their validation images, and 'e' has none. "
          + "Take some from the training images: split e validation=10%"
      ])
    #expect(trainings(wrong).filter { $0["error"] == nil }.isEmpty)
    #expect(
      wrong.run("train m on d gamma=scale loss=focal") == [
        "1:20: 'gamma' of networks must be a number of at least 0."
      ])
    #expect(wrong.run("choose m").first?.contains("'m' has no candidates. Train some: sweep") == true)
  }

  @Test func onlyLoneCandidatesNameChoose() throws {
    let sweep = session("sweep rate=[0.1, 0.01] train m on d epochs=1")
    #expect(trainings(sweep).allSatisfy { $0.display?.contains("choose") == false })
    #expect(trainings(sweep)[1].display?.hasSuffix("\ncandidate 2 of 'm'") == true)
    #expect(sweep.run("train m on d epochs=1 candidate=yes") == [])
    #expect(
      sweep.result("train")?.display?.hasSuffix("\ncandidate 1 of 'm'; 'choose m' takes the best") == true)
  }
}
