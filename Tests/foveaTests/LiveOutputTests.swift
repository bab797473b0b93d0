import Foundation
import Testing

/// What is shown where nobody sees a line of progress: in a pipe, in a file, of a notebook.
@Suite("Output that goes to a file")
struct LiveOutputTests {
  private let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    try folder.writeImages(to: "pictures")
  }

  private static let training = """
    load ./pictures as p
    model tiny cnn { conv 4 3x3; relu; dense classes }
    train tiny on p batch=16 rate=0.1
    """

  /// Each epoch stands there once, the table isn't repeated below them, and a long one isn't thinned out.
  @Test(arguments: [3, 30]) func everyEpochStandsThereOnce(epochs: Int) throws {
    try folder.write(Self.training + " epochs=\(epochs)\n", to: "a.fovea")
    let lines = try Program.run(["run", "a.fovea", "--no-record"], in: folder).lines
    let head = try #require(lines.firstIndex { $0.hasPrefix("  epoch    loss  accuracy") })
    #expect(lines.count { $0.hasPrefix("  epoch ") } == 1, "\(lines)")
    let numbers = lines[(head + 1)...].prefix(epochs).map { $0.split(separator: " ").first.map(String.init) }
    #expect(numbers == (1...epochs).map { String($0) }, "\(lines)")
    #expect(lines[head + 1 + epochs].hasPrefix("tiny trained on p.train"), "\(lines)")
  }

  @Test func aTrainingFromTheCacheIsShownWhole() throws {
    try folder.write(Self.training + " epochs=3\n", to: "a.fovea")
    let outputs = try (0..<2).map { _ in
      try Program.run(["run", "a.fovea", "--cached", "--seed", "1"], in: folder).lines
    }
    for lines in outputs { #expect(lines.count { $0.hasPrefix("      ") } == 3, "\(lines)") }
    #expect(outputs[1].contains { $0.hasPrefix("from the cache") })
  }

  /// Pictures of a notebook go to its page; what is said of them is a sentence, and no fields.
  @Test func picturesOfANotebookAreSentences() throws {
    try folder.write(
      "# Note\n\n```fovea\n\(Self.training) epochs=2\nplot loss of tiny\nlet r = evaluate tiny\n"
        + "show p samples=2\nplot roc of r\n```\n", to: "note.md")
    let output = try Program.run(["notebook", "run", "note.md"], in: folder).output
    for sentence in [
      "\nplot loss of tiny: drawn for the page\n", "\nshow p samples=2: drawn for the page\n",
      "\nplot roc of r: drawn for the page\nr: area under the curve",
    ] {
      #expect(output.contains(sentence), "\(output)")
    }
    #expect(!output.contains("points=") && !output.contains("shown="), "\(output)")
  }
}
