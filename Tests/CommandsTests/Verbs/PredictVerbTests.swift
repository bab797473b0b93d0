import Models
import Runtime
import Testing

@testable import Commands

@Suite("predict")
struct PredictVerbTests {
  @Test func namesTheClassOfEachImage() throws {
    let session = TestShell.evaluated()
    #expect(session.run("predict small on digits8.test samples=2 top=3") == [])
    let result = try #require(session.result("predict"))
    let evaluation = try session.shell.evaluation(of: "r", argument: "")
    guard case .list(let labels) = result["labels"]?.value else {
      Issue.record("labels are expected")
      return
    }
    #expect(labels == evaluation.predictions.predictedLabels.map { .integer($0) })
    let lines = try #require(result.display).split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasPrefix("  digits8.test 0  ") && lines[2] == "  and 358 more")
    #expect(lines[0].count { $0 == "%" } == 3)
  }

  /// Shares of votes are no probabilities, and aren't told as such.
  @Test func aMachineThatVotesTellsNoProbabilities() throws {
    let session = TestShell()
    #expect(
      session.run("load digits as d limit=200; model m svm; train m on d; predict m on d.test samples=1")
        == [])
    let result = try #require(session.result("predict"))
    #expect(result["probabilities"] == nil && result["labels"] != nil)
    #expect(result.display?.contains("%") == false)
  }

  @Test func dataOfOtherClassesIsNamedToo() throws {
    let session = TestShell.evaluated()
    #expect(
      session.run(
        """
        load fashion-mnist as fashion limit=100
        prepare fashion { resize 8x8 }
        model two cnn { dense classes }
        train two on fashion epochs=1 batch=10
        predict two on digits8.test samples=1
        """) == [])
    #expect(try #require(session.result("predict")?.display).contains("is "))
  }

  @Test func aPartThatIsNoneIsSaid() {
    #expect(
      TestShell.evaluated().run("predict small on digits8.tset") == [
        "1:18: 'digits8.tset' is no part of 'digits8'. Parts are: train test."
      ])
  }
}
