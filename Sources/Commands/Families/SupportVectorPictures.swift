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
          captions: [entry.classes[vector.label], "Σα \(Spelling.rounded(vector.weight, digits: 2))", count])
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
      let second = weight.second.map { "not \(entry.classes[$0])" }
      return ImageGrid.Tile(
        signed(weight.picture, largest: largest),
        captions: [entry.classes[weight.first]] + (second.map { [$0] } ?? []))
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

  // MARK: Margins

  static func checkMargins(_ names: [String], _ command: BoundCommand, _ known: KnownWorkspace) throws {
    guard names.count == 1 else {
      throw CommandFailure(
        names.isEmpty
          ? "'plot margins' needs a model." : "margins are shown of one model, and \(names.count) are given.",
        hint: "For example: plot margins of \(names.first ?? "MODEL")", argument: "of")
    }
    let name = names[0]
    guard let model = known.models[name] else {
      throw CommandFailure("'\(name)' is a result, and margins belong to a model.", argument: "of")
    }
    if model.isUntrained { throw CommandFailure.untrained(name, "of") }
    if let family = model.family, family != SupportVectorFamily.self {
      throw CommandFailure("'\(name)' has no margin: it is no support vector machine.", argument: "of")
    }
    let given = command.arguments.optionalText("data")
    guard case .trained(let own)? = model.state, command.arguments.isKnown("data") else { return }
    guard let place = given ?? own else {
      throw CommandFailure(
        "'\(name)' wasn't trained here.", hint: "Name the data: plot margins of \(name) on DATA.test")
    }
    try known.requireSameClasses(name, Shell.parts(of: place, default: .train).data, "data")
    try known.requirePart(place, default: .train, "data")
  }

  /// A histogram of how far samples lie on the right side.
  static func margins(of name: String, _ command: BoundCommand, _ shell: Shell) throws -> ResultRecord {
    let entry = try shell.model(name)
    guard let machine = entry.supportVectors,
      let place = command.arguments.optionalText("data") ?? entry.dataName
    else {
      throw CommandFailure.untrained(name, "of")
    }
    let (dataName, part) = Shell.parts(of: place, default: .train)
    let data = try shell.data(dataName)
    let source =
      try entry.preparation?.source(of: data.requiredPart(part), classes: data.classes.count)
      ?? data.source(part, training: false, seed: 0)
    let found: [Double?]?
    do throws(SupportVectorError) {
      found = try machine.margins(
        source, threads: shell.workspace.settings.threads,
        progress: { shell.onProgress(.evaluating(model: name, done: $0, of: source.count)) },
        shouldStop: shell.interruption)
    } catch {
      throw CommandFailure(error.message, hint: error.hint, argument: "data")
    }
    shell.onProgress(nil)
    guard let found else { throw CommandFailure("stopped by Ctrl-C before all images were evaluated.") }
    let values = found.compactMap(\.self)
    guard let low = values.min(), let high = values.max() else {
      throw CommandFailure("'\(name)' knows no class of these images.", argument: "data")
    }
    guard values.allSatisfy(\.isFinite), (high - low).isFinite else {
      throw CommandFailure(
        "'\(name)' has values that are no finite numbers: its kernel overflows.",
        hint: "Train it with a smaller gamma or degree.",
        argument: "of")
    }
    return try draw(
      values, low, high, title: "Margins of \(name) on \(dataName).\(part.rawValue)",
      2 * machine.definition.tolerance, command,
      shell)
  }

  private static let bins = 60

  private static func draw(
    _ values: [Double], _ low: Double, _ high: Double, title: String, _ slack: Double,
    _ command: BoundCommand, _ shell: Shell
  ) throws -> ResultRecord {
    // The margin's edge, 1, and the border between right and wrong, 0, are in the picture.
    let (lower, upper) = (min(low, 0), max(high, 1.05))
    let width = (upper - lower) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for value in values { counts[min(bins - 1, max(0, Int((value - lower) / width)))] += 1 }
    // Outlines of the bars.
    var outline: [Series.Point] = [.init(lower, 0)]
    for (bin, count) in counts.enumerated() {
      outline.append(.init(lower + Double(bin) * width, Double(count)))
      outline.append(.init(lower + Double(bin + 1) * width, Double(count)))
    }
    outline.append(.init(upper, 0))
    let top = Double(counts.max() ?? 1)
    let chart = Figure(
      title: title, xLabel: "least value of the own class", yLabel: "images", isXWhole: false,
      series: [
        Series("images", points: outline, hue: 0),
        Series("wrong below 0", points: [.init(0, 0), .init(0, top)], hue: 1, isDashed: true),
        Series("margin at 1", points: [.init(1, 0), .init(1, top)], hue: 2, isDashed: true),
      ])
    let wrong = values.count { $0 < 0 }
    // Free vectors lie on the margin as far as the solver's tolerance goes.
    let inside = values.count { $0 >= 0 && $0 < 1 - slack }
    let beyond = values.count - wrong - inside
    var result = try shell.drawn(
      chart, command,
      fields: [
        .init("points", .integer(outline.count)), .init("wrong", .integer(wrong)),
        .init("inside", .integer(inside)),
        .init("beyond", .integer(beyond)),
      ], rows: 24)
    func share(_ count: Int) -> String {
      "\(Spelling.count(count)) (\(Spelling.percent(Double(count) / Double(values.count))))"
    }
    result.display? +=
      "\non the margin or beyond: "
      + "\(share(beyond)); inside, on the right side: \(share(inside)); wrong: \(share(wrong))"
    return result
  }
}
