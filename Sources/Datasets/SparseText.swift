internal import Tensors

/// The text format of svmlight and LIBSVM: `3 1:0.5 4:1`, a label and the nonzero features, with indices from
/// 1.
public enum SparseText {
  /// Appends the nonzero features of a row, each after a space, in the shortest form that parses to the same
  /// float.
  public static func append(_ values: UnsafeBufferPointer<Float>, to text: inout [UInt8]) {
    for (index, value) in values.enumerated() where value != 0 {
      text.append(UInt8(ascii: " "))
      text += String(index + 1).utf8
      text.append(UInt8(ascii: ":"))
      append(value, to: &text)
    }
  }

  private static func append(_ value: Float, to text: inout [UInt8]) {
    if value == value.rounded(), abs(value) < 1e9 {
      text += String(Int(saturating: value)).utf8
    } else {
      text += value.description.utf8
    }
  }

  /// The labels of classes in such files: the class names if all are integers, otherwise the class indices
  /// from 0.
  ///
  /// LIBSVM stores labels as C's int. Names that it would read or write differently (2147483648, 007, -0, +1,
  /// 1e3) don't count as integers.
  public static func labels(of classes: [String]) -> [Int] {
    let numbers = classes.compactMap { name in Int32(name).flatMap { String($0) == name ? Int($0) : nil } }
    return numbers.count == classes.count && Set(numbers).count == classes.count
      ? numbers : Array(classes.indices)
  }

