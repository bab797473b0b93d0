import Foundation
import Images
import Models
import Runtime
import Testing

@testable import Commands

/// What people met who tried the shell for the first time.
@Suite("Found by walks")
struct WalkTests {
  private static let trained =
    "load digits as d limit=200\nmodel m cnn { dense classes }\ntrain m on d epochs=1\n"

  @Test(arguments: [".", "..", "...", "\".\""]) func aFolderOfDotsIsAFolder(place: String) {
    let session = TestShell()
    let findings = session.run(Self.trained + "predict m on \(place)")
    // What lies there are no pictures of that size, or nothing; neither ends the shell.
    #expect(findings.count == 1, "\(findings)")
  }

  @Test func undoSaysWhatItUndid() throws {
    let session = TestShell()
    #expect(session.run(Self.trained + "undo") == [])
    #expect(session.result("undo")?.display == "undone: 'train m on d epochs=1'; 'list' shows what there is")
    #expect(session.run("undo\nundo") == [])
    #expect(session.result("undo")?.display?.hasPrefix("undone: 'load digits as d limit=200'") == true)
    #expect(session.run("undo").first?.contains("The last 10 changes of a session are kept.") == true)
  }

  @Test func goingOnWithOtherClassesIsSaid() throws {
    let session = TestShell()
    let path = FileManager.default.temporaryDirectory.path + "/other-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for number in 0..<10 {
      for picture in 0..<2 {
        let folder = "\(path)/kind \(number)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let image = try Image(
          checking: [UInt8](repeating: UInt8(20 * number + picture), count: 64), width: 8, height: 8,
          channels: 1)
        try Data(image.encodedPNG()).write(to: URL(fileURLWithPath: "\(folder)/\(picture).png"))
      }
    }
    #expect(session.run(Self.trained + "load \"\(path)\" as o\ntrain m on o epochs=1 batch=5") == [])
    #expect(
      session.result("train")?.display?.contains(
        "'m' had learned other classes (0, 1, 2, 3, 4, 5, 6, 7 and 2 more)")
        == true)
    #expect(session.run("train m on o epochs=1 batch=5") == [])
    #expect(session.result("train")?.display?.contains("had learned other classes") == false)
  }

  @Test func itemsOfListsKeepTheirText() throws {
    let path = FileManager.default.temporaryDirectory.path + "/numbers-\(UUID().uuidString).csv"
    try "\(path),007;2\n/none.png,1\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = TestShell()
    // None of its files is a picture; before that, all of its labels are classes.
    #expect(session.run("load \"\(path)\" as t classes=[2, 007, 1]").first?.contains("can be read") == true)
    #expect(
      session.run("load \"\(path)\" as t classes=[2, 7, 1]").first?.contains("'007' is no class") == true)
  }

  @Test func thresholdsMayBeGivenOneByOne() throws {
    let session = TestShell()
    let script = """
      load shapes as s count=160 size=16x16
      model m cnn { conv 8 3x3; relu; pool max 2x2; dense classes }
      train m on s epochs=1
      let r = evaluate m threshold=validation
      let again = evaluate m threshold=$(r.thresholds)
      predict m on s.test threshold=[0.1, 0.2, 0.3, 0.4, 0.5, 1]
      """
    #expect(session.run(script) == [])
    let results = session.results.filter { $0.verb == "evaluate" }.map(\.result)
    #expect(results[0]["f1"]?.value == results[1]["f1"]?.value)
    #expect(session.result("predict")?.numbers("thresholds").map(Float.init) == [0.1, 0.2, 0.3, 0.4, 0.5, 1])
    let findings = session.run("evaluate m threshold=[0.1, 0.2]")
    #expect(
      findings.first?.contains("there are 2 thresholds, and 'm' tells of 6 classes.") == true, "\(findings)")
  }

  @Test func patienceOfLabelSetsGoesByTheMacroAveragePrecision() throws {
    let session = TestShell()
    let script = """
      load shapes as s count=160 size=16x16
      model m cnn { conv 8 3x3; relu; pool max 2x2; dense classes }
      train m on s epochs=8 patience=2 batch=20 optimizer=adam rate=0.01
      """
    #expect(session.run(script) == [])
    let result = try #require(session.result("train"))
    guard case .rows(let rows)? = result["history"]?.value,
      case .integer(let best)? = result["best_epoch"]?.value
    else {
      Issue.record("no best epoch")
      return
    }
    let found = rows.map { row -> Double in
      guard case .number(let number)? = row.first(where: { $0.name == "validation_macro_ap" })?.value else {
        return -1
      }
      return number
    }
    #expect(found[best - 1] == found.max() && found[best - 1] > 0)
    #expect(result.number("validation_macro_ap") == found.max())
    #expect(result.display?.contains("validation macro AP") == true)
    let history = try #require(session.shell.workspace.models["m"]).history
    #expect(history.map(\.validationMacroAP) == found)
    let lines = history.map { ModelFile.text($0) }
    #expect(lines.map { ModelFile.epoch($0[...]) } == history, "a file keeps it")
  }

  @Test func candidatesOfLabelSetsAreChosenByTheirMacroAveragePrecision() throws {
    let session = TestShell()
    let script = """
      load shapes as s count=160 size=16x16
      model m cnn { conv 8 3x3; relu; pool max 2x2; dense classes }
      let c = sweep rate=[0.0001, 0.01] train m on s epochs=1 optimizer=adam
      """
    #expect(session.run(script) == [])
    let precisions = session.results.filter { $0.verb == "train" }.compactMap {
      $0.result.number("validation_macro_ap")
    }
    #expect(precisions.count == 2)
    #expect(session.result("choose")?.number("validation_macro_ap") == precisions.max())
    #expect(session.result("choose")?.display?.contains("by validation macro AP") == true)
    #expect(session.run("evaluate m on s.validation") == [])
    #expect(session.result("evaluate")?.number("macro_ap") == precisions.max(), "it is the same figure")
    #expect(
      session.run("for r in [0.0001, 0.01] { train m on s epochs=1 rate=$r candidate=yes }") == [])
    #expect(session.run("choose m metric=validation_loss") == [])
    #expect(session.result("choose")?.display?.contains("by validation loss") == true)
  }

  @Test(arguments: [
    (
      "load shapes as s count=20 size=16x16; predict m on s.test",
      "the images are 16x16x1; the model was trained on"
    ),
    (
      "load shapes as s count=20 size=16x16 task=classification; train m on s fresh=yes epochs=1 batch=5; "
        + "load shapes as t count=20 task=classification; evaluate m on t.test",
      "the images are 32x32x1; the model was trained on images of 16x16x1"
    ),
    (
      "crossvalidate m on d folds=2 batch=150",
      "batch=150 is more than the 100 samples that are left to train on where one of 2 folds is held out."
    ),
  ])
  func sizesThatDoNotFitAreFoundBeforeAnythingRuns(text: String, message: String) {
    let session = TestShell()
    let findings = session.run(Self.trained + text)
    #expect(findings.first?.contains(message) == true, "\(findings)")
    #expect(session.result("load") == nil)
  }
}
