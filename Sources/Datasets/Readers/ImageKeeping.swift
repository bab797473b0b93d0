internal import Images
internal import Synchronization

/// What is kept of a picture that was decoded: itself, or what is needed to find it again.
struct ReadImage: Sendable {
  /// Nil where it isn't kept in memory.
  let image: DecodedImage?
  /// With the channels that all images have.
  let shape: SampleShape
  /// As the file has it.
  let isGray: Bool
  let isDeep: Bool
  /// What a fingerprint still needs of a picture that is kept nowhere.
  var content: [UInt8] = []
  /// `PixelHash`, where it isn't kept in memory.
  var hash: UInt64 = 0
  /// Where it begins in the packed file, if it is there.
  var offset = 0
  /// Why it can't be kept.
  var failure: DataError?
}

/// How the pictures of a data set are kept: with how many channels, as bytes or numbers, and where.
struct ImageKeeping: Sendable {
  /// What all pictures are together; what a file says beforehand may be more than what can be read.
  private(set) var survey: ImageFiles.Survey
  let mode: ImageCaching.Mode
  private let caching: ImageCaching
  private let file: PixelFile?
  private let end: Counter

  /// The bytes that are written so far.
  private final class Counter: Sendable {
    let value: Atomic<Int>

    init(_ value: Int) { self.value = Atomic(value) }
  }

  /// - Parameters:
  ///   - survey: What is known of the pictures.
  ///   - asked: memory, disk, none; nil for whichever fits.
  ///   - count: The number of pictures, for messages.
  /// - Throws: `.tooLarge` where there is no room in the place that was asked for.
  init(
    _ survey: ImageFiles.Survey, asked: ImageCaching.Mode?, folder: String, count: Int
  ) throws(DataError) {
    self.survey = survey
    mode = asked ?? Self.mode(for: survey)
    caching = ImageCaching(mode: mode, isAutomatic: asked == nil, folder: folder)
    file = mode == .disk ? try PixelFile(in: folder) : nil
    end = Counter(0)
    if mode == .memory {
      try AvailableMemory.check(for: survey.bytes, each: 1, what: DataError.count(count, "image"))
    }
    if let file, survey.bytes > file.room {
      guard asked != nil else {
        throw .tooLarge(
          what: DataError.count(count, "image"), bytes: survey.bytes, room: AvailableMemory.bytes)
      }
      throw file.failure(
        "\(DataError.count(count, "image")) take \(DataError.size(survey.bytes)), and there is room for "
          + DataError.size(file.room))
    }
  }

  /// Pictures that are known from an earlier load; nil where their pixels are wanted, and aren't there.
  init?(_ known: ImageManifest, _ file: PixelFile, asked: ImageCaching.Mode?, folder: String) {
    survey = known.survey
    mode = asked ?? Self.mode(for: survey)
    guard mode == .none || mode == .disk && known.isPacked else { return nil }
    caching = ImageCaching(mode: mode, isAutomatic: asked == nil, folder: folder)
    self.file = mode == .disk ? file : nil
    end = Counter(0)
  }

  /// Where pictures are kept when nobody says it.
  private static func mode(for survey: ImageFiles.Survey) -> ImageCaching.Mode {
    // Half of the room: what is made of them, and training, need the other one.
    survey.bytes < 1 << 25 || survey.bytes <= AvailableMemory.bytes / 2 ? .memory : .disk
  }

  /// The packed pixels, and how many bytes they are.
  var packed: (file: PixelFile, size: Int)? { file.map { ($0, end.value.load(ordering: .relaxed)) } }

  /// The same for what all pictures are in fact.
  ///
  /// - Precondition: They are kept in memory, or nothing else was expected.
  func of(_ survey: ImageFiles.Survey) -> ImageKeeping {
    var keeping = self
    keeping.survey = survey
    return keeping
  }

  /// Keeps one picture.
  @Sendable func keep(_ image: DecodedImage, _ path: String) throws(DataError) -> ReadImage {
    let channels = survey.isGray ? 1 : 3
    let shape = SampleShape(channels: channels, height: image.height, width: image.width)
    let (isGray, isDeep) = (image.channels == 1, image.isDeep)
    // What its header hid is found when all have been read; then they are read again.
    guard mode != .memory, isGray || !survey.isGray, !isDeep || survey.isDeep else {
      return ReadImage(image: mode == .memory ? image : nil, shape: shape, isGray: isGray, isDeep: isDeep)
    }
    let size = shape.count * (survey.isDeep ? 4 : 1)
    let content = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      image.converted(channels: channels).copyContent(
        asNumbers: survey.isDeep, to: UnsafeMutableRawBufferPointer(buffer))
      count = size
    }
    var read = ReadImage(image: nil, shape: shape, isGray: isGray, isDeep: isDeep)
    read.hash = content.withUnsafeBytes { PixelHash.of($0, shape) }
    guard let file else {
      read.content = content
      return read
    }
    read.offset = end.value.add(size, ordering: .relaxed).oldValue
    // The disk's fault, not the picture's.
    read.failure = file.write(content, at: read.offset)
    return read
  }

  /// The store of pictures that were kept; nil for those that were left out.
  func store(of images: [ReadImage?], _ files: [String]) -> ImageStore {
    guard mode != .memory else {
      let channels = survey.isGray ? 1 : 3
      let kept = images.map { $0?.image?.converted(channels: channels) }
      return survey.isDeep
        ? ImageStore(images: kept.map { $0?.floatImage })
        : ImageStore(images: kept.map { if case .bytes(let image)? = $0 { image } else { nil } })
    }
    let hashes = images.map { $0?.hash ?? 0 }
    let backing: any ImageBacking =
      if let file {
        PackedImages(
          file, offsets: images.map { $0?.offset ?? 0 }, hashes: hashes, holdsFloats: survey.isDeep,
          caching: caching)
      } else {
        DecodedFiles(files: files, hashes: hashes, holdsFloats: survey.isDeep, caching: caching)
      }
    return ImageStore(backing, shapes: images.map { $0?.shape }, hashes: hashes)
  }
}
