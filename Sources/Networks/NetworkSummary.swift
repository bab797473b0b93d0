public import Datasets

/// The layers of a network with output shapes, parameters and costs.
public struct NetworkSummary: Sendable, Hashable {
  /// One layer of the summary.
  public struct Layer: Sendable, Hashable {
    /// The line as typed.
    public let text: String
    /// The line's number in the definition, from 1.
    public let line: Int
    /// The given name, or one such as `3.conv`; the prefix of its tensors' names.
    public let label: String
    /// The shape of the output for one sample.
    public let output: SampleShape
    /// The number of learned values.
    public let parameters: Int
    /// Multiply-accumulate operations of the forward pass for one sample.
    public let macs: Int
  }

  /// The shape of the input samples.
  public let input: SampleShape
  /// The layers in order of execution.
  public let layers: [Layer]

  /// The number of learned values of all layers.
  public var parameters: Int { layers.reduce(0) { $0 + $1.parameters } }
  /// Multiply-accumulate operations of the forward pass for one sample, over all layers.
  public var macs: Int { layers.reduce(0) { $0 + $1.macs } }
}

extension Network {
  /// The layers with output shapes, parameters and costs.
  public var summary: NetworkSummary { NetworkSummary(graph) }
}

extension NetworkDefinition {
  /// The summary for an input shape and a number of classes, without creating weights.
  ///
  /// - Throws: As `Network.init`, with the line that doesn't fit.
  public func summary(input: SampleShape, classes: Int) throws(NetworkError) -> NetworkSummary {
    if let wanted = self.input, wanted != input { throw .wrongSamples(found: input, expected: wanted) }
    if let wanted = self.classes, wanted != classes { throw .wrongClasses(found: classes, expected: wanted) }
    return NetworkSummary(try LayerGraph(self, input: input, classes: classes))
  }
}

extension NetworkSummary {
  fileprivate init(_ graph: LayerGraph) {
    input = graph.input
    layers = graph.items.map { item in
      Layer(
        text: item.line.text, line: item.line.line, label: item.label, output: item.output,
        parameters: graph.tensors[item.tensors].filter { !$0.isStatistic }.reduce(0) { $0 + $1.count },
        macs: item.layer.macs(for: item.input))
    }
  }
}
