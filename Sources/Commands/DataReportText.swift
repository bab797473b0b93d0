internal import Datasets
internal import Runtime

/// A data report as `describe` shows it.
enum DataReportText {
  static func text(_ report: DataReport, name: String) -> String {
    var rows = [["", "images", "sizes", "mean", "deviation", "duplicates"]]
    for part in report.parts {
      var sizes = part.sizes.prefix(3).map { "\($0.shape)" + (part.sizes.count > 1 ? " (\(Spelling.count($0.count)))" : "") }
      if part.sizes.count > 3 { sizes.append("and \(part.sizes.count - 3) more") }
      rows.append([
        part.name.rawValue, Spelling.count(part.count), sizes.joined(separator: ", "),
        part.channels.map { Spelling.rounded($0.mean) }.joined(separator: " "),
        part.channels.map { Spelling.rounded($0.deviation) }.joined(separator: " "), Spelling.count(part.duplicates),
      ])
    }
    var blocks = [name, Table.text(rows, rightAligned: [1, 5])]
    var classes = [["class"] + report.parts.map(\.name.rawValue)]
    for (index, label) in report.classes.enumerated() {
      classes.append([label] + report.parts.map { Spelling.count($0.classCounts[index]) })
    }
    blocks.append(Table.text(classes, rightAligned: Set(1...max(report.parts.count, 1))))
    var remarks = [
      report.imbalance > 1
        ? "the largest class has \(Spelling.rounded(report.imbalance, digits: 2)) times the images of the smallest"
        : "all classes are equally large"
    ]
    for overlap in report.overlaps {
      remarks.append(
        "warning: \(Spelling.count(overlap.count)) images of the \(overlap.second.rawValue) part also stand in the "
          + "\(overlap.first.rawValue) part")
    }
    remarks += report.doubtful.prefix(10).map { "doubtful: \(text($0, report.classes))" }
    if report.doubtful.count > 10 { remarks.append("doubtful: and \(report.doubtful.count - 10) more") }
    remarks += report.warnings.map { "warning: \($0)" }
    blocks.append(remarks.map { "  " + $0 }.joined(separator: "\n"))
    return blocks.joined(separator: "\n")
  }

  private static func text(_ image: DataReport.DoubtfulImage, _ classes: [String]) -> String {
    let place = image.file ?? "\(image.part.rawValue) image \(image.position)"
    switch image.reason {
    case .blank: return "\(place) (\(classes[image.label])) is blank"
    case .otherClass(let part, let position, let label, let file):
      return "\(place) (\(classes[image.label])) equals \(file ?? "\(part.rawValue) image \(position)") (\(classes[label]))"
    }
  }
}
