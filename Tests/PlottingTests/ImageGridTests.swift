import Foundation
import Testing

@testable import Plotting

@Suite("Image grids")
struct ImageGridTests {
  /// A ramp from black on the left to white on the right.
  private func ramp(_ width: Int, _ height: Int) -> ImageGrid.Picture {
    ImageGrid.Picture(
      width: width, height: height, channels: 1,
      pixels: (0..<width * height).map { UInt8($0 % width * 255 / max(1, width - 1)) })
  }

  private func grid(_ count: Int, _ picture: ImageGrid.Picture) -> ImageGrid {
    ImageGrid(
      title: "ramps",
      tiles: (0..<count).map { .init(picture, captions: ["class \($0)", "it's 'quoted' 9\($0)%"]) })
  }

  @Test func asciiShadesFollowBrightness() throws {
    let picture = try grid(2, ramp(10, 4)).terminalPicture(
      columns: 34, rows: 10, style: .ascii, colour: false)
    let lines = picture.split(separator: "\n")
    #expect(lines[1] == " .:-=+*#%@       .:-=+*#%@")
    #expect(lines[3] == "class 0         class 1")
    #expect(lines[4] == "it's 'q~ed' 90% it's 'q~ed' 91%")
    #expect(picture.split(separator: "\n").allSatisfy { $0.count <= 34 })
  }

  /// Lists are cut behind whole names, and keep what stands behind them.
  @Test func listsAreCutBehindAName() {
    let names = ["circle", "star", "triangle"]
    func cut(_ limit: Int, before: String = "", after: String = "", _ style: TerminalStyle = .blocks)
      -> String
    {
      ImageGrid.Caption(before: before, names: names, after: after).listed(to: limit, style)
    }
    #expect(cut(22) == "circle, star, triangle")
    #expect(cut(21) == "circle, star, …" && cut(15) == "circle, star, …")
    #expect(cut(14) == "circle, …" && cut(9, .ascii) == "circle, ~")
    #expect(cut(8) == "circle,…" && cut(5) == "circ…")
    #expect(cut(20, before: "said ", after: " 83%") == "said circle, … 83%")
    #expect(
      cut(16, before: "said ", after: " 83%") == "said circle… 83%"
        && cut(16, after: ",") == "circle, star, …")
    #expect(ImageGrid.Caption("one name, however long").listed(to: 4, .blocks) == "one name, however long")
  }

  @Test func narrowTilesHaveWholeNames() throws {
    let grid = ImageGrid(
      title: "",
      tiles: [["circle", "cross", "triangle"], ["ring"], ["square", "star", "triangle"]].map {
        .init(ramp(10, 4), captions: [.init(names: $0), .init(before: "said ", names: $0, after: " 7%")])
      })
    let lines = try grid.terminalPicture(columns: 50, rows: 10, style: .ascii, colour: false).split(
      separator: "\n")
    #expect(lines[lines.count - 2] == "circle, ~       ring            square, star, ~")
    #expect(lines[lines.count - 1] == "said circle~ 7% said ring 7%    said square~ 7%")
  }

  @Test func colourPutsTwoPixelsIntoACharacter() throws {
    let picture = ImageGrid.Picture(
      width: 1, height: 2, channels: 3, pixels: [255, 0, 0, 0, 0, 255])
    let grid = ImageGrid(title: "", tiles: [.init(picture, captions: [])])
    // Magnified to 14 x 28 pixels at the least: the upper half red, the lower blue.
    let lines = try grid.terminalPicture(columns: 16, rows: 10, style: .blocks, colour: true).split(
      separator: "\n")
    #expect(lines.first?.hasPrefix("\u{1B}[38;5;196;48;5;196m▀") == true)
    #expect(lines.last?.hasPrefix("\u{1B}[38;5;21;48;5;21m▀") == true)
  }

  @Test func coloursOfTerminalsAreTheNearest() {
    #expect(TerminalColour.nearest((0, 0, 0)) == 16)
    #expect(TerminalColour.nearest((255, 255, 255)) == 231)
    #expect(TerminalColour.nearest((128, 128, 128)) == 244)
    #expect(TerminalColour.nearest((0, 255, 0)) == 46)
  }

  @Test func reductionsAreMeans() {
    let picture = ImageGrid.Picture(
      width: 4, height: 2, channels: 1, pixels: [0, 100, 200, 50, 100, 200, 0, 150])
    #expect(picture.reduced(width: 2, height: 1).pixels == [100, 100, 100, 100, 100, 100])
    // Three pixels to two: each covers one and a half.
    let odd = ImageGrid.Picture(width: 3, height: 1, channels: 1, pixels: [0, 90, 180])
    #expect(odd.reduced(width: 2, height: 1).pixels == [30, 30, 30, 150, 150, 150])
    #expect(picture.fitted(to: 4) == picture)
    #expect(picture.fitted(to: 1) == picture.reduced(width: 1, height: 1))
  }

  @Test func pixelsKeepTheirNumbersInScripts() throws {
    let picture = ImageGrid.Picture(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6])
    let script = try ImageGrid(title: "a", tiles: [.init(picture, captions: ["b'c"])]).script(format: .png)
    #expect(script.contains("$tile0 << EOD\n0 0 1 2 3\n1 0 4 5 6\nEOD"))
    #expect(script.contains("with rgbimage"))
    #expect(script.contains("set label 'b''c' at"))
  }

  @Test(arguments: [1, 3, 25, 400]) func gridsOfAnyNumberHaveRoom(count: Int) throws {
    let grid = grid(count, ramp(28, 28))
    let (width, height) = grid.size
    #expect(width > 84 && height > 84 && width < 4000 && height < 6000)
    for style in [TerminalStyle.ascii, .blocks] {
      for columns in [20, 80, 120] {
        let lines = try grid.terminalPicture(columns: columns, rows: 24, style: style, colour: false).split(
          separator: "\n")
        #expect(lines.allSatisfy { $0.count <= columns })
      }
    }
  }

  @Test func nothingIsSaidToBeNothing() {
    #expect(throws: PlotError.empty(title: "a")) { try ImageGrid(title: "a", tiles: []).script(format: .png) }
  }

  @Test func picturesInSVGStaySharp() throws {
    let path = FileManager.default.temporaryDirectory.path + "/fovea-\(UUID().uuidString).svg"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try grid(2, ramp(8, 8)).draw(to: path)
    let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    #expect(text.contains("<svg image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\" "))
    #expect(text.hasSuffix("</svg>\n\n") || text.hasSuffix("</svg>\n"))
    #expect(text.components(separatedBy: "<image ").count == 3)
  }
}

