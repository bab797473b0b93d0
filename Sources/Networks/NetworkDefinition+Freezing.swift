internal import Datasets

extension NetworkDefinition {
  /// The same layers, of which others are frozen.
  ///
  /// - Parameter lines: Numbers of `allLines`; what isn't there doesn't count.
  public func freezing(_ lines: Set<Int>) -> NetworkDefinition {
    var result = self
    result.frozen = lines.intersection(allLines.map(\.line))
    return result
  }

  /// Refuses a definition of which training could change nothing.
  ///
  /// - Throws: `.allFrozen`.
  public func checkLearning() throws(NetworkError) {
    let learning = allLines.filter { learns(line: $0.line) }
    if !learning.isEmpty, learning.allSatisfy({ frozen.contains($0.line) }) { throw .allFrozen }
  }

  /// Every line, those in blocks too, in the order of the text.
  public var allLines: [LayerLine] { Self.flat(lines) }

  private static func flat(_ lines: [LayerLine]) -> [LayerLine] {
    lines.flatMap { [$0] + $0.blocks.flatMap(flat) }
  }

  /// The line and all lines of its blocks.
  public func lines(under line: LayerLine) -> [Int] { Self.flat([line]).map(\.line) }

  /// Whether the layer of a line learns or follows numbers. What it gets decides about their count, not about
  /// that.
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
  /// Whether a word means it: what it is, or the name that it was given.
  public func isCalled(_ word: String) -> Bool { name == word || givenName == word }
}
