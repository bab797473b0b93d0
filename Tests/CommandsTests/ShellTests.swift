import Diagnostics
import Foundation
import Record
import Runtime
import Testing

@testable import Commands

/// A shell without a record, and what it said.
final class TestShell {
  let shell: Shell
  private(set) var results: [(verb: String, result: ResultRecord)] = []
  private(set) var printed: [String] = []

  init(threads: Int = 2, seed: UInt64 = 7) {
    shell = Shell(.init(threads: threads, seed: seed))
    shell.onEvent = { [unowned self] event in
      switch event {
      case .result(_, let verb, _, let result, _): results.append((verb, result))
      case .printed(_, let text): printed.append(text.text)
      case .started, .stopped: break
      }
    }
  }

  /// The findings, or none when all went well.
  func run(_ text: String) -> [String] {
    do throws(RunFailure) {
      try shell.run(SourceText(name: "test", text: text))
      return []
    } catch {
      guard case .findings(let findings) = error else { return ["interrupted"] }
      return findings.map {
        "\($0.place.line):\($0.place.column): \($0.message)" + ($0.hint.map { " \($0)" } ?? "")
      }
    }
  }

  func result(_ verb: String) -> ResultRecord? { results.last { $0.verb == verb }?.result }
}

@Suite("The main job on digits")
struct MainJobTests {
  static let script = """
    load digits as digits8
    split digits8 validation=10%
    prepare digits8 { normalize }
    augment digits8 { shift 10% }
    model small cnn { conv 8 3x3; batchnorm; relu; pool max 2x2; dropout 10%; dense classes }
    train small on digits8 epochs=4 batch=64 rate=0.1 schedule=cosine
    let r = evaluate small
    assert r.accuracy >= 85%
    """

  @Test func aNetworkLearnsDigits() throws {
    let session = TestShell()
    #expect(session.run(Self.script) == [])
    let training = try #require(session.result("train"))
    #expect(training["epochs"]?.value == .integer(4))
    #expect(training["validation_accuracy"] != nil)
  }

  @Test func theBitsDoNotDependOnThreads() throws {
    var hashes: Set<String> = []
    for threads in 1...3 {
      let session = TestShell(threads: threads)
      #expect(session.run(Self.script) == [])
      if case .text(let hash) = session.result("train")?["weights"]?.value { hashes.insert(hash) }
    }
    #expect(hashes.count == 1)
  }

  @Test func aSavedModelComesBack() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-save-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = TestShell()
    #expect(session.run(Self.script + "\nsave small to \"\(folder)/small.safetensors\"") == [])
    let other = TestShell(seed: 99)
    #expect(
      other.run(
        """
        restore "\(folder)/small.safetensors" as again
        load digits as d
        let r = evaluate again on d.test
        """) == [])
    #expect(other.result("restore")?["weights"]?.value == session.result("train")?["weights"]?.value)
    #expect(other.result("evaluate")?["accuracy"]?.value == session.result("evaluate")?["accuracy"]?.value)
  }

  @Test func undoBringsBackWhatWas() {
    let session = TestShell()
    #expect(session.run("load digits as d\nmodel m cnn { dense classes }\ntrain m on d epochs=1") == [])
    #expect(
      session.run("undo\nevaluate m") == ["2:10: the model 'm' isn't trained. Train it: train m on DATA"])
    #expect(session.run("undo") == [])
    #expect(session.run("summary m") == ["1:9: there is no model 'm'. Define one: model m cnn { … }"])
  }

  /// The variable of a loop ends with it, also where 'undo' leads back into the loop.
  @Test func undoBringsNoLoopVariableBack() {
    let session = TestShell()
    #expect(session.run("for i in [1, 2, 3] { let q = i }") == [])
    #expect(session.run("undo\nassert q == 2") == [])
    #expect(session.run("print i").first?.contains("there is no value 'i'") == true)
    #expect(session.run("undo\nundo") == [])
    #expect(session.run("print q").first?.contains("there is no value 'q'") == true)
    #expect(session.run("let i = 7; for i in [1, 2] { let q = i }; undo; assert i == 7") == [])
    #expect(session.run("for k in [1, 2] { let z = k; undo; assert k > 0 }") == [])
  }
}
