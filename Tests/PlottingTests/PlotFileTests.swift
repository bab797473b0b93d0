import Foundation
import Testing

@testable import Plotting

@Suite("Plots in files")
struct PlotFileTests {
  /// A folder for the time of one test.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.path + "/fovea-plot-\(UUID().uuidString)"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
    func bytes(_ name: String) throws -> Data {
      try #require(FileManager.default.contents(atPath: path + "/" + name))
    }
    func write(_ text: String, _ name: String, executable: Bool = false) throws -> String {
      let file = path + "/" + name
      guard executable else {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
      }
      // Another process writes it: a program that a test beside this one starts would inherit our open file
      // for a moment, and what is open for writing can't be run.
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", "printf %s \"$1\" > \"$2\" && chmod 755 \"$2\"", "sh", text, file]
      try shell.run()
      shell.waitUntilExit()
      return file
    }
  }

  @Test(arguments: [
    ("png", [0x89, 0x50, 0x4E, 0x47]), ("svg", Array("<?xm".utf8)), ("pdf", Array("%PDF".utf8)),
  ])
  func areDrawnWithTheSameBytes(ending: String, start: [UInt8]) throws {
    let folder = try Folder()
    for (name, plot) in [("curve", Examples.training as any Plot), ("matrix", Examples.matrix)] {
      try plot.draw(to: folder.path + "/\(name)-a.\(ending)")
      // A second later: no time of day may stand in a picture.
      if name == "curve" { Thread.sleep(forTimeInterval: 1.1) }
      try plot.draw(to: folder.path + "/\(name)-b.\(ending)")
      let bytes = try folder.bytes("\(name)-a.\(ending)")
      #expect(bytes.count > 2000)
      #expect(Array(bytes.prefix(4)) == start)
      #expect(try folder.bytes("\(name)-b.\(ending)") == bytes)
    }
    #expect(try folder.names.count == 4)
  }

  /// A character that no font has would be drawn as a box over the whole picture.
  @Test func charactersThatNoFontHasAreQuestionMarks() throws {
    let gnuplot = Gnuplot(executable: "gnuplot")
    #expect(gnuplot.drawable("grüne Linien é Ł") == "grüne Linien é Ł")
    // Nobody has a glyph for a private character of the last plane.
    #expect(gnuplot.drawable("a\u{10FFFD}b α") == "a?b α")
    #expect(Gnuplot(executable: "/nowhere/gnuplot").drawable("a\u{10FFFD}b") == "a\u{10FFFD}b")
  }

  @Test func namesAppearAsTheyAre() throws {
    let folder = try Folder()
    try Examples.hostile.draw(to: folder.path + "/a 'quoted' \"name\".svg")
    #expect(try folder.names == ["a 'quoted' \"name\".svg"])
    let svg = String(decoding: try folder.bytes("a 'quoted' \"name\".svg"), as: UTF8.self)
    let shown = #"it's "q" \n a_b^{c} @x `touch fovea-was-here` $HOME %d &lt;&amp;> é line"# + "\u{FFFD}[31m"
    #expect(svg.components(separatedBy: "<text>\(shown)</text>").count == 5)
    #expect(!FileManager.default.fileExists(atPath: "fovea-was-here"))
  }

  @Test func aPictureThatStandsThereIsReplacedOnlyByAWholeOne() throws {
    let folder = try Folder()
    let path = try folder.write("old", "a.png")
    let failing = try folder.write(
      "#!/bin/sh\ncat >/dev/null\necho 'half a picture'\necho no ink >&2\nexit 3\n", "failing",
      executable: true)
    #expect(throws: PlotError.gnuplotFailed("no ink")) {
      try Examples.training.draw(to: path, executable: failing)
    }
    #expect(try folder.bytes("a.png") == Data("old".utf8))
    try Examples.training.draw(to: path)
    #expect(try folder.bytes("a.png").count > 2000)
    #expect(try folder.names == ["a.png", "failing"])
  }

  @Test func aProgramThatDoesNotListenIsNoHarm() throws {
    let folder = try Folder()
    // More than a pipe holds, to a program that ends at once: SIGPIPE would end the tests.
    let figure = Examples.chart((0..<16_000).map { .init(Double($0), 0.1 + Double($0)) })
    #expect(try figure.script(format: .png).utf8.count > 200_000)
    #expect(throws: PlotError.gnuplotFailed("it drew nothing.")) {
      try figure.draw(to: folder.path + "/a.png", executable: "/bin/true")
    }
    #expect(throws: PlotError.gnuplotFailed("ended with status 1")) {
      try figure.draw(to: folder.path + "/a.png", executable: "/bin/false")
    }
    #expect(try folder.names.isEmpty)
  }

  @Test func whatGnuplotSaysIsCaught() {
    #expect {
      try Gnuplot(executable: "gnuplot").picture(
        "set terminal svg\nplot nonsense\n", endsWith: PictureFormat.svg.end)
    } throws: { error in
      guard case .gnuplotFailed(let said)? = error as? PlotError else { return false }
      return said.contains("undefined variable: nonsense") && !said.contains("\n")
    }
  }

  /// gnuplot ends with 0 where the disk took only the beginning of its picture.
  @Test func aPictureWithoutItsEndIsNone() throws {
    let folder = try Folder()
    let path = try folder.write("old", "a.png")
    let cutting = try folder.write("#!/bin/sh\ngnuplot -d | head -c 3000\n", "cutting", executable: true)
    #expect(throws: PlotError.gnuplotFailed("its picture has no end.")) {
      try Examples.training.draw(to: path, executable: cutting)
    }
    for ending in ["svg", "pdf"] {
      #expect(throws: PlotError.gnuplotFailed("its picture has no end.")) {
        try Examples.training.draw(to: folder.path + "/b." + ending, executable: cutting)
      }
    }
    #expect(throws: PlotError.gnuplotFailed("its picture has no end.")) {
      try Examples.training.svg(executable: cutting)
    }
    for encoding in InlineEncoding.allCases {
      #expect(throws: PlotError.gnuplotFailed("its picture has no end.")) {
        try Examples.training.inlinePicture(encoding, executable: cutting)
      }
    }
    #expect(try folder.bytes("a.png") == Data("old".utf8))
    #expect(try folder.names == ["a.png", "cutting"])
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    let folder = try Folder()
    let figure = Examples.training
    #expect(throws: PlotError.unknownEnding(path: "curve.gif")) { try figure.draw(to: "curve.gif") }
    #expect(throws: PlotError.gnuplotMissing) {
      try figure.draw(to: folder.path + "/a.png", executable: "/nowhere/gnuplot")
    }
    #expect(throws: PlotError.gnuplotMissing) {
      try figure.draw(to: folder.path + "/a.png", executable: "no-such-gnuplot")
    }
    #expect(
      throws: PlotError.unwritable(path: "/nowhere/at/all.png", reason: "there is no folder '/nowhere/at/'")
    ) {
      try figure.draw(to: "/nowhere/at/all.png")
    }
    try FileManager.default.createDirectory(atPath: folder.path + "/b.png", withIntermediateDirectories: true)
    #expect(throws: PlotError.unwritable(path: folder.path + "/b.png", reason: "it is a folder")) {
      try figure.draw(to: folder.path + "/b.png")
    }
    #expect(throws: PlotError.emptySeries(name: "a")) {
      try Examples.chart([]).draw(to: folder.path + "/a.png")
    }
    #expect(try folder.names == ["b.png"])
  }
}
