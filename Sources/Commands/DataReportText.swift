internal import Datasets
internal import Runtime

/// A data report as `describe` shows it.
enum DataReportText {
  static func text(_ report: DataReport, name: String) -> String {
    var rows = [["", "images", "sizes", "mean", "deviation", "duplicates"]]
    for part in report.parts {
      var sizes = part.sizes.prefix(3).map {
        "\($0.shape)" + (part.sizes.count > 1 ? " (\(Spelling.count($0.count)))" : "")
      }
      if part.sizes.count > 3 { sizes.append("and \(part.sizes.count - 3) more") }
      rows.append([
        part.name.rawValue, Spelling.count(part.count), sizes.joined(separator: ", "),
        part.channels.map { Spelling.rounded($0.mean) }.joined(separator: " "),
        part.channels.map { Spelling.rounded($0.standardDeviation) }.joined(separator: " "),
        Spelling.count(part.duplicates),
      ])
    }
    var blocks = [name, Table.text(rows, rightAligned: [1, 5])]
    var classes = [["class"] + report.parts.map(\.name.rawValue)]
    for (index, label) in report.classes.enumerated() {
      classes.append([label] + report.parts.map { Spelling.count($0.classCounts[index]) })
    }
    blocks.append(Table.text(classes, rightAligned: Set(1...max(report.parts.count, 1))))
    var remarks = balance(report)
    remarks += report.doubtful.prefix(10).map { "doubtful: \(text($0, report.classes))" }
    if report.doubtful.count > 10 { remarks.append("doubtful: and \(report.doubtful.count - 10) more") }
    blocks.append(remarks.map { Table.sentence("  " + $0) }.joined(separator: "\n"))
    return blocks.joined(separator: "\n")
  }

  /// What is shown below the report.
  static func warnings(_ report: DataReport) -> [String] {
    var warnings = report.overlaps.map { overlap in
      "\(Spelling.count(overlap.count)) images of the \(overlap.second.rawValue) part also stand in the "
        + "\(overlap.first.rawValue) part"
    }
    // What has been said of classes isn't said again.
    let said = balance(report)
    warnings += report.warnings.filter { warning in !said.contains { warning.hasSuffix($0) } }
    return warnings
  }

  /// Images to look at, as `--json` and the field `warnings` have them.
  static func doubtful(_ report: DataReport) -> [String] {
    report.doubtful.map { "doubtful: \(text($0, report.classes))" }
  }

  /// How many images classes have: first those that have none, then the others.
  private static func balance(_ report: DataReport) -> [String] {
    guard let train = report.parts.first else { return [] }
    var remarks = report.parts.compactMap { part in
      part.count == 0 ? nil : EmptyClasses.text(part.emptyClasses, of: report.classes, part: part.name)
    }
    let others = train.emptyClasses.isEmpty ? "" : " that have images"
    let ratio = report.imbalanceOfFilled
    remarks.append(
      ratio > 1
        ? "the largest class has \(Spelling.rounded(ratio, digits: 2)) times the images of the smallest"
          + (others.isEmpty ? "" : " that has any")
        : "all classes\(others) are equally large")
    return remarks
  }

  private static func text(_ image: DataReport.SuspiciousImage, _ classes: [String]) -> String {
    let place = image.file ?? "\(image.part.rawValue) image \(image.position)"
    func names(_ labels: [Int]) -> String {
      labels.isEmpty ? "none" : labels.map { classes[$0] }.joined(separator: ", ")
    }
    switch image.reason {
    case .blank: return "\(place) (\(names(image.labels))) is blank"
    case .otherClass(let part, let position, let labels, let file):
      return
        "\(place) (\(names(image.labels))) equals "
        + "\(file ?? "\(part.rawValue) image \(position)") (\(names(labels)))"
    }
  }
}
