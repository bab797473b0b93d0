internal import Kernels

extension PairResult {
  /// All of it in words; numbers in their shortest form that brings the same bits back.
  var text: [String: String] {
    return [
      "first": SparseNumbers.text(coefficients.first), "second": SparseNumbers.text(coefficients.second),
      "bias": "\(bias)",
      "objective": "\(objective)",
      "iterations": "\(iterations)", "unfinished": "\(isUnfinished)",
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
      text[key].flatMap { SparseNumbers.read($0, count: count) }
    }
    let sigmoid = (text["sigmoid"] ?? "").split(separator: " ").compactMap { Double($0) }
    guard let ones = dense("first", counts.first), let others = dense("second", counts.second),
      let bias = text["bias"].flatMap({ Double($0) }),
      let objective = text["objective"].flatMap({ Double($0) }),
      let iterations = text["iterations"].flatMap({ Int($0) }),
      let isUnfinished = text["unfinished"].flatMap({ Bool($0) }), sigmoid.count == (hasSigmoid ? 2 : 0)
    else { return nil }
    self.init(
      first: first, second: second, coefficients: (ones, others), bias: bias, objective: objective,
      iterations: iterations,
      isUnfinished: isUnfinished, costs: costs,
      sigmoid: hasSigmoid ? PlattSigmoid(a: sigmoid[0], b: sigmoid[1]) : nil)
  }
}
