/// What a path consists of, byte by byte as the system sees it. Swift compares characters, and takes a slash
/// with an accent behind it for another one than a slash.
extension StringProtocol where UTF8View: BidirectionalCollection {
  package var isAbsolutePath: Bool { utf8.first == PathParts.slash }

  /// All up to the last slash, with it; empty where there is none.
  package var pathFolder: String {
    utf8.lastIndex(of: PathParts.slash).map { String(self[..<utf8.index(after: $0)]) } ?? ""
  }

  /// The folder that holds what the path names: `.` where no slash tells one.
  package var parentFolder: String {
    let folder = pathFolder
    return folder.isEmpty
      ? "." : folder.utf8.count == 1 ? "/" : String(decoding: folder.utf8.dropLast(), as: UTF8.self)
  }

  /// What stands behind the last slash.
  package var pathName: String {
    utf8.lastIndex(of: PathParts.slash).map { String(self[utf8.index(after: $0)...]) } ?? String(self)
  }

  /// What stands between slashes, without what is empty.
  package var pathParts: [String] {
    utf8.split(separator: PathParts.slash).map { String(decoding: $0, as: UTF8.self) }
  }
}

private enum PathParts {
  static let slash = UInt8(ascii: "/")
}
