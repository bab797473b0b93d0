import Foundation
import Runtime
import Testing

@testable import Commands

/// Numbers that are none stop what would count with them.
@Suite("Numbers that aren't finite")
struct FiniteNumberTests {
  /// One step with two dense layers: finite weights whose outputs are none.
  private static let spoilt = """
    load digits as d limit=64
    model m cnn { dense 16; dense classes }
    train m on d epochs=1 rate=1e30
    """

  @Test func theLastStepIsLookedAtToo() throws {
    let session = TestShell()
    let findings = session.run(Self.spoilt + "\npredict m on d.test")
    #expect(findings.count == 1 && findings[0].hasPrefix("3:1: training diverged in step 1 at rate 1e+30"), "\(findings)")
    #expect(try session.shell.model("m").model == nil)
  }

  @Test func judgingNamesTheImage() throws {
    let folder = NSTemporaryDirectory() + "finite-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = folder + "/m.safetensors"
    let session = TestShell()
    #expect(
      session.run(
        """
        load digits as d limit=64
        split d validation=20%
        prepare d { normalize }
        model m cnn { dense classes }
        train m on d epochs=1
        save m to "\(file)"
        """) == [])
    // As a hostile file has it, of the same length so that the file stays one.
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    let name = try #require(bytes.range(of: Data("preparation.mean\":\"".utf8)))
    let end = try #require(bytes[name.upperBound...].firstIndex(of: UInt8(ascii: "\"")))
    let huge = "9." + String(repeating: "0", count: end - name.upperBound - 6) + "e307"
    bytes.replaceSubrange(name.upperBound..<end, with: Data(huge.utf8))
    try bytes.write(to: URL(fileURLWithPath: file))
    #expect(session.run("restore \"\(file)\" as m") == [])
    for command in [
      "predict m on d.test", "evaluate m on d.test", "evaluate m on d.train",
      "let r = evaluate m on d.test; plot calibration of r",
    ] {
      let findings = session.run(command)
      #expect(
        findings.count == 1 && findings[0].contains("holds numbers that aren't finite once it is prepared"), "\(findings)")
      #expect(findings.first?.contains(command.contains("train") ? "'d.train 0'" : "'d.test 0'") == true)
    }
  }

  @Test(arguments: ["9223372036854775807", "-1", "1000000001", "x"]) func aHistoryThatMakesNoSenseIsRefused(_ epoch: String)
    throws
  {
    #expect(ModelFile.epoch("\(epoch) 0.5 0.5") == nil)
  }
}
