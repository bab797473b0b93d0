import Foundation
import Models
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
    #expect(
      findings.count == 1 && findings[0].hasPrefix("3:1: training diverged in step 1 at rate 1e+30"),
      "\(findings)")
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
        findings.count == 1 && findings[0].contains("holds numbers that aren't finite once it is prepared"),
        "\(findings)")
      #expect(findings.first?.contains(command.contains("train") ? "'d.train 0'" : "'d.test 0'") == true)
    }
  }

  /// As a hostile file has it: tensors whose numbers are finite, and whose products aren't.
  private func restored(
    _ training: String, tensors: Set<String> = [], metadata: [String: String] = [:]
  ) throws -> (session: TestShell, findings: [String]) {
    let folder = NSTemporaryDirectory() + "finite-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/m.safetensors"
    let session = TestShell()
    #expect(session.run("load digits as d limit=100\n\(training)\nsave m to \"\(path)\"") == [])
    var file = try Safetensors(decoding: Array(Data(contentsOf: URL(fileURLWithPath: path))))
    let values = file.tensors.map { tensor in
      guard tensors.contains(tensor.name) else { return tensor }
      let huge = tensor.values.map { $0 == 0 ? 0 : Float.greatestFiniteMagnitude * ($0 < 0 ? -1 : 1) }
      return NamedTensor(name: tensor.name, shape: tensor.shape, values: huge)
    }
    #expect(tensors.isSubset(of: file.tensors.map(\.name)))
    file = Safetensors(tensors: values, metadata: file.metadata.merging(metadata) { $1 })
    try Data(file.encoded()).write(to: URL(fileURLWithPath: path))
    return (session, session.run("restore \"\(path)\" as m"))
  }

  @Test func aHistoryWithoutNumbersIsRefused() throws {
    let training = "model m cnn { dense classes }; train m on d epochs=1"
    for history in ["1 nan 0.5", "1 0.5 inf", "1 0.5 0.5 -inf 0.5", "1 0.5 0.5 0.5 0.5 rate=nan"] {
      let findings = try restored(training, metadata: ["fovea.history": history]).findings
      #expect(
        findings.count == 1 && findings[0].contains("the history of its training makes no sense"),
        "\(findings)")
    }
    #expect(try restored(training, metadata: ["fovea.history": "1 0.5 0.5 0.5 0.5 rate=1"]).findings == [])
  }

  /// Whatever takes a model: it works, or says that there is no number, and no result or file holds one that
  /// is none.
  @Test(
    arguments: [
      (
        "model m cnn { dense 8; relu; dense classes }; train m on d epochs=1",
        ["1.dense.weights", "3.dense.weights"]
      ),
      ("model m svm; train m on d", ["vectors", "coefficients"]),
      ("model m svm; train m on d", ["biases", "coefficients"]),
      ("model m svm scaling=standard; train m on d", ["vectors", "coefficients"]),
      ("model m svm kernel=linear; train m on d", ["weights", "biases"]),
      (
        "model m svm kernel=linear multiclass=ovo probabilities=yes; train m on d",
        ["vectors", "coefficients", "biases"]
      ),
    ] as [(String, [String])]) func noVerbPresentsWhatIsNoNumber(training: String, tensors: [String]) throws
  {
    let folder = NSTemporaryDirectory() + "finite-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (session, findings) = try restored(training, tensors: Set(tensors))
    guard findings == [] else { return }
    for command in [
      "evaluate m on d.test", "predict m on d.test top=3", "summary m", "summary m on d", "show m",
      "plot loss of m",
      "plot margins of m on d.test", "find rate m on d iterations=20", "crossvalidate m on d folds=2",
      "compare m on d.test",
      "export m to \"\(folder)/m.svm\"", "export d.test with m to \"\(folder)/d.svmlight\"", "describe d",
      "let r = evaluate m on d.test; show r; report r; plot calibration of r; plot roc of r; plot confusion "
        + "of r",
      "show m to \"\(folder)/m.svg\"", "plot margins of m on d.test to \"\(folder)/n.svg\"", "train m on d",
    ] {
      let before = session.results.count
      let found = session.run(command)
      #expect(found.count <= 1, "\(command): \(found)")
      for (verb, result) in session.results.dropFirst(before) {
        // A machine that votes has no loss; where a class has no images, there is nothing of it.
        for field in result.fields where !["loss", "of_classes", "warnings"].contains(field.name) {
          #expect(!Self.holdsNone(field.value), "\(command): \(verb) \(field)")
        }
        #expect(
          result.display?.contains(/\b(nan|inf|NaN|Infinity)\b/) != true,
          "\(command): \(result.display ?? "")")
      }
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
      #expect(!text.contains(/[ :"](-?nan|-?inf)\b/), "\(file)")
    }
  }

  private static func holdsNone(_ value: ResultValue) -> Bool {
    switch value {
    case .number(let number): !number.isFinite
    case .list(let items): items.contains(where: holdsNone)
    case .rows(let rows): rows.joined().contains { holdsNone($0.value) }
    case .integer, .boolean, .text: false
    }
  }

  @Test(arguments: ["9223372036854775807", "-1", "1000000001", "x"]) func aHistoryThatMakesNoSenseIsRefused(
    _ epoch: String
  )
    throws
  {
    #expect(ModelFile.epoch("\(epoch) 0.5 0.5") == nil)
  }
}
