import Foundation
import Testing

/// Pictures of text fit into narrow terminals.
@Suite("Plots in narrow terminals")
struct NarrowPlotTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test(arguments: [20, 30, 60] as [UInt16]) func everyPlotFits(columns: UInt16) throws {
    let script = """
      load digits as d limit=100
      model m cnn { dense classes }; model s svm
      train m on d epochs=2; train s on d
      let r = evaluate m
      plot loss of m; plot loss accuracy of m; plot confusion of r; plot roc of r; plot pr of r
      plot calibration of r; plot margins of s; show d samples=4; show r samples=2
      find rate m on d iterations=20
      """
    try folder.write(script, to: "plots.fovea")
    let terminal = try Pseudoterminal(["run", "plots.fovea", "--no-record"], in: folder, columns: columns)
    #expect(terminal.end() == 0, "\(terminal.shown.suffix(1000))")
    for line in terminal.lines {
      #expect(line.count <= columns || line.split(separator: " ").count == 1, "\(line)")
    }
  }
}
