/// A problem that is put aside, in words; numbers in their shortest form that brings the same bits back.
extension PairProblem {
  /// Where it stands. Rows of kernel values aren't in it: computed again they have the same bits.
  var standing: [String: String] {
    [
      "alphas": SparseNumbers.text(alphas), "iterations": "\(iterations)",
      "f": (0..<length).lazy.filter(isElement).map { "\(self.f[$0])" }.joined(separator: " "),
    ]
  }

  /// Goes back to where it stood, when it has begun without the elements that were left out then.
  ///
  /// - Returns: Whether the text makes sense; else nothing changes.
  func restore(_ text: [String: String]) -> Bool {
    guard let values = text["f"]?.split(separator: " ").compactMap({ Double($0) }),
      values.count == counts.first + counts.second,
      values.allSatisfy(\.isFinite),
      let alphas = text["alphas"].flatMap({ SparseNumbers.read($0, count: length) }),
      let iterations = text["iterations"].flatMap({ Int($0) })
    else { return false }
    for (index, value) in zip((0..<length).lazy.filter(isElement), values) { f[index] = value }
    for index in 0..<length where isElement(index) {
      // What is left out can move neither way, and stays so.
      guard up[index] == 0 || down[index] == 0 else { continue }
      self.alphas[index] = alphas[index]
      bound(index)
    }
    self.iterations = iterations
    selectNext()
    return true
  }
}
