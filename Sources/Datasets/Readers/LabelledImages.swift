internal import Images

/// A file and the class that its folder says; of several classes the first.
struct LabelledFile: Sendable {
  let path: String
  let label: Int
}

/// The images of one part of a folder: which files were decoded, and what came of it.
final class LabelledImages {
  /// By position among the listed files, but for those that can't be read; nil for what wasn't opened.
  private var images: [Image?] = []
  private var files: [String] = []
  /// The positions in `images` that are images, and the class of each.
  private(set) var positions: [Int] = []
  private var labels: [Int] = []
  /// The place of each image among the listed files.
  private var places: [Int] = []
  private(set) var warnings: [String] = []

  /// All images of files that can be read.
  init(_ files: [LabelledFile]) {
    add(files, ImageFiles.decode(files.map(\.path)).map(Optional.some))
  }

  private init(_ files: [LabelledFile], _ decoded: [ImageFiles.Decoded?]) { add(files, decoded) }

  private func add(_ files: [LabelledFile], _ decoded: [ImageFiles.Decoded?]) {
    for (place, (file, result)) in zip(files, decoded).enumerated() {
      switch result {
      case .success(let decoded)?:
        places.append(place)
        positions.append(images.count)
        labels.append(file.label)
        images.append(decoded.image)
        self.files.append(file.path)
        if let warning = decoded.warning { warnings.append(warning) }
      case .failure(let error)?: warnings.append(ImageFiles.passedOver(error))
      case nil:
        images.append(nil)
        self.files.append("")
      }
    }
  }

  var isGray: Bool { images.allSatisfy { $0?.channels ?? 1 == 1 } }

  /// The part, which takes the images away from here: they are in memory once.
  ///
  /// - Parameter targets: What is to be predicted of each listed file; nil for the classes of the files.
  func takePart(channels: Int, targets: Targets? = nil) -> Part {
    for index in images.indices where channels == 3 && images[index]?.channels == 1 {
      images[index] = images[index]?.converted(channels: 3)
    }
    let store = ImageStore(images: images)
    images = []
    return Part(
      store: store, indices: positions, targets: targets?.selecting(places) ?? .classes(labels), files: files)
  }

  /// Which training images a limit keeps: of each class as many as its share is, the first that can be read. Of
  /// images with label sets, as many of each class as iterative stratification gives it.
  struct Choice {
    private let files: [LabelledFile]
    /// The places in `files` of each group, in the order in which they are taken; nil without a limit that
    /// leaves something out.
    private let groups: [[Int]]?
    /// How many are taken of each group.
    private let shares: [Int]
    /// Classes of which the limit leaves no image.
    let lost: [Int]

    init(
      _ files: [LabelledFile], targets: Targets? = nil, limit: Int?, classes: Int
    ) throws(DataError) {
      self.files = files
      guard let limit, limit < files.count else {
        (groups, shares, lost) = (nil, [], [])
        return
      }
      if case .labelSets(let sets)? = targets {
        let chosen = try Loading.limited(sets, to: limit)
        groups = [chosen + Set(files.indices).subtracting(chosen).sorted()]
        shares = [limit]
        let left = sets.selecting(chosen).counts
        lost = left.indices.filter { left[$0] == 0 && sets.counts[$0] > 0 }
        return
      }
      var groups = [[Int]](repeating: [], count: classes)
      for (place, file) in files.enumerated() { groups[file.label].append(place) }
      let shares = try Loading.shares(of: groups.map(\.count), limit: limit)
      self.groups = groups
      self.shares = shares
      lost = shares.indices.filter { shares[$0] == 0 && !groups[$0].isEmpty }
    }

    /// The files that are kept if all can be read.
    var firstFiles: [String] {
      guard let groups else { return files.map(\.path) }
      return zip(groups, shares).flatMap { own, share in own.prefix(share).map { files[$0].path } }
    }

    func decoded() -> LabelledImages {
      guard let groups else { return LabelledImages(files) }
      var decoded = [ImageFiles.Decoded?](repeating: nil, count: files.count)
      var next = [Int](repeating: 0, count: groups.count)
      var wanted = shares
      while true {
        var batch: [(place: Int, group: Int)] = []
        for group in groups.indices {
          let own = groups[group][next[group]...].prefix(wanted[group])
          next[group] += own.count
          batch += own.map { ($0, group) }
        }
        if batch.isEmpty { break }
        wanted = [Int](repeating: 0, count: groups.count)
        for (entry, result) in zip(batch, ImageFiles.decode(batch.map { files[$0.place].path })) {
          decoded[entry.place] = result
          // In place of a file that can't be read the group gets its next one.
          if case .failure = result { wanted[entry.group] += 1 }
        }
      }
      return LabelledImages(files, decoded)
    }
  }
}
