internal import Declarations
internal import Tensors

/// Files of svmlight and LIBSVM: a line a sample, `3 1:0.5 4:1`, packed with gzip or not, ending with
/// .svmlight, .libsvm or .svm.
///
/// Features are counted from 0 or 1, as `index=` says. Without it they are counted from 0 where one has the
/// number 0, and else from 1: scikit-learn writes from 0 unless told otherwise, and a first pixel that is
/// black everywhere doesn't show.
///
/// The images are bytes: values must be whole numbers from 0 to 255, or those divided by 255. All samples are
/// the training part. Classes are called by their labels, in rising order. With `task=multilabel` a sample
/// has any number of labels, separated by commas: `1,3 1:0.5`, or ` 1:0.5` of none. `size=` says how the
/// features lie in an image (rows of columns, planes of color one after the other); without it an image is
/// one row.
///
/// A file is read twice, line by line: it may unpack to more than there is room for, while its images take a
/// byte a feature.
struct SparseReader: PathReader {
  let plural = "svmlight files"
  let note =
    "Files of svmlight and LIBSVM hold bytes, packed (.gz) or not, and end with .svmlight, .libsvm or .svm; "
    + "with task=multilabel a line may have several labels (1,3 4:0.5) or none."
  let parameters: [Parameter] = [
    Self.size,
    .option(
      "index", .integer(0...1),
      "of an svmlight file: the number of the first feature; default 0 where it occurs, else 1"),
    TableReader.task,
  ]

  static let size = Parameter.option(
    "size", .size(2...3),
    "of the images of an svmlight file or of shapes: width x height; of a file x 3 where they have colours; "
      + "default one row for a file, 32x32 for shapes")

  func recognises(_ path: String, _ kind: FileAccess.Kind) -> Bool {
    guard kind == .file else { return false }
    let path = path.lowercased()
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    return [".svmlight", ".libsvm", ".svm"].contains { name.hasSuffix($0) }
  }

  func outline(_ path: String, _ options: LoadOptions) throws(DataError) -> DataOutline {
    DataOutline(task: Self.task(options))
  }

  /// Label sets where they are asked for: a file may be too long to look for commas first.
  fileprivate static func task(_ options: LoadOptions) -> PredictionTask {
    options.format.optionalText("task").flatMap(PredictionTask.init) ?? .classification
  }

  func read(_ path: String, _ options: LoadOptions) throws(DataError) -> LoadedData {
    let survey = try SparseSurvey(path, options)
    let labels = survey.labels.sorted()
    let names = labels.map { $0 == $0.rounded() && abs($0) < 1e15 ? String(Int(saturating: $0)) : "\($0)" }
    guard labels.count > 1 else { throw .oneClass(path: path, name: names.first ?? "") }
    let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    let shape = survey.shape
    let plane = shape.height * shape.width
    var pixels = [UInt8](repeating: 0, count: survey.rows * shape.count)
    let hasSets = Self.task(options) == .multilabel
    var sets: [[Int]] = []
    var classes: [Int] = []
    classes.reserveCapacity(hasSets ? 0 : survey.rows)
    var rows = 0
    var wrong: (index: Int, value: Double)?
    // Somebody may write to the file between the readings.
    var isChanged = false
    try Self.eachRow(of: path, countedFrom: survey.first, hasSets: hasSets) { index, value in
      let scaled = survey.isWhole ? value : value * 255
      let byte = scaled.rounded()
      guard rows < survey.rows, index < shape.count else {
        isChanged = true
        return
      }
      // Floats of k / 255 are off by a few 1e-8 of it.
      guard (0...255).contains(byte), abs(scaled - byte) < 1e-4 else {
        if wrong == nil { wrong = (index, value) }
        return
      }
      // Planes become interleaved pixels.
      let place = index % plane * shape.channels + index / plane
      pixels[rows * shape.count + place] = UInt8(byte)
    } row: { (labels, line) throws(DataError) in
      let own = labels.compactMap { places[$0] }
      guard own.count == labels.count, !isChanged else {
        throw .sparseContent(path: path, line: line, reason: "the file was changed while it was read")
      }
      if let wrong {
        throw .sparseContent(
          path: path, line: line,
          reason:
            "feature \(wrong.index + survey.first) is \(wrong.value); images are bytes: whole numbers from 0 "
            + "to 255, or those divided by 255")
      }
      if hasSets { sets.append(own) } else { classes += own }
      rows += 1
    }
    guard rows == survey.rows else {
      throw .unreadable(path: path, reason: "the file was changed while it was read")
    }
    let store = ImageStore(pixels: pixels, count: survey.rows, shape: shape)
    let train =
      hasSets
      ? Part(
        store: store, indices: Array(0..<rows), targets: .labelSets(LabelSets(sets, classes: names.count)))
      : Part(store: store, labels: classes)
    return LoadedData(classes: names, train: train, warnings: survey.warnings)
  }

