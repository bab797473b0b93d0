import Foundation
import Images
import Testing

/// What a person should know comes with `--json` too: as events, and in the results.
@Suite("Warnings")
struct WarningTests {
  private let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    for (index, kind) in ["cat", "dog"].enumerated() {
      for number in 0..<6 {
        let pixels = (0..<48).map { UInt8(truncatingIfNeeded: $0 * (index * 5 + 3) + number * 17) }
        try folder.write(
          try Image(width: 4, height: 4, channels: 3, pixels: pixels).encodedPNG(),
          to: "pets/\(kind)/\(number).png")
      }
    }
    try folder.write("no picture", to: "pets/cat/broken.png")
  }

  private static let script = """
    load ./pets as p
    model m cnn { dense classes }
    train m on p epochs=60
    let r = predict m on ./pets top=2
    print r.warnings
    """

  private func warnings(_ events: [[String: Any]]) -> [(line: Int, message: String)] {
    events.filter { $0["event"] as? String == "warning" }.map { event in
      (event["line"] as? Int ?? 0, event["message"] as? String ?? "")
    }
  }

  @Test func eachIsAnEventWithItsPlaceAndStandsInTheResult() throws {
    try folder.write(Self.script, to: "pets.fovea")
    let run = try Program.run(["run", "pets.fovea", "--json"], in: folder)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    let events = try run.events()
    let told = warnings(events)
    #expect(
      told.contains { $0.line == 1 && $0.message.hasPrefix("'./pets/cat/broken.png' can't be read") },
      "\(told)")
    #expect(told.contains { $0.line == 4 && $0.message.contains("broken.png") }, "\(told)")
    let result = try #require(events.last { $0["event"] as? String == "result" && $0["line"] as? Int == 4 })
    let fields = try #require(result["result"] as? [String: Any])
    #expect((fields["warnings"] as? [String])?.first?.contains("broken.png") == true)
    #expect((result["measured"] as? [String])?.contains("warnings") == true)
    // Each image with its file, its classes and their probabilities.
    #expect(
      (fields["files"] as? [String])?.count == 12
        && (fields["files"] as? [String])?.first == "./pets/cat/0.png")
    let names = try #require(fields["top_names"] as? [[String]])
    let chances = try #require(fields["top_probabilities"] as? [[Double]])
    #expect(names.count == 12 && names.allSatisfy { Set($0) == ["cat", "dog"] })
    #expect(chances.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 })
    #expect(events.contains { ($0["text"] as? String)?.contains("broken.png") == true })
  }

  @Test func aReplayTellsThemAndComparesTheFiles() throws {
    try folder.write(Self.script, to: "pets.fovea")
    #expect(try Program.run(["run", "pets.fovea"], in: folder).status == 0)
    let sessions = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/sessions")
    let session = "sessions/" + (try #require(sessions.first { $0.hasSuffix(".fovea") }))
    let text = try String(contentsOfFile: folder.path + "/" + session, encoding: .utf8)
    #expect(text.contains("files=[./pets/cat/0.png"), "\(text)")
    let replay = try Program.run(["replay", session, "--json"], in: folder)
    #expect(replay.status == 0, "\(replay.output)")
    #expect(warnings(try replay.events()).count { $0.message.contains("broken.png") } == 2)
  }

  @Test func theyAreLinesOnTheScreen() throws {
    let run = try Program.run(["-c", "load ./pets as p", "--no-record"], in: folder)
    #expect(run.output.contains("\nwarning: './pets/cat/broken.png' can't be read"), "\(run.output)")
  }

  /// Also of the last batch of an epoch, and wherever a network is trained.
  @Test func batchNormOverFewImagesIsTold() throws {
    let model = "load digits as d limit=100\nmodel m cnn { conv 4 3x3; batchnorm; relu; dense classes }\n"
    for (command, count) in [
      ("train m on d batch=32 epochs=1", "4 images in the last batch of each epoch"),
      ("find rate m on d batch=32 iterations=20", "4 images in the last batch of each epoch"),
      ("crossvalidate m on d folds=2 batch=48 epochs=1", "2 images in the last batch of each epoch"),
      ("crossvalidate m on d folds=2 batch=8 epochs=1", "2 images at a time"),
    ] {
      let run = try Program.run(["-c", model + command, "--no-record", "--json"], in: folder)
      let told = warnings(try run.events())
      #expect(
        told.contains { $0.line == 3 && $0.message.hasPrefix("batchnorm took its means over ") },
        "\(command): \(told)")
      #expect(told.contains { $0.message.contains(count) || count.contains("at a time") }, "\(told)")
    }
    let even = try Program.run(["-c", model + "train m on d batch=25 epochs=1", "--no-record"], in: folder)
    #expect(!even.output.contains("batchnorm took"), "\(even.output)")
  }

  @Test func aTrainingThatLearntNothingSaysWhatToType() throws {
    let few = try Program.run(
      [
        "-c",
        "load digits as d limit=104; model m cnn { conv 32 3x3; relu; conv 32 3x3; relu; dense classes }; "
          + "train m on d rate=2",
        "--no-record", "--seed", "1",
      ],
      in: folder)
    #expect(
      few.output.contains("warning: the loss ended at ")
        && few.output.contains("type: train m on d fresh=yes epochs=30 batch=16 rate=0.05")
        || few.errors.contains("diverged"), "\(few.output)\(few.errors)")
    // Where the loss falls, the rate isn't the cause.
    let falling = try Program.run(
      [
        "-c", "load digits as d limit=104; model m cnn { dense classes }; train m on d epochs=3 rate=0.001",
        "--no-record", "--seed", "1",
      ], in: folder)
    #expect(
      falling.output.contains(
        ": it was still falling, so more epochs are needed; type the same command with fresh=yes epochs=30"),
      "\(falling.output)")
    #expect(!falling.output.contains("too high"))
    let rough = try Program.run(
      [
        "-c",
        "load digits as d limit=60; model m cnn { conv 4 3x3; batchnorm; relu; dense classes }; train m on d "
          + "batch=1 epochs=1",
        "--no-record",
      ],
      in: folder)
    #expect(
      rough.output.contains(
        "warning: batchnorm took its means over 1 image at a time; below 12 they are too rough to learn "
          + "with: take batch=32 or more"
      ),
      "\(rough.output)")
  }
}
