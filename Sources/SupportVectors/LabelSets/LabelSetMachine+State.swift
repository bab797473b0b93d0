public import Datasets
public import Models

extension LabelSetMachine {
  private static let key = "svm.label_sets"

  private static func prefix(_ label: Int) -> String { "class \(label)." }

  /// The learned values of all machines, under the number of their class: `class 3.vectors`.
  public func tensors() -> [NamedTensor] {
    machines.enumerated().flatMap { label, machine -> [NamedTensor] in
      switch machine {
      case .fitted(let model):
        model.tensors().map {
          NamedTensor(name: Self.prefix(label) + $0.name, shape: $0.shape, values: $0.values)
        }
      case .always(let isShown):
        [NamedTensor(name: Self.prefix(label) + "always", shape: [1], values: [isShown ? 1 : 0])]
      }
    }
  }

  /// What `tensors()` doesn't contain, as keys and values.
  public var metadata: [String: String] {
    var metadata = [Self.key: "\(classes)"]
    for (label, machine) in machines.enumerated() {
      guard case .fitted(let model) = machine else { continue }
      for (key, value) in model.metadata { metadata[Self.prefix(label) + key] = value }
    }
    return metadata
  }

  /// Restores a model from `tensors()` and `metadata`.
  ///
  /// - Throws: `.foreignState` when something is missing or doesn't fit.
  public convenience init(
    definition: SupportVectorDefinition, input: SampleShape, classes: Int, tensors: [NamedTensor],
    metadata: [String: String]
  ) throws(SupportVectorError) {
    guard metadata[Self.key] == "\(classes)" else {
      throw .foreignState(name: Self.key, found: metadata[Self.key] ?? "missing", expected: "\(classes)")
    }
    var machines: [ClassMachine] = []
    for label in 0..<classes {
      let prefix = Self.prefix(label)
      let own = tensors.filter { $0.name.hasPrefix(prefix) }.map {
        NamedTensor(name: String($0.name.dropFirst(prefix.count)), shape: $0.shape, values: $0.values)
      }
      if own.count == 1, own[0].name == "always" {
        guard own[0].values == [0] || own[0].values == [1] else {
          throw .foreignState(name: prefix + "always", found: "\(own[0].values)", expected: "0 or 1")
        }
        machines.append(.always(own[0].values == [1]))
        continue
      }
      var keys: [String: String] = [:]
      for (key, value) in metadata where key.hasPrefix(prefix) {
        keys[String(key.dropFirst(prefix.count))] = value
      }
      machines.append(
        .fitted(
          try SupportVectorModel(
            definition: definition, input: input, classes: 2, tensors: own, metadata: keys)))
    }
    self.init(definition: definition, input: input, machines: machines)
  }
}
