import Diagnostics
import Foundation
import Record
import Testing

@testable import Notebooks

/// A page that is passed on holds pictures from beside its notebook, and no other file of whoever made it.
@Suite("Pictures in pages")
struct EmbeddedPictureTests {
  private let root = FileManager.default.temporaryDirectory.path + "/fovea-pictures-\(UUID().uuidString)"
  private static let pixel = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0])

  /// `root/note/note.md` with pictures in and outside its folder.
  private func page(_ url: String) throws -> String {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let files = FileManager.default
    for folder in ["note/sub", "note-secret", "other"] {
      try files.createDirectory(atPath: root + "/" + folder, withIntermediateDirectories: true)
    }
    for name in [
      "secret.png", "note-secret/secret.png", "other/secret.png", "note/in.png", "note/sub/in.png",
      "note/a%b.png",
    ] {
      try Self.pixel.write(to: URL(fileURLWithPath: root + "/" + name))
    }
    try files.createSymbolicLink(atPath: root + "/note/link.png", withDestinationPath: "../secret.png")
    try files.createSymbolicLink(atPath: root + "/note/folder", withDestinationPath: root + "/other")
    try files.createSymbolicLink(atPath: root + "/note/inside.png", withDestinationPath: "sub/in.png")
    #expect(mkfifo(root + "/note/pipe.png", 0o600) == 0)
    try Data("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8).write(
      to: URL(fileURLWithPath: root + "/note/in.svg"))
    try Data("text".utf8).write(to: URL(fileURLWithPath: root + "/note/text.png"))
    let url = url.replacing("ROOT", with: root)
    return try Notebook(SourceText(name: root + "/note/note.md", text: "![words](\(url))")).page(
      at: root + "/note/note.md"
    )
    .text
  }

  @Test(arguments: [
    "../secret.png", "../note-secret/secret.png", "ROOT/secret.png", "ROOT/note/in.png", "link.png",
    "folder/secret.png",
    "sub/../../secret.png", "%2e%2e%2fsecret.png", "./../other/secret.png", "pipe.png", "text.png",
    "none.png", "sub", ".",
    "..",
    "in.png%00.png", "file://ROOT/secret.png", "folder/../secret.png", "/proc/self/root/ROOT/secret.png",
    "data:image/png;base64,AAAA",
  ])
  func fromElsewhereAreLeftOut(url: String) throws {
    let page = try page(url)
    #expect(page.contains("[picture not embedded: words]") && !page.contains("<img"), "\(url)")
  }

  @Test(arguments: [
    "in.png", "./in.png", "sub/in.png", "inside.png", "sub/../in.png", "../note/in.png", "a%25b.png",
    "in.svg",
  ])
  func fromBesideTheNotebookAreEmbedded(url: String) throws {
    #expect(try page(url).contains("<img src=\"data:image/"), "\(url)")
  }

  /// On a phone pictures shrink with the page: no rule gives one a width of its own.
  @Test func picturesShrinkWithThePage() {
    let rules = NotebookPage.style.markup.split(separator: "}").filter { $0.contains("img") }
    #expect(rules.contains { $0.contains("img { max-width: 100%; height: auto") })
    #expect(
      !rules.contains { $0.contains("max-width: none") || $0.contains("; width:") || $0.contains("{ width:") }
    )
  }
}
