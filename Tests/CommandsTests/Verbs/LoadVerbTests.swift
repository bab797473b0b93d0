import Foundation
import Images
import Runtime
import Testing

@testable import Commands

/// `load`, and what `describe` and `split` tell of the images.
@Suite("load, split and describe")
struct LoadVerbTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "load-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// Writes pictures of one brightness each.
  private func draw(_ names: [String], shade: Int = 0, width: Int = 2) throws {
    for (index, name) in names.enumerated() {
      let file = URL(fileURLWithPath: folder + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      let pixels = [UInt8](repeating: UInt8(shade + index), count: width * 2)
      try Data(try Image(width: width, height: 2, channels: 1, pixels: pixels).encodedPNG()).write(to: file)
    }
  }

  /// Names that differ in what nobody sees are told apart: by their characters, and by the class meant.
  @Test func classesThatLookTheSameAreTwo() throws {
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    try draw(["a/\(composed)/1.png", "a/\(decomposed)/1.png", "a/\(decomposed)/2.png"])
    try draw(["b/cat/1.png", "b/cat/2.png", "b/dog/1.png", "b/dog/2.png"])
    try draw(["c/ca\u{200B}t/1.png", "c/dog/1.png"])
    let session = TestShell()
    #expect(session.run("load \"\(folder)/a\" as a; let r = show a class=\"\(composed)\"") == [])
    #expect(session.result("show")?["of"]?.value == .integer(1))
    #expect(session.run("let r = show a class=\"\(decomposed)\"") == [])
    #expect(session.result("show")?["of"]?.value == .integer(2))
    let failed = session.run(
      "load \"\(folder)/b\" as b; model m svm; train m on b; load \"\(folder)/c\" as c; evaluate m on c.train"
    )
    #expect(failed.first?.contains("('ca<U+200B>t' and 'cat')") == true, "\(failed)")
  }

  @Test func foldersOfPartsAreAskedForOrTold() throws {
    try draw(["Train/a/1.png", "Train/b/1.png", "Test/a/2.png", "Test/b/2.png"])
    let session = TestShell()
    #expect(session.run("load \"\(folder)\" as d") == [])
    #expect(session.result("load")?.display == "d: 2 training, 2 test images 2x2, gray, 2 classes")
    #expect(session.run("load \"\(folder)\" as d parts=none") == [])
    #expect(session.result("load")?.display == "d: 4 training images 2x2, gray, 2 classes")
    try draw(["Train/1.png"])
    let place =
      "1:6: the folder '\(folder)' has folders called like parts (Test, Train), whose images aren't in "
      + "folders of classes."
    #expect(session.run("load \"\(folder)\" as d").first?.hasPrefix(place) == true)
    #expect(
      session.run("load \"\(folder)\" as d parts=all").first?.contains("one of auto folders none") == true)
    // At the option that doesn't belong there.
    #expect(
      session.run("load digits as e parts=folders") == [
        "1:24: 'parts' is for folders of images; 'digits' is none."
      ])
    #expect(session.run("load digits as e index=2").first?.hasPrefix("1:24: ") == true)
  }

  @Test func classesWithoutImagesAreTold() throws {
    try draw(["a/1.png", "a/2.png", "b/1.png", "b/2.png", "c/1.png"])
    try Data().write(to: URL(fileURLWithPath: folder + "/c/1.png"))
    let session = TestShell()
    #expect(session.run("load \"\(folder)\" as d; describe d") == [])
    #expect(
      session.result("load")?.display?.contains("warning: 1 of the 3 classes has no training image: 'c'")
        == true)
    let result = try #require(session.result("describe"))
    #expect(result["imbalance"]?.value == .number(.infinity) && result["empty"]?.value == .integer(1))
    let text = try #require(result.display)
    #expect(
      text.contains(
        "  1 of the 3 classes has no training image: 'c'\n  all classes that have images are equally large\n")
    )
    #expect(text.components(separatedBy: "has no training image").count == 2)
    #expect(session.run("train m on d").count == 1)
    #expect(session.run("model m cnn { dense classes }; train m on d epochs=1") == [])
    #expect(
      session.result("train")?.display?.contains("warning: 1 of the 3 classes has no training image: 'c'")
        == true)
  }

  @Test func splitTellsClassesThatItUsedUp() throws {
    try draw(["a/1.png", "a/2.png", "a/3.png", "a/4.png", "b/1.png"])
    let session = TestShell()
    #expect(session.run("load \"\(folder)\" as d; split d validation=60% seed=1") == [])
    #expect(
      session.result("split")?.display
        == "d: 2 training, 3 validation, 0 test images\nwarning: after the split 1 of the 2 classes "
        + "has no training image: 'b'")
    #expect(session.run("describe d") == [])
    #expect(session.result("describe")?["imbalance"]?.value == .number(.infinity))
    #expect(session.run("split d validation=40% seed=1; describe d") == [])
    #expect(
      session.result("describe")?.display?.contains("1 of the 2 classes has no validation image: 'b'") == true
    )
  }

  @Test func theBaseOfSvmlightIsSaid() throws {
    try "3 1:7 2:9\n5 2:200\n".write(toFile: folder + "/t.svmlight", atomically: true, encoding: .utf8)
    let session = TestShell()
    #expect(session.run("load \"\(folder)/t.svmlight\" as d size=2x2") == [])
    #expect(
      session.result("load")?.display?.contains(
        "\nwarning: features are taken to be counted from 1, as none has") == true)
    let guessed = session.result("load")?["fingerprint"]?.value
    #expect(session.run("load \"\(folder)/t.svmlight\" as d size=2x2 index=1") == [])
    #expect(session.result("load")?["fingerprint"]?.value == guessed)
    #expect(session.result("load")?.display == "d: 2 training images 2x2, gray, 2 classes")
    #expect(session.run("load \"\(folder)/t.svmlight\" as d size=2x2 index=0") == [])
    #expect(session.result("load")?["fingerprint"]?.value != guessed)
  }

  @Test func tablesFitTheScreen() throws {
    for (index, width) in [2, 3, 4, 5, 6].enumerated() {
      try draw(["a/\(index).png", "b/\(index).png"], shade: 50 * index, width: width)
    }
    let session = TestShell()
    #expect(session.run("load \"\(folder)\" as d; describe d") == [])
    let whole = try #require(session.result("describe")?.display)
    #expect(whole.contains("2x2x1 (2), 3x2x1 (2), 4x2x1 (2), and 2 more"))
    session.shell.configuration.fitsTables = true
    for columns in [40, 60, 80, 100, 200] {
      session.shell.resize(columns: columns, rows: 24)
      #expect(session.run("describe d; list") == [])
      for verb in ["describe", "list"] {
        let lines = try #require(session.result(verb)?.display).split(separator: "\n")
        // A path stays whole.
        #expect(lines.allSatisfy { $0.count <= columns || $0.contains(folder) })
      }
    }
    #expect(session.result("describe")?.display == whole)
  }

  @Test func aTestPartIsSplitOffBesideALoadedValidationPart() throws {
    let names = (1...10).flatMap { ["Training/a/\($0).png", "Training/b/\($0).png"] }
    try draw(names + ["val/a/1.png", "val/b/1.png"])
    let session = TestShell()
    #expect(session.run("load \"\(folder)\" as p; split p test=20%") == [])
    #expect(session.result("split")?.display == "p: 16 training, 2 validation, 4 test images")
    #expect(
      session.run("split p") == [
        "1:7: 'p' was loaded with a validation part of its own (2 images), and no other share is given. A "
          + "test part can be split off: split p test=20%"
      ])
    let refused = session.run("split p validation=10% test=20%")
    #expect(
      refused.first?.hasPrefix("1:20: the data was loaded with a validation part") == true, "\(refused)")
  }

  @Test func otherChannelsAreNoOtherSize() throws {
    for name in ["a/1", "a/2", "b/1", "b/2"] {
      let file = URL(fileURLWithPath: "\(folder)/\(name).png")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      let image = Image(width: 2, height: 2, channels: 3, pixels: (0..<12).map { UInt8($0 * 20) })
      try Data(try image.encodedPNG()).write(to: file)
    }
    let load = "load \"\(folder)\" as"
    let start = "\(load) p; model m cnn { dense classes }; "
    let coloured = TestShell().run(start + "train m on p epochs=1; prepare p { grayscale }; train m on p")
    #expect(coloured.first?.contains("or take the images in colour: these are grey.") == true, "\(coloured)")
    let grey = TestShell().run(
      start + "prepare p { grayscale }; train m on p epochs=1; \(load) q; train m on q")
    #expect(grey.first?.contains("or make the images grey: prepare q { grayscale }.") == true, "\(grey)")
    let other = TestShell().run(
      start + "train m on p epochs=1; prepare p { resize 4x4 }; train m on p")
    #expect(other.first?.contains("or prepare the images to that size.") == true, "\(other)")
  }
}
