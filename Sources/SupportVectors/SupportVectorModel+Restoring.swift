public import Datasets
internal import Kernels
public import Models

extension SupportVectorModel {
  private enum Key {
    static let gamma = "svm.gamma"
    static let scale = "svm.byte_scale"
    static let report = "svm.report"
    static let counts = "svm.class_counts"
  }

  /// What `tensors()` doesn't contain, as keys and values; numbers parse to the same bits.
  public var metadata: [String: String] {
    var metadata: [String: String] = [:]
    if case .pairs(let machine) = machine {
      metadata[Key.gamma] = "\(machine.map.function.gamma)"
      if let bytes = machine.map.bytes { metadata[Key.scale] = "\(bytes.offset) \(bytes.step)" }
    }
    metadata[Key.report] =
      "\(report.objective) \(report.iterations) \(report.machines) \(report.unfinished)"
    metadata[Key.counts] = report.classes.map { "\($0.samples) \($0.vectors) \($0.bounded)" }.joined(
      separator: " ")
    return metadata
  }

  /// Restores a model from `tensors()` and `metadata`.
  ///
  /// - Throws: `.foreignState` when something is missing or doesn't fit.
  public convenience init(
    definition: SupportVectorDefinition, input: SampleShape, classes: Int, tensors: [NamedTensor],
    metadata: [String: String]
  ) throws(SupportVectorError) {
    let state = StateReader(tensors: tensors, metadata: metadata)
    let present = try state.whole("classes", shape: [nil])
    guard present.count >= 2, present.allSatisfy({ (0..<classes).contains($0) }),
      Set(present).count == present.count
    else {
      throw .foreignState(
        name: "classes", found: "\(present)", expected: "different ones of 0 to \(classes - 1)")
    }
    let features = try Self.features(definition, input, state)
    let machine: Machine =
      switch definition.multiclass {
      case .pairs: .pairs(try Self.pairs(definition, present, width: features.count, state))
      case .rest: .rest(try Self.rest(present, width: features.count, state))
      }
    self.init(
      definition: definition, input: input, classes: classes, features: features, machine: machine,
      report: try Self.report(classes, state))
  }

  private static func features(
    _ definition: SupportVectorDefinition, _ input: SampleShape, _ state: StateReader
  ) throws(SupportVectorError) -> FittedFeatures {
    var components: PrincipalComponents?
    if case .components(let count) = definition.features {
      components = PrincipalComponents(
        mean: try state.numbers("components.mean", shape: [input.count]).values,
        basis: try state.numbers("components.basis", shape: [count, input.count]).values.map { Double($0) },
        shares: try state.numbers("components.shares", shape: [count]).values.map { Double($0) })
    }
    var features = try FittedFeatures(definition.features, input: input, components: components)
    if definition.scaling != .none {
      let factors = try state.numbers("scaling.factors", shape: [features.count]).values
      guard factors.allSatisfy({ $0 > 0 && (1 / $0).isFinite }) else {
        throw .foreignState(name: "scaling.factors", found: "others", expected: "numbers above 0")
      }
      features.scaling = FeatureScaling(
        shifts: try state.numbers("scaling.shifts", shape: [features.count]).values, factors: factors)
    }
    return features
  }

  private static func pairs(
    _ definition: SupportVectorDefinition, _ present: [Int], width: Int, _ state: StateReader
  ) throws(SupportVectorError) -> PairMachine {
    let pairCount = present.count * (present.count - 1) / 2
    let counts = try state.whole("counts", shape: [present.count])
    guard counts.allSatisfy({ (0...1_000_000_000).contains($0) }), counts.contains(where: { $0 > 0 }) else {
      throw .foreignState(name: "counts", found: "\(counts)", expected: "numbers from 0, not all 0")
    }
    let total = counts.reduce(0, +)
    let rows = try state.numbers("vectors", shape: [total, width]).values
    let weights = try state.numbers("coefficients", shape: [total, present.count - 1]).values
    let gamma = try state.texts(Key.gamma, count: 1)[0]
    guard gamma > 0 else {
      throw .foreignState(name: Key.gamma, found: "\(gamma)", expected: "a number above 0")
    }
    var bytes: ByteScale?
    if state.metadata[Key.scale] != nil {
      let scale = try state.texts(Key.scale, count: 2)
      guard scale[1] != 0 else {
        throw .foreignState(name: Key.scale, found: "a step of 0", expected: "another number")
      }
      bytes = ByteScale(offset: scale[0], step: scale[1])
      guard rows.allSatisfy({ $0 >= 0 && $0 <= 255 && $0 == $0.rounded() }) else {
        throw .foreignState(name: "vectors", found: "other numbers", expected: "bytes from 0 to 255")
      }
    }
    let map = KernelMap(
      function: KernelFunction(
        kind: definition.kernel, gamma: gamma, coef0: definition.coef0, degree: definition.degree),
      bytes: bytes, width: width, means: try state.numbers("means", shape: [width]).values.map { Double($0) })
    var vectors: [FeatureRows] = []
    var coefficients: [[[Double]]] = []
    var start = 0
    for count in counts {
      let own = FeatureRows(count: count, width: width, isBytes: bytes != nil)
      for row in 0..<count {
        for k in 0..<width {
          let value = rows[(start + row) * width + k]
          if bytes != nil { own.bytes(row)[k] = UInt8(value) } else { own.floats(row)[k] = value }
        }
      }
      vectors.append(own)
      coefficients.append(
        (0..<present.count - 1).map { other in
          (0..<count).map { Double(weights[(start + $0) * (present.count - 1) + other]) }
        })
      start += count
    }
    // As of a fit and of LIBSVM's files: where a kernel overflows, decisions would be no numbers.
    let largest = Self.largestKernel(vectors, map)
    guard largest < 1e37 else { throw .kernelOverflow(largest: largest) }
    return PairMachine(
      map: map, classes: present, vectors: vectors, coefficients: coefficients,
      biases: try state.numbers("biases", shape: [pairCount]).values.map { Double($0) },
      sigmoids: try definition.hasProbabilities ? sigmoids(pairCount, state) : nil)
  }

