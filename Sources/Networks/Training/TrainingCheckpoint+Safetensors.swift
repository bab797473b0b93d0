internal import Foundation
public import Models

/// A checkpoint as a file: tensors as tensors, all else as one line of JSON in the metadata.
extension TrainingCheckpoint {
  private static let key = "fovea.checkpoint"
  private static let groups:
    [(prefix: String, path: any WritableKeyPath<TrainingCheckpoint, [NamedTensor]> & Sendable)] = [
      ("network.", \.tensors), ("optimizer.", \.optimizer), ("average.", \.averages), ("best.", \.best),
    ]

  /// What isn't a tensor. Numbers are written so that the same bits come back.
  private struct Position: Codable {
    var counters: Counters
    var history: [EpochRecord]
    var trace: [TracePoint]
  }

  /// The checkpoint as a file with additional metadata.
  public func file(metadata: [String: String] = [:]) -> Safetensors {
    let position = Position(counters: counters, history: history, trace: trace)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Whole numbers, numbers and texts: all of them JSON can hold.
    guard let json = try? encoder.encode(position) else { preconditionFailure("a position is always JSON") }
    var metadata = metadata
    metadata[Self.key] = String(decoding: json, as: UTF8.self)
    let tensors = Self.groups.flatMap { group in
      self[keyPath: group.path].map { $0.named(group.prefix + $0.name) }
    }
    return Safetensors(tensors: tensors, metadata: metadata)
  }

  /// The checkpoint in a file; nil if it isn't one.
  public init?(_ file: Safetensors) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let json = file.metadata[Self.key],
      let position = try? decoder.decode(Position.self, from: Data(json.utf8))
    else { return nil }
    self.init(
      tensors: [], optimizer: [], counters: position.counters, history: position.history,
      trace: position.trace)
    for group in Self.groups {
      self[keyPath: group.path] = file.tensors.filter { $0.name.hasPrefix(group.prefix) }.map {
        $0.named(String($0.name.dropFirst(group.prefix.count)))
      }
    }
  }
}

extension NamedTensor {
  fileprivate func named(_ name: String) -> NamedTensor {
    NamedTensor(name: name, shape: shape, values: values)
  }
}
