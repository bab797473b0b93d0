/// What folders of parts are called.
enum PartNames {
  private static let words: [PartName: Set<String>] = [
    .train: ["train", "training", "trn"],
    .validation: ["val", "valid", "validation", "validate", "dev", "development"],
    .test: ["test", "testing", "tst", "eval", "evaluation"],
  ]

  /// What may stand beside such a word and tells nothing: `train_set`, `TestImages`, `val-data`.
  private static let fillers: Set<String> = [
    "set", "data", "dataset", "images", "imgs", "img", "split", "part", "folder",
  ]

  /// Which part each of some folders in one folder is called after, in any case; those that are called after
  /// none are left out.
  ///
  /// Other words make a name another one (`train_station`), unless folders of two parts have the same ones:
  /// `seg_train`, `seg_test`.
  static func parts(of names: [String]) -> [String: PartName] {
    var found: [String: PartName] = [:]
    var common: [[String]: [(name: String, part: PartName)]] = [:]
    for name in names {
      guard let (part, others) = read(name) else { continue }
      if others.isEmpty { found[name] = part } else { common[others, default: []].append((name, part)) }
    }
    for group in common.values where Set(group.map(\.part)).count > 1 {
      for (name, part) in group { found[name] = part }
    }
    return found
  }

  /// The part that a name has one word of, and its other words in order.
  private static func read(_ name: String) -> (part: PartName, others: [String])? {
    var part: PartName?
    var others: [String] = []
    for word in split(name) where !fillers.contains(word) {
      if let meant = meaning(of: word) {
        if part != nil { return nil }
        part = meant
      } else {
        others.append(word)
      }
    }
    return part.map { ($0, others) }
  }

  /// The part that a word stands for, be it with a year or number behind it (`train2017`) or written with a
  /// filler (`trainset`).
  private static func meaning(of word: String) -> PartName? {
    let end = word.lastIndex { !$0.isNumber }.map { word.index(after: $0) } ?? word.startIndex
    let bare = word[..<end]
    for (part, spellings) in words {
      if spellings.contains(String(bare)) { return part }
      for filler in fillers where bare.hasSuffix(filler) {
        if spellings.contains(String(bare.dropLast(filler.count))) { return part }
      }
    }
    return nil
  }

  /// The words of a name in lower case: what stands between signs.
  private static func split(_ name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