  /// The largest kernel of a support vector with itself; of two others it is no larger.
  private static func largestKernel(_ vectors: [FeatureRows], _ map: KernelMap) -> Double {
    var largest = 0.0
    for rows in vectors {
      for row in 0..<rows.count {
        let facts = rows.isBytes ? map.facts(bytes: rows.bytes(row)) : map.facts(floats: rows.floats(row))
        // An RBF's kernels are at most 1, but come from squares.
        let own = max(abs(facts.diagonal), Double(facts.norm), abs(facts.offset))
        largest = max(largest, own.isNaN ? .infinity : own)
      }
    }
    return largest
  }

  private static func rest(
    _ present: [Int], width: Int, _ state: StateReader
  ) throws(SupportVectorError) -> LinearMachine {
    LinearMachine(
      classes: present, width: width,
      weights: try state.numbers("weights", shape: [present.count, width]).values.map { Double($0) },
      biases: try state.numbers("biases", shape: [present.count]).values.map { Double($0) },
      sigmoids: state.has("sigmoids") ? try sigmoids(present.count, state) : nil)
  }

  private static func sigmoids(_ count: Int, _ state: StateReader) throws(SupportVectorError)
    -> [PlattSigmoid]
  {
    let values = try state.numbers("sigmoids", shape: [count, 2]).values
    return (0..<count).map { PlattSigmoid(a: Double(values[2 * $0]), b: Double(values[2 * $0 + 1])) }
  }

  private static func report(_ classes: Int, _ state: StateReader) throws(SupportVectorError)
    -> SupportVectorReport
  {
    let numbers = try state.texts(Key.report, count: 4)
    let counts = try state.texts(Key.counts, count: 3 * classes).map { Int(exactly: $0) ?? 0 }
    return SupportVectorReport(
      classes: (0..<classes).map {
        .init(samples: counts[3 * $0], vectors: counts[3 * $0 + 1], bounded: counts[3 * $0 + 2])
      },
      objective: numbers[0], iterations: Int(exactly: numbers[1]) ?? 0,
      machines: Int(exactly: numbers[2]) ?? 0,
      unfinished: Int(exactly: numbers[3]) ?? 0)
  }
}

/// Finds the pieces of a state, and says what is missing.
private struct StateReader {
  private let byName: [String: NamedTensor]
  let metadata: [String: String]

  init(tensors: [NamedTensor], metadata: [String: String]) {
    byName = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
    self.metadata = metadata
  }

  func has(_ name: String) -> Bool { byName[name] != nil }

  /// - Parameter shape: nil where any size will do.
  func numbers(_ name: String, shape: [Int?]) throws(SupportVectorError) -> NamedTensor {
    func text(_ shape: [Int?]) -> String { shape.map { $0.map(String.init) ?? "n" }.joined(separator: "x") }
    guard let tensor = byName[name] else {
      throw .foreignState(name: name, found: "missing", expected: text(shape))
    }
    guard tensor.shape.count == shape.count, zip(tensor.shape, shape).allSatisfy({ $1 == nil || $0 == $1 })
    else {
      throw .foreignState(name: name, found: text(tensor.shape), expected: text(shape))
    }
    guard tensor.values.allSatisfy(\.isFinite) else {
      throw .foreignState(name: name, found: "not finite", expected: "finite numbers")
    }
    return tensor
  }

  func whole(_ name: String, shape: [Int?]) throws(SupportVectorError) -> [Int] {
    let values = try numbers(name, shape: shape).values
    let whole = values.compactMap { Int(exactly: $0) }
    guard whole.count == values.count else {
      throw .foreignState(name: name, found: "others", expected: "whole numbers")
    }
    return whole
  }

  func texts(_ key: String, count: Int) throws(SupportVectorError) -> [Double] {
    guard let text = metadata[key] else {
      throw .foreignState(name: key, found: "missing", expected: "\(count) numbers")
    }
    let numbers = text.split(separator: " ").compactMap { Double($0).flatMap { $0.isFinite ? $0 : nil } }
    guard numbers.count == count else {
      throw .foreignState(name: key, found: "'\(text)'", expected: "\(count) numbers")
    }
    return numbers
  }
}
