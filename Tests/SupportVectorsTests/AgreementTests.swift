import Datasets
import Foundation
import Kernels
import Models
import Testing

@testable import SupportVectors

/// LIBSVM's solutions, computed by scikit-learn's SVC: Fixtures/make_fixtures.py.
struct MachineCase: Decodable, Sendable, CustomTestStringConvertible {
  let data: String
  let kernel: String
  let cost: Double
  /// Nil for 1 / (features * variance).
  let gamma: Double?
  let coef0: Double
  /// Whether features are standardised; they are no bytes then.
  let standard: Bool
  let objective: Double
  let vectors: Int
  let accuracy: Double
  /// Of the first eight test images, all pairs of classes.
  let decisions: [Double]
  /// Of all test images, a digit each.
  let labels: String

  var testDescription: String { "\(data) \(kernel)\(standard ? " standardised" : "")" }

  static let all = (try? Fixtures.read("machines.json", as: MachineCase.self)) ?? []
  static let hasFashion = FileManager.default.fileExists(atPath: "/usr/share/datasets/fashion-mnist")

  var definition: SupportVectorDefinition {
    SupportVectorDefinition(
      kernel: KernelKind(rawValue: kernel) ?? .rbf, cost: cost, gamma: gamma.map(Gamma.number) ?? .scale,
      degree: 3,
      coef0: coef0,
      multiclass: .pairs, scaling: standard ? .standard : .none)
  }
}

@Suite("Agreement with LIBSVM and scikit-learn")
struct AgreementTests {
  @Test func thereAreCases() {
    #expect(MachineCase.all.count == 10)
    #expect(Set(MachineCase.all.map(\.kernel)).count == KernelKind.allCases.count)
  }

  /// Both solvers end at the same violation of optimality, 1e-3, on different ways: so the bounds are the
  /// field's, not those of rounding.
  @Test(arguments: MachineCase.all.filter { $0.data == "digits" || MachineCase.hasFashion })
  func machinesAreLIBSVMs(_ expected: MachineCase) throws {
    let (train, test) = try parts(expected.data == "digits" ? "digits" : "fashion-mnist", limit: 10_000)
    let model = try SupportVectorRecipe(definition: expected.definition).machine(on: train, threads: 2)
    #expect(abs(model.report.objective / expected.objective - 1) < 1e-4)
    let difference = abs(model.report.supportVectors - expected.vectors)
    #expect(difference <= max(2, expected.vectors / 200))
    let labels = try #require(try model.predict(test, threads: 2)).predictedLabels
    let others = expected.labels.compactMap(\.wholeNumberValue)
    #expect(labels.count == others.count)
    #expect(zip(labels, others).count { $0 != $1 } <= labels.count / 1000)
    let decisions = try #require(try model.decisions(test, threads: 2))
    for (found, value) in zip(decisions.values, expected.decisions) { #expect(abs(found - value) < 1e-2) }
    #expect(decisions.columns * 8 == expected.decisions.count)
  }

  private struct ComponentCase: Decodable {
    let shares: [Double]
    let coordinates: [Double]
  }

  /// Samples are read as floats, whose rounding the coordinates carry.
  @Test func componentsAreThoseOfScikitLearn() throws {
    let (train, test) = try parts("digits")
    let expected = try #require(try Fixtures.read("components.json", as: ComponentCase.self).first)
    let group = try WorkerGroup(threads: 2)
    let pixels = try FittedFeatures(.pixels, input: train.shape)
    let rows = try FeatureReading(source: train, features: pixels, isBytes: false).rows(
      Array(0..<train.count), group: group)
    let components = try PrincipalComponents.fit(rows, count: expected.shares.count, group: group)
    for (found, share) in zip(components.shares, expected.shares) { #expect(abs(found - share) < 1e-7) }
    let features = try FittedFeatures(
      .components(expected.shares.count), input: train.shape, components: components)
    let coordinates = try FeatureReading(source: test, features: features, isBytes: false).rows(
      Array(0..<10), group: group)
    for (index, value) in expected.coordinates.enumerated() {
      #expect(abs(Double(coordinates.floats(0)[index]) - value) < 1e-5)
    }
  }
}
