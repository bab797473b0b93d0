/// Where the path of a `source` leads: it is relative to the file that it stands in.
public enum SourcedPath {
  private static let slash = UInt8(ascii: "/")

  public static func resolve(_ path: String, from file: String) -> String {
    // By bytes: a slash with an accent behind it is another character than a slash.
    guard path.utf8.first != slash, let slash = file.utf8.lastIndex(of: slash) else { return plain(path) }
    return plain(file[..<file.utf8.index(after: slash)] + path)
  }

  /// Without `.` and `name/..`, so that a file has one name however it is reached.
  private static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.utf8.split(separator: slash).map({ Substring($0) }) where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.utf8.first == slash ? "/" : "") + parts.joined(separator: "/")
  }
}
