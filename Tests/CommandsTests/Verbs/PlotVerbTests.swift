import Foundation
import Runtime
import Testing

@testable import Commands

@Suite("plot")
struct PlotVerbTests {
  @Test func confusionIsDrawnEitherWay() throws {
    let session = TestShell.judged()
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
    let session = TestShell.judged()
    for kind in ResultPlot.allCases {
      #expect(session.run("plot \(kind.rawValue) of r to \"\(folder)/\(kind.rawValue).svg\"") == [])
      let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(kind.rawValue).svg"))
      #expect(bytes.count > 5000)
    }
  }

  @Test func areasAreMeansOverClasses() throws {
    let session = TestShell.judged()
    #expect(session.run("plot roc of r") == [])
    guard case .list(let means) = session.result("plot")?["area"]?.value, case .number(let mean)? = means.first,
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
    let session = TestShell.judged()
    #expect(session.run("let s = evaluate small on digits8.train\nplot pr of r s\nplot calibration of r s") == [])
    #expect(try #require(session.result("plot")?.display).contains("s: expected calibration error"))
  }

  @Test(
    arguments: [
      (
        "plot confusion",
        "1:1: 'plot confusion' needs a result. Keep one: let r = evaluate MODEL on DATA.test; plot confusion of r"
      ),
      (
        "plot confusion of small",
        "1:6: 'small' is a model, and 'confusion' belongs to a result. Keep one: let r = evaluate small; plot confusion of r"
      ),
      ("plot loss of r", "1:6: 'r' is a result; loss belongs to models. For example: plot confusion of r"),
      ("plot loss", "1:1: 'plot' needs a model. For example: plot loss of MODEL"),
      ("plot roc loss of r", "1:6: 'roc loss' don't go into one picture. Draw them one by one: plot roc of r"),
      ("plot los of small", "1:6: there is no model or result 'los'. Did you mean 'loss'?"),
      ("plot loss of small normalize=all", "1:30: 'normalize' belongs to 'plot confusion'."),
      ("plot confusion of r q", "1:21: there is no model or result 'q'. Define one: model q cnn { … }"),
      (
        "plot confusion of r to \"a.gif\"",
        "1:24: a picture can't have the ending '.gif': .png, .svg and .pdf are known. For example: a.png"
      ),
      ("plot confusion of r to \"/nowhere/a.png\"", "1:24: the folder '/nowhere' doesn't exist."),
    ]) func whatCannotBeDrawnIsSaid(command: String, message: String)
  {
    #expect(TestShell.judged().run(command) == [message])
  }
}
