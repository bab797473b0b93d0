public import Record
internal import Runtime

/// The cache as a person reads it.
public enum CacheText {
  public static func lines(_ entries: [ResultCache.Entry], in cache: ResultCache, columns: Int) -> [String] {
    guard !entries.isEmpty else { return ["the cache is empty; 'fovea run --cached FILE' fills it"] }
    // The command takes what date, size and the gaps leave.
    let room = max(20, columns - 36)
    var rows = [["computed", "size", "command"]]
    for entry in entries {
      let what = entry.what.count > room ? String(entry.what.prefix(room - 1)) + "…" : entry.what
      rows.append([String(entry.date.prefix(16)).replacing("T", with: " "), size(entry.bytes), what])
    }
    let total = entries.reduce(0) { $0 + $1.bytes }
    return [
      Table.text(rows, rightAligned: [1]),
      "\(Spelling.counted(entries.count, "result")), "
        + "\(size(total)) of at most \(size(cache.limit)), in \(cache.folder)",
    ]
  }

  /// `512 B`, `51.2 KB`, `4.29 GB`.
  public static func size(_ bytes: Int) -> String {
    var (number, unit) = (Double(bytes), 0)
    let units = ["B", "KB", "MB", "GB", "TB"]
    while number >= 1000, unit < units.count - 1 {
      number /= 1000
      unit += 1
    }
    return Spelling.rounded(number, digits: number < 10 ? 2 : 1) + " " + units[unit]
  }
}
