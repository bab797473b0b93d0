import Foundation
import Testing

/// The sessions in sessions/ replay to the same bits, with one thread and with two.
@Suite("Shipped sessions")
struct ShippedSessionTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("sessions")

  /// Those that are part of the project; what a person recorded here begins with a date.
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    .filter {
      $0.hasSuffix(".fovea") && $0.first?.isNumber != true
    }

  @Test func areThere() { #expect(Self.names.contains("quickstart.fovea")) }

  @Test(arguments: names, ["1", "2"])
  func replay(name: String, threads: String) throws {
    let work = try WorkFolder()
    try work.write(
      String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8), to: "sessions/" + name)
    let outcome = try Program.run(["replay", "sessions/" + name, "--threads", threads, "--json"], in: work)
    let end = try #require(try outcome.events().last)
    #expect(end["chain"] as? String == "intact")
    // On a machine with other kernels the bits may be others; then nothing may be called a difference.
    #expect(["same", "inconclusive"].contains(end["verdict"] as? String ?? ""), "\(outcome.output)")
    #expect(outcome.status == (end["verdict"] as? String == "same" ? 0 : 3))
  }
}
