import Foundation
import Testing

/// Files that are none of those that a command reads: each is called what it is.
@Suite("Files of another kind")
struct OtherFileTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(arguments, in: folder)
  }

  @Test func whatIsNoScriptIsToldInOneLine() throws {
    let line = "<path d=\"M 1,2 L 3,4\"/>\n"
    try folder.write("<?xml version=\"1.0\"?>\n<svg>\n" + String(repeating: line, count: 90), to: "curve.svg")
    let picture = try run("run", "curve.svg")
    #expect(picture.status == 2)
    #expect(
      picture.errors == """
        error: 'curve.svg' is no script: it begins as XML does.
        hint: A script has a command a line, such as: load digits as d

        """)
    try folder.write(String(repeating: "the quick brown fox\n", count: 40), to: "prose")
    let prose = try run("run", "prose")
    #expect(prose.errors.hasPrefix("error: 'prose' is no script: 40 of its 40 lines make no sense.\n"))
    #expect(try run("run", "prose", "--json").events().count == 2)
  }

  @Test func ofManyErrorsTwentyAreShown() throws {
    let good = String(repeating: "print 1\n", count: 40)
    try folder.write(good + String(repeating: "prinz 1\n", count: 30), to: "s.fovea")
    let errors = try run("run", "s.fovea").errors
    #expect(errors.components(separatedBy: ": error: ").count == 21)
    #expect(errors.hasSuffix("and 10 more\n30 errors; nothing was run.\n"), "\(errors.suffix(200))")
  }

  @Test func eachKindOfTextNamesItsCommand() throws {
    try folder.write("# Title\n\nSome prose.\n\n```fovea\nprint 1\n```\n", to: "note.md")
    let notebook = try run("run", "note.md")
    #expect(notebook.status == 2 && notebook.errors.contains("Type: fovea notebook run note.md"))
    try folder.write("print 1\n", to: "exp.fovea")
    let script = try run("replay", "exp.fovea")
    #expect(script.status == 2 && script.errors.contains("'fovea run exp.fovea'"), "\(script.errors)")
  }

  @Test func whatIsNoModelIsCalledWhatItIs() throws {
    try folder.write([0x89] + Array("PNG\r\n\u{1A}\n".utf8) + [UInt8](repeating: 7, count: 99), to: "own.png")
    try folder.write("a text, and no model\n", to: "text.safetensors")
    for (file, kind) in [("own.png", "a PNG picture"), ("text.safetensors", "text")] {
      let errors = try run("-c", "restore ./\(file) as z").errors
      #expect(errors.contains("'./\(file)' is \(kind), no model."), "\(errors)")
      #expect(errors.contains("'restore' reads what 'save' wrote"))
    }
  }

  @Test func aNameThatIsAFolderTooIsTold() throws {
    try folder.writeImages(to: "shapes")
    let script = """
      load ./shapes as shapes
      model m cnn { dense classes }
      train m on shapes epochs=2
      predict m on shapes samples=1
      """
    let told = "these are the images of shapes.test; the folder of that name is ./shapes"
    #expect(try run("-c", script).output.contains(told))
    #expect(
      try !run("-c", script.replacing("on shapes samples", with: "on shapes.test samples")).output
        .contains(told))
  }

  @Test func resultsArePrintedReadably() throws {
    try folder.writeImages(to: "shapes")
    let script = """
      load ./shapes as d; model m cnn { dense classes }; let r = train m on d epochs=2
      r
      print r:full
      """
    let output = try run("-c", script).output
    #expect(output.contains("2 entries of epoch loss"), "\(output)")
    #expect(output.contains(" [epoch=1 loss=") && output.contains("; epoch=2 loss="), "\(output)")
    let terminal = try Pseudoterminal(["-c", script], in: folder, columns: 40)
    #expect(terminal.end() == 0)
    #expect(
      terminal.lines.allSatisfy { $0.count <= 40 || !$0.contains(" ") }, "\(terminal.lines)")
  }
}
