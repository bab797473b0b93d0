import Foundation
import Testing

@testable import Networks

/// Every layer, forward and backward, against what PyTorch makes of the same numbers: Fixtures/layers.json,
/// written by layers.py beside it.
@Suite struct LayerAgreementTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var text: String
    var sizes: [Int]
    var input: [Double]
    var output: [Double]
    var outputGradient: [Double]
    var inputGradient: [Double]
    var parameters: [[Double]]
    var parameterGradients: [[Double]]
    var testDescription: String { "\(text) on \(sizes)" }
  }

  static let cases: [Case] = {
    guard
      let file = Bundle.module.url(forResource: "layers", withExtension: "json", subdirectory: "Fixtures"),
      let cases = try? JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    else { fatalError("Fixtures/layers.json is part of the tests") }
    return cases
  }()

  /// 1e-5 allows some hundred roundings and oneDNN's polynomials for exponentials; gradients of weights sum
  /// over the whole batch, which 5e-5 allows.
  @Test(arguments: cases) func agreesWithPyTorch(test: Case) throws {
    let found = try LayerBench.run(
      test.text, sizes: test.sizes, input: test.input, parameters: test.parameters,
      outputGradient: test.outputGradient)
    let output = distance(found.output, test.output)
    #expect(output <= 1e-5, "output off by \(output)")
    let input = distance(found.inputGradient, test.inputGradient)
    #expect(input <= 1e-5, "gradient of the input off by \(input)")
    #expect(found.names.count == test.parameterGradients.count)
    for (index, expected) in test.parameterGradients.enumerated() {
      let error = distance(found.parameterGradients[index], expected)
      #expect(error <= 5e-5, "gradient of \(found.names[index]) off by \(error)")
    }
  }

  /// A layer without a case here would be one that nothing holds against the outside.
  @Test func everyLayerIsHeldAgainstPyTorch() {
    let held = Set(Self.cases.compactMap { $0.text.split(separator: " ").first.map(String.init) })
    // Dropout draws numbers that PyTorch doesn't; structures have tests of their own.
    let others: Set = ["dropout", "residual", "skip", "branch", "repeat", "add", "concat"]
    #expect(Set(Layers.all.map(\.name)).subtracting(others).subtracting(held) == [])
  }
}
