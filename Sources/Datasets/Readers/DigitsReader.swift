/// The digits that come with the program: 1,797 gray images of 8x8 pixels, ten classes.
///
/// Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
/// Repository, 1998 (doi:10.24432/C50P49), licence CC BY 4.0. These are the images of its test file, in its
/// order, as scikit-learn ships them. A pixel there counts 0 to 16 inked dots of a 4x4 block; here it is
/// floor((255 n + 8) / 16), n * 255 / 16 to the nearest. The first 1,437 images are for training, the last
/// 360 for testing.
struct DigitsReader: BuiltinReader {
  let name = "digits"
  let note = "digits are 1,797 written digits of 8x8 pixels."
  static let trainingCount = 1437
  private static let testCount = 360
  private static let side = 8

  private static let outline = DataOutline(
    classes: (0...9).map(String.init), parts: [.train: trainingCount, .test: testCount],
    classCounts: [143, 146, 142, 146, 144, 145, 144, 143, 141, 143],
    shape: SampleShape(channels: 1, height: side, width: side),
    task: .classification)

  func outline(_ options: LoadOptions) -> DataOutline { Self.outline }

  func read(_ options: LoadOptions) throws(DataError) -> LoadedData {
    let rows = try Self.rows(PackedFile(bytes: PackageResources.digits_csv_gz, path: name).readAll())
    let pixels = rows.flatMap { $0.dropLast().map { UInt8(($0 * 255 + 8) / 16) } }
    let store = ImageStore(
      pixels: pixels, count: rows.count, shape: SampleShape(channels: 1, height: Self.side, width: Self.side))
    let all = Part(store: store, labels: rows.map { $0[$0.count - 1] })
    return LoadedData(
      classes: (0...9).map(String.init), train: all.selecting(Array(0..<Self.trainingCount)),
      test: all.selecting(Array(Self.trainingCount..<all.count)))
  }

  /// 64 pixels from 0 to 16 and a label from 0 to 9 a line.
  private static func rows(_ text: [UInt8]) throws(DataError) -> [[Int]] {
    var rows: [[Int]] = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let numbers = line.split(separator: UInt8(ascii: ",")).compactMap {
        Int(String(decoding: $0, as: UTF8.self))
      }
      guard numbers.count == side * side + 1, numbers.dropLast().allSatisfy({ (0...16).contains($0) }),
        (0...9).contains(numbers[side * side])
      else {
        throw .damagedResource(name: "digits", reason: "line \(rows.count + 1) isn't 64 pixels and a label")
      }
      rows.append(numbers)
    }
    guard rows.count > trainingCount else {
      throw .damagedResource(name: "digits", reason: "it has \(rows.count) lines")
    }
    return rows
  }
}
