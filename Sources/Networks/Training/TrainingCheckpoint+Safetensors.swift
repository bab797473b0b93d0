internal import Foundation
public import Models

/// A checkpoint as a file: tensors as tensors, all else as one line of JSON in the metadata.
extension TrainingCheckpoint {
  private static let key = "fovea.checkpoint"
  private static let weightPrefix = "network."
  private static let optimizerPrefix = "optimizer."

  /// What isn't a tensor. Numbers are written so that the same bits come back.
  private struct Position: Codable {
    var step: Int
    var epochsBefore: Int
    var openLoss: Double
    var openCount: Int
    var openCorrect: Int
    var history: [EpochRecord]
    var trace: [TracePoint]
  }

  /// The file; `metadata` is added to its own.
  public func file(metadata: [String: String] = [:]) -> Safetensors {
    let position = Position(
      step: step, epochsBefore: epochsBefore, openLoss: openLoss, openCount: openCount, openCorrect: openCorrect,
      history: history, trace: trace)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Whole numbers, numbers and texts: all of them JSON can hold.
    guard let json = try? encoder.encode(position) else { preconditionFailure("a position is always JSON") }
    var metadata = metadata
    metadata[Self.key] = String(decoding: json, as: UTF8.self)
    return Safetensors(
      tensors: tensors.map { $0.named(Self.weightPrefix + $0.name) }
        + optimizer.map { $0.named(Self.optimizerPrefix + $0.name) }, metadata: metadata)
  }

  /// The checkpoint in a file; nil when it holds none.
  public init?(_ file: Safetensors) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let json = file.metadata[Self.key],
      let position = try? decoder.decode(Position.self, from: Data(json.utf8))
    else { return nil }
    func group(_ prefix: String) -> [NamedTensor] {
      file.tensors.filter { $0.name.hasPrefix(prefix) }.map { $0.named(String($0.name.dropFirst(prefix.count))) }
    }
    self.init(
      tensors: group(Self.weightPrefix), optimizer: group(Self.optimizerPrefix), step: position.step,
      epochsBefore: position.epochsBefore, openLoss: position.openLoss, openCount: position.openCount,
      openCorrect: position.openCorrect, history: position.history, trace: position.trace)
  }
}

extension NamedTensor {
  fileprivate func named(_ name: String) -> NamedTensor { NamedTensor(name: name, shape: shape, values: values) }
}
