import Testing

@testable import Plotting

@Suite("Plot errors")
struct PlotErrorTests {
  @Test(
    arguments: [
      (
        PlotError.unknownEnding(path: "a/curve.gif"),
        "a picture can't have the ending '.gif': .png, .svg and .pdf are known."
      ),
      (.unknownEnding(path: "curve"), "'curve' has no ending: .png, .svg and .pdf are known."),
      (.unknownEnding(path: "a.png/.svg"), "'a.png/.svg' has no ending: .png, .svg and .pdf are known."),
      (.empty(title: ""), "there is nothing to draw."),
      (.empty(title: "loss"), "there is nothing to draw in 'loss'."),
      (.emptySeries(name: "small"), "the curve 'small' has no points."),
      (.nothingFinite(panel: "loss"), "there is nothing to draw for 'loss': none of its numbers is finite."),
      (.gnuplotMissing, "gnuplot isn't installed; it draws the pictures in files."),
      (.gnuplotFailed("line 3: bad"), "gnuplot failed: line 3: bad"),
      (.emptySeries(name: "a\nb\u{1B}c"), "the curve 'a b\u{FFFD}c' has no points."),
      (
        .unwritable(path: "x.png", reason: "it is a folder"),
        "the picture 'x.png' can't be written: it is a folder."
      ),
    ] as [(PlotError, String)])
  func sayWhatWasFound(error: PlotError, message: String) {
    #expect(error.message == message)
  }

  @Test func sayWhatToDo() {
    #expect(
      PlotError.gnuplotMissing.hint
        == "Install it: apt install gnuplot-nox. Plots in the terminal work without it.")
    #expect(PlotError.unknownEnding(path: "a/curve.gif").hint == "For example: a/curve.png")
    #expect(PlotError.unknownEnding(path: "curve").hint == "For example: curve.png")
    #expect(PlotError.empty(title: "").hint == nil)
  }

  @Test func endingsChooseTheFormat() throws {
    #expect(try PictureFormat(path: "a.b/c.PNG") == .png)
    #expect(try PictureFormat(path: "c.d.svg") == .svg)
    #expect(try PictureFormat(path: "./c.pdf") == .pdf)
    for path in ["", "png", ".png", "c.", "c.png/", "c.jpeg"] {
      #expect(throws: PlotError.unknownEnding(path: path)) { try PictureFormat(path: path) }
    }
  }
}
