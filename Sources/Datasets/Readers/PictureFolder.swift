/// A folder with the pictures in it and the folders below it, as it was listed: nothing in it has been opened
/// yet.
struct PictureFolder: Sendable {
  let name: String
  let path: String
  /// Paths of its own pictures, in byte order.
  var pictures: [String] = []
  /// Paths of its own other files, in byte order.
  var others: [String] = []
  /// In byte order.
  var folders: [PictureFolder] = []
  /// How many folders in it have a name that can't be typed.
  private(set) var skippedFolders = 0
  /// What couldn't be looked into here, and why.
  var warnings: [String] = []

  /// Those of the folder, then those of its sub-folders.
  var allPictures: [String] { folders.reduce(pictures) { $0 + $1.allPictures } }
  var allOthers: [String] { folders.reduce(others) { $0 + $1.allOthers } }
  var allWarnings: [String] { folders.reduce(warnings) { $0 + $1.allWarnings } }

  var hasPictures: Bool { !pictures.isEmpty || folders.contains(where: \.hasPictures) }

  /// The sub-folders that hold pictures, at any depth.
  var filled: [PictureFolder] { folders.filter(\.hasPictures) }

  /// More folders than this aren't listed: links can make endlessly many of a few.
  static let largestCount = 1_000_000

  /// Lists a folder and all that is below it. Links are followed, but for those that lead to a folder above,
  /// or to one that stands beside a folder above: pictures would count twice.
  init(listing path: String) throws(DataError) {
    var count = 0
    try self.init(path, name: FileAccess.parted(path).name, known: [], &count)
  }

  private init(_ path: String, name: String, known: Set<[UInt64]>, _ count: inout Int) throws(DataError) {
    self.name = name
    self.path = path
    count += 1
    guard count <= Self.largestCount else { throw .tooManyFolders(path: path, limit: Self.largestCount) }
    guard !FileAccess.isOfKernel(path) else {
      warnings.append("'\(path)' holds what the kernel tells, and no files: skipped")
      return
    }
    var broken: [FileAccess.BrokenName] = []
    var found: [(name: String, path: String, identity: [UInt64])] = []
    for name in try FileAccess.names(in: path, broken: &broken) {
      let own = FileAccess.join(path, name)
      switch FileAccess.kind(own) {
      case .folder: found.append((name, own, FileAccess.identity(own)))
      case .file where ImageFiles.isPicture(name): pictures.append(own)
      case .file: others.append(own)
      case nil where !ImageFiles.isPicture(name): others.append(own)
      case nil: warnings.append("'\(own)' is a link to nothing: skipped")
      case .other: warnings.append("'\(own)' is no file but a pipe, a socket or a device: skipped")
      }
    }
    skippedFolders = broken.count { $0.isFolder }
    warnings += broken.map {
      "'\(FileAccess.join(path, $0.shown))' has a name that isn't UTF-8, or with control characters: skipped"
    }
    guard !found.isEmpty else { return }
    let above = known.union([FileAccess.identity(path)])
    let below = above.union(found.map(\.identity))
    for (name, own, identity) in found {
      guard !above.contains(identity) else {
        warnings.append("'\(own)' leads to a folder above it or to another class: skipped")
        continue
      }
      do {
        folders.append(try PictureFolder(own, name: name, known: below, &count))
      } catch {
        if case .tooManyFolders = error { throw error }
        warnings.append(ImageFiles.passedOver(error))
      }
    }
  }
}
