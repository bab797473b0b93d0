/// Where the path of a `source` leads: it is relative to the file that it stands in.
public enum SourcedPath {
  public static func resolve(_ path: String, from file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return plain(path) }
    return plain(file[...slash] + path)
  }

  /// Without `.` and `name/..`, so that a file has one name however it is reached.
  private static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
