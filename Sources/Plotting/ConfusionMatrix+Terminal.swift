extension ConfusionMatrix {
  /// A table: a row a true class, a column a predicted one, and at the end of a row how much of the class was
  /// found.
  ///
  /// With colours, cells are shaded by their share of the row. A zero is a dot. Column names are cut to what
  /// fits, and become numbers where less than three letters would be left.
  ///
  /// Where the numbers alone don't fit, the most frequent mistakes are listed instead.
  public func terminalPicture(columns: Int, rows: Int, style: TerminalStyle, colour: Bool) throws(PlotError)
    -> String
  {
    try check()
    guard leastColumns <= columns else {
      return mistakes(columns: columns, rows: rows, style: style, colour: colour)
    }
    let names = classes.map { PlainText.shown($0, style) }
    let shares = shares()
    let darkest = darkest(shares)
    let digits = cells == .counts ? counts.joined().map { String($0).count }.max() ?? 1 : 3
    let found = 7
    let indexWidth = String(classes.count).count
    let count = classes.count

    // Rows name their class in full, as far as half the line; columns share what is left.
    let longest = names.map(PlainText.width).max() ?? 0
    let least = max(digits, indexWidth) + 1
    let rowName = min(longest, max(6, columns - indexWidth - 2 - count * least - found), 24)
    let roomy = (columns - rowName - 1 - found) / count
    let usesNames = min(roomy - 1, longest) >= min(3, longest) && roomy > digits
    let width = usesNames ? max(digits, min(roomy - 1, longest, 12)) + 1 : least
    let margin = usesNames ? rowName + 1 : indexWidth + 1 + rowName + 1

    var lines: [String] = []
    let whole = margin + width * count + found
    let brush = DrawingStyle(style: style, colour: colour)
    if !title.isEmpty {
      let text = PlainText.cut(PlainText.shown(title, style), to: columns, style)
      lines.append(brush.bold(PlainText.centred(text, in: max(whole, PlainText.width(text)))))
    }
    lines.append(
      PlainText.left("truth", max(margin, 6))
        + PlainText.centred("predicted" + (unit.map { " (\($0))" } ?? ""), in: width * count))
    let heads = PlainText.apart(classes, to: width - 1, style).enumerated().map { index, name in
      PlainText.right(usesNames ? name : String(index + 1), width)
    }
    let sides = PlainText.apart(classes, to: rowName, style)
    lines.append(String(repeating: " ", count: margin) + heads.joined() + PlainText.right("found", found))
    for truth in 0..<count {
      let name = PlainText.left(sides[truth], rowName + 1)
      var line = usesNames ? name : PlainText.right(String(truth + 1), indexWidth) + " " + name
      for predicted in 0..<count {
        let number = counts[truth][predicted]
        let share = shares[truth][predicted]
        let text =
          number == 0 ? (style == .ascii ? "." : "·") : self.text(truth, predicted, share, isRoomy: width > 5)
        line += shaded(PlainText.right(text, width), share / darkest, isRight: truth == predicted, colour)
      }
      let isEmpty = counts[truth].allSatisfy { $0 == 0 }
      line += PlainText.right(isEmpty ? "-" : Self.percent(share(truth, truth)), found)
      lines.append(line)
    }
    if let accuracy {
      lines.append(
        PlainText.right("all", margin + width * count) + PlainText.right(Self.percent(accuracy), found))
    }
    return lines.joined(separator: "\n")
  }

  /// Whether the table fits; else the picture in a terminal is a list of mistakes.
  public func fits(columns: Int) -> Bool { leastColumns <= columns }

  /// The columns that the numbers take with the shortest names.
  private var leastColumns: Int {
    let longest = classes.map { PlainText.width(PlainText.oneLine($0)) }.max() ?? 0
    let indexWidth = String(classes.count).count
    let digits = cells == .counts ? counts.joined().map { String($0).count }.max() ?? 1 : 3
    return indexWidth + 1 + min(longest, 6) + 1 + classes.count * (max(digits, indexWidth) + 1) + 7
  }

  /// The title, why there is no table, the most frequent mistakes and the accuracy; no line is wider than
  /// `columns`.
  private func mistakes(columns: Int, rows: Int, style: TerminalStyle, colour: Bool) -> String {
    let columns = max(columns, 12)
    let brush = DrawingStyle(style: style, colour: colour)
    var lines: [String] = []
    if !title.isEmpty {
      lines.append(brush.bold(PlainText.cut(PlainText.shown(title, style), to: columns, style)))
    }
    let why =
      "\(classes.count) classes: their table takes \(leastColumns) columns, and here are \(columns). A file "
      + "has room for it (.png, .svg or .pdf)."
    lines += PlainText.wrapped(why, to: columns)
    var wrong: [(truth: Int, predicted: Int, count: Int)] = []
    for truth in classes.indices {
      for predicted in classes.indices where truth != predicted && counts[truth][predicted] > 0 {
        wrong.append((truth, predicted, counts[truth][predicted]))
      }
    }
    wrong.sort { ($1.count, $0.truth, $0.predicted) < ($0.count, $1.truth, $1.predicted) }
    let most = wrong.prefix(max(3, min(rows - lines.count - 2, 10)))
    if !most.isEmpty {
      lines += PlainText.wrapped("The most frequent mistakes, truth and prediction:", to: columns)
      let digits = String(most[0].count).count
      let room = (columns - digits - 4) / 2
      let names = PlainText.apart(classes, to: max(1, min(room, 24)), style)
      let wide = most.flatMap { [names[$0.truth], names[$0.predicted]] }.map(PlainText.width).max() ?? 0
      for one in most {
        lines.append(
          PlainText.left(names[one.truth], wide) + (style == .ascii ? " > " : " → ")
            + PlainText.left(names[one.predicted], wide)
            + " " + PlainText.right(String(one.count), digits))
      }
    }
    if let accuracy { lines.append(PlainText.cut("right: \(Self.percent(accuracy))", to: columns, style)) }
    return lines.joined(separator: "\n")
  }

  /// Blue for what is right, orange for what is wrong, the darker the more; both in the 256 colours of
  /// terminals.
  private func shaded(_ text: String, _ share: Double, isRight: Bool, _ colour: Bool) -> String {
    guard colour, share > 0 else { return text }
    let blue = [189, 153, 111, 69, 26]
    let orange = [230, 223, 216, 208, 166]
    let level = [0.02, 0.1, 0.3, 0.6].firstIndex { share < $0 } ?? 4
    let ink = level >= 3 ? (level == 4 || isRight ? 231 : 16) : 16
    return "\u{1B}[38;5;\(ink);48;5;\(isRight ? blue[level] : orange[level])m\(text)\u{1B}[0m"
  }

  /// With one digit, never rounded up to 100%: 99.96% isn't all.
  private static func percent(_ share: Double) -> String {
    let tenths = share >= 1 ? 1000 : min(Int(saturating: (share * 1000).rounded()), 999)
    return "\(tenths / 10).\(tenths % 10)%"
  }
}
