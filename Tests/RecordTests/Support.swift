import Foundation
import Runtime
import Testing

@testable import Record

/// A folder that goes away with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "fovea-record-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}

extension SessionHeader {
  static let example = SessionHeader(
    versions: [
      Version("fovea", "0.1.0"), numerics(.data, 1), numerics(.networks, 4), numerics(.supportVectors, 1),
      Version("oneDNN", "2.6.3"), Version("OpenBLAS", "0.3.21"),
    ],
    instructionSet: "avx512_core", level2Cache: "1024K", date: "2026-11-23T14:05:11Z", seed: 8_842_191)

  /// Of a session whose lines don't tell what results were made from.
  static let ofFormat1 = {
    var header = example
    header.format = 1
    return header
  }()
}

extension SessionTime {
  /// 2026-11-23T14:05:11Z
  static let example = SessionTime(secondsSince1970: 1_795_442_711)
}

extension ResultRecord {
  static let load = ResultRecord([
    .init("train", .integer(60000)), .init("test", .integer(10000)), .init("name", .text("fashion")),
    .init("fingerprint", .text("sha256:4c2f")),
  ])
  static let train = {
    var result = trained
    result.provenance = [
      .init("of", .text("training")), .init("model", .text("small")), .init("seed", .text("7")),
    ]
    return result
  }()
  private static let trained = ResultRecord([
    .init(
      "history",
      .rows([
        [
          .init("epoch", .integer(1)), .init("loss", .number(0.4123324751853943)),
          .init("accuracy", .number(0.8513666666666667)),
        ],
        [.init("epoch", .integer(2)), .init("loss", .number(0.3)), .init("accuracy", .number(0.9))],
      ])),
    .init("weights", .text("sha256:19ab")), .init("steps", .integer(938)),
    .init("seconds", .number(41.2), measured: true),
    .init("images_per_second", .number(2911), measured: true),
  ])
}

/// A session with every kind of entry, closed or left open, and its bytes.
func exampleSession(in folder: TemporaryFolder, closed: Bool = true) throws -> (path: String, bytes: [UInt8])
{
  let writer = SessionWriter(folder: folder.path, header: .example, now: .example)
  try writer.begin("load fashion-mnist as fashion")
  try writer.finish(.load)
  try writer.note("a small network first")
  try writer.begin("model small cnn {\n  dense 10\n#= no result\n}")
  try writer.finish(ResultRecord())
  try writer.comment("for i in [1] {\n  train small on fashion epochs=$i\n}")
  try writer.begin("train small on fashion epochs=2")
  try writer.finish(.train)
  try writer.begin("confuse small")
  try writer.fail("there is no command 'confuse'. Did you mean 'plot confusion'?")
  if closed { try writer.close() }
  let path = try #require(writer.path)
  return (path, try SessionFile.read(path))
}

func lines(_ bytes: [UInt8]) -> [String] {
  String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(
    String.init)
}
