internal import Images

/// The images of one part: which of its files were decoded, and what came of it.
final class LabelledImages {
  /// What came of each listed file; nil for what wasn't opened.
  private(set) var decoded: [ImageFiles.Decoded<ReadImage>?]
  private var files: [String] = []
  /// The positions in `images` that are images.
  private(set) var positions: [Int] = []
  /// The place of each image among the listed files.
  private var places: [Int] = []
  private let targets: Targets
  private(set) var warnings: [String] = []

  /// All images of files that can be read.
  ///
  /// - Parameter running: The fingerprint of what is decoded; nil where it isn't wanted.
  convenience init(
    _ part: ListedPart, _ keeping: ImageKeeping, _ running: inout RunningFingerprint?,
    shouldStop: () -> Bool
  ) throws(DataError) {
    let decoded: [ImageFiles.Decoded<ReadImage>]
    if let known = try running?.decode(part, shouldStop: shouldStop) {
      decoded = known
    } else {
      decoded = try ImageFiles.decode(
        part.files, hashing: true, shouldStop: shouldStop, keeping.keep)
    }
    self.init(part, decoded.map(Optional.some))
  }

  /// - Parameter decoded: What came of each file of the part.
  init(_ part: ListedPart, _ decoded: [ImageFiles.Decoded<ReadImage>?]) {
    self.decoded = decoded
    targets = part.targets
    for (place, (file, decoded)) in zip(part.files, decoded).enumerated() {
      switch decoded?.result {
      case .success(let picture)?:
        places.append(place)
        positions.append(files.count)
        files.append(file)
        if let remark = picture.remark { warnings.append(ImageFiles.remarked(file, remark)) }
      case .failure(let error)?: warnings.append(part.passedOver(place, error))
      case nil: files.append("")
      }
    }
  }

  /// By position among the listed files, but for those that can't be read; nil for what wasn't opened.
  private var images: [ReadImage?] {
    decoded.compactMap { decoded -> ReadImage?? in
      switch decoded?.result {
      case .success(let picture)?: .some(picture.image)
      case .failure?: nil
      case nil: .some(nil)
      }
    }
  }

  /// What the images that can be read are together.
  var survey: ImageFiles.Survey {
    images.reduce(into: ImageFiles.Survey()) { survey, image in
      guard let image else { return }
      survey.isGray = survey.isGray && image.isGray
      survey.isDeep = survey.isDeep || image.isDeep
    }
  }

  /// The first failure to keep an image, which isn't one of its file.
  var failure: DataError? { images.lazy.compactMap { $0?.failure }.first }

  /// The part, which takes the images away from here: they are in memory once.
  func takePart(_ keeping: ImageKeeping) -> Part {
    let images = images
    decoded = []
    let store = keeping.store(of: images, files)
    return Part(store: store, indices: positions, targets: targets.selecting(places), files: files)
  }

  /// Which training images a limit keeps: of each class as many as its share is, the first that can be read.
  /// Of images with label sets, as many of each class as iterative stratification gives it.
  struct Choice {
    private let part: ListedPart
    /// The places in `files` of each group, in the order in which they are taken; nil without a limit that
    /// leaves something out.
    private let groups: [[Int]]?
    /// How many are taken of each group.
    private let shares: [Int]
    /// Classes of which the limit leaves no image.
    let lost: [Int]

    init(_ part: ListedPart, limit: Int?, classes: Int) throws(DataError) {
      self.part = part
      let count = part.files.count
      guard let limit, limit < count else {
        (groups, shares, lost) = (nil, [], [])
        return
      }
      switch part.targets {
      case .labelSets(let sets):
        let chosen = try Loading.limited(sets, to: limit)
        groups = [chosen + Set(0..<count).subtracting(chosen).sorted()]
        shares = [limit]
        let left = sets.selecting(chosen).counts
        lost = left.indices.filter { left[$0] == 0 && sets.counts[$0] > 0 }
      case .classes(let labels):
        var groups = [[Int]](repeating: [], count: classes)
        for (place, label) in labels.enumerated() { groups[label].append(place) }
        let shares = try Loading.shares(of: groups.map(\.count), limit: limit)
        self.groups = groups
        self.shares = shares
        lost = shares.indices.filter { shares[$0] == 0 && !groups[$0].isEmpty }
      }
    }

    /// The files that are kept if all can be read, in their order.
    var firstFiles: [String] {
      guard let groups else { return part.files }
      return zip(groups, shares).flatMap { own, share in own.prefix(share) }.sorted().map { part.files[$0] }
    }

    func decoded(
      _ keeping: ImageKeeping, _ running: inout RunningFingerprint?, shouldStop: () -> Bool
    ) throws(DataError) -> LabelledImages {
      guard let groups else {
        return try LabelledImages(part, keeping, &running, shouldStop: shouldStop)
      }
      var decoded = [ImageFiles.Decoded<ReadImage>?](repeating: nil, count: part.files.count)
      var next = [Int](repeating: 0, count: groups.count)
      var wanted = shares
      var isFirst = true
      while true {
        var batch: [(place: Int, group: Int)] = []
        for group in groups.indices {
          let own = groups[group][next[group]...].prefix(wanted[group])
          next[group] += own.count
          batch += own.map { ($0, group) }
        }
        if batch.isEmpty { break }
        wanted = [Int](repeating: 0, count: groups.count)
        batch.sort { $0.place < $1.place }
        let places = batch.map(\.place)
        let own = ListedPart(
          name: part.name, files: places.map { part.files[$0] }, targets: part.targets.selecting(places))
        let results: [ImageFiles.Decoded<ReadImage>]
        if isFirst, let first = try running?.decode(own, shouldStop: shouldStop) {
          results = first
        } else {
          // What is read in place of others isn't in the order of files.
          running?.giveUp()
          results = try ImageFiles.decode(own.files, hashing: true, shouldStop: shouldStop) {
            image, path throws(DataError) in
            var read = try keeping.keep(image, path)
            read.content = []
            return read
          }
        }
        isFirst = false
        for (entry, result) in zip(batch, results) {
          decoded[entry.place] = result
          // In place of a file that can't be read the group gets its next one.
          if case .failure = result.result { wanted[entry.group] += 1 }
        }
      }
      return LabelledImages(part, decoded)
    }
  }
}
