import Foundation
import Glibc
import Testing

/// The paths in a notebook lead from where it lies, wherever the program is started.
@Suite("The folder of a notebook")
struct NotebookFolderTests {
  private let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    try folder.writeImages(to: "sub/pictures")
    try folder.write("let deep = 7\nload ./pictures as q limit=10\n", to: "sub/lib/lib.fovea")
    try folder.write(Self.note, to: "sub/note.md")
  }

  private static let note = """
    ```fovea
    load ./pictures as p
    model tiny cnn { conv 4 3x3; relu; dense classes }
    train tiny on p epochs=1 batch=16
    save tiny to "tiny.safetensors"
    restore "tiny.safetensors" as again
    plot loss of tiny to "curve.svg"
    export p.test to "test.svmlight"
    source "lib/lib.fovea"
    ```

    Seven is `=deep`. ![curve](curve.svg)

    """

  private func run(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(arguments, in: folder)
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.path + "/" + name)
  }

  @Test func pathsLeadFromTheNotebook() throws {
    let ran = try run("notebook", "run", "sub/note.md", "--seed", "3")
    #expect(ran.status == 0, "\(ran.errors)")
    for name in ["tiny.safetensors", "curve.svg", "test.svmlight"] {
      #expect(exists("sub/" + name) && !exists(name), "\(name)")
    }
    let session = try #require(folder.sessions.first)
    #expect(folder.sessions.count == 1, "the record stays where the program was started")
    #expect(ran.errors.contains("recorded in \(session), chain "), "\(ran.errors)")
    // Outputs say nothing of where the program was started.
    let stored = try String(contentsOfFile: folder.path + "/sub/" + outputs(), encoding: .utf8)
    #expect(stored.contains("file=tiny.safetensors") && !stored.contains("sub/"))
    let checks = [
      ("sub/note.md", ""), ("note.md", "sub"), ("../sub/note.md", "sub"),
      (folder.path + "/sub/note.md", "sessions"),
    ]
    for (path, start) in checks {
      let checked = try Program.run(["notebook", "check", path], in: folder, startingIn: start)
      #expect(checked.status == 0, "\(path): \(checked.output)\(checked.errors)")
    }
    let rendered = try run("notebook", "render", "sub/note.md", "-o", "page.html")
    #expect(rendered.status == 0 && rendered.errors == "", "\(rendered.errors)")
    let page = try folder.read("page.html")
    #expect(
      page.contains("7<sup>✓</sup>") && page.contains("alt=\"curve\"") && !page.contains("not embedded"))
    #expect(try run("notebook", "export", "sub/note.md").output == "sub/note.ipynb\n")
    let back = try run("notebook", "export", "sub/note.ipynb", "-o", "sub/back.md")
    #expect(back.status == 0)
    #expect(try run("notebook", "check", "sub/back.md").status == 0)
  }

  private func outputs() throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/sub/note.outputs")
    return "note.outputs/" + (try #require(names.sorted().first))
  }

  /// A session of a notebook tells its folder, so that it replays from anywhere.
  @Test func itsSessionReplays() throws {
    #expect(try run("notebook", "run", "sub/note.md", "--seed", "3").status == 0)
    let session = try #require(folder.sessions.first)
    #expect(try folder.read(session).contains(" · folder ../sub · "))
    for (path, start) in [
      (session, ""), ("../" + session, "sub"), (folder.path + "/" + session, "sub/pictures"),
    ] {
      let replayed = try Program.run(["replay", path], in: folder, startingIn: start)
      #expect(replayed.status == 0, "\(path): \(replayed.output)\(replayed.errors)")
    }
    #expect(
      try run("-c", "replay \"\(session)\"\nload ./sub/pictures as p").status == 0, "and nobody is left there"
    )
  }

  @Test func aFolderWithOddLettersIsTold() throws {
    let name = "a b·c%20ü"
    try folder.writeImages(to: name + "/pictures")
    try folder.write("```fovea\nload ./pictures as p\n```\n", to: name + "/note.md")
    #expect(try run("notebook", "run", name + "/note.md").status == 0)
    #expect(try run("replay", try #require(folder.sessions.first)).status == 0)
  }

  @Test func aCopyHasItsOwnFolder() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/other", withIntermediateDirectories: true)
    let lost = try run("notebook", "run", "sub/note.md", "-o", "other/copy.md")
    #expect(lost.status == 2, "its script isn't there")
    #expect(lost.errors.contains("other/copy.md:9:8: error: the script"), "\(lost.errors)")
    for item in ["pictures", "lib"] {
      try FileManager.default.copyItem(
        atPath: folder.path + "/sub/" + item, toPath: folder.path + "/other/" + item)
    }
    let ran = try run("notebook", "run", "sub/note.md", "-o", "other/copy.md")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(exists("other/tiny.safetensors") && !exists("sub/tiny.safetensors"))
    #expect(try run("notebook", "check", "other/copy.md").status == 0)
  }

  @Test func messagesNameTheNotebookAsItWasGiven() throws {
    try folder.write("```fovea\nload ./nothing as p\n```\n", to: "sub/wrong.md")
    let wrong = try run("notebook", "run", "sub/wrong.md")
    #expect(wrong.status == 2 && wrong.errors.hasPrefix("sub/wrong.md:2:6: error: "), "\(wrong.errors)")
    try folder.write("```fovea\nsource \"none.fovea\"\n```\n", to: "sub/wrong.md")
    let missing = try run("notebook", "run", "sub/wrong.md")
    #expect(
      missing.status == 2 && missing.errors.hasPrefix("sub/wrong.md:2:8: error: the script 'none.fovea'"),
      "\(missing.errors)")
    try folder.write("```fovea\nlet x = 1\nplot loss of x to \"none/curve.svg\"\n```\n", to: "sub/wrong.md")
    #expect(try run("notebook", "run", "sub/wrong.md").errors.contains("the folder 'none' doesn't exist"))
  }

  /// What is written elsewhere has other paths, which is said where there are any.
  @Test func otherFoldersAreTold() throws {
    let script = try run("notebook", "export", "sub/note.md", "-o", "sub/note.fovea")
    #expect(
      script.errors == """
        warning: paths in its commands led from the folder 'sub', and lead from the folder in which the \
        script is started now.

        """)
    try folder.write("load ./sub/pictures as p\n", to: "script.fovea")
    #expect(try run("run", "script.fovea").status == 0)
    for file in ["script.fovea", try #require(folder.sessions.first)] {
      let moved = try run(
        "notebook", "export", file, "-o", "sub/moved-\(folder.sessions.count)\(file.count).md")
      #expect(
        moved.errors
          == "warning: paths in its commands led from the current folder, and lead from the folder 'sub' "
          + "now.\n",
        "\(moved.errors)")
      #expect(try run("notebook", "export", file, "-o", "here-\(file.count).md").errors == "")
    }
    try folder.write(
      "```fovea\nload digits as d limit=50\nfor i in [1] { describe d.train }\n```\n", to: "sub/digits.md")
    #expect(try run("notebook", "export", "sub/digits.md", "-o", "sub/digits.fovea").errors == "")
  }

  /// What is left of its blocks leads from the notebook too, scripts that it runs included.
  @Test func itGoesOnWhereItWasCutOff() throws {
    let long = Self.note.replacing("epochs=1 batch=16", with: "epochs=400 batch=4")
    try folder.write(long, to: "sub/note.md")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["notebook", "run", "sub/note.md"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = folder.environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning,
      try folder.sessions.first.map({ try !folder.read($0).contains("train tiny") }) != false
    {
      Thread.sleep(forTimeInterval: 0.01)
    }
    process.terminate()
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let session = try #require(folder.sessions.first)
    // On a machine that was quicker than this there is nothing to go on with.
    guard try !folder.read(session).contains("#. end") else { return }
    let resumed = try run("resume", session)
    #expect(resumed.status == 0, "\(resumed.output)\(resumed.errors)")
    #expect(try folder.read(session).contains("\nload ./pictures as q limit=10\n"), "the script that it runs")
    #expect(exists("sub/test.svmlight") && !exists("test.svmlight"))
    #expect(try run("replay", session).status == 0)
  }

  /// What can't be stored is found before anything runs.
  @Test func outputsNeedAPlace() throws {
    try folder.write("# A\n\n```fovea\nprint 1\n```\n", to: "n.md")
    try folder.write("in the way", to: "n.outputs")
    let before = folder.sessions
    let outcome = try run("notebook", "run", "n.md")
    #expect(
      outcome.status == 2 && outcome.errors.contains("'n.outputs' can't be written: a file is in its way."),
      "\(outcome.errors)")
    #expect(outcome.output == "" && folder.sessions == before)
  }
}
