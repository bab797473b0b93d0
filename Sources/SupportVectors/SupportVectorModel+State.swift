public import Models

extension SupportVectorModel {
  /// All learned values: the support vectors, class by class, as stored (bytes, or centered floats), their
  /// coefficients in each pair, the biases, and the parameters of features and probability estimates.
  public func tensors() -> [NamedTensor] {
    var tensors: [NamedTensor] = []
    switch machine {
    case .pairs(let machine): tensors += Self.tensors(machine)
    case .rest(let machine):
      tensors.append(
        .init(name: "classes", shape: [machine.classes.count], values: machine.classes.map { Float($0) }))
      tensors.append(
        .init(
          name: "weights", shape: [machine.classes.count, machine.width],
          values: machine.weights.map { Float($0) }))
      tensors.append(
        .init(name: "biases", shape: [machine.classes.count], values: machine.biases.map { Float($0) }))
      if let sigmoids = machine.sigmoids { tensors.append(Self.tensor(sigmoids)) }
    }
    if let scaling = features.scaling {
      tensors.append(.init(name: "scaling.shifts", shape: [scaling.shifts.count], values: scaling.shifts))
      tensors.append(.init(name: "scaling.factors", shape: [scaling.factors.count], values: scaling.factors))
    }
    if let components = features.components {
      tensors.append(.init(name: "components.mean", shape: [components.mean.count], values: components.mean))
      tensors.append(
        .init(
          name: "components.basis", shape: [components.count, components.mean.count],
          values: components.basis.map { Float($0) }))
      tensors.append(
        .init(
          name: "components.shares", shape: [components.count], values: components.shares.map { Float($0) }))
    }
    return tensors
  }

  private static func tensors(_ machine: PairMachine) -> [NamedTensor] {
    let width = machine.map.width
    let others = machine.classes.count - 1
    var rows: [Float] = []
    var coefficients: [Float] = []
    for (own, vectors) in machine.vectors.enumerated() {
      for row in 0..<vectors.count {
        if vectors.isBytes {
          rows += UnsafeBufferPointer(start: vectors.bytes(row), count: width).map { Float($0) }
        } else {
          rows += UnsafeBufferPointer(start: vectors.floats(row), count: width)
        }
        coefficients += machine.coefficients[own].map { Float($0[row]) }
      }
    }
    var tensors = [
      NamedTensor(name: "classes", shape: [machine.classes.count], values: machine.classes.map { Float($0) }),
      NamedTensor(
        name: "counts", shape: [machine.classes.count], values: machine.vectors.map { Float($0.count) }),
      NamedTensor(name: "vectors", shape: [machine.vectorCount, width], values: rows),
      NamedTensor(name: "coefficients", shape: [machine.vectorCount, others], values: coefficients),
      NamedTensor(name: "biases", shape: [machine.biases.count], values: machine.biases.map { Float($0) }),
      NamedTensor(name: "means", shape: [width], values: machine.map.means.map { Float($0) }),
    ]
    if let sigmoids = machine.sigmoids { tensors.append(tensor(sigmoids)) }
    return tensors
  }

  private static func tensor(_ sigmoids: [PlattSigmoid]) -> NamedTensor {
    NamedTensor(
      name: "sigmoids", shape: [sigmoids.count, 2], values: sigmoids.flatMap { [Float($0.a), Float($0.b)] })
  }
}
