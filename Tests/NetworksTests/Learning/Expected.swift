import Foundation

/// What PyTorch and fastai say: Fixtures/learning.json, written by learning.py beside it.
struct Expected: Decodable {
  /// By case, by step: the weights.
  let optimizers: [String: [String: [Double]]]
  /// By case: the rate of each step.
  let schedules: [String: [Double]]
  let losses: Losses
  let searches: Searches

  struct Losses: Decodable {
    let samples: [[Float]]
    let labels: [Int]
    let weights: [Double]
    let cases: [String: Case]

    struct Case: Decodable {
      let value: Double
      let gradient: [Double]
    }
  }

  struct Searches: Decodable {
    let rates: [Double]
    let curves: [String: Curve]

    struct Curve: Decodable {
      let losses: [Double]
      let suggestions: [String: Double]
    }
  }

  static let values: Expected = {
    do {
      guard
        let file = Bundle.module.url(forResource: "learning", withExtension: "json", subdirectory: "Fixtures")
      else {
        fatalError("Fixtures/learning.json is part of the tests")
      }
      return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
    } catch {
      fatalError("Fixtures/learning.json: \(error)")
    }
  }()
}
