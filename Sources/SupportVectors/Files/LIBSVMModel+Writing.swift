public import Datasets
internal import Kernels

extension SupportVectorModel {
  /// The model in LIBSVM's format, as `svm-train` writes it. Support vectors are the scaled features. A
  /// linear machine of two classes has a single support vector, its weights.
  ///
  /// - Parameter labels: The label of each class.
  /// - Throws: `.noLIBSVMForm` for one-vs-rest machines of more than two classes; `.overflow` if a value
  ///   isn't finite.
  public func libsvmFile(labels: [Int]) throws(SupportVectorError) -> [UInt8] {
    let machine: PairMachine
    switch self.machine {
    case .pairs(let pairs): machine = pairs
    case .rest(let rest):
      guard let pair = rest.asPair else { throw .noLIBSVMForm }
      machine = pair
    }
    let function = machine.map.function
    var lines = ["svm_type c_svc", "kernel_type \(LIBSVMFile.word(function.kind))"]
    if function.kind == .polynomial { lines.append("degree \(function.degree)") }
    if function.kind != .linear { lines.append("gamma \(function.gamma)") }
    if function.kind == .polynomial || function.kind == .sigmoid { lines.append("coef0 \(function.coef0)") }
    let offsets = machine.libsvmOffsets()
    let sigmoids = machine.sigmoids ?? []
    guard (offsets + sigmoids.map(\.a) + sigmoids.map(\.b)).allSatisfy(\.isFinite), function.gamma.isFinite
    else {
      throw .overflow(of: "offsets")
    }
    guard machine.coefficients.allSatisfy({ $0.allSatisfy { $0.allSatisfy(\.isFinite) } }) else {
      throw .overflow(of: "coefficients")
    }
    func list(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }
    lines += [
      "nr_class \(machine.classes.count)", "total_sv \(machine.vectorCount)", "rho " + list(offsets),
      "label " + machine.classes.map { String(labels[$0]) }.joined(separator: " "),
    ]
    if machine.sigmoids != nil {
      lines += ["probA " + list(sigmoids.map(\.a)), "probB " + list(sigmoids.map(\.b))]
    }
    lines += ["nr_sv " + machine.vectors.map { String($0.count) }.joined(separator: " "), "SV", ""]
    var text = Array(lines.joined(separator: "\n").utf8)
    for (own, vectors) in machine.vectors.enumerated() {
      for row in 0..<vectors.count {
        text += list(machine.coefficients[own].map { $0[row] }).utf8
        let vector = machine.plainVector(own, row)
        guard vector.allSatisfy(\.isFinite) else { throw .overflow(of: "support vectors") }
        vector.withUnsafeBufferPointer { SparseText.append($0, to: &text) }
        // LIBSVM's own files have a blank before the end of the line.
        text += " \n".utf8
      }
    }
    return text
  }

  /// The features of each sample, as in the support vectors of a LIBSVM file.
  ///
  /// - Returns: `featureCount` values per sample, in order.
  public func featureRows(of source: any SampleSource, threads: Int) throws(SupportVectorError) -> [[Float]] {
    guard source.shape == input else { throw .wrongSamples(found: source.shape, expected: input) }
    let group = try withKernels(try WorkerGroup(threads: threads))
    let rows = try FeatureReading(source: source, features: features, isBytes: false).rows(
      Array(0..<source.count), group: group)
    let values = (0..<rows.count).map {
      Array(UnsafeBufferPointer(start: rows.floats($0), count: rows.width))
    }
    for (position, row) in values.enumerated() {
      if let feature = row.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(position: position, feature: feature)
      }
    }
    return values
  }
}

extension LinearMachine {
  /// The same between two classes; nil where there are more.
  fileprivate var asPair: PairMachine? {
    guard classes.count == 2 else { return nil }
    let map = KernelMap(
      function: KernelFunction(kind: .linear, gamma: 1, coef0: 0, degree: 1), bytes: nil, width: width,
      means: Array(repeating: 0, count: width))
    let vector = FeatureRows(count: 1, width: width, isBytes: false)
    for k in 0..<width { vector.floats(0)[k] = Float(weights[k]) }
    return PairMachine(
      map: map, classes: classes, vectors: [vector, FeatureRows(count: 0, width: width, isBytes: false)],
      coefficients: [[[1]], [[]]], biases: [biases[0]], sigmoids: nil)
  }
}

extension PairMachine {
  /// A support vector as a person's features have it: bytes on their scale, floats with the means that they
  /// are kept without.
  func plainVector(_ own: Int, _ row: Int) -> [Float] {
    if let scale = map.bytes {
      let values = vectors[own].bytes(row)
      return (0..<map.width).map { Float(scale.offset + scale.step * Double(values[$0])) }
    }
    let values = vectors[own].floats(row)
    return (0..<map.width).map { map.isCentred ? Float(Double(values[$0]) + map.means[$0]) : values[$0] }
  }

  /// LIBSVM's rho of each pair: what is taken from Σ yαK.
  ///
  /// A linear machine's products are those of vectors less the means; what the means take from them goes into
  /// the number.
  fileprivate func libsvmOffsets() -> [Double] {
    guard map.function.kind == .linear else { return biases.map { -$0 } }
    return pairs.enumerated().map { index, pair in
      var shift = 0.0
      for (own, other) in [(pair.first, pair.second), (pair.second, pair.first)] {
        let weights = coefficients[own][PairMachine.column(own, other)]
        for row in 0..<vectors[own].count where weights[row] != 0 {
          let vector = plainVector(own, row)
          var inner = 0.0
          for k in 0..<map.width { inner += map.means[k] * (Double(vector[k]) - map.means[k]) }
          shift += weights[row] * inner
        }
      }
      return shift - biases[index]
    }
  }
}
