internal import Datasets
internal import Declarations
internal import Runtime

/// `describe NAME`.
enum DescribeVerb: Verb {
  static let declaration = CommandDeclaration(
    verb: "describe", summary: "Show sizes, classes, balance, brightness, duplicates and doubtful files.",
    parameters: [.positional("data", .name(.data), "the data set")],
    resultFields: [
      .init("train", "training images"), .init("validation", "validation images"),
      .init("test", "test images"),
      .init("classes", "number of classes"),
      .init("imbalance", "largest class over smallest, infinite where one has no training image"),
      .init("empty", "classes without a training image"),
      .init("mean", "per channel of the training part, white is 1"),
      .init("deviation", "per channel of the training part"),
      .init("duplicates", "images equal to an earlier one of their part"),
      .init("overlap", "images that stand in two parts"), .init("doubtful", "images to look at"),
    ],
    examples: ["describe fashion"], effect: .quick)

  static func run(_ command: BoundCommand, in shell: Shell) throws -> ResultRecord {
    let name = command.arguments.text("data")
    let data = try shell.data(name)
    let report = try data.description()
    let channels = report.parts.first?.channels ?? []
    var result = ResultRecord(
      [
        .init("train", .integer(data.train.count)),
        .init("validation", .integer(data.validation?.count ?? 0)),
        .init("test", .integer(data.test?.count ?? 0)), .init("classes", .integer(data.classes.count)),
        .init("imbalance", .number(report.imbalance)),
        .init("empty", .integer(report.parts.first?.emptyClasses.count ?? 0)),
        .init("mean", .list(channels.map { .number($0.mean) })),
        .init("deviation", .list(channels.map { .number($0.standardDeviation) })),
        .init("duplicates", .integer(report.parts.reduce(0) { $0 + $1.duplicates })),
        .init("overlap", .integer(report.overlaps.reduce(0) { $0 + $1.count })),
        .init("doubtful", .integer(report.doubtful.count)),
      ], display: DataReportText.text(report, name: name))
    result.tell(DataReportText.warnings(report))
    // These stand in the report.
    result.warn(DataReportText.doubtful(report))
    return result
  }
}
