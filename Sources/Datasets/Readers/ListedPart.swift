internal import Declarations

/// The image files of a part, and what is to be predicted of each.
struct ListedPart {
  let name: PartName
  let files: [String]
  let targets: Targets
  /// The table that names them, and where in it; nil where no table does.
  var rows: (table: String, lines: [Int])?

  /// The warning for a file that is left out.
  func passedOver(_ place: Int, _ error: DataError) -> String {
    (rows.map { "'\($0.table)', line \($0.lines[place]): " } ?? "") + ImageFiles.passedOver(error)
  }
}

extension LoadedData {
  /// The option of `load` that says where images are kept.
  static let caching = Parameter.option(
    "cache", .choice(["auto"] + ImageCaching.Mode.allCases.map(\.rawValue)), default: .text("auto"),
    "of image files: where decoded images are kept; auto: in memory while they fit, else in a file of the "
      + "cache folder (disk); none decodes them each time")

  /// Decodes the files of all parts; of the training part as many as the limit keeps, of the others none is
  /// opened. All images have one channel where all are gray, and else three; where one has 16 bits a channel,
  /// all are numbers.
  ///
  /// - Parameters:
  ///   - parts: The training part first; those without files are left out by the caller.
  ///   - source: The folder or table.
  ///   - base: The folder that the names of the files are relative to.
  ///   - warnings: What the listing had to say.
  ///   - nothingLeft: The warning for a part other than training of which no file can be read.
  ///   - noTraining: The error for a training part of which no file can be read, given its first warning.
  init(
    decoding parts: [ListedPart], of source: String, in base: String, classes: [String],
    _ options: LoadOptions, warnings: [String], nothingLeft: (PartName) -> String,
    noTraining: (String?) -> DataError
  ) throws(DataError) {
    guard let training = parts.first, training.name == .train else { throw noTraining(nil) }
    let beginning = FileStamp.now
    let choice = try LabelledImages.Choice(training, limit: options.limit, classes: classes.count)
    let asked = options.format.optionalText(Self.caching.name).flatMap(ImageCaching.Mode.init)
    let source = FileAccess.absolute(source)
    let kept = asked == .memory ? nil : options.keptImages
    let key = KeptImages.Key(parts, classes: classes, source: source, base: base, limit: options.limit)
    let decoding =
      if let known = kept?.find(key, parts), let decoding = Decoding(known, asked, options, parts) {
        decoding
      } else { try Decoding(parts, choice, asked, options, classes: classes, base: base) }
    var warnings = warnings
    for (name, images) in decoding.loaded {
      warnings += images.warnings
      guard images.positions.isEmpty else { continue }
      if name == .train { throw noTraining(images.warnings.first) }
      warnings.append(nothingLeft(name))
    }
    let filesHash = decoding.filesHash
    let read = decoding.keeping.mode == .memory ? [] : decoding.loaded.map(\.images.decoded)
    func part(_ name: PartName) -> Part? {
      decoding.loaded.first { $0.name == name && !$0.images.positions.isEmpty }?.images.takePart(
        decoding.keeping)
    }
    guard let train = part(.train) else { throw noTraining(nil) }
    self.init(
      classes: classes, train: train, validation: part(.validation), test: part(.test), warnings: warnings,
      lost: choice.lost, fingerprint: decoding.fingerprint, filesHash: filesHash)
    guard let kept, !decoding.isKnown, decoding.keeping.mode != .memory else { return }
    let own: String
    if let fingerprint {
      own = fingerprint
    } else {
      own = try Fingerprint.of(classes: classes, parts: self.parts, shouldStop: options.shouldStop)
      fingerprint = own
    }
    let manifest = ImageManifest(
      source: source, fingerprint: own, files: filesHash, survey: decoding.keeping.survey,
      isPacked: decoding.keeping.mode == .disk, parts: read)
    if manifest.isLasting(since: beginning) { kept.keep(manifest, decoding.keeping.packed, key) }
  }

  /// The parts that there are.
  private var parts: [(name: PartName, part: Part)] {
    [(.train, train)]
      + [(PartName.validation, validation), (.test, test)].compactMap { name, part in
        part.map { (name, $0) }
      }
  }
}

/// What came of the files of a load.
private struct Decoding {
  let keeping: ImageKeeping
  let loaded: [(name: PartName, images: LabelledImages)]
  let fingerprint: String?
  let filesHash: String
  /// Whether an earlier load decoded them.
  let isKnown: Bool

  /// Decodes them.
  init(
    _ parts: [ListedPart], _ choice: LabelledImages.Choice, _ asked: ImageCaching.Mode?,
    _ options: LoadOptions, classes: [String], base: String
  ) throws(DataError) {
    let files = choice.firstFiles + parts.dropFirst().flatMap(\.files)
    var survey = ImageFiles.survey(files)
    var keeping: ImageKeeping
    var loaded: [(name: PartName, images: LabelledImages)]
    var running: RunningFingerprint?
    repeat {
      keeping = try ImageKeeping(survey, asked: asked, folder: options.cacheFolder, count: files.count)
      loaded = []
      running = keeping.mode == .none ? RunningFingerprint(classes: classes, keeping) : nil
      for part in parts {
        let images =
          part.name == .train
          ? try choice.decoded(keeping, &running, shouldStop: options.shouldStop)
          : try LabelledImages(part, keeping, &running, shouldStop: options.shouldStop)
        if let failure = images.failure { throw failure }
        loaded.append((part.name, images))
      }
      // Headers may say more than what can be read has: then what was kept has another form than it should.
      survey.isGray = loaded.allSatisfy { $0.images.survey.isGray }
      survey.isDeep = loaded.contains { $0.images.survey.isDeep }
    } while keeping.mode != .memory
      && (survey.isGray, survey.isDeep) != (keeping.survey.isGray, keeping.survey.isDeep)
    self.keeping = keeping.of(survey)
    self.loaded = loaded
    fingerprint = running?.text
    filesHash = FilesHash.of(
      zip(parts, loaded).map { ($0, $1.images.decoded) }, classes: classes, base: base)
    isKnown = false
  }

  /// Takes what is known of them; nil where their pixels are wanted, and aren't there.
  init?(
    _ known: (manifest: ImageManifest, file: PixelFile), _ asked: ImageCaching.Mode?, _ options: LoadOptions,
    _ parts: [ListedPart]
  ) {
    guard
      let keeping = ImageKeeping(known.manifest, known.file, asked: asked, folder: options.cacheFolder)
    else { return nil }
    self.keeping = keeping
    loaded = zip(parts, known.manifest.parts).map { ($0.name, LabelledImages($0, $1)) }
    fingerprint = known.manifest.fingerprint
    filesHash = known.manifest.files
    isKnown = true
  }
}
