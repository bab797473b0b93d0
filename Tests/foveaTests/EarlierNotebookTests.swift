import Foundation
import Testing

/// A notebook that version 0.1 ran, checked by the program as it is.
@Suite("A notebook of version 0.1")
struct EarlierNotebookTests {
  @Test func itsOutputsAreSameOrExcused() throws {
    let folder = try WorkFolder()
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("CommandsTests/Fixtures/version-0.1").path
    for name in ["notebook.md", "notebook.outputs"] {
      try FileManager.default.copyItem(atPath: fixtures + "/" + name, toPath: folder.path + "/" + name)
    }
    let outcome = try Program.run(["notebook", "check", "notebook.md"], in: folder)
    #expect([0, 3].contains(outcome.status), "\(outcome.output)\(outcome.errors)")
    #expect(!outcome.output.contains("differs"), "\(outcome.output)")
    let page = try Program.run(["notebook", "render", "notebook.md", "-o", "page.html"], in: folder)
    #expect(page.status == 0, "\(page.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.path + "/page.html"))
  }
}
