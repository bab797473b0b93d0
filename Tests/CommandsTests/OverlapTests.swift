import Foundation
import Runtime
import Testing

@testable import Commands
@testable import Datasets

@Suite("Images that a model was trained on")
struct OverlapTests {
  private static let setup = """
    load digits as d limit=200
    split d validation=20% seed=3
    model m cnn { dense classes }
    train m on d epochs=1
    """

  private func overlap(_ session: TestShell, _ command: String) -> (Int?, String) {
    #expect(session.run("let r = " + command) == [])
    let result = session.results.last { ["evaluate", "compare", "crossvalidate"].contains($0.verb) }?.result
    guard case .integer(let count)? = result?["overlap"]?.value else { return (nil, result?.display ?? "") }
    return (count, result?.display ?? "")
  }

  @Test func evaluateTellsThem() throws {
    let session = TestShell()
    #expect(session.run(Self.setup) == [])
    let (none, quiet) = overlap(session, "evaluate m on d.validation")
    #expect(none == 0 && !quiet.contains("trained on"))
    let (all, loud) = overlap(session, "evaluate m on d.train")
    #expect(all == 160)
    #expect(loud.contains("warning: 'm' was trained on all of these images; on new ones it does worse"))
    // Whatever the set is called and however it is divided: the images count.
    #expect(session.run("load digits as e limit=100; split e validation=50% seed=9") == [])
    let (some, said) = overlap(session, "evaluate m on e.validation")
    let count = try #require(some)
    #expect(count > 0 && count < 50)
    #expect(
      said.contains("warning: 'm' was trained on \(count) of these 50 images; on new ones it does worse"))
  }

  @Test func theyAreKeptInFiles() throws {
    let folder = NSTemporaryDirectory() + "overlap-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = TestShell()
    #expect(session.run(Self.setup + "\nsave m to \"\(folder)/m.safetensors\"") == [])
    let other = TestShell()
    #expect(other.run("load digits as x limit=200; restore \"\(folder)/m.safetensors\" as n") == [])
    #expect(other.result("restore")?.display?.hasSuffix("trained on 160 different images of digits") == true)
    #expect(overlap(other, "evaluate n on x.train").0 == 160)
    #expect(overlap(other, "evaluate n on x.test").0 == 0)
    // A machine keeps them as well.
    #expect(
      session.run(
        "model s svm; train s on d; save s to \"\(folder)/s.safetensors\"; export s to \"\(folder)/s.svm\"")
        == [])
    #expect(
      other.run("restore \"\(folder)/s.safetensors\" as s; restore \"\(folder)/s.svm\" as theirs on x") == [])
    #expect(overlap(other, "evaluate s on x.train").0 == 160)
    // LIBSVM's files don't tell.
    let (nothing, said) = overlap(other, "evaluate theirs on x.train")
    #expect(
      nothing == nil && said.contains("whether 'theirs' was trained on any of these images isn't known"))
    // One that was changed is refused.
    let file = URL(fileURLWithPath: folder + "/m.safetensors")
    var bytes = try Data(contentsOf: file)
    let key = try #require(bytes.range(of: Data("fovea.trained\":\"1 ".utf8)))
    bytes[key.upperBound] = UInt8(ascii: "x")
    try bytes.write(to: file)
    #expect(
      other.run("restore \"\(folder)/m.safetensors\" as k") == [
        "1:9: '\(folder)/m.safetensors' is damaged: the list of the images that the model was trained on "
          + "makes no sense. Save the model again."
      ])
  }

  @Test func furtherTrainingsAddTheirs() {
    let session = TestShell()
    #expect(
      session.run(
        Self.setup + "\nload digits as e limit=400; split e validation=50% seed=1; train m on e epochs=1")
        == [])
    #expect(overlap(session, "evaluate m on d.train").0 == 160)
    #expect(overlap(session, "evaluate m on e.train").0 == 200)
    #expect(session.run("train m on e epochs=1 fresh=yes") == [])
    let (left, _) = overlap(session, "evaluate m on d.train")
    #expect(left ?? 160 < 160)
    // What undo takes back (the result that 'let' kept, then the training) isn't known any more.
    #expect(session.run("undo") == [] && session.run("undo") == [])
    #expect(overlap(session, "evaluate m on d.train").0 == 160)
  }

  @Test func compareTellsThemOfEachModel() throws {
    let session = TestShell()
    #expect(
      session.run(
        Self.setup + "\nload digits as e limit=100; model k cnn { dense classes }; train k on e epochs=1")
        == [])
    let (_, said) = overlap(session, "compare m k on d.train")
    guard case .rows(let rows)? = session.result("compare")?["models"]?.value else {
      Issue.record("no rows")
      return
    }
    let counts = rows.map { row in row.first { $0.name == "overlap" }?.value }
    #expect(counts[0] == .integer(160))
    #expect(
      said.contains("warning: 'm' was trained on all of these images")
        && said.contains("warning: 'k' was trained on "))
  }

  @Test func crossvalidateTellsTwinsInOtherFolds() throws {
    let folder = NSTemporaryDirectory() + "twins-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Eight images of two classes as svmlight lines; the first of each class stands twice, in folds of their
    // own.
    let lines = ["0 1:9", "0 1:9", "0 2:9", "0 3:9", "1 1:200", "1 1:200", "1 2:200", "1 4:200"]
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try lines.joined(separator: "\n").write(toFile: folder + "/t.svmlight", atomically: true, encoding: .utf8)
    let session = TestShell()
    #expect(
      session.run("load \"\(folder)/t.svmlight\" as t index=1; model m cnn { dense classes }") == [])
    let (duplicates, said) = overlap(session, "crossvalidate m on t folds=4 epochs=1")
    #expect(duplicates == 4)
    #expect(
      said.contains("warning: 4 of the images stand twice, so that their fold's model has learned from them"))
    let (none, _) = overlap(session, "crossvalidate m on t folds=2 epochs=1")
    #expect(none == 0)
  }

  @Test func hashesAreThoseOfPixelsAndSizes() throws {
    let shape = SampleShape(channels: 1, height: 1, width: 4)
    let one = Part(
      store: ImageStore(pixels: [1, 2, 3, 4, 5, 6, 7, 8], count: 2, shape: shape), labels: [0, 1])
    let other = Part(
      store: ImageStore(
        pixels: [5, 6, 7, 8], count: 1, shape: SampleShape(channels: 1, height: 2, width: 2)), labels: [0])
    let hashes = ImageHashes(of: one)
    #expect(hashes.count == 2 && hashes.overlap(with: one) == 2 && hashes.overlap(with: other) == 0)
    #expect(ImageHashes(of: one.selecting([1, 1, 1])).count == 1)
    #expect(hashes.union(ImageHashes(of: other)).count == 3)
    #expect(ImageHashes(text: hashes.text) == hashes && hashes.text.count == 32)
    for text in ["x", "0", String(repeating: "g", count: 16), String(repeating: "0", count: 32)] {
      #expect(ImageHashes(text: text) == nil)
    }
  }
}