@Suite("Pictures between the lines")
struct InlinePictureTests {
  @Test func base64IsThatOfRFC4648() {
    #expect(
      ["", "f", "fo", "foo", "foobar"].map { Base64.text(of: Array($0.utf8)) } == [
        "", "Zg==", "Zm8=", "Zm9v", "Zm9vYmFy",
      ])
  }

  @Test func kittyGetsPieces() {
    let text = String(repeating: "A", count: 5000)
    let sequence = Examples.training.kittySequence(text)
    #expect(sequence.hasPrefix("\u{1B}_Ga=T,f=100,m=1;AAAA"))
    #expect(sequence.contains("A\u{1B}\\\u{1B}_Gm=0;A"))
    #expect(sequence.count { $0 == "A" } == 5000)
  }

  @Test func sixelsBeginAndEndAsSuch() throws {
    let text = try Examples.training.inlinePicture(.sixel)
    #expect(text.hasPrefix("\u{1B}P") && text.hasSuffix("\u{1B}\\"))
    #expect(text.count > 5000)
  }

  @Test func itermGetsThePNGWhole() throws {
    let text = try Examples.matrix.inlinePicture(.iterm)
    let start = try #require(text.range(of: ":iVBOR"))
    let bytes = try #require(
      Data(base64Encoded: String(text[text.index(after: start.lowerBound)...].dropLast())))
    #expect(text.contains("size=\(bytes.count);") && bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test func aMissingGnuplotIsSaid() {
    #expect(throws: PlotError.gnuplotMissing) {
      try Examples.training.inlinePicture(.kitty, executable: "/nowhere/gnuplot")
    }
  }
}

extension Plot {
  fileprivate func kittySequence(_ text: String) -> String { Self.kitty(text) }
}
