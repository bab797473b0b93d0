import Foundation
import Testing

/// The notebooks in notebooks/: what is stored of them is that of their text, and they run and check on fewer
/// images.
@Suite("Shipped notebooks")
struct ShippedNotebookTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("notebooks").path

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
    $0.hasSuffix(".md")
  }
  .sorted()

  /// A copy of a notebook with its outputs.
  private func copy(_ name: String, into work: WorkFolder) throws {
    let outputs = name.dropLast(3) + ".outputs"
    for item in [name, String(outputs)] {
      try FileManager.default.copyItem(atPath: Self.folder + "/" + item, toPath: work.path + "/" + item)
    }
  }

  @Test func areThere() {
    #expect(
      Self.names == [
        "first-cnn.md", "preparing-and-augmenting.md", "reading-curves.md", "svm-against-cnn.md",
      ])
  }

  /// `Scripts/notebooks` stores them anew.
  @Test(arguments: names)
  func theirOutputsAreThoseOfTheirText(name: String) throws {
    let work = try WorkFolder()
    try copy(name, into: work)
    let outcome = try Program.run(["notebook", "render", name, "-o", "page.html"], in: work)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "", "run Scripts/notebooks")
    let page = try work.read("page.html")
    #expect(page.contains("✓ every result was checked and is the same"))
    #expect(!page.contains("class=\"value missing\""))
    #expect(page.matches(of: /<a class="value same"/).count >= 5)
  }

  @Test(arguments: names)
  func theyRunAndCheckOnFewImages(name: String) throws {
    let work = try WorkFolder()
    try copy(name, into: work)
    let ran = try Program.run(
      [
        "notebook", "run", name, "-o", "few.md", "--set", "images=100", "--set", "epochs=1", "--threads", "2",
        "--no-record",
      ],
      in: work)
    #expect(ran.status == 0, "\(ran.errors)")
    let checked = try Program.run(["notebook", "check", "few.md", "--threads", "1"], in: work)
    #expect(checked.status == 0, "\(checked.output)")
    #expect(checked.output.contains("verdict: same"))
  }
}
