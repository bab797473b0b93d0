internal import Declarations

/// A table of image files and their labels: `file,label` a line, ending with .csv or .tsv.
///
/// A head may name the columns: `file` (or path, image, filename), `label` (or labels, class, classes, tags)
/// and `part` (or split, subset: train, validation, test in any usual name). Without a head these are the
/// first, the second and, where there are three, the third column. Paths are relative to the table. Several
/// labels of an image are separated by `;`: the images then have label sets (multi-label).
///
/// A class's number is the place of its name in byte order, or in `classes=`. Files that can't be read are
/// left out and named in a warning.
struct TableReader: PathReader {
  let plural = "tables of images"
  let note =
    "A table (.csv, .tsv) has a row an image: its file, its label, and if need be its part (train, "
    + "validation, test). Where a row has several labels, separated by ';', images have label sets, any "
    + "number of classes each. With task=multilabel the labels may also stand in several rows of one file."
  let parameters: [Parameter] = [
    Self.task,
    Self.classNames,
    .option(
      "separator", .text, default: .text(";"), "of a table: what stands between the labels of an image"),
    LoadedData.caching,
  ]

  static let task = Parameter.option(
    "task", .choice(["auto"] + PredictionTask.allCases.map(\.rawValue)), default: .text("auto"),
    "of a table, svmlight file, arrays or shapes: classification (one class an image), multilabel (any "
      + "number), auto (multilabel for shapes, and where a row of a table or array has several labels)")

  static let classNames = Parameter.option(
    "classes", .list(of: .text),
    "of a table or arrays: the names of the classes in their order; default those that occur, in byte order, "
      + "and the numbers of an array")

  func recognises(_ path: String, _ kind: FileAccess.Kind) -> Bool {
    kind == .file && [".csv", ".tsv"].contains { path.lowercased().hasSuffix($0) }
  }

  func outline(_ path: String, _ options: LoadOptions) throws(DataError) -> DataOutline {
    let table = try ImageTable(path, options)
    let training = table.files(of: .train)
    if !training.contains(where: { FileAccess.kind($0) == .file }) {
      throw .tableContent(
        path: path, line: 1,
        reason: "none of its \(DataError.count(table.count(of: .train), "image")) is there",
        hint: training.first { _ in true }.map {
          "The first would be '\($0)': paths are relative to the table."
        })
    }
    var parts: [PartName: Int] = [:]
    for part in PartName.allCases where table.count(of: part) > 0 { parts[part] = table.count(of: part) }
    return DataOutline(
      classes: table.classes, parts: parts,
      classCounts: table.targets(of: .train).counts(classes: table.classes.count), task: table.task)
  }

  func read(_ path: String, _ options: LoadOptions) throws(DataError) -> LoadedData {
    let table = try ImageTable(path, options)
    let parts = PartName.allCases.map(table.part).filter { !$0.files.isEmpty }
    let images = parts.first?.files.count ?? 0
    return try LoadedData(
      decoding: parts, of: path, in: FileAccess.parted(path).folder, classes: table.classes, options,
      warnings: [],
      nothingLeft: { "'\(path)' has no images for a \($0.rawValue) part" },
      noTraining: { first in
        .tableContent(
          path: path, line: 1,
          reason: "none of its \(DataError.count(images, "image")) can be read",
          hint: first.map { "The first: \($0)" })
      })
  }
}
