extension Double {
  /// The number as a person would type it: 10 instead of 10.0.
  var spelled: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number as a percentage where that brings the same number back, else as it is.
  var spelledAsShare: String {
    let percent = self * 100
    return percent.isFinite && percent == percent.rounded() && percent / 100 == self
      ? percent.spelled + "%" : spelled
  }
}
