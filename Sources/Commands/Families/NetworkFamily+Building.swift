internal import Datasets
internal import Diagnostics
internal import Networks
internal import Runtime

extension Shell {
  /// A network of this definition for this data, with initial weights.
  func network(for entry: ModelEntry, on data: DataSet, _ command: BoundCommand, seed: UInt64? = nil) throws
    -> Network
  {
    let shape = try data.fittedPreparation().shape
    return try NetworkFailure.located(command, entry.items) { () throws(NetworkError) in
      try Network(
        definition: entry.layers, input: shape, classes: data.classes.count, task: data.task,
        seed: seed ?? workspace.settings.seed)
    }
  }

  /// A copy of a trained network to train on, when it fits the data.
  func continued(
    _ entry: ModelEntry, _ name: String, on data: DataSet, _ dataName: String, _ command: BoundCommand,
    seed: UInt64? = nil
  ) throws -> Network {
    guard let network = entry.network else {
      return try self.network(for: entry, on: data, command, seed: seed)
    }
    let shape = try data.fittedPreparation().shape
    guard shape == network.input, data.classes.count == entry.classes.count else {
      throw CommandFailure.otherImages(
        name, network.input, entry.classes.count, dataName, shape, data.classes.count)
    }
    guard network.task == data.task else {
      throw CommandFailure.otherTask(name, network.task, dataName, "data")
    }
    return network.copy()
  }
}

extension NetworkDefinition {
  /// What the lines of a block describe, counted in the order of the text, as `BoundItem.flattened` has them.
  static func lines(of items: [BoundItem]) -> [LayerLine] {
    var count = 0
    return lines(of: items, count: &count)
  }

  private static func lines(of items: [BoundItem], count: inout Int) -> [LayerLine] {
    items.map { item in
      count += 1
      let line = count
      let blocks = item.blocks.map { lines(of: $0, count: &count) }
      return LayerLine(
        name: item.name, arguments: item.arguments, text: item.head, line: line, blocks: blocks)
    }
  }
}

/// What networks refuse, shown where the layer stands.
enum NetworkFailure {
  static func located<Result>(
    _ command: BoundCommand, _ items: [BoundItem], _ work: () throws(NetworkError) -> Result
  ) throws -> Result {
    do throws(NetworkError) {
      return try work()
    } catch {
      // The layer's line may stand far above the command that found out, even in another file.
      let lines = items.flatMap(\.flattened)
      if let line = error.line, lines.indices.contains(line - 1) {
        let item = lines[line - 1]
        throw Diagnostic(error.message, hint: error.hint, at: item.range, in: item.source)
      }
      // The lines of a named architecture aren't the person's.
      var hint = error.hint
      if case .layer = error {
        hint =
          "The lines are those of a named architecture, made for larger images: prepare DATA { resize 64x64 }"
      }
      throw command.finding(error.message, hint: hint)
    }
  }
}
