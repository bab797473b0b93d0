internal import Tensors

/// What an array says that samples show: whole numbers, texts, or a table of 0 and 1 with a column a class.
enum ArrayLabels {
  /// A number a sample, as it is written.
  case numbers([Double])
  case texts([String])
  /// Samples x classes.
  case members([Bool], classes: Int)

  init(_ array: NumberArray) throws(DataError) {
    let name = array.name
    guard (1...2).contains(array.shape.count) else {
      throw .arrayContent(
        path: name, reason: "its shape is \(ArrayLayout.text(array.shape)), which are no labels",
        hint: "Expected is a label a sample, or a table of 0 and 1 with a column a class.")
    }
    guard array.rows > 0 else {
      throw .arrayContent(
        path: name, reason: "there are no labels in it", hint: "Expected is a label for each sample.")
    }
    let columns = array.rowSize
    if array.type.isText {
      guard columns == 1 else {
        throw .arrayContent(
          path: name, reason: "each sample has \(columns) texts; expected its class",
          hint: "Save one name a sample; several classes stand in a table of 0 and 1.")
      }
      self = .texts(array.texts)
      return
    }
    let numbers = array.numbers
    guard columns != 1 else {
      if let row = numbers.firstIndex(where: { $0 != $0.rounded() || abs($0) > 1e15 }) {
        throw .arrayContent(
          path: name, reason: "the label of row \(row) is \(numbers[row]); labels are whole numbers or texts",
          hint: "Save the classes' numbers or names.")
      }
      self = .numbers(numbers)
      return
    }
    guard columns > 1 else {
      throw .arrayContent(
        path: name, reason: "its rows are empty", hint: "Expected is a label for each sample.")
    }
    if let place = numbers.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw .arrayContent(
        path: name,
        reason:
          "row \(place / columns) holds \(numbers[place]); a table of labels is of 0 and 1, a column a class",
        hint: nil)
    }
    self = .members(numbers.map { $0 == 1 }, classes: columns)
  }

  var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .texts(let texts): texts.count
    case .members(let members, let classes): members.count / classes
    }
  }

  /// The names of the classes of training labels, in the order of their numbers: a whole number from 0 is its
  /// own name, as are all below it; other numbers ascend, texts are in byte order.
  var classes: [String] {
    switch self {
    case .members(_, let classes): return (0..<classes).map(String.init)
    case .texts(let texts):
      return Set(texts.map { Array($0.utf8) }).map { (bytes: [UInt8]) in
        String(decoding: bytes, as: UTF8.self)
      }
      .sorted(by: FileAccess.precedes)
    case .numbers(let numbers):
      let distinct = Set(numbers).sorted()
      guard let first = distinct.first, let last = distinct.last, first >= 0, last < 65_536 else {
        return distinct.map { (number: Double) in String(Int(saturating: number)) }
      }
      return (0...Int(saturating: last)).map(String.init)
    }
  }

  /// Whether each sample has exactly one class.
  private var isOneHot: Bool {
    guard case .members(let members, let classes) = self else { return true }
    return stride(from: 0, to: members.count, by: classes).allSatisfy { start in
      members[start..<start + classes].count { $0 } == 1
    }
  }

  /// What models learn to tell: label sets where a table has a row with any number of classes but one.
  func task(asked: PredictionTask?) -> PredictionTask { asked ?? (isOneHot ? .classification : .multilabel) }

  /// What is to be predicted.
  ///
  /// - Parameters:
  ///   - classes: The names that training labels have (`classes`), in the order of their numbers.
  ///   - name: For messages.
  func targets(classes: [String], task: PredictionTask, name: String) throws(DataError) -> Targets {
    if case .members(let members, let own) = self {
      guard own == classes.count else {
        throw .arrayContent(
          path: name, reason: "it has \(own) columns; the training labels have \(classes.count)", hint: nil)
      }
      let sets = LabelSets(count: count, classes: own, isMember: members)
      if task == .multilabel { return .labelSets(sets) }
      if let row = (0..<count).first(where: { sets.cardinality(at: $0) != 1 }) {
        throw .arrayContent(
          path: name,
          reason: "row \(row) has \(sets.cardinality(at: row)) classes; with task=classification it has one",
          hint: "Leave 'task' out, or write task=multilabel.")
      }
      return .classes((0..<count).map { sets[$0][0] })
    }
    let names: [String] =
      switch self {
      case .texts(let texts): texts
      case .numbers(let numbers): numbers.map { String(Int(saturating: $0)) }
      case .members: []
      }
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { (Array($1.utf8), $0) })
    var labels: [Int] = []
    labels.reserveCapacity(names.count)
    for (row, own) in names.enumerated() {
      guard let label = places[Array(own.utf8)] else {
        throw .arrayContent(
          path: name, reason: "the label of row \(row) is '\(own)', which is no class of the training part",
          hint: "Classes are: \(DataError.listed(classes)).")
      }
      labels.append(label)
    }
    return task == .multilabel
      ? .labelSets(LabelSets(labels.map { [$0] }, classes: classes.count)) : .classes(labels)
  }
}
