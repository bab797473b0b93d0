import Foundation
import Record
import Testing

/// Files of a notebook that say anything: the program ends with a word about them, and never by a trap.
@Suite("Notebook files that say anything")
struct NotebookHostileFileTests {
  private let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    try folder.writeImages(to: "pictures")
    try folder.write(
      """
      ```fovea
      param n = 2
      load ./pictures as p
      model tiny cnn { dense classes }
      for i in [1, 2] { train tiny on p epochs=1 batch=16 fresh=yes }
      let t = train tiny on p epochs=2 time=20s fresh=yes
      let r = evaluate tiny
      plot loss of tiny
      assert r.count > 100
      ```

      `=r.accuracy:.1%` of `=r.count:,`, `=n`, `=t.steps:.9`

      """, to: "note.md")
    #expect(try run("run", "note.md", "--seed", "3", "--no-record").status == 1, "the assertion doesn't hold")
    #expect(try run("export", "note.md").status == 0)
  }

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["notebook"] + arguments, in: folder)
  }

  private func outputs() throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/note.outputs").sorted()
    return "note.outputs/" + (try #require(names.first { $0.hasPrefix("01-") }))
  }

  /// The text with the seal that belongs to it, so that it is believed.
  private func sealed(_ text: String) throws -> String {
    let seal = try #require(text.firstMatch(of: /"seal" : "[^"]*"/))
    let bare = text.replacing(seal.output, with: "\"seal\" : \"\"")
    return bare.replacing("\"seal\" : \"\"", with: "\"seal\" : \"\(Chain.fingerprint(of: bare))\"")
  }

  /// Each command ends with an exit code of its own, not with that of a signal.
  private func expectNoTrap(_ what: String, ipynb: Bool) throws {
    let commands =
      ipynb
      ? [["export", "note.ipynb", "-o", "back.md"], ["render", "back.md"], ["check", "back.md"]]
      : [["render", "note.md"], ["check", "note.md"], ["export", "note.md", "-o", "x.ipynb"]]
    for command in commands {
      let outcome = try Program.run(["notebook"] + command, in: folder)
      #expect(
        (0...3).contains(outcome.status), "\(command) with \(what): \(outcome.status) \(outcome.errors)")
      #expect(!outcome.errors.contains("Fatal error"), "\(command) with \(what): \(outcome.errors)")
      if outcome.status != 0 {
        #expect(outcome.errors.contains("error: ") || command[0] == "check", "\(outcome.errors)")
      }
    }
  }

  private static let numbers = [
    "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1e308", "-1", "0.5", "1e999",
  ]

  @Test func numbersInStoredOutputs() throws {
    let file = try outputs()
    let whole = try folder.read(file)
    #expect(try sealed(whole) == whole, "the seal is that of the program")
    let keys = ["line", "column", "iteration", "block", "format", "seed"]
    let fields = ["value", "epoch", "steps", "planned_steps", "count", "accuracy", "seconds"]
    for number in Self.numbers {
      for key in keys {
        let pattern = try Regex("\"\(key)\" : -?[0-9]+")
        #expect(whole.firstMatch(of: pattern) != nil, "\(key)")
        try folder.write(sealed(whole.replacing(pattern, with: "\"\(key)\" : \(number)")), to: file)
        try expectNoTrap("\(key) \(number)", ipynb: false)
      }
      for field in fields {
        let pattern = try Regex("\\b\(field)=[0-9.e-]+")
        #expect(whole.firstMatch(of: pattern) != nil, "\(field)")
        try folder.write(sealed(whole.replacing(pattern, with: "\(field)=\(number)")), to: file)
        try expectNoTrap("\(field) \(number)", ipynb: false)
      }
      try folder.write(
        sealed(whole.replacing("\"results\" : [", with: "\"stopped\" : \(number),\n        \"results\" : [")),
        to: file)
      try expectNoTrap("stopped \(number)", ipynb: false)
    }
  }

  @Test func numbersInJupyterNotebooks() throws {
    let whole = try folder.read("note.ipynb")
    for key in [
      "line", "column", "iteration", "block", "format", "seed", "nbformat", "nbformat_minor",
      "execution_count",
    ] {
      let pattern = try Regex("\"\(key)\" : -?[0-9]+")
      #expect(whole.firstMatch(of: pattern) != nil, "\(key)")
      for number in Self.numbers {
        try folder.write(whole.replacing(pattern, with: "\"\(key)\" : \(number)"), to: "note.ipynb")
        try? FileManager.default.removeItem(atPath: folder.path + "/back.md")
        try folder.write("prose\n", to: "back.md")
        try expectNoTrap("\(key) \(number)", ipynb: true)
      }
    }
  }

  /// Deeper than any program should follow.
  @Test(arguments: ["[", "{\"a\":"]) func nestedValues(opening: String) throws {
    let file = try outputs()
    let whole = try folder.read(file)
    let closing = opening == "[" ? "]" : "}"
    for depth in [200, 511, 40_000] {
      let value = String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
      try folder.write("{\"deep\" : \(value)," + whole.dropFirst(), to: file)
      try expectNoTrap("\(depth) in outputs", ipynb: false)
      try folder.write(whole, to: file)
      try folder.write(value, to: "note.outputs/verdicts.json")
      try expectNoTrap("\(depth) in verdicts", ipynb: false)
      try folder.write("{\"nbformat\":4,\"metadata\":{},\"cells\":[],\"deep\":\(value)}", to: "note.ipynb")
      try folder.write("prose\n", to: "back.md")
      try expectNoTrap("\(depth) in .ipynb", ipynb: true)
      try folder.write("{\"nbformat\":4,\"metadata\":{},\"cells\":\(value)}", to: "note.ipynb")
      try expectNoTrap("\(depth) as cells", ipynb: true)
    }
    // Texts that end where a decoder gives up.
    for depth in [511, 512, 513, 514, 40_000] {
      let value = String(repeating: opening, count: depth)
      try folder.write(value, to: "note.outputs/verdicts.json")
      try expectNoTrap("\(depth) open in verdicts", ipynb: false)
      try folder.write(value, to: "note.ipynb")
      try expectNoTrap("\(depth) open in .ipynb", ipynb: true)
      let header = Array(value.utf8)
      try folder.write(
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header, to: "m.safetensors")
      let restored = try Program.run(["-c", "restore m.safetensors as m", "--no-record"], in: folder)
      #expect(
        restored.status == 2 && restored.errors.contains("it isn't the JSON of a safetensors header"),
        "\(restored.errors)")
    }
    let lists = String(repeating: "[", count: 40_000) + String(repeating: "]", count: 40_000)
    try folder.write(sealed(whole.replacing("\"value=2\"", with: "\"value=\(lists)\"")), to: file)
    try expectNoTrap("a list in a result", ipynb: false)
  }

  /// Files that say that they have terabytes are refused before they are read.
  @Test func filesWithoutEnd() throws {
    let file = try outputs()
    for name in [file, "note.outputs/verdicts.json", "note.ipynb", "huge.md", "picture.png", "huge.fovea"] {
      try folder.write("", to: name)
      #expect(truncate(folder.path + "/" + name, 12 << 40) == 0)
    }
    for command in [["render", "note.md"], ["check", "note.md"], ["export", "note.md", "-o", "x.ipynb"]] {
      let outcome = try Program.run(["notebook"] + command, in: folder)
      #expect(
        outcome.status == 1 && outcome.errors.contains("'\(file)' holds no outputs of a notebook"),
        "\(outcome.errors)")
    }
    for command in [
      ["run", "huge.md"], ["check", "huge.md"], ["render", "huge.md"], ["export", "huge.md"],
      ["export", "huge.fovea"],
    ] {
      let outcome = try Program.run(["notebook"] + command, in: folder)
      #expect(
        outcome.status == 2 && outcome.errors.contains("it has more than 256 MB"),
        "\(command): \(outcome.errors)")
    }
    let jupyter = try run("export", "note.ipynb", "-o", "y.md")
    #expect(jupyter.status == 2 && jupyter.errors.contains("it has more than 256 MB"), "\(jupyter.errors)")
    try folder.write("![words](picture.png)\n", to: "picture.md")
    #expect(try run("render", "picture.md").status == 0)
    #expect(try folder.read("picture.html").contains("[picture not embedded: words]"))
  }

  /// Pieces of Markdown that open something, in every order of two.
  @Test func markdownThatIsntClosed() throws {
    let parts = [
      "```fovea", "```", "~~~", "> ", "- ", "1. ", "`=n", "`=1:x`", "``", "<!--", "<script>", "![a](", "[",
      "$(", "{", "\r",
      "\u{0}",
      "    ", "\t", "|", "\\", "`=" + String(repeating: "(", count: 5000),
      String(repeating: "> ", count: 5000),
    ]
    for one in parts {
      try folder.write(parts.map { one + $0 + "\n" + $0 }.joined(separator: "\n\n"), to: "odd.md")
      for command in [
        ["render", "odd.md"], ["check", "odd.md"], ["export", "odd.md", "-o", "odd.ipynb"],
        ["export", "odd.ipynb", "-o", "o.md"],
      ] {
        let outcome = try Program.run(["notebook"] + command, in: folder)
        #expect(
          (0...3).contains(outcome.status),
          "\(command) with \(one): \(outcome.status) \(outcome.errors.prefix(300))")
      }
    }
  }
}
