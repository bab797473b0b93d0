/// Why a replay ended where it did, in words.
extension ReplayReport {
  /// What the command in a line loads now.
  func otherData(_ line: Int) -> String {
    let isGone = comparisons.last?.first?.recorded == nil
    if comparisons.last?.isOtherDecoder == true {
      return "line \(line) gets other pixels from the files that were recorded: another version of libpng or "
        + "libjpeg decodes them ('fovea doctor' names this one's)"
    }
    return "line \(line) "
      + (isGone ? "can't load the data that was recorded" : "loads other data than was recorded")
  }

  /// How it ended, where it didn't come to its end.
  var endingText: String? {
    switch ending {
    case .otherData(let line): "\(otherData(line)), so nothing below it was run"
    case .until(let line): "ended at line \(line), as asked"
    case .interrupted: "interrupted"
    case .failed(let line): "line \(line) fails, as it did before, so nothing below it was run"
    case .complete, .brokenChain, .foreignCommand: nil
    }
  }
}
