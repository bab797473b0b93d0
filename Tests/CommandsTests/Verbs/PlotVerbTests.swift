import Foundation
import Runtime
import Testing

@testable import Commands

@Suite("plot")
struct PlotVerbTests {
  @Test func confusionIsDrawnEitherWay() throws {
    let session = TestShell.evaluated()
    #expect(session.run("plot confusion of r") == [])
    let picture = try #require(session.result("plot")?.display)
    #expect(picture.contains("Confusion of small on digits8.test"))
    #expect(session.run("plot r confusion") == [])
    #expect(session.result("plot")?.display == picture)
    #expect(session.run("plot confusion of r normalize=truth") == [])
    #expect(try #require(session.result("plot")?.display).contains("predicted (% of the truth)"))
  }

  @Test func everyKindIsDrawnIntoAFile() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-plots-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = TestShell.evaluated()
    for kind in Charts.all.filter({ $0.subject == "results" }).flatMap({ $0.words }) {
      #expect(session.run("plot \(kind) of r to \"\(folder)/\(kind).svg\"") == [])
      let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(kind).svg"))
      #expect(bytes.count > 5000)
    }
  }

  @Test func areasAreMeansOverClasses() throws {
    let session = TestShell.evaluated()
    #expect(session.run("plot roc of r") == [])
    guard case .list(let means) = session.result("plot")?["area"]?.value,
      case .number(let mean)? = means.first,
      case .list(let classes) = session.result("plot")?["of_classes"]?.value
    else {
      Issue.record("areas are expected")
      return
    }
    let areas = classes.compactMap { value -> Double? in
      if case .number(let area) = value { area } else { nil }
    }
    #expect(areas.count == 10 && areas.allSatisfy { $0 > 0.5 && $0 <= 1 })
    let expected: Double = areas.reduce(0, +) / 10
    #expect(abs(mean - expected) < 1e-12)
  }

  @Test func severalResultsShareAPicture() throws {
    let session = TestShell.evaluated()
    #expect(
      session.run("let s = evaluate small on digits8.train\nplot pr of r s\nplot calibration of r s") == [])
    #expect(try #require(session.result("plot")?.display).contains("s: expected calibration error"))
  }

  @Test(
    arguments: [
      (
        "plot confusion",
        "1:1: 'plot confusion' needs a result. Keep one: let r = evaluate MODEL on DATA.test; plot confusion "
          + "of r"
      ),
      (
        "plot confusion of small",
        "1:19: 'small' is a model, and 'confusion' belongs to a result. Keep one: let r = evaluate small; "
          + "plot confusion of r"
      ),
      ("plot loss of r", "1:6: 'r' is a result; loss belongs to models. For example: plot confusion of r"),
      ("plot loss", "1:1: 'plot' needs a model. For example: plot loss of MODEL"),
      (
        "plot roc loss of r", "1:6: 'roc loss' don't go into one picture. Draw them one by one: plot roc of r"
      ),
      ("plot los of small", "1:6: there is no model or result 'los'. Did you mean 'loss'?"),
      (
        "plot loss of small normalize=all",
        "1:30: 'normalize' belongs to 'plot confusion'. For example: plot confusion of r normalize=truth"
      ),
      ("plot confusion of r q", "1:21: there is no model or result 'q'. Define one: model q cnn { … }"),
      (
        "plot confusion of r to \"a.gif\"",
        "1:24: a picture can't have the ending '.gif': .png, .svg and .pdf are known. For example: a.png"
      ),
      ("plot confusion of r to \"/nowhere/a.png\"", "1:24: the folder '/nowhere' doesn't exist."),
    ]) func whatCannotBeDrawnIsSaid(command: String, message: String)
  {
    #expect(TestShell.evaluated().run(command) == [message])
  }

  /// No window is too narrow for a picture or a table, and none changes what a result holds.
  @Test func everyPictureIsDrawnAtEveryWidth() throws {
    let session = TestShell.evaluated()
    #expect(session.run("model s svm C=10; train s on digits8") == [])
    let commands =
      Charts.all.filter { $0.subject == "results" }.map { "plot \($0.words[0]) of r" } + [
        "plot loss accuracy of small", "plot margins of s", "evaluate small", "show r", "show digits8",
        "show s",
        "summary small", "summary s", "describe digits8", "list",
      ]
    for command in commands {
      var fields: Set<String> = []
      for columns in [1, 20, 40, 80, 200] {
        session.shell.configuration.columns = columns
        for unicode in [true, false] {
          session.shell.configuration.usesUnicode = unicode
          let findings = Table.fitted(to: columns) { session.run(command) }
          #expect(findings == [], "\(command) at \(columns)")
          let kept = session.results.last?.result.fields.filter { !$0.isMeasured } ?? []
          fields.insert("\(kept)")
        }
      }
      #expect(fields.count == 1, "\(command)")
    }
  }

  /// A table of more classes than the window has columns is no reason to end a script.
  @Test(arguments: [20, 80, 200]) func manyClassesAreNoFailure(columns: Int) throws {
    let session = TestShell()
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-classes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let lines = (0..<180).map { "\($0 % 60) 1:\($0 % 60) 2:\($0 % 7) 4:\($0 / 60)" }
    try lines.joined(separator: "\n").write(
      toFile: folder + "/many.svmlight", atomically: true, encoding: .utf8)
    session.shell.configuration.columns = columns
    #expect(
      session.run(
        """
        load "\(folder)/many.svmlight" as many size=2x2
        model m svm; train m on many; let r = evaluate m on many.train
        plot confusion of r
        plot roc of r
        """) == [])
    #expect(session.results.contains { $0.result.display?.contains("60 classes:") == true })
    guard case .list(let classes)? = session.result("plot")?["of_classes"]?.value else {
      Issue.record("there are areas of classes")
      return
    }
    #expect(classes.count == 60)
  }

  /// Places in `of_classes` are those of `classes`, also where a class has no images.
  @Test func classesWithoutImagesHaveTheirPlace() throws {
    let session = TestShell()
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-classes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // The only image of class 1 stays among those that are learned from.
    let lines = [(0, 9), (1, 1), (2, 9)].flatMap { label, count in
      (1...count).map { "\(label) 1:\(label * 20 + $0) 2:\($0)" }
    }
    try lines.joined(separator: "\n").write(
      toFile: folder + "/some.svmlight", atomically: true, encoding: .utf8)
    #expect(
      session.run(
        """
        load "\(folder)/some.svmlight" as some size=1x2
        split some test=34%
        model m svm C=10; train m on some; let r = evaluate m on some.test; plot roc of r; plot pr of r
        """) == [])
    for result in session.results.suffix(2).map(\.result) {
      guard case .list(let classes)? = result["of_classes"]?.value, classes.count == 3,
        case .number(let empty) = classes[1],
        case .number(let full) = classes[2]
      else {
        Issue.record("an entry for each class is expected: \(result.fields)")
        continue
      }
      #expect(empty.isNaN && full > 0.5)
    }
  }
}
