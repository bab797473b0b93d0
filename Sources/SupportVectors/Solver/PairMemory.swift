internal import Kernels

/// Where the machines of single pairs are kept while a fit goes on, so that one which is broken off begins where it ended. What
/// a pair's machine is depends on the samples and the definition alone, so keeping it changes no result.
public struct PairMemory {
  /// What was kept of a pair, by its two places among the classes that have samples.
  public let known: (_ first: Int, _ second: Int) -> [String: String]?
  /// Takes what a pair came to.
  ///
  /// - Parameter seconds: How long the fit took since the last call.
  public let keep: (_ first: Int, _ second: Int, _ solution: [String: String], _ seconds: Double) -> Void

  public init(
    known: @escaping (_ first: Int, _ second: Int) -> [String: String]?,
    keep: @escaping (_ first: Int, _ second: Int, _ solution: [String: String], _ seconds: Double) -> Void
  ) {
    self.known = known
    self.keep = keep
  }
}

extension PairResult {
  /// All of it in words; numbers in their shortest form that brings the same bits back.
  var text: [String: String] {
    func sparse(_ values: [Double]) -> String {
      values.enumerated().filter { $0.element != 0 }.map { "\($0.offset):\($0.element)" }.joined(separator: " ")
    }
    return [
      "first": sparse(coefficients.first), "second": sparse(coefficients.second), "bias": "\(bias)",
      "objective": "\(objective)",
      "iterations": "\(iterations)", "rows": "\(rowsComputed)", "unfinished": "\(isUnfinished)",
      "sigmoid": sigmoid.map { "\($0.a) \($0.b)" } ?? "",
    ]
  }

  /// - Parameter counts: Samples of the two classes.
  /// - Returns: nil where the text makes no sense.
  init?(
    _ text: [String: String], first: Int, second: Int, counts: (first: Int, second: Int),
    costs: (first: Double, second: Double), hasSigmoid: Bool
  ) {
    func dense(_ key: String, _ count: Int) -> [Double]? {
      guard let words = text[key]?.split(separator: " ") else { return nil }
      var values = [Double](repeating: 0, count: count)
      for word in words {
        let parts = word.split(separator: ":")
        guard parts.count == 2, let index = Int(parts[0]), values.indices.contains(index), let value = Double(parts[1]),
          value.isFinite
        else { return nil }
        values[index] = value
      }
      return values
    }
    let sigmoid = (text["sigmoid"] ?? "").split(separator: " ").compactMap { Double($0) }
    guard let ones = dense("first", counts.first), let others = dense("second", counts.second),
      let bias = text["bias"].flatMap({ Double($0) }), let objective = text["objective"].flatMap({ Double($0) }),
      let iterations = text["iterations"].flatMap({ Int($0) }), let rows = text["rows"].flatMap({ Int($0) }),
      let isUnfinished = text["unfinished"].flatMap({ Bool($0) }), sigmoid.count == (hasSigmoid ? 2 : 0)
    else { return nil }
    self.init(
      first: first, second: second, coefficients: (ones, others), bias: bias, objective: objective, iterations: iterations,
      rowsComputed: rows, isUnfinished: isUnfinished, costs: costs,
      sigmoid: hasSigmoid ? PlattSigmoid(a: sigmoid[0], b: sigmoid[1]) : nil)
  }
}
