import Models
import Runtime
import Testing

@testable import Commands

@Suite("show")
struct ShowVerbTests {
  private func integers(_ session: TestShell, _ field: String) -> [Int] {
    guard case .list(let values) = session.result("show")?[field]?.value else { return [] }
    return values.compactMap { value in
      if case .integer(let number) = value { number } else { nil }
    }
  }

  @Test func classesComeInTurn() {
    #expect(ShowVerb.inTurn([0, 1, 2, 3, 4, 5], [0, 0, 0, 0, 1, 2], classes: 4, limit: 4) == [0, 1, 4, 5])
    #expect(ShowVerb.inTurn([0, 1], [0, 1], classes: 2, limit: 9) == [0, 1])
    #expect(ShowVerb.inTurn([], [], classes: 2, limit: 9) == [])
  }

  @Test func dataIsShownWithItsClasses() throws {
    let session = TestShell.evaluated()
    #expect(session.run("show digits8 samples=20") == [])
    let picture = try #require(session.result("show")?.display)
    #expect(picture.contains("digits8.train: 20 of 1,437 images"))
    #expect(integers(session, "positions").count == 20)
    #expect(session.run("show digits8.test class=\"3\" samples=400") == [])
    #expect(session.result("show")?["shown"]?.value == session.result("show")?["of"]?.value)
    #expect(try #require(session.result("show")?.display).contains("400 were asked for; there are only "))
  }

  @Test func mistakesComeMostCertainFirst() throws {
    let session = TestShell.evaluated()
    #expect(session.run("show r samples=9") == [])
    let evaluation = try session.shell.evaluation(of: "r", argument: "what")
    let (predictions, answers) = (evaluation.predictions, evaluation.predictions.predictedLabels)
    let positions = integers(session, "positions")
    #expect(positions.count == 9)
    #expect(positions.allSatisfy { answers[$0] != predictions.labels[$0] })
    let chances = positions.map { predictions.probabilities[$0 * 10 + answers[$0]] }
    #expect(chances == chances.sorted(by: >))
    #expect(try #require(session.result("show")?.display).contains("said "))
    #expect(
      session.run("show r which=unsure samples=5\nshow r which=right samples=5\nshow r which=all samples=5")
        == [])
    #expect(integers(session, "positions") == [0, 1, 2, 3, 4])
  }

  @Test(
    arguments: [
      ("show digits9", "1:6: there is no data set, result or model 'digits9'. Did you mean 'digits8'?"),
      ("show small", "1:6: 'small' has no support vectors to show."),
      ("show r.test", "1:6: 'r' is a result, which has no parts. Write 'r' alone."),
      ("show digits8.validation", "1:6: 'digits8' has no validation part"),
      ("show digits8 class=ten", "1:20: there is no class 'ten'. Classes are: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9."),
      (
        "show digits8 which=right",
        "1:20: 'digits8' is a data set, and 'which' chooses among a model's answers."
      ),
      ("show digits8 samples=0", "1:22: "),
      ("let s = summary small; show s", "1:29: the result 's' holds no predictions."),
      ("show r to \"a.txt\"", "1:11: a picture can't have the ending '.txt'"),
    ]) func whatCannotBeShownIsSaid(command: String, message: String)
  {
    let found = TestShell.evaluated().run(command)
    #expect(found.count == 1 && found[0].hasPrefix(message), "\(found)")
  }
}
