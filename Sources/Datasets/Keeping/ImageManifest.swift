internal import Synchronization

/// What was found out about the files of a load: while they are the same, the next load of them needn't open
/// them.
struct ImageManifest: Sendable {
  /// The folder or table, as a person would look for it.
  let source: String
  /// Of the pixels (`Fingerprint`), and of the files (`FilesHash`).
  let fingerprint: String
  let files: String
  /// What all pictures are together.
  let survey: ImageFiles.Survey
  /// Whether the pixels stand before this in its file.
  let isPacked: Bool
  /// Part by part, what came of each listed file; nil for what wasn't opened.
  let parts: [[ImageFiles.Decoded<ReadImage>?]]

  /// How many pictures it knows.
  var images: Int {
    parts.reduce(0) { $0 + $1.count { if case .success? = $0?.result { true } else { false } } }
  }

  /// Whether the files that were opened are as they were.
  func isCurrent(_ listed: [ListedPart]) -> Bool {
    guard parts.count == listed.count else { return false }
    return zip(parts, listed).allSatisfy { known, part in
      guard known.count == part.files.count else { return false }
      let isSame = Atomic(true)
      let chunk = 256
      inParallel((known.count + chunk - 1) / chunk) { block in
        for place in block * chunk..<min(known.count, (block + 1) * chunk) {
          guard let stamp = known[place]?.file?.stamp, FileStamp(part.files[place]) != stamp else { continue }
          isSame.store(false, ordering: .relaxed)
        }
      }
      return isSame.load(ordering: .relaxed)
    }
  }

  /// Whether its files can be told from others by their stamps.
  ///
  /// - Parameter beginning: A moment before the first of them was opened.
  func isLasting(since beginning: UInt64) -> Bool {
    parts.allSatisfy {
      $0.allSatisfy { read in
        guard let read else { return true }
        guard let stamp = read.file?.stamp, !stamp.isFresh(at: beginning) else { return false }
        return switch read.result {
        case .success, .failure(.unreadable): true
        // Not of the file, but of this moment.
        case .failure: false
        }
      }
    }
  }
}
