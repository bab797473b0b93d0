internal import Datasets
internal import Declarations
internal import Models
internal import Plotting
internal import Runtime
internal import SupportVectors

/// What a support vector machine has to show.
enum SupportVectorPictures {
  // MARK: Support vectors and weights

  /// The heaviest support vectors, or the weights of a linear machine against the rest.
  static func tiles(
    _ entry: ModelEntry, _ name: String, label: Int?, limit: Int
  ) throws -> (tiles: [ImageGrid.Tile], of: Int, title: String) {
    guard let machine = entry.supportVectors else { throw CommandFailure.untrained(name, "what") }
    if let vectors = machine.heaviest(limit, of: label) {
      try require(vectors.allSatisfy { $0.weight.isFinite && $0.picture.values.allSatisfy(\.isFinite) }, name)
      let tiles = vectors.map { vector in
        let count = Spelling.counted(vector.machines, "machine")
        return ImageGrid.Tile(
          gray(vector.picture),
          captions: [
            .init(entry.classes[vector.label]), "Σα \(Spelling.rounded(vector.weight, digits: 2))",
            .init(count),
          ])
      }
      let all = label.map { machine.report.classes[$0].vectors } ?? machine.report.supportVectors
      return (tiles, all, "the heaviest support vectors of \(name)")
    }
    let weights = (machine.linearWeights ?? []).filter {
      label == nil || $0.first == label || $0.second == label
    }
    try require(weights.allSatisfy { $0.picture.values.allSatisfy(\.isFinite) }, name)
    // One scale for all: a weak class looks weak.
    let largest = weights.flatMap(\.picture.values).map(abs).max() ?? 0
    let tiles = weights.prefix(limit).map { weight in
      let second = weight.second.map { ImageGrid.Caption("not \(entry.classes[$0])") }
      return ImageGrid.Tile(
        signed(weight.picture, largest: largest),
        captions: [.init(entry.classes[weight.first])] + (second.map { [$0] } ?? []))
    }
    return (Array(tiles), weights.count, "weights of \(name), red for the class and blue against it")
  }

  /// Refuses to show as shades and colours what are no numbers.
  private static func require(_ isFinite: Bool, _ name: String) throws {
    guard !isFinite else { return }
    throw CommandFailure(
      "'\(name)' holds numbers that aren't finite: its vectors or weights are too large to count with.",
      hint: "Train it again: train \(name) on DATA fresh=yes", argument: "what")
  }

  /// From its smallest number, black, to its largest, white; colours where there are three planes.
  private static func gray(_ picture: FeaturePicture) -> ImageGrid.Picture {
    let low = picture.values.min() ?? 0
    let span = max((picture.values.max() ?? 1) - low, 1e-12)
    /// A restored machine's numbers may be any: what isn't between is drawn black.
    func shade(_ value: Float) -> UInt8 {
      let share = (value - low) / span
      return share >= 0 ? UInt8((min(share, 1) * 255).rounded()) : 0
    }
    let shape = picture.shape
    let plane = shape.height * shape.width
    let channels = shape.channels == 3 ? 3 : 1
    var pixels = [UInt8](repeating: 0, count: plane * channels)
    for pixel in 0..<plane {
      for channel in 0..<channels {
        pixels[pixel * channels + channel] = shade(picture.values[channel * plane + pixel])
      }
    }
    return ImageGrid.Picture(width: shape.width, height: shape.height, channels: channels, pixels: pixels)
  }

  /// White at 0, red above and blue below; planes of colour are added up.
  private static func signed(_ picture: FeaturePicture, largest: Float) -> ImageGrid.Picture {
    let shape = picture.shape
    let plane = shape.height * shape.width
    var pixels: [UInt8] = []
    for pixel in 0..<plane {
      let sum = (0..<shape.channels).reduce(Float(0)) { $0 + picture.values[$1 * plane + pixel] }
      let ratio = sum / largest
      let share = largest > 0 && !ratio.isNaN ? min(max(ratio, -1), 1) : 0
      // Small weights would look white: their root is shown.
      let faded = UInt8(((1 - abs(share).squareRoot()) * 255).rounded())
      pixels += share >= 0 ? [255, faded, faded] : [faded, faded, 255]
    }
    return ImageGrid.Picture(width: shape.width, height: shape.height, channels: 3, pixels: pixels)
  }

  /// Throws what is wrong with showing a model, as far as it is known.
  static func check(_ name: String, _ model: KnownModel) throws {
    if model.isUntrained { throw CommandFailure.untrained(name, "what") }
    if model.task == .multilabel {
      throw CommandFailure.labelSets(name, "a picture of support vectors", "what")
    }
    if let family = model.family, family != SupportVectorFamily.self {
      throw CommandFailure(
        "'\(name)' has no support vectors to show.",
        hint: "Look at its answers: let r = evaluate \(name); show r", argument: "what")
    }
    guard model.family == SupportVectorFamily.self, let machine = model.entry?.machine,
      !machine.features.arePictures
    else {
      return
    }
    throw CommandFailure(
      "'\(name)' sees on=\(machine.features.name), and these features are no picture.",
      hint: "Look at its answers: let r = evaluate \(name); show r", argument: "what")
  }
}
