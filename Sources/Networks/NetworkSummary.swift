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
  public var summary: NetworkSummary {
    NetworkSummary(
      input: input,
      layers: blueprint.items.map { item in
        NetworkSummary.Layer(
          text: item.line.text, line: item.line.line, label: item.label, output: item.output,
          parameters: blueprint.tensors[item.tensors].filter { !$0.isStatistic }.reduce(0) { $0 + $1.count },
          macs: item.layer.multiplications(for: item.input))
      })
  }
}
