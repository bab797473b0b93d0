internal import Crypto
public import Models
internal import Tensors

extension Network {
  /// The weights and running statistics in the order of the layers; within a layer weights, bias, or scale,
  /// shift, mean, variance. Names begin with the line of the layer: `1.conv.weights`.
  public func tensors() -> [NamedTensor] { named(current.values) }

  func named(_ values: [[Float]]) -> [NamedTensor] {
    zip(graph.tensors, values).map { NamedTensor(name: $0.name, shape: $0.shape, values: $1) }
  }

  /// Sets the weights to those from `tensors()` of a network with the same layers.
  ///
  /// - Parameters:
  ///   - tensors: The weights and running statistics.
  ///   - epochs: The number of epochs they were trained for.
  /// - Throws: `.foreignState`; the network is unchanged then.
  public func restore(_ tensors: [NamedTensor], epochs: Int = 0) throws(NetworkError) {
    set(State(values: try values(of: tensors), epochs: epochs))
  }

  func values(of tensors: [NamedTensor]) throws(NetworkError) -> [[Float]] {
    guard tensors.count == graph.tensors.count else {
      throw .foreignState(
        tensor: "state", found: "\(tensors.count) tensors", expected: "\(graph.tensors.count)")
    }
    var given: [String: NamedTensor] = [:]
    for tensor in tensors { given[tensor.name] = tensor }
    var values: [[Float]] = []
    for declaration in graph.tensors {
      guard let tensor = given[declaration.name] else {
        throw .foreignState(tensor: declaration.name, found: "missing", expected: "there")
      }
      guard tensor.shape == declaration.shape, tensor.values.count == declaration.count else {
        throw .foreignState(
          tensor: declaration.name, found: Self.text(tensor.shape), expected: Self.text(declaration.shape))
      }
      values.append(tensor.values)
    }
    return values
  }

  static func text(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "x") }

  /// `sha256:` and 64 hexadecimal digits over all weights and running statistics as little-endian floats, in
  /// the order of `tensors()`.
  public var weightsHash: String {
    var hash = SHA256()
    for values in current.values {
      // All machines that it runs on are little-endian, so the bytes in memory are those of a file.
      values.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    return "sha256:" + hash.finalize().hexadecimal
  }
}
