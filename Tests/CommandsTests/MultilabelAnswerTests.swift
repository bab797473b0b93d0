import Foundation
import Runtime
import Testing

@testable import Commands

/// What is said of single images with label sets, and by which probability classes are named.
@Suite("Answers of label sets")
struct MultilabelAnswerTests {
  private func session(_ rest: String) -> TestShell {
    let session = TestShell(threads: 2)
    let findings = session.run(
      """
      load shapes as s count=160 size=16x16
      model m cnn { conv 8 3x3; relu; pool max 2x2; dense 24; relu; dense classes }
      model v svm
      \(rest)
      """)
    #expect(findings == [])
    return session
  }

  private func count(_ session: TestShell, _ field: String) -> Int? {
    guard case .list(let items)? = session.result("predict")?[field]?.value else { return nil }
    guard case .list(let first)? = items.first else { return items.count }
    return first.count
  }

  @Test func theMostProbableClassesAreTold() throws {
    let session = session("train m on s epochs=3 batch=16; predict m on s.test samples=2 top=3")
    #expect(count(session, "top_names") == 3 && count(session, "top_probabilities") == 3)
    #expect(count(session, "probabilities") == 6)
    let rows = try #require(session.result("predict")?.display).split(separator: "\n")
    #expect(rows.count == 3 && rows[0].count { $0 == "%" } == 3, "\(rows)")
  }

  @Test func votesAreNoPercentages() throws {
    let session = session("train v on s; predict v on s.test samples=2; predict v on s.test samples=2 top=2")
    for result in session.results.filter({ $0.verb == "predict" }).map(\.result) {
      #expect(result["probabilities"] == nil && result["top_probabilities"] == nil)
      #expect(try !#require(result.display).contains("%"))
    }
    #expect(count(session, "top_names") == 2)
  }

  /// By the share of images of which all classes are right: none of them has one class alone.
  @Test func candidatesAreJudgedByTheirSets() throws {
    let session = session("let r = sweep C=[1, 10] train v on s gamma=0.05")
    for result in session.results.filter({ $0.verb == "train" }).map(\.result) {
      #expect(try #require(result.number("validation_accuracy")) > 0)
    }
  }

  @Test func thresholdsThatCannotBeChosenAreRefusedBeforeAnythingRuns() throws {
    let path = FileManager.default.temporaryDirectory.path + "/labels-\(UUID().uuidString).csv"
    // Itself stands for the pictures: nothing is decoded before all is checked.
    try "\(path),x;y\nb.png,y\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = TestShell()
    let script = """
      load "\(path)" as t
      model m cnn { dense classes }
      train m on t epochs=1
      """
    for command in ["evaluate", "predict"] {
      let findings = session.run(script + "\n\(command) m on t.train threshold=validation")
      #expect(findings.first?.contains("'t' has no validation part; it has train.") == true, "\(findings)")
    }
    #expect(session.result("load") == nil)
  }

  @Test func thresholdsChosenOnTheSameImagesAreSaid() throws {
    let session = session("train m on s epochs=1; evaluate m on s.validation threshold=validation")
    let display = try #require(session.result("evaluate")?.display)
    #expect(display.contains("the thresholds were chosen on the images that they are evaluated on"))
    #expect(session.run("evaluate m on s.test threshold=validation") == [])
    #expect(session.result("evaluate")?.display?.contains("were chosen on the images") == false)
  }
}