  /// The samples of a source, one line each.
  ///
  /// - Parameters:
  ///   - source: The samples.
  ///   - labels: The label of each class in the file.
  ///   - features: The features of the sample at a position; nil writes the values of the source.
  /// - Throws: `DataError` where a sample isn't in memory and can't be read any more.
  public static func lines(
    _ source: any SampleSource, labels: [Int], features: ((Int) -> [Float])? = nil
  ) throws(DataError) -> [UInt8] {
    var text: [UInt8] = []
    let scratch = UnsafeMutableBufferPointer<Float>.allocate(capacity: source.shape.count)
    scratch.initialize(repeating: 0)
    defer { scratch.deallocate() }
    for position in 0..<source.count {
      let label = source.label(position)
      text += String(labels.indices.contains(label) ? labels[label] : label).utf8
      if let features {
        features(position).withUnsafeBufferPointer { append($0, to: &text) }
      } else {
        var span = scratch.mutableSpan
        try source.read(position, epoch: 0, into: &span)
        append(UnsafeBufferPointer(scratch), to: &text)
      }
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  /// A parsed line.
  public struct Row: Sendable, Hashable {
    /// The label.
    public let label: Double
    /// The feature indices from 0, ascending.
    public let indices: [Int]
    /// The value of each feature in `indices`.
    public let values: [Double]
  }

  /// Why a line is invalid.
  public struct LineProblem: Error, Sendable, Hashable {
    /// The reason, a clause without capital and full stop.
    public let reason: String

    /// A problem with this reason.
    public init(_ reason: String) { self.reason = reason }
  }

  /// The largest valid feature index; larger ones are considered mistakes.
  public static let largestIndex = 100_000_000

  /// Parses a line. Comments after `#` and `qid:` are skipped.
  ///
  /// - Parameters:
  ///   - line: The line without its end.
  ///   - first: The index of the first feature: 1 in LIBSVM and svmlight, 0 with some writers.
  /// - Returns: nil for an empty line.
  public static func row(_ line: ArraySlice<UInt8>, countedFrom first: Int = 1) throws(LineProblem) -> Row? {
    var indices: [Int] = []
    var values: [Double] = []
    var labels: [Double] = []
    try scan(line, countedFrom: first, labels: &labels) { index, value in
      indices.append(index)
      values.append(value)
    }
    return labels.first.map { Row(label: $0, indices: indices, values: values) }
  }

  /// Reads a line as `row` does, without keeping its features: files may have gigabytes of them.
  ///
  /// - Parameters:
  ///   - hasSets: Whether a line may have any number of labels: `1,3 1:0.5`, or none, ` 1:0.5`, as
  ///     scikit-learn reads them with `multilabel=True`.
  ///   - labels: Becomes its labels.
  ///   - feature: Gets each, counted from 0, and its value.
  /// - Returns: Whether there is a word in the line.
  @discardableResult
  static func scan(
    _ line: ArraySlice<UInt8>, countedFrom first: Int, hasSets: Bool = false, labels: inout [Double],
    _ feature: (Int, Double) -> Void
  ) throws(LineProblem) -> Bool {
    labels.removeAll(keepingCapacity: true)
    return try line.withUnsafeBufferPointer { bytes throws(LineProblem) in
      var (isFirst, last, place) = (true, -1, 0)
      while let word = word(in: bytes, &place) {
        let colon = word.firstIndex(of: UInt8(ascii: ":"))
        if isFirst {
          isFirst = false
          if !startsFeatures(word, colon) {
            try read(word, hasSets: hasSets, &labels)
            continue
          }
          if !hasSets {
            throw LineProblem(
              "there is no label before '\(text(word))'; expected a number, or task=multilabel for samples "
                + "without one")
          }
        }
        guard let colon else {
          throw LineProblem("'\(text(word))' is no feature; expected INDEX:VALUE")
        }
        let name = UnsafeBufferPointer(rebasing: word[..<colon])
        if name.elementsEqual("qid".utf8) { continue }
        let index = try index(name, from: first, after: last)
        let digits = UnsafeBufferPointer(rebasing: word[(colon + 1)...])
        guard let value = number(digits) else {
          throw LineProblem("'\(text(digits))' is no value; expected a finite number")
        }
        feature(index, value)
        last = index
      }
      return !isFirst
    }
  }

  /// Whether the first word of a line is a feature: the line has no label.
  private static func startsFeatures(_ word: UnsafeBufferPointer<UInt8>, _ colon: Int?) -> Bool {
    guard let colon else { return false }
    let name = UnsafeBufferPointer(rebasing: word[..<colon])
    return whole(name) != nil || name.elementsEqual("qid".utf8)
  }

  private static func read(
    _ word: UnsafeBufferPointer<UInt8>, hasSets: Bool, _ labels: inout [Double]
  ) throws(LineProblem) {
    for part in word.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let label = number(UnsafeBufferPointer(rebasing: part)) else {
        throw LineProblem(
          word.contains(UInt8(ascii: ","))
            ? "'\(text(word))' is no list of labels; expected numbers such as 1,3"
            : "'\(text(word))' is no label; expected a number")
      }
      labels.append(label)
    }
    guard hasSets || labels.count == 1 else {
      throw LineProblem(
        "'\(text(word))' are \(labels.count) labels; expected one, or task=multilabel for any number of them")
    }
  }

  /// The index that a word says, counted from 0.
  private static func index(
    _ word: UnsafeBufferPointer<UInt8>, from first: Int, after last: Int
  ) throws(LineProblem) -> Int {
    guard let index = whole(word) else {
      throw LineProblem("'\(text(word))' is no index of a feature; expected a whole number from \(first)")
    }
    guard index <= largestIndex else {
      throw LineProblem(
        "'\(text(word))' is too large for an index of a feature; expected at most \(largestIndex)")
    }
    guard index >= first else { throw LineProblem("features are counted from \(first), found \(index)") }
    guard index - first > last else {
      throw LineProblem("feature \(index) doesn't come after \(last + first)")
    }
    return index - first
  }

  /// The next word at or behind a place, which moves behind it; nil at the end and at `#`.
  private static func word(
    in bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int
  ) -> UnsafeBufferPointer<UInt8>? {
    func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
    while place < bytes.count, isBlank(bytes[place]) { place += 1 }
    let start = place
    while place < bytes.count, !isBlank(bytes[place]), bytes[place] != UInt8(ascii: "#") { place += 1 }
    return start == place ? nil : UnsafeBufferPointer(rebasing: bytes[start..<place])
  }

  private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let scalars = String(decoding: bytes.prefix(40), as: UTF8.self).unicodeScalars
    return String(scalars.filter { $0.value >= 32 && $0.value != 127 })
  }

  /// A whole number in digits alone; of endless ones the largest there is.
  private static func whole(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !bytes.isEmpty else { return nil }
    var number = 0
    for byte in bytes {
      guard (48...57).contains(byte) else { return nil }
      let (tens, overflows) = number.multipliedReportingOverflow(by: 10)
      if overflows || tens > Int.max - 9 { return .max }
      number = tens + Int(byte) - 48
    }
    return number
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard bytes.count <= 40 else { return nil }
    // Most numbers of such files are bytes.
    if bytes.count <= 15, let number = whole(bytes) { return Double(number) }
    let text = text(bytes)
    return Double(text.hasPrefix("+") ? String(text.dropFirst()) : text).flatMap { $0.isFinite ? $0 : nil }
  }
}
