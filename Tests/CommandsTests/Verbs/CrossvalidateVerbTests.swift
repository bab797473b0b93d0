import Datasets
import Evaluation
import Models
import Runtime
import Testing

@testable import Commands

@Suite("crossvalidate")
struct CrossvalidateVerbTests {
  static let setUp = """
    load digits as digits8 limit=300
    prepare digits8 { normalize }
    model small cnn { dense classes }
    """

  private func session(threads: Int = 2) -> TestShell {
    let session = TestShell(threads: threads)
    #expect(session.run(Self.setUp) == [])
    return session
  }

  @Test func everyImageIsJudgedByAModelThatHasNotSeenIt() throws {
    let session = session()
    #expect(session.run("let cv = crossvalidate small on digits8 folds=4 epochs=2 batch=32") == [])
    let result = try #require(session.result("crossvalidate"))
    #expect(result["folds"]?.value == .integer(4) && result["count"]?.value == .integer(300))
    guard case .list(let scores) = result["scores"]?.value, case .rows(let rounds) = result["rounds"]?.value
    else {
      Issue.record("scores and rounds are expected")
      return
    }
    #expect(scores.count == 4 && rounds.count == 4)
    // Folds of equal size: the mean of the folds is the accuracy of all images.
    let mean = try #require(session.number("crossvalidate", "mean_accuracy"))
    let accuracy = try #require(session.number("crossvalidate", "accuracy"))
    #expect(abs(mean - accuracy) < 1e-12 && mean > 0.5)
    let evaluation = try session.shell.evaluation(of: "cv", argument: "what")
    #expect(evaluation.images.indices == session.shell.workspace.data["digits8"]?.train.indices)
    #expect(evaluation.predictions.labels == evaluation.images.labels)
    #expect(session.run("report cv\nplot confusion of cv\nshow cv samples=3") == [])
  }

  @Test func aFoldIsWhatTrainAndEvaluateGive() throws {
    let session = session()
    #expect(session.run("crossvalidate small on digits8 folds=3 epochs=1 batch=32 by=none") == [])
    guard case .rows(let rounds) = session.result("crossvalidate")?["rounds"]?.value else {
      Issue.record("rounds are expected")
      return
    }
    // The second fold by hand: the preparation is fitted on its 200 images alone.
    var data = try #require(session.shell.workspace.data["digits8"])
    let whole = data.train
    data.train = whole.selecting(Array(0..<100) + Array(200..<300))
    data.test = whole.selecting(Array(100..<200))
    session.shell.workspace.data["fold"] = data
    #expect(session.run("train small on fold epochs=1 batch=32\nevaluate small on fold.test") == [])
    let round = ResultRecord(rounds[1])
    #expect(round["weights"]?.value == session.result("train")?["weights"]?.value)
    #expect(round["accuracy"]?.value == session.result("evaluate")?["accuracy"]?.value)
    #expect(round["loss"]?.value == session.result("evaluate")?["loss"]?.value)
  }

  @Test func theBitsDoNotDependOnThreads() throws {
    var results: [ResultRecord] = []
    for threads in 1...3 {
      let session = session(threads: threads)
      #expect(session.run("crossvalidate small on digits8 folds=3 epochs=1 shuffle=yes") == [])
      var result = try #require(session.result("crossvalidate"))
      result.fields.removeAll { $0.isMeasured || $0.name == "rounds" }
      result.display = nil
      results.append(result)
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  @Test func aStopKeepsTheFoldsThatAreDone() throws {
    let session = session()
    var folds = 0
    session.shell.onProgress = { progress in if case .round(let number, _, _)? = progress { folds = number } }
    session.shell.interruption = { folds == 3 }
    #expect(session.run("crossvalidate small on digits8 folds=5 epochs=1") == ["interrupted"])
    let result = try #require(session.result("crossvalidate"))
    #expect(result.stoppedAtStep == 2 && result["folds"]?.value == .integer(2))
    #expect(result.display?.contains("stopped after 2 of 5 folds") == true)
    // A replay stops there.
    let again = self.session()
    again.shell.context.recordedTraining.stopAtStep = 2
    #expect(again.run("crossvalidate small on digits8 folds=5 epochs=1") == [])
    #expect(again.result("crossvalidate")?["scores"]?.value == result["scores"]?.value)
    #expect(again.result("crossvalidate")?.stoppedAtStep == 2)
  }

  @Test(
    arguments: [
      ("crossvalidate small on digits8 folds=1", "1:38: "),
      (
        "crossvalidate small on digits8 folds=200",
        "1:38: 200 folds by class need a class of as many images, and the largest has "
      ),
      (
        "crossvalidate small on digits8 folds=400 by=none",
        "1:38: 400 folds need as many images, and there are 300."
      ),
      ("crossvalidate small on digits8 time=5s", "1:37: with 'time' each fold would end at another step"),
      ("crossvalidate small on digits8 by=group", "1:35: "),
      ("crossvalidate other on digits8", "1:15: there is no model 'other'."),
    ]) func whatCannotBeDividedIsSaid(command: String, message: String)
  {
    let found = session().run(command)
    #expect(found.count == 1 && found[0].hasPrefix(message), "\(found)")
  }
}
