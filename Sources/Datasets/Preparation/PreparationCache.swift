internal import Synchronization

/// What preparing a data set gave: the fitted preparation and the pixels of each part, made once, whoever
/// asks first.
final class PreparationCache: Sendable {
  private struct State {
    var fitted: FittedPreparation?
    var pixels: [PartName: PreparedPixels] = [:]
  }

  private let state = Mutex(State())

  /// The preparation of a data set, fitted on its training part.
  func fitted(_ data: DataSet) throws(DataError) -> FittedPreparation {
    try state.withLock { state throws(DataError) in try Self.fit(data, &state) }
  }

  /// The pixels of a part after the 8-bit steps.
  func pixels(of name: PartName, _ data: DataSet) throws(DataError) -> PreparedPixels {
    try state.withLock { state throws(DataError) in
      let fitted = try Self.fit(data, &state)
      if let pixels = state.pixels[name] { return pixels }
      let pixels = try fitted.pixels(of: data.requiredPart(name))
      state.pixels[name] = pixels
      return pixels
    }
  }

  private static func fit(_ data: DataSet, _ state: inout State) throws(DataError) -> FittedPreparation {
    if let fitted = state.fitted { return fitted }
    let (fitted, pixels) = try FittedPreparation.fit(data.preparation, on: data.train)
    state.fitted = fitted
    state.pixels[.train] = pixels
    return fitted
  }
}
