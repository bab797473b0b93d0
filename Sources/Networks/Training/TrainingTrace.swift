internal import Crypto
internal import Models
internal import Tensors

/// Fingerprints of the weights at a step, layer by layer. Two traces of the same training show between which
/// steps, and in which layer, they diverged.
public struct TracePoint: Sendable, Hashable, Codable {
  /// The fingerprint of a layer.
  public struct Layer: Sendable, Hashable, Codable {
    /// The label of the layer, such as `3.conv`.
    public var name: String
    /// The first 32 bits of the SHA-256 of its weights and running statistics, as 8 hexadecimal digits.
    public var fingerprint: String

    /// A fingerprint with these values.
    public init(name: String, fingerprint: String) {
      self.name = name
      self.fingerprint = fingerprint
    }
  }

  /// Steps done; 0 is before the first.
  public var step: Int
  /// The layers with tensors, in order.
  public var layers: [Layer]

  /// Fingerprints with these values.
  public init(step: Int, layers: [Layer]) {
    self.step = step
    self.layers = layers
  }

  /// Whether the weights are recorded after this step: 0, 1, 2, 4, 8, … Growing distances keep the trace
  /// short and its cost below anything that a clock shows, and most differences show in the first steps.
  static func isDue(at step: Int) -> Bool { step & (step - 1) == 0 }

  /// - Complexity: O(numbers), at the speed of SHA-256.
  init(step: Int, tensors: [NamedTensor]) {
    var layers: [Layer] = []
    var hash = SHA256()
    var open: Substring?
    func close() {
      guard let open else { return }
      layers.append(Layer(name: String(open), fingerprint: hash.finalize().prefix(4).hexadecimal))
      hash = SHA256()
    }
    for tensor in tensors {
      // `3.conv.weights` belongs to `3.conv`.
      let layer = tensor.name.lastIndex(of: ".").map { tensor.name[..<$0] } ?? tensor.name[...]
      if layer != open { close() }
      open = layer
      tensor.values.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    close()
    self.init(step: step, layers: layers)
  }
}
