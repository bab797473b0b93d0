import Foundation
import Testing

@testable import Commands

@Suite struct ReferenceTests {
  /// With FOVEA_WRITE_REFERENCE set the page is written first, as `Scripts/reference` does.
  @Test func thePageOfLayersIsThatOfTheDeclarations() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = root.appendingPathComponent("Documentation/layers.md")
    if ProcessInfo.processInfo.environment["FOVEA_WRITE_REFERENCE"] != nil {
      try CommandReference.layers.write(to: page, atomically: true, encoding: .utf8)
    }
    let text = try String(contentsOf: page, encoding: .utf8)
    #expect(text == CommandReference.layers, "Documentation/layers.md is stale: run Scripts/reference")
  }

  @Test func theReadmeAndHelpHaveTheExitCodes() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(readme.contains("\n\n" + ExitCodes.table + "\n"), "README.md should have:\n\(ExitCodes.table)")
    for columns in [20, 40, 80] {
      let help = try #require(HelpText.about("exit-codes", columns: columns))
      #expect(help.split(separator: "\n").allSatisfy { $0.count <= columns }, "\(help)")
    }
  }

  @Test(arguments: ["resnet18", "lenet5", "mobilenetv2"]) func helpOnAnArchitectureShowsPaperAndLines(
    name: String
  ) throws {
    let text = try #require(HelpText.about(name, columns: 80))
    #expect(text.hasPrefix("\(name): "))
    #expect(text.contains("doi:10."))
    #expect(text.contains("model NAME \(name)"))
    #expect(text.contains("  conv "))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
  }

  @Test func helpOnAnArchitectureTellsItsSize() throws {
    let text = try #require(HelpText.about("resnet18", columns: 80)).replacing("\n", with: " ")
    #expect(text.contains("with 1,000 classes it has 11,689,512 parameters"))
    #expect(HelpText.suggestion("resnet81").map { $0.contains("resnet18") } == true)
  }
}
