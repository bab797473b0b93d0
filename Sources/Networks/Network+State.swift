internal import Crypto
public import Models
internal import Tensors

extension Network {
  /// The state, tensor by tensor, in the order of the layers; in a layer: weights, bias, or scale, shift,
  /// mean, variance. The name has the line of the layer: `1.conv.weights`.
  public func tensors() -> [NamedTensor] { named(current.values) }

  func named(_ values: [[Float]]) -> [NamedTensor] {
    zip(graph.tensors, values).map { NamedTensor(name: $0.name, shape: $0.shape, values: $1) }
  }

  /// Takes a state that `tensors()` of a network with the same layers gave.
  ///
  /// - Parameter epochs: How many epochs the state was trained for.
  /// - Throws: `.foreignState`; then the network stays as it was.
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

  /// `sha256:` and 64 hexadecimal digits: of all learned numbers and running statistics as little-endian
  /// floats, in the order of `tensors()`.
  public var weightsHash: String {
    var hash = SHA256()
    for values in current.values {
      // All machines that it runs on are little-endian, so the bytes in memory are those of a file.
      values.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    return "sha256:" + hash.finalize().hexadecimal
  }
}
