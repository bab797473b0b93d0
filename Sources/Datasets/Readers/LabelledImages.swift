internal import Images

/// A file and the class that its folder says.
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
  private(set) var warnings: [String] = []

  /// All images of files that can be read.
  init(_ files: [LabelledFile]) {
    add(files, ImageFiles.decode(files.map(\.path)).map(Optional.some))
  }

  private init(_ files: [LabelledFile], _ decoded: [ImageFiles.Decoded?]) { add(files, decoded) }

  private func add(_ files: [LabelledFile], _ decoded: [ImageFiles.Decoded?]) {
    for (file, result) in zip(files, decoded) {
      switch result {
      case .success(let decoded)?:
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
  func takePart(channels: Int) -> Part {
    for index in images.indices where channels == 3 && images[index]?.channels == 1 {
      images[index] = images[index]?.converted(channels: 3)
    }
    let store = ImageStore(images: images)
    images = []
    return Part(store: store, indices: positions, labels: labels, files: files)
  }

  /// Which training images a limit keeps: of each class as many as its share is, the first that can be read.
  struct Choice {
    private let files: [LabelledFile]
    /// The places of each class in `files`; nil without a limit that leaves something out.
    private let places: [[Int]]?
    private let shares: [Int]
    /// Classes of which the limit leaves no image.
    let lost: [Int]

    init(_ files: [LabelledFile], limit: Int?, classes: Int) throws(DataError) {
      self.files = files
      guard let limit, limit < files.count else {
        (places, shares, lost) = (nil, [], [])
        return
      }
      var places = [[Int]](repeating: [], count: classes)
      for (place, file) in files.enumerated() { places[file.label].append(place) }
      let shares = try Loading.shares(of: places.map(\.count), limit: limit)
      self.places = places
      self.shares = shares
      lost = shares.indices.filter { shares[$0] == 0 && !places[$0].isEmpty }
    }

    /// The files that are kept if all can be read.
    var firstFiles: [String] {
      guard let places else { return files.map(\.path) }
      return zip(places, shares).flatMap { own, share in own.prefix(share).map { files[$0].path } }
    }

    func decoded() -> LabelledImages {
      guard let places else { return LabelledImages(files) }
      var decoded = [ImageFiles.Decoded?](repeating: nil, count: files.count)
      var next = [Int](repeating: 0, count: places.count)
      var wanted = shares
      while true {
        var batch: [Int] = []
        for label in places.indices {
          let own = places[label][next[label]...].prefix(wanted[label])
          next[label] += own.count
          batch += own
        }
        if batch.isEmpty { break }
        wanted = [Int](repeating: 0, count: places.count)
        for (place, result) in zip(batch, ImageFiles.decode(batch.map { files[$0].path })) {
          decoded[place] = result
          // In place of a file that can't be read the class gets its next one.
          if case .failure = result { wanted[files[place].label] += 1 }
        }
      }
      return LabelledImages(files, decoded)
    }
  }
}
