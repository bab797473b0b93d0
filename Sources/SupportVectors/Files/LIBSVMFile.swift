public import Datasets

/// A model file of LIBSVM: C.-C. Chang, C.-J. Lin, "LIBSVM: a library for support vector machines", ACM TIST
/// 2, 2011 (doi:10.1145/1961189.1961199). Classifiers are supported, C-SVC and nu-SVC, which have the same
/// decision function.
public struct LIBSVMFile: Sendable {
  /// The labels of the classes, in the order of the file.
  public let labels: [Int]
  /// The number of features: one more than the largest index, counted from 0.
  public let width: Int
  /// The kernel.
  public let function: KernelFunction
  let offsets: [Double]
  let sigmoids: [PlattSigmoid]?
  /// The support vectors of each class.
  let vectors: [[SparseText.Row]]
  /// A row a support vector, of all classes in order: yα in the pairs with each other class.
  let coefficients: [[Double]]

  /// Whether a file beginning with these bytes is in this format.
  public static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "svm_type ".utf8) }

  /// Parses the bytes of a file.
  ///
  /// - Throws: `.damagedLIBSVM` with the line.
  public init(_ bytes: [UInt8]) throws(SupportVectorError) {
    var header = Header()
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var line = 0
    while true {
      guard line < lines.count else { throw .damagedLIBSVM(line: line, reason: "there is no line 'SV'") }
      let words = String(decoding: lines[line], as: UTF8.self).split(whereSeparator: \.isWhitespace).map(
        String.init)
      line += 1
      if words.first == "SV" { break }
      try header.read(words, line)
    }
    let checked = try header.checked(line)
    (labels, function, offsets, sigmoids) = (checked.labels, checked.function, header.rho, header.sigmoids)
    var vectors: [[SparseText.Row]] = []
    var coefficients: [[Double]] = []
    for count in header.counts {
      var own: [SparseText.Row] = []
      for _ in 0..<count {
        guard line < lines.count, !lines[line].isEmpty else {
          throw .damagedLIBSVM(
            line: line + 1, reason: "\(header.counts.reduce(0, +)) support vectors are promised, it ends here"
          )
        }
        let (weights, row) = try Self.vector(lines[line], weights: labels.count - 1, line + 1)
        coefficients.append(weights)
        own.append(row)
        line += 1
      }
      vectors.append(own)
    }
    self.vectors = vectors
    self.coefficients = coefficients
    width = vectors.joined().map { ($0.indices.last ?? -1) + 1 }.max() ?? 0
    guard width > 0 else { throw .damagedLIBSVM(line: line, reason: "no support vector has a feature") }
  }

  /// Checks that images of a shape have the features of the file.
  ///
  /// - Throws: `.tooWideLIBSVM`.
  public func check(input: SampleShape) throws(SupportVectorError) {
    guard width <= input.count else { throw .tooWideLIBSVM(features: width, shape: input) }
  }

  /// Whether the support vectors are unscaled bytes: integers from 0 to 255, not only 0 and 1.
  public var holdsBytes: Bool {
    let values = vectors.joined().lazy.flatMap(\.values)
    return values.allSatisfy { (0...255).contains($0) && $0 == $0.rounded() } && values.contains { $0 > 1 }
  }

  /// An upper bound of all kernel values of two support vectors and of all values that belong to one.
  func largestKernel(_ function: KernelFunction, unit: Double) -> Double {
    let squares = vectors.joined().map { $0.values.reduce(0) { $0 + $1 / unit * ($1 / unit) } }
    let square = squares.max() ?? 0
    let inner = function.kind == .linear ? square : function.gamma * square + abs(function.coef0)
    let power = function.kind == .polynomial ? KernelFunction.power(inner, function.degree) : inner
    let largest = max(power, square, function.kind == .linear ? 0 : function.gamma)
    return largest.isNaN ? .infinity : largest
  }

  private static func vector(
    _ line: ArraySlice<UInt8>, weights count: Int, _ number: Int
  ) throws(SupportVectorError) -> ([Double], SparseText.Row) {
    // Coefficients, then features: the first coefficient is read as the label of a line, the others come
    // before it.
    var rest = line
    var weights: [Double] = []
    while weights.count < count {
      rest = rest.drop { $0 == 32 || $0 == 9 }
      let word = rest.prefix { $0 != 32 && $0 != 9 }
      guard let value = Double(String(decoding: word, as: UTF8.self)), Float(value).isFinite else {
        throw .damagedLIBSVM(number, "expected \(count) coefficients")
      }
      weights.append(value)
      if weights.count < count { rest = rest.dropFirst(word.count) }
    }
    do throws(SparseText.LineProblem) {
      guard let row = try SparseText.row(rest) else { throw SparseText.LineProblem("it is empty") }
      guard row.values.allSatisfy({ Float($0).isFinite }) else {
        throw SparseText.LineProblem("a number is too large for a float")
      }
      return (weights, row)
    } catch {
      throw .damagedLIBSVM(number, error.reason)
    }
  }

  static func word(_ kind: KernelKind) -> String {
    switch kind {
    case .linear: "linear"
    case .polynomial: "polynomial"
    case .rbf: "rbf"
    case .sigmoid: "sigmoid"
    }
  }
}