  /// Reads every sample: first its features, then its labels and line.
  fileprivate static func eachRow(
    of path: String, countedFrom first: Int, hasSets: Bool, feature: (Int, Double) -> Void,
    row: ([Double], Int) throws(DataError) -> Void
  ) throws(DataError) {
    var lines = try LineReader(path)
    var labels: [Double] = []
    while let line = try lines.next() {
      let isSample: Bool
      do throws(SparseText.LineProblem) {
        isSample = try SparseText.scan(line, countedFrom: first, hasSets: hasSets, labels: &labels, feature)
      } catch {
        throw .sparseContent(path: path, line: lines.number, reason: error.reason)
      }
      if isSample { try row(labels, lines.number) }
    }
  }
}

/// What has to be known of all samples before one can become an image.
private struct SparseSurvey {
  private(set) var rows = 0
  private let hasSets: Bool
  /// Labels of all samples together.
  private var shown = 0
  private(set) var labels: Set<Double> = []
  /// Whether values are bytes as whole numbers.
  private(set) var isWhole = false
  /// From which number features are counted.
  private(set) var first = 1
  private(set) var shape = SampleShape(channels: 1, height: 1, width: 1)
  private(set) var warnings: [String] = []

  /// More different labels are no classes.
  private static let mostClasses = 1 << 16
  /// What a sample takes besides its pixels.
  private static let bytesPerRow = 32

  init(_ path: String, _ options: LoadOptions) throws(DataError) {
    let index = options.format.optionalInteger("index")
    let size = try options.format.optionalSize("size").map { sides throws(DataError) in try Self.shape(sides)
    }
    var largest = -1
    var countsFromZero = false
    var hasFractions = false
    var hasLarge = false
    let hasSets = SparseReader.task(options) == .multilabel
    self.hasSets = hasSets
    try SparseReader.eachRow(of: path, countedFrom: index ?? 0, hasSets: hasSets) { feature, value in
      largest = max(largest, feature)
      if feature == 0 { countsFromZero = true }
      if value != value.rounded() { hasFractions = true }
      if value > 1 { hasLarge = true }
    } row: { (own, line) throws(DataError) in
      rows += 1
      shown += own.count
      for label in own where labels.insert(label).inserted && labels.count > Self.mostClasses {
        throw .sparseContent(
          path: path, line: line,
          reason: "there are more than \(Self.mostClasses) different labels; expected classes")
      }
      if rows.isMultiple(of: 4096) { try checkRoom(path, each: size?.count ?? largest + 1) }
    }
    guard rows > 0 else { throw .sparseContent(path: path, line: 1, reason: "there is no sample") }
    guard shown > 0 else { throw .sparseContent(path: path, line: 1, reason: "no sample has a label") }
    isWhole = !hasFractions && hasLarge
    // Without the option, indices stand here as they were written.
    first = index ?? (countsFromZero ? 0 : 1)
    let widest = max(1, index == nil ? largest + 1 - first : largest + 1)
    shape = size ?? SampleShape(channels: 1, height: 1, width: widest)
    guard shape.count >= widest else {
      throw .sparseSize(path: path, size: shape, widest: widest - 1 + first, first: first)
    }
    try checkRoom(path, each: shape.count)
    // A feature of the number of pixels is there only where the first one is 1.
    if index == nil, first == 1, size == nil || largest < shape.count {
      warnings.append(
        "features are taken to be counted from 1, as none has the number 0; index=1 says so, index=0 counts "
          + "them from 0, as scikit-learn writes them")
    }
  }

  private func checkRoom(_ path: String, each size: Int) throws(DataError) {
    // Of label sets also the list of labels, and a bit a class.
    let sets = !hasSets ? 0 : 32 + 8 * (shown / max(1, rows)) + labels.count / 8
    try AvailableMemory.check(for: rows, each: size + Self.bytesPerRow + sets, what: "'\(path)'")
  }

  private static func shape(_ size: [Int]) throws(DataError) -> SampleShape {
    let shape = SampleShape(channels: size.count > 2 ? size[2] : 1, height: size[1], width: size[0])
    guard size.allSatisfy({ $0 <= 16384 }), shape.channels == 1 || shape.channels == 3 else {
      throw .badSize(size)
    }
    return shape
  }
}
