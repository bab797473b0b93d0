internal import Declarations
internal import Tensors

/// Generated images of up to three shapes each, in any place, size, turn and brightness, on a noisy ground.
///
/// An image is a function of the seed, its part and its number: `count=` and the other parts don't change it.
/// Shapes lie apart from each other, so that each of them can be seen.
struct ShapesReader: BuiltinReader {
  let name = "shapes"
  let note =
    "shapes are drawn anew each time: images of up to three shapes each, whose classes are label sets."
  let parameters: [Parameter] = [
    SparseReader.size,
    .option(
      "count", .integer(10...1_000_000), default: .number(2000),
      "of shapes: training images; there are a quarter as many for validation and half as many for testing"),
    .option(
      "noise", .number(.fraction), default: .number(0.1),
      "of shapes: how far brightness is off at most, as a share of white"),
    .option("seed", .seed, default: .number(1), "of shapes: the seed that they are drawn by"),
    TableReader.task,
  ]

  func outline(_ options: LoadOptions) throws(DataError) -> DataOutline {
    let settings = try Settings(options)
    return DataOutline(
      classes: Shape.allCases.map(\.rawValue), parts: settings.counts, shape: settings.shape,
      task: settings.task)
  }

  func read(_ options: LoadOptions) throws(DataError) -> LoadedData {
    let settings = try Settings(options)
    return LoadedData(
      classes: Shape.allCases.map(\.rawValue), train: try Self.part(.train, settings, options),
      validation: try Self.part(.validation, settings, options),
      test: try Self.part(.test, settings, options))
  }

  fileprivate struct Settings {
    let counts: [PartName: Int]
    let shape: SampleShape
    let noise: Double
    let seed: UInt64
    let task: PredictionTask

    /// Widths and heights that shapes can be told apart in.
    static let sides = 16...512

    /// - Throws: `.shapesSize` for a size that isn't 16x16 to 512x512, in gray, and when memory doesn't do.
    init(_ options: LoadOptions) throws(DataError) {
      let given = options.format
      let count = given.optionalInteger("count") ?? 2000
      counts = [.train: count, .validation: count / 4, .test: count / 2]
      let size = given.optionalSize("size") ?? [32, 32]
      guard size.count == 2, size.allSatisfy(Self.sides.contains) else { throw .shapesSize(size) }
      shape = SampleShape(channels: 1, height: size[1], width: size[0])
      try AvailableMemory.check(for: counts.values.reduce(0, +), each: shape.count, what: "shapes")
      noise = given.optionalNumber("noise") ?? 0.1
      seed = UInt64(given.optionalInteger("seed") ?? 1)
      task = given.optionalText("task").flatMap(PredictionTask.init) ?? .multilabel
    }
  }

  private static func part(
    _ name: PartName, _ settings: Settings, _ options: LoadOptions
  ) throws(DataError) -> Part {
    let count = settings.counts[name] ?? 0
    let pixels = parallelChunks(
      of: UInt8.self, count: count, each: settings.shape.count, shouldStop: options.shouldStop
    ) { index, chunk in ShapeDrawing(settings, part: name, image: index).fill(chunk) }
    guard let pixels else { throw .stopped }
    let labels = (0..<count).map { ShapeDrawing(settings, part: name, image: $0).labels }
    let store = ImageStore(pixels: pixels, count: count, shape: settings.shape)
    return switch settings.task {
    case .multilabel:
      Part(
        store: store, indices: Array(0..<count),
        targets: .labelSets(LabelSets(labels, classes: Shape.allCases.count)))
    case .classification: Part(store: store, labels: labels.map { $0[0] })
    }
  }
}

/// What is drawn, in byte order. A shape reaches 1 from its center.
private enum Shape: String, CaseIterable {
  case circle
  case cross
  case ring
  case square
  case star
  case triangle

  /// Whether a place belongs to the shape.
  func contains(_ x: Double, _ y: Double) -> Bool {
    switch self {
    case .circle: x * x + y * y <= 1
    case .cross: min(abs(x), abs(y)) <= 0.25 && max(abs(x), abs(y)) <= 0.95
    case .ring: (0.36...1).contains(x * x + y * y)
    case .square: max(abs(x), abs(y)) <= 0.75
    // Within all three sides, 0.5 away from the center.
    case .triangle: y >= -0.5 && 0.8660254037844386 * abs(x) + 0.5 * y <= 0.5
    case .star:
      // A pentagram: within four of its five lines at least, each cos 72° away from the center.
      Self.starLines.count { $0.x * x + $0.y * y <= 0.3090169943749474 } >= 4
    }
  }

