extension LinearMachine {
  /// The machine of the solutions; of two classes there is one, whose values are above 0 for the second.
  init(_ solutions: [LinearSolution], classes: [Int], width: Int, sigmoids: [PlattSigmoid]?) {
    let rounded = solutions.map { $0.weights.map { Double(Float($0)) } }
    let all = rounded.count == 1 ? [rounded[0].map { -$0 }, rounded[0]] : rounded
    self.init(
      classes: classes, width: width, weights: all.flatMap { $0.dropLast() }, biases: all.map { $0[width] },
      sigmoids: sigmoids?.map { PlattSigmoid(a: Double(Float($0.a)), b: Double(Float($0.b))) })
  }
}
