public import Datasets

/// What a network is made of.
public struct NetworkSummary: Sendable, Hashable {
  public struct Layer: Sendable, Hashable {
    /// The line as it was typed.
    public let text: String
    public let line: Int
    /// The name that a person gave it, or `3.conv`; its tensors begin with it.
    public let label: String
    public let output: SampleShape
    /// Learned numbers.
    public let parameters: Int
    /// Multiplications with an addition, for one sample forward.
    public let macs: Int
  }

  public let input: SampleShape
  public let layers: [Layer]

  public var parameters: Int { layers.reduce(0) { $0 + $1.parameters } }
  public var macs: Int { layers.reduce(0) { $0 + $1.macs } }
}

extension Network {
  public var summary: NetworkSummary { NetworkSummary(graph) }
}

extension NetworkDefinition {
  /// What it is made of for such images and so many classes; no weights are made.
  ///
  /// - Throws: As `Network.init`: what doesn't fit, and where.
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
