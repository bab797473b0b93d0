internal import CEditline

/// Older entries.
extension LineEditor {
  func older() -> UInt8 {
    let current = text
    if walk?.shown != current {
      walk = nil
      if moveLine(by: -1) { return Code.refresh }
      let (scalars, cursor) = rawLine
      let prefix = plain(Array(scalars[..<cursor])).text
      walk = (HistoryWalk(draft: current, prefix: prefix, count: history.entries.count), current)
    }
    guard let entry = walk?.0.older(in: history.entries) else { return Code.beep }
    return show(entry)
  }

  func newer() -> UInt8 {
    guard walk?.shown == text else {
      walk = nil
      return moveLine(by: 1) ? Code.refresh : Code.beep
    }
    guard let entry = walk?.0.newer(in: history.entries) else { return Code.beep }
    return show(entry)
  }

  private func show(_ entry: String) -> UInt8 {
    walk?.shown = entry
    replaceLine(with: entry)
    return Code.refresh
  }

  func search() -> UInt8 {
    let draft = text
    var search = HistorySearch()
    defer { searchPrompt = nil }
    while true {
      let state = search.isFailing ? "no match" : "search"
      eraseEntry(columns: drawnColumns)
      searchPrompt = WideString("(\(state) '\(search.queryText)') ")
      replaceLine(with: search.position.map { history.entries[$0] } ?? draft)
      draw()
      switch keys.next() {
      case .resized: redrawAfterResize()
      case .stop: stop()
      case .resumed: redrawAfterStop()
      case .interrupted, .end:
        Interrupt.clear()
        return leaveSearch(with: draft)
      // Takes the entry over; in the modes of vi it does what it always does, too.
      case .escape:
        searchPrompt = nil
        if fovea_is_vi(editor) != 0 { WideString.lend("\u{1B}") { el_wpush(editor, $0) } }
        return Code.refresh
      case .character(let scalar):
        switch scalar.value {
        case 0x12: search.older(in: history.entries)
        case 0x13: search.newer(in: history.entries)
        case 0x08, 0x7F: search.shorten(in: history.entries)
        case 0x07: return leaveSearch(with: draft)
        // Nothing is run that isn't what was searched for.
        case 0x0A where search.isFailing, 0x0D where search.isFailing: return leaveSearch(with: draft)
        case 0x20..<0x7F, 0xA0...: search.extend(scalar, in: history.entries)
        default:
          // Any other key takes the entry over and does what it always does.
          searchPrompt = nil
          WideString.lend(String(Character(scalar))) { el_wpush(editor, $0) }
          return Code.refresh
        }
      }
    }
  }

  /// Ends the search as if it hadn't been.
  private func leaveSearch(with draft: String) -> UInt8 {
    searchPrompt = nil
    replaceLine(with: draft)
    return Code.refresh
  }
}