  private static let starLines = (0..<5).map { index in
    let (sine, cosine) = ElementaryFunctions.sineAndCosine(degrees: Double(72 * index))
    return (x: sine, y: cosine)
  }
}

/// One image.
private struct ShapeDrawing {
  private struct Placed {
    let shape: Shape
    let x: Double
    let y: Double
    let radius: Double
    let sine: Double
    let cosine: Double
    let brightness: Double
  }

  private let settings: ShapesReader.Settings
  private let stream: RandomStream
  private let part: Int
  private let image: Int
  private var placed: [Placed] = []
  private let ground: Double

  private static let most = 3
  /// Attempts to find room for a shape; without any it is left out.
  private static let attempts = 20
  /// Draws before those of noise, one a pixel.
  private static let reserved = 1 << 10

  init(_ settings: ShapesReader.Settings, part: PartName, image: Int) {
    self.settings = settings
    self.image = image
    self.part = PartName.allCases.firstIndex(of: part) ?? 0
    stream = RandomStream(seed: settings.seed, stream: .shapes)
    let (stream, number) = (stream, self.part)
    func uniform(_ index: Int) -> Double { stream.uniformDouble(epoch: number, sample: image, index: index) }
    ground = 0.1 + 0.2 * uniform(0)
    let wanted = settings.task == .classification ? 1 : Int(uniform(1) * Double(Self.most + 1))
    let (width, height) = (Double(settings.shape.width), Double(settings.shape.height))
    let side = min(width, height)
    for number in 0..<wanted {
      let first = 8 + number * Self.attempts * 8
      for attempt in 0..<Self.attempts {
        let draw = first + attempt * 8
        let radius = side * (0.13 + 0.12 * uniform(draw))
        let x = radius + (width - 2 * radius) * uniform(draw + 1)
        let y = radius + (height - 2 * radius) * uniform(draw + 2)
        let isFree = placed.allSatisfy { other in
          let (dx, dy, reach) = (other.x - x, other.y - y, other.radius + radius)
          return dx * dx + dy * dy >= reach * reach
        }
        guard isFree else { continue }
        let kind = Int(uniform(draw + 3) * Double(Shape.allCases.count))
        let (sine, cosine) = ElementaryFunctions.sineAndCosine(degrees: 360 * uniform(draw + 4))
        placed.append(
          Placed(
            shape: Shape.allCases[kind], x: x, y: y, radius: radius, sine: sine, cosine: cosine,
            brightness: 0.5 + 0.5 * uniform(draw + 5)))
        break
      }
    }
  }

  /// The classes of the shapes; of each image for classification one.
  var labels: [Int] { Set(placed.compactMap { Shape.allCases.firstIndex(of: $0.shape) }).sorted() }

  func fill(_ pixels: UnsafeMutableBufferPointer<UInt8>) {
    let (width, height) = (settings.shape.width, settings.shape.height)
    for y in 0..<height {
      for x in 0..<width {
        let noise = stream.uniformDouble(
          epoch: part, sample: image, index: Self.reserved + y * width + x)
        let value = brightness(x, y) + settings.noise * (2 * noise - 1)
        pixels[y * width + x] = UInt8((min(max(value, 0), 1) * 255).rounded())
      }
    }
  }

  /// The mean over 4x4 places of a pixel.
  private func brightness(_ x: Int, _ y: Int) -> Double {
    for shape in placed {
      let (dx, dy) = (Double(x) + 0.5 - shape.x, Double(y) + 0.5 - shape.y)
      guard dx * dx + dy * dy <= (shape.radius + 1) * (shape.radius + 1) else { continue }
      var inside = 0
      for row in 0..<4 {
        for column in 0..<4 {
          let (u, v) = (dx - 0.375 + 0.25 * Double(column), dy - 0.375 + 0.25 * Double(row))
          let turned = (
            x: (shape.cosine * u + shape.sine * v) / shape.radius,
            y: (shape.cosine * v - shape.sine * u) / shape.radius
          )
          if shape.shape.contains(turned.x, turned.y) { inside += 1 }
        }
      }
      if inside > 0 { return ground + (shape.brightness - ground) * Double(inside) / 16 }
    }
    return ground
  }
}