extension SupportVectorError {
  fileprivate static func damagedLIBSVM(_ line: Int, _ reason: String) -> SupportVectorError {
    .damagedLIBSVM(line: line, reason: reason)
  }
}

/// The lines before the support vectors.
private struct Header {
  var kind: KernelKind?
  var isClassifier = false
  var degree = 3
  var gamma: Double?
  var coef0 = 0.0
  var classes = 0
  var total = 0
  var labels: [Int] = []
  var rho: [Double] = []
  var probabilities: (a: [Double], b: [Double]) = ([], [])
  var counts: [Int] = []

  var sigmoids: [PlattSigmoid]? {
    probabilities.a.isEmpty ? nil : zip(probabilities.a, probabilities.b).map { PlattSigmoid(a: $0, b: $1) }
  }

  mutating func read(_ words: [String], _ line: Int) throws(SupportVectorError) {
    func fail(_ reason: String) -> SupportVectorError { .damagedLIBSVM(line: line, reason: reason) }
    guard let key = words.first else { throw fail("it is empty") }
    let rest = Array(words.dropFirst())
    // They are kept as floats.
    let numbers = rest.compactMap { Double($0).flatMap { Float($0).isFinite ? $0 : nil } }
    func one() throws(SupportVectorError) -> Double {
      guard rest.count == 1, numbers.count == 1 else { throw fail("'\(key)' needs one number") }
      return numbers[0]
    }
    func all() throws(SupportVectorError) -> [Double] {
      guard !rest.isEmpty, numbers.count == rest.count else { throw fail("'\(key)' needs numbers") }
      return numbers
    }
    func whole() throws(SupportVectorError) -> [Int] {
      let found = try all().compactMap { Int(exactly: $0) }
      guard found.count == rest.count else { throw fail("'\(key)' needs whole numbers") }
      return found
    }
    switch key {
    case "svm_type":
      guard ["c_svc", "nu_svc"].contains(rest.first ?? "") else {
        throw fail("svm_type is \(rest.first ?? "missing"); classifiers are read, c_svc and nu_svc")
      }
      isClassifier = true
    case "kernel_type":
      guard let found = KernelKind.allCases.first(where: { LIBSVMFile.word($0) == rest.first }) else {
        throw fail("kernel_type is \(rest.first ?? "missing"); known are linear, polynomial, rbf and sigmoid")
      }
      kind = found
    case "degree":
      let value = try one()
      guard let whole = Int(exactly: value), (1...100).contains(whole) else {
        throw fail("degree is \(value); expected 1 to 100")
      }
      degree = whole
    case "gamma":
      let value = try one()
      guard value > 0 else { throw fail("gamma is \(value); expected a number above 0") }
      gamma = value
    case "coef0": coef0 = try one()
    case "nr_class": classes = Int(exactly: try one()) ?? 0
    case "total_sv": total = Int(exactly: try one()) ?? 0
    case "rho": rho = try all()
    case "label": labels = try whole()
    case "probA": probabilities.a = try all()
    case "probB": probabilities.b = try all()
    case "nr_sv": counts = try whole()
    default: throw fail("'\(String(key.prefix(40)))' is unknown")
    }
  }

  func checked(_ line: Int) throws(SupportVectorError) -> (labels: [Int], function: KernelFunction) {
    func require(_ holds: Bool, _ reason: String) throws(SupportVectorError) {
      if !holds { throw .damagedLIBSVM(line: line, reason: reason) }
    }
    try require(isClassifier, "there is no svm_type")
    guard let kind else { throw .damagedLIBSVM(line: line, reason: "there is no kernel_type") }
    try require(kind == .linear || gamma != nil, "there is no gamma")
    try require((2...10_000).contains(classes), "nr_class is \(classes); expected 2 or more")
    let pairs = classes * (classes - 1) / 2
    try require(
      labels.count == classes && Set(labels).count == classes, "'label' needs \(classes) different numbers")
    try require(rho.count == pairs, "'rho' needs \(pairs) numbers")
    try require(
      counts.count == classes && counts.allSatisfy { $0 >= 0 }, "'nr_sv' needs \(classes) numbers from 0")
    try require((0...1_000_000_000).contains(total), "total_sv is \(total); expected 0 to 1000000000")
    try require(
      counts.allSatisfy { $0 <= total } && counts.reduce(0, +) == total,
      "'nr_sv' doesn't add up to total_sv \(total)")
    let isRight = [probabilities.a.count, probabilities.b.count].allSatisfy { $0 == 0 || $0 == pairs }
    try require(
      isRight && probabilities.a.count == probabilities.b.count, "'probA' and 'probB' need \(pairs) numbers")
    return (labels, KernelFunction(kind: kind, gamma: gamma ?? 1, coef0: coef0, degree: degree))
  }
}
