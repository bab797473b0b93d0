/// A network as it predicts: batch normalization behind a convolution is part of that convolution's weights
/// and bias, since both are sums with fixed factors then. It saves reading and writing every activation once
/// more.
struct Folding: Sendable {
  let graph: LayerGraph
  /// For each item that is left, what its tensors come from.
  private let origins: [Origin]

  private enum Origin: Sendable {
    case unchanged(Range<Int>)
    /// A convolution and the normalization behind it, with their tensors.
    case folded(BatchNorm, hasBias: Bool, convolution: Range<Int>, normalization: Range<Int>)
  }

  init(_ original: LayerGraph) {
    var items: [LayerGraph.Item] = []
    var tensors: [TensorDeclaration] = []
    var origins: [Origin] = []
    /// Where the output of each item is now.
    var places: [Int] = []
    for (index, item) in original.items.enumerated() {
      if let normalization = item.layer as? BatchNorm, item.sources == [index - 1], index > 0,
        original.consumers[index - 1] == 1,
        let convolution = original.items[index - 1].layer as? ConvolutionLayer
      {
        let before = items.removeLast()
        let shape = tensors[before.tensors.lowerBound].shape
        tensors.removeSubrange(before.tensors)
        let name = before.label
        let first = tensors.count
        tensors.append(TensorDeclaration(name: name + ".weights", shape: shape, role: .constant(0)))
        tensors.append(TensorDeclaration(name: name + ".bias", shape: [shape[0]], role: .constant(0)))
        items.append(
          LayerGraph.Item(
            layer: convolution.withBias, line: before.line, label: name, sources: before.sources,
            input: before.input,
            output: item.output, tensors: first..<tensors.count))
        origins[origins.count - 1] = .folded(
          normalization, hasBias: convolution.hasBias, convolution: original.items[index - 1].tensors,
          normalization: item.tensors)
        places.append(items.count - 1)
        continue
      }
      let first = tensors.count
      tensors += original.tensors[item.tensors]
      items.append(
        LayerGraph.Item(
          layer: item.layer, line: item.line, label: item.label,
          sources: item.sources.map { $0 == LayerGraph.image ? $0 : places[$0] }, input: item.input,
          output: item.output,
          tensors: first..<tensors.count))
      origins.append(.unchanged(item.tensors))
      places.append(items.count - 1)
    }
    self.origins = origins
    graph = LayerGraph(input: original.input, classes: original.classes, items: items, tensors: tensors)
  }

  /// The numbers of the tensors that are left, from those of the network; all plain.
  func values(_ values: [[Float]]) -> [[Float]] {
    origins.flatMap { origin in
      switch origin {
      case .unchanged(let tensors): Array(values[tensors])
      case .folded(let layer, let hasBias, let convolution, let normalization):
        Self.fold(
          layer, weights: values[convolution.lowerBound],
          bias: hasBias ? values[convolution.lowerBound + 1] : nil,
          Array(values[normalization]))
      }
    }
  }

  /// In 64 bits, rounded once: `w · scale / √(variance + ε)` and
  /// `shift + (bias - mean) · scale / √(variance + ε)`.
  private static func fold(
    _ layer: BatchNorm, weights: [Float], bias: [Float]?, _ normalization: [[Float]]
  ) -> [[Float]] {
    let (mean, variance) = (normalization[normalization.count - 2], normalization[normalization.count - 1])
    let area = weights.count / mean.count
    var (folded, biases) = (weights, mean)
    for filter in mean.indices {
      let scale = layer.hasScale ? Double(normalization[0][filter]) : 1
      let shift = layer.hasShift ? Double(normalization[layer.hasScale ? 1 : 0][filter]) : 0
      let factor = scale / (Double(variance[filter]) + Double(Float(layer.epsilon))).squareRoot()
      for place in filter * area..<(filter + 1) * area {
        folded[place] = Float(Double(weights[place]) * factor)
      }
      biases[filter] = Float(shift + (Double(bias?[filter] ?? 0) - Double(mean[filter])) * factor)
    }
    return [folded, biases]
  }
}
