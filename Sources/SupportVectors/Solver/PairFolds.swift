/// Which fifth of a pair's elements each belongs to, each class in proportion.
struct PairFolds: Sendable {
  static let count = 5
  private let folds: [Int]
  /// Whether each element is of the first class.
  let labels: [Bool]

  /// - Parameters:
  ///   - first: The fold of each element of the first class.
  init(first: [Int], second: [Int]) {
    folds = first + second
    labels = first.map { _ in true } + second.map { _ in false }
  }

  func fold(_ place: Int) -> Int { folds[place] }
  func members(_ fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }
}
