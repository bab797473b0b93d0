import Foundation
import Testing

/// The sample of the libraries: it trains, and its own package uses the products that this one offers.
@Suite struct LibrarySampleTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func learnsTheDigits() throws {
    let sample = URL(fileURLWithPath: Program.path).deletingLastPathComponent()
      .appendingPathComponent("LibrarySample").path
    let outcome = try Program.run([], in: WorkFolder(), executable: sample)
    #expect(outcome.status == 0, "\(outcome.errors)")
    // The same bits on every machine of a kind; the last digits may differ between kinds.
    let accuracy = try #require(
      outcome.output.split(whereSeparator: \.isWhitespace).last.flatMap { Double($0) })
    #expect(accuracy > 0.9 && accuracy <= 1, "\(outcome.output)")
  }

  @Test func takesProductsThatThereAre() throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }
    let imports = try text("Tests/LibrarySample/Sources/LibrarySample/main.swift")
      .matches(of: /(?m)^import (\w+)$/).map { String($0.output.1) }
    let offered = try text("Package.swift").components(separatedBy: "let libraries").last ?? ""
    let taken = try text("Tests/LibrarySample/Package.swift")
    #expect(imports.count >= 2)
    for module in imports {
      #expect(offered.contains("\"\(module)\""), "\(module) is no product")
      #expect(taken.contains("\"\(module)\""), "\(module) is no dependency of the sample")
    }
  }
}
