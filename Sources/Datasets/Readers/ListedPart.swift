/// The image files of a part, and what is to be predicted of each.
struct ListedPart {
  let name: PartName
  let files: [String]
  let targets: Targets
}

extension LoadedData {
  /// Decodes the files of all parts; of the training part as many as the limit keeps, of the others none is
  /// opened. All images have one channel where all are gray, and else three.
  ///
  /// - Parameters:
  ///   - parts: The training part first; those without files are left out by the caller.
  ///   - warnings: What the listing had to say.
  ///   - nothingLeft: The warning for a part other than training of which no file can be read.
  ///   - noTraining: The error for a training part of which no file can be read, given its first warning.
  init(
    decoding parts: [ListedPart], classes: [String], limit: Int?, warnings: [String],
    nothingLeft: (PartName) -> String, noTraining: (String?) -> DataError
  ) throws(DataError) {
    guard let training = parts.first, training.name == .train else { throw noTraining(nil) }
    let choice = try LabelledImages.Choice(training, limit: limit, classes: classes.count)
    try ImageFiles.checkRoom(for: choice.firstFiles + parts.dropFirst().flatMap(\.files))
    var warnings = warnings
    var loaded: [(name: PartName, images: LabelledImages)] = []
    for part in parts {
      let images = part.name == .train ? choice.decoded() : LabelledImages(part)
      warnings += images.warnings
      if !images.positions.isEmpty {
        loaded.append((part.name, images))
      } else if part.name == .train {
        throw noTraining(images.warnings.first)
      } else {
        warnings.append(nothingLeft(part.name))
      }
    }
    let channels = loaded.allSatisfy { $0.images.isGray } ? 1 : 3
    let isDeep = loaded.contains { $0.images.isDeep }
    func part(_ name: PartName) -> Part? {
      loaded.first { $0.name == name }?.images.takePart(channels: channels, asNumbers: isDeep)
    }
    guard let train = part(.train) else { throw noTraining(nil) }
    self.init(
      classes: classes, train: train, validation: part(.validation), test: part(.test), warnings: warnings,
      lost: choice.lost)
  }
}
