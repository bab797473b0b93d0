internal import Images
internal import Synchronization

/// The fingerprint of pictures that are kept nowhere, computed while they are decoded: to decode them again
/// for it alone would take as long as loading them.
///
/// It has shapes before pixels, so it goes by what the headers of the files say. Where what is decoded is
/// another thing (a header is right, and the rest can't be read), it comes to nothing.
struct RunningFingerprint {
  private var fingerprint: Fingerprint
  private let keeping: ImageKeeping
  /// Of the files that are still to come.
  private var extents: ArraySlice<ImageExtent?>
  private var isRight = true

  /// - Parameter keeping: Of pictures that are kept nowhere; its survey has all files, in order.
  init(classes: [String], _ keeping: ImageKeeping) {
    fingerprint = Fingerprint(classes: classes)
    self.keeping = keeping
    extents = keeping.survey.extents[...]
  }

  /// Nil where something was other than its header said.
  var text: String? { isRight ? fingerprint.text : nil }

  /// There are files of which it wasn't told.
  mutating func giveUp() { isRight = false }

  /// Decodes the next files, those of a part.
  mutating func decode(
    _ part: ListedPart, shouldStop: () -> Bool
  ) throws(DataError) -> [ImageFiles.Decoded<ReadImage>] {
    let channels = keeping.survey.isGray ? 1 : 3
    let shapes = extents.prefix(part.files.count).map { extent in
      extent.map { SampleShape(channels: channels, height: $0.height, width: $0.width) }
    }
    extents = extents.dropFirst(part.files.count)
    let size = keeping.survey.isDeep ? 4 : 1
    let places = shapes.indices.filter { shapes[$0] != nil }
    let known = shapes.compactMap { $0 }
    // A part without images is none.
    if !known.isEmpty {
      fingerprint.begin(
        part.name, count: known.count, runs: Fingerprint.runs(known.count) { known[$0] },
        holdsFloats: keeping.survey.isDeep)
    }
    let keeping = keeping
    let shared = Mutex<Shared>(
      Shared(
        fingerprint: fingerprint, isRight: isRight && shapes.count == part.files.count,
        read: [ImageFiles.Decoded<ReadImage>?](repeating: nil, count: part.files.count)))
    let isWhole = inOrder(
      InOrder.blocks(part.files.count) { place in
        shapes.indices.contains(place) ? (shapes[place]?.count ?? 0) * size : 0
      },
      shouldStop: shouldStop,
      make: { ImageFiles.decoded(part.files[$0], hashing: true, keeping.keep) },
      take: { place, made in
        shared.withLock { $0.take(made, at: place, as: shapes.indices.contains(place) ? shapes[place] : nil) }
      })
    guard isWhole else { throw .stopped }
    let found = shared.withLock { $0 }
    (fingerprint, isRight) = (found.fingerprint, found.isRight)
    if !known.isEmpty { fingerprint.end(part.targets.selecting(places)) }
    return found.read.compactMap { $0 }
  }

  /// What the workers take turns with.
  private struct Shared {
    var fingerprint: Fingerprint
    var isRight: Bool
    var read: [ImageFiles.Decoded<ReadImage>?]

    /// - Parameter expected: The shape that the header says; nil where it can't be read.
    mutating func take(_ made: ImageFiles.Decoded<ReadImage>, at place: Int, as expected: SampleShape?) {
      read[place] = made
      guard case .success(var found) = made.result else {
        isRight = isRight && expected == nil
        return
      }
      isRight = isRight && found.image.shape == expected && !found.image.content.isEmpty
      if isRight { found.image.content.withUnsafeBytes { fingerprint.add($0) } }
      found.image.content = []
      read[place]?.result = .success(found)
    }
  }
}
