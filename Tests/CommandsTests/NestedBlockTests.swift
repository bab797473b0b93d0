import Foundation
import Runtime
import Testing

@testable import Commands

/// Blocks inside a model's block, as a person types them.
@Suite("Layers inside layers")
struct NestedBlockTests {
  @Test func aBranchingModelIsSavedAndComesBack() throws {
    let session = TestShell()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let script = """
      load digits as d
      let width = 8
      model m cnn {
        conv $width 3x3 name=stem
        repeat 2 { residual { conv $width 3x3; batchnorm; relu; conv $width 3x3; batchnorm }; relu }
        residual {
          conv 16 3x3 stride=2
          skip { conv 16 1x1 stride=2 }   # around
        }
        branch concat { conv 8 1x1 } { conv 8 3x3; relu } { }
        pool global
        dense classes
      }
      train m on d epochs=1
      save m to "\(file)"
      restore "\(file)" as n
      """
    #expect(session.run(script) == [])
    #expect(session.result("model")?["layers"]?.value == .integer(24))
    #expect(session.result("restore")?["weights"] == session.result("train")?["weights"])
    #expect(session.run("summary n") == [])
    #expect(session.result("summary")?["layers"]?.value == .integer(24))
    #expect(session.result("summary")?.display?.contains("conv 8 3x3 name=stem") == true)
  }

  @Test(
    arguments: [
      (
        "model m cnn { conv 8 3x3; skip { relu } }",
        "1:27: 'skip' stands inside the block of 'residual' alone."
      ),
      (
        "model m cnn { residual; dense classes }",
        "1:15: 'residual' needs a block of layers in braces. For example: residual { conv 32 3x3 stride=2; "
          + "relu; conv 32 3x3; skip { conv 32 1x1 stride=2 } }"
      ),
      (
        "model m cnn { branch add { relu }; dense classes }",
        "1:15: 'branch' needs 2 blocks of layers in braces. For example: branch concat { conv 16 1x1 } { "
          + "conv 16 3x3; relu } { }"
      ),
      ("model m cnn { repeat 2 { relu } { relu }; dense classes }", "1:33: 'repeat' takes one block."),
      ("model m cnn { relu { relu }; dense classes }", "1:20: 'relu' takes no block."),
      (
        "model m cnn { residual { repeat 2 { rely } }; dense classes }",
        "1:37: there is no layer 'rely'. Did you mean 'relu'?"
      ),
      (
        "model m cnn { residual { for x in [1] { relu } }; dense classes }",
        "1:26: only layers can stand in this block."
      ),
      (
        "load digits as d\nmodel m cnn { conv 8 3x3\nresidual { conv 4 3x3 }\ndense classes }\nsummary m on "
          + "d",
        "3:1: 'residual' (layer 2) gets 8x8x4 and 8x8x8 (width x height x channels); it needs equal "
          + "shapes to "
          + "add. Bring its input to that shape: skip { conv FILTERS 1x1 stride=N } inside the block."
      ),
    ])
  func findingsPointAtTheLine(text: String, finding: String) {
    #expect(TestShell().run(text) == [finding])
  }
}
