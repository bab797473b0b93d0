internal import Declarations

/// The image files of a part, and what is to be predicted of each.
struct ListedPart {
  let name: PartName
  let files: [String]
  let targets: Targets
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
  ///   - warnings: What the listing had to say.
  ///   - nothingLeft: The warning for a part other than training of which no file can be read.
  ///   - noTraining: The error for a training part of which no file can be read, given its first warning.
  init(
    decoding parts: [ListedPart], classes: [String], _ options: LoadOptions, warnings: [String],
    nothingLeft: (PartName) -> String, noTraining: (String?) -> DataError
  ) throws(DataError) {
    guard let training = parts.first, training.name == .train else { throw noTraining(nil) }
    let choice = try LabelledImages.Choice(training, limit: options.limit, classes: classes.count)
    let files = choice.firstFiles + parts.dropFirst().flatMap(\.files)
    let asked = options.format.optionalText(Self.caching.name).flatMap(ImageCaching.Mode.init)
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
    keeping = keeping.of(survey)
    var warnings = warnings
    for (name, images) in loaded {
      warnings += images.warnings
      guard images.positions.isEmpty else { continue }
      if name == .train { throw noTraining(images.warnings.first) }
      warnings.append(nothingLeft(name))
    }
    let found = keeping
    func part(_ name: PartName) -> Part? {
      loaded.first { $0.name == name && !$0.images.positions.isEmpty }?.images.takePart(found)
    }
    guard let train = part(.train) else { throw noTraining(nil) }
    self.init(
      classes: classes, train: train, validation: part(.validation), test: part(.test), warnings: warnings,
      lost: choice.lost, fingerprint: running?.text)
  }
}
