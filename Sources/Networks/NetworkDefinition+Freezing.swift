internal import Datasets

extension NetworkDefinition {
  /// The same layers with these lines frozen, instead of others.
  ///
  /// - Parameter lines: Numbers of `allLines`; others are ignored.
  public func freezing(_ lines: Set<Int>) -> NetworkDefinition {
    var result = self
    result.frozen = lines.intersection(allLines.map(\.line))
    return result
  }

  /// Checks that at least one layer with weights isn't frozen.
  ///
  /// - Throws: `.allFrozen`.
  public func checkLearning() throws(NetworkError) {
    let learning = allLines.filter { learns(line: $0.line) }
    if !learning.isEmpty, learning.allSatisfy({ frozen.contains($0.line) }) { throw .allFrozen }
  }

  /// All lines, nested ones included, in text order.
  public var allLines: [LayerLine] { Self.flat(lines) }

  private static func flat(_ lines: [LayerLine]) -> [LayerLine] {
    lines.flatMap { [$0] + $0.blocks.flatMap(flat) }
  }

  /// The numbers of a line and of all lines in its blocks.
  public func lines(under line: LayerLine) -> [Int] { Self.flat([line]).map(\.line) }

  /// Whether the layer of a line has weights or running statistics.
  public func learns(line: Int) -> Bool {
    guard let given = allLines.first(where: { $0.line == line }),
      let content = Layers.named(given.name)?.content
    else {
      return false
    }
    guard case .layer(let make) = content else {
      if case .structure(let structure) = content { return structure.learns }
      return false
    }
    let sample = SampleShape(channels: 64, height: 64, width: 64)
    return !make(given.arguments).tensors(for: LayerInput(shapes: [sample], classes: 2)).isEmpty
  }
}

extension LayerLine {
  /// Whether a word is its layer's name or its given name.
  public func isCalled(_ word: String) -> Bool { name == word || givenName == word }
}
