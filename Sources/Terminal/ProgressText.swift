/// What a live line says about work that goes on.
public struct Progress: Sendable, Hashable {
  /// What is being done: `epoch 2/5`.
  public var label: String
  /// How much is done, 0...1; nil when nobody knows, then there is no bar.
  public var fraction: Double?
  /// What is worth knowing on the way, the most important first: `loss 0.4123`. The last go first when the
  /// window is narrow.
  public var facts: [String]
  /// Time left, in seconds.
  public var secondsLeft: Double?

  public init(label: String, fraction: Double? = nil, facts: [String] = [], secondsLeft: Double? = nil) {
    self.label = label
    self.fraction = fraction
    self.facts = facts
    self.secondsLeft = secondsLeft
  }
}

/// Writes a `Progress` as one line that fits a width.
///
/// ```
/// epoch 2/5 ━━━━━━━━━━━━───────  61%  loss 0.4123  accuracy 85.1%  2,911 images/s  0:42 left
/// ```
public struct ProgressFormatter: Sendable {
  public var unicode: Bool
  public var style: Style

  /// - Parameter unicode: false draws the bar as `######----`.
  public init(unicode: Bool, style: Style = Style(usesColour: false)) {
    self.unicode = unicode
    self.style = style
  }

  /// One line of at most `width` columns. What doesn't fit goes in this order: half of the bar, the last
  /// facts, the whole bar, the time left, the percentage, the end of the label.
  public func line(_ progress: Progress, width: Int) -> String {
    let facts = progress.facts.count
    var forms = [Form(bar: 20, facts: facts, time: true)]
    for count in stride(from: facts, through: 0, by: -1) {
      forms.append(Form(bar: 10, facts: count, time: true))
    }
    forms.append(Form(bar: 0, facts: 0, time: true))
    forms.append(Form(bar: 0, facts: 0, time: false))
    let plain = ProgressFormatter(unicode: unicode)
    for form in forms where TextWidth.of(plain.text(progress, form)) <= width { return text(progress, form) }
    return TextWidth.cut(TextWidth.printable(progress.label), to: max(0, width), unicode: unicode)
  }

  /// What of a `Progress` is shown.
  private struct Form {
    var bar: Int
    var facts: Int
    var time: Bool
  }

  private func text(_ progress: Progress, _ form: Form) -> String {
    var text = TextWidth.printable(progress.label)
    if let fraction = progress.fraction {
      if form.bar > 0 { text += " " + bar(fraction, width: form.bar) }
      text += " " + Self.percent(fraction)
    }
    for fact in progress.facts.prefix(form.facts) { text += "  " + TextWidth.printable(fact) }
    if form.time, let seconds = progress.secondsLeft, let left = Self.duration(seconds) {
      text += "  \(left) left"
    }
    return text
  }

  private func bar(_ fraction: Double, width: Int) -> String {
    let done = Int((Self.clamped(fraction) * Double(width)).rounded(.down))
    let full = String(repeating: unicode ? "━" : "#", count: done)
    let open = String(repeating: unicode ? "─" : "-", count: width - done)
    return style.green(full) + style.dim(open)
  }

  private static func clamped(_ fraction: Double) -> Double { fraction.isNaN ? 0 : min(max(fraction, 0), 1) }

  /// ` 61%`, always four columns; 100% only when all is done.
  static func percent(_ fraction: Double) -> String {
    let whole = String(Int((clamped(fraction) * 100).rounded(.down)))
    return String(repeating: " ", count: 3 - whole.count) + whole + "%"
  }

  /// `0:42`, `12:05`, `3:04:05`; nil for what is no time.
  public static func duration(_ seconds: Double) -> String? {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return nil }
    let whole = Int(seconds.rounded())
    let two = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }

  /// `2,911`: a count with commas, whatever the locale.
  public static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
