/// Up and Down through the history: only entries that begin with what was typed before the cursor, each text
/// once in a row.
struct HistoryWalk {
  /// What the first Up found in the editor; the way down ends there.
  let draft: String
  let prefix: String
  /// The entry that is shown; the count of entries stands for the draft.
  private(set) var position: Int

  init(draft: String, prefix: String, count: Int) {
    self.draft = draft
    self.prefix = prefix
    position = count
  }

  /// The next older entry, or nil at the end of the way.
  mutating func older(in entries: [String]) -> String? {
    let shown = shown(in: entries)
    var index = min(position, entries.count) - 1
    while index >= 0 {
      if entries[index].hasBytePrefix(prefix), entries[index] != shown {
        position = index
        return entries[index]
      }
      index -= 1
    }
    return nil
  }

  /// The next newer entry, at the end the draft; nil when the draft is shown already.
  mutating func newer(in entries: [String]) -> String? {
    guard position < entries.count else { return nil }
    let shown = shown(in: entries)
    for index in (position + 1)..<max(position + 1, entries.count)
    where entries[index].hasBytePrefix(prefix) && entries[index] != shown {
      position = index
      return entries[index]
    }
    position = entries.count
    return draft
  }

  private func shown(in entries: [String]) -> String { position < entries.count ? entries[position] : draft }
}

/// ^R: the newest entry that holds a text somewhere; capitals count only when the text has one.
struct HistorySearch {
  private(set) var query: [UInt8] = []
  /// The entry that is shown, nil before the first match.
  private(set) var position: Int?
  private(set) var isFailing = false

  var queryText: String { String(decoding: query, as: UTF8.self) }

  /// Adds a character to what is searched for: the entry shown stays when it still matches.
  mutating func extend(_ scalar: Unicode.Scalar, in entries: [String]) {
    query += Array(String(Character(scalar)).utf8)
    search(from: position ?? entries.count - 1, in: entries)
  }

  /// Takes the last character away and searches from the newest again.
  mutating func shorten(in entries: [String]) {
    var text = queryText
    guard !text.isEmpty else { return }
    text.removeLast()
    query = Array(text.utf8)
    isFailing = false
    position = nil
    if !query.isEmpty { search(from: entries.count - 1, in: entries) }
  }

  /// The next older match with another text.
  mutating func older(in entries: [String]) {
    guard !query.isEmpty else { return }
    search(from: (position ?? entries.count) - 1, in: entries, unlike: position.map { entries[$0] })
  }

  /// The next newer match with another text.
  mutating func newer(in entries: [String]) {
    guard !query.isEmpty, let position else { return }
    let matcher = ByteMatcher(query)
    let index = entries[(position + 1)...].firstIndex { $0 != entries[position] && matcher.matches($0) }
    isFailing = index == nil
    if let index { self.position = index }
  }

  /// Takes over what an earlier search was for.
  mutating func restart(with text: String, in entries: [String]) {
    query = Array(text.utf8)
    if !query.isEmpty { search(from: entries.count - 1, in: entries) }
  }

  /// - Complexity: O(bytes of the entries searched); 100,000 commands take some 10 ms.
  private mutating func search(from start: Int, in entries: [String], unlike shown: String? = nil) {
    let matcher = ByteMatcher(query)
    var index = min(start, entries.count - 1)
    while index >= 0 {
      if entries[index] != shown, matcher.matches(entries[index]) {
        position = index
        isFailing = false
        return
      }
      index -= 1
    }
    isFailing = true
  }

  /// Looks for bytes within a text, without copies.
  private struct ByteMatcher {
    let wanted: [UInt8]
    let ignoresCase: Bool

    init(_ query: [UInt8]) {
      wanted = query
      ignoresCase = !query.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    func matches(_ text: String) -> Bool {
      let count = wanted.count
      let span = text.utf8.span
      guard span.count >= count, count > 0 else { return false }
      let first = wanted[0]
      for start in 0...(span.count - count) where folded(span[start]) == first {
        var offset = 1
        while offset < count, folded(span[start + offset]) == wanted[offset] { offset += 1 }
        if offset == count { return true }
      }
      return false
    }

    private func folded(_ byte: UInt8) -> UInt8 {
      ignoresCase && byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
  }
}

extension String {
  /// `hasPrefix` by bytes: no tables of Unicode, so that a walk through 100,000 entries isn't felt.
  fileprivate func hasBytePrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
