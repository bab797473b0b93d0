public import Record
internal import Runtime

/// The cache as a person reads it.
public enum CacheText {
  public static func lines(_ entries: [ResultCache.Entry], in cache: ResultCache, columns: Int) -> [String] {
    guard !entries.isEmpty else { return ["the cache is empty; 'fovea run --cached FILE' fills it"] }
    let groups = groups(entries)
    // A command may have left several results, such as one a fold or one a seed: they are one row.
    let hasSeveral = groups.count < entries.count
    // The command takes what date, size, number and the gaps leave.
    let room = max(20, columns - (hasSeveral ? 45 : 36))
    var rows = [["computed", "size"] + (hasSeveral ? ["results"] : []) + ["command"]]
    for group in groups {
      let what = group.what.count > room ? String(group.what.prefix(room - 1)) + "…" : group.what
      let count = hasSeveral ? [Spelling.count(group.count)] : []
      rows.append(
        [String(group.date.prefix(16)).replacing("T", with: " "), size(group.bytes)] + count + [what])
    }
    let total = entries.reduce(0) { $0 + $1.bytes }
    return [
      Table.text(rows, rightAligned: hasSeveral ? [1, 2] : [1]),
      "\(Spelling.counted(entries.count, "result")), "
        + "\(size(total)) of at most \(size(cache.limit)), in \(cache.folder)",
    ]
  }

  /// Results of one command, with their size together and the date of the newest.
  private struct Group {
    let what: String
    var date: String
    var bytes: Int
    var count = 1
  }

  /// The entries by command, in the order of the first of each.
  private static func groups(_ entries: [ResultCache.Entry]) -> [Group] {
    var groups: [Group] = []
    var places: [String: Int] = [:]
    for entry in entries {
      guard let place = places[entry.what] else {
        places[entry.what] = groups.count
        groups.append(Group(what: entry.what, date: entry.date, bytes: entry.bytes))
        continue
      }
      groups[place].date = max(groups[place].date, entry.date)
      groups[place].bytes += entry.bytes
      groups[place].count += 1
    }
    return groups
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
