import Foundation
import Testing

@Suite("Lines at a terminal", .serialized)
struct LineBreakTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// What a run shows in a terminal, held against what it shows elsewhere: no row is too long that could be
  /// broken, and no word is torn.
  private func check(_ arguments: [String], columns: UInt16, status: Int32, marks: [String]) throws {
    let terminal = try Pseudoterminal(arguments, in: folder, columns: columns)
    #expect(terminal.end() == status)
    for mark in marks {
      #expect(
        terminal.shown.split { $0 == " " || $0 == "\n" }.contains { $0.contains(mark) },
        "\(mark) at \(columns)")
    }
    for line in terminal.lines where line.count > Int(columns) {
      #expect(!line.drop { $0 == " " }.contains(" "), "\(line) at \(columns)")
    }
  }

  @Test(arguments: [UInt16(20), 40, 80])
  func noMessageIsTornInAWord(columns: UInt16) throws {
    try folder.write(
      "model c cnn { conv 32 3x3 }\nmodel x cnn kernel=rbf { conv 32 3x3; relu; conv 32 3x3; relu; conv 32 "
        + "3x3; relu; dense classes }",
      to: "a.fovea")
    try check(
      ["run", "--no-record", "a.fovea"], columns: columns, status: 2,
      marks: ["option", "support", "machines;", "networks.", "classes.", "hint:"])
  }

  @Test(arguments: [UInt16(20), 40, 80])
  func noHelpIsTornInAWord(columns: UInt16) throws {
    for topic in ["train", "model", "conv", "let", "rate", "resnet18"] {
      try check(["help", topic], columns: columns, status: 0, marks: [topic])
    }
    try check(["--no-record", "-c", "help"], columns: columns, status: 0, marks: ["crossvalidate"])
    try check(["help", "nothing"], columns: columns, status: 2, marks: ["'nothing'.", "commands."])
    try check(["rnu"], columns: columns, status: 2, marks: ["subcommand", "'run'?"])
    try check(["replay", "nowhere.fovea"], columns: columns, status: 2, marks: ["error:"])
  }
}
