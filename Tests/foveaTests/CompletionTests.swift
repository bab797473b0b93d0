import Foundation
import Testing

@Suite("Completion at the prompt", .serialized)
struct CompletionTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A session with a data set `d`, a network `c`, and a machine `v`.
  private func started(columns: UInt16 = 80, rows: UInt16 = 24) throws -> Pseudoterminal {
    let terminal = try Pseudoterminal.atPrompt(in: folder, columns: columns, rows: rows)
    terminal.send("load digits as d; model c cnn { dense classes }; model v svm\r")
    try terminal.expect("train it with 'train v on DATA'")
    try terminal.expect("fovea> ")
    return terminal
  }

  /// What Tab lists behind a text: all pages of it, up to the entry drawn anew.
  private func offered(behind text: String, _ terminal: Pseudoterminal, last: String) throws -> String {
    let before = terminal.shown.count
    terminal.send(text + "\t")
    try terminal.expect(last)
    try terminal.expect("fovea> ")
    return String(terminal.shown.dropFirst(before))
  }

  @Test func aNetworkIsOfferedNoOptionOfAMachine() throws {
    let terminal = try started()
    let list = try offered(behind: "model x cnn ", terminal, last: "classes=")
    #expect(list.contains("init=") && list.contains("input="))
    #expect(!list.contains("kernel=") && !list.contains("C="))
    terminal.send("\u{15}model x svm k\t")
    try terminal.expect("model x svm kernel=")
  }

  @Test func optionsOfAnotherOptimizerAreNotOffered() throws {
    let terminal = try started()
    let list = try offered(behind: "train c on d optimizer=adam b", terminal, last: "beta2=")
    #expect(list.contains("batch=") && !list.contains("block=") && !list.contains("bins="))
    let plain = try offered(behind: "\u{15}train c on d l", terminal, last: "l1=")
    #expect(plain.contains("loss=") && !plain.contains("lowest="))
  }

  @Test func aWordIsNotPutInWhereANumberMayStand() throws {
    let terminal = try started()
    terminal.send("model n cnn {\rconv \t")
    try terminal.expect("FILTERS")
    #expect(!terminal.shown.contains("conv classes"))
    terminal.send("c\t")
    try terminal.expect("conv classes")
    terminal.send("\t")
    try terminal.expect("KERNEL")
  }

  @Test func lettersThatOptionsShareAreNotPutIn() throws {
    let terminal = try started()
    let list = try offered(behind: "evaluate c on d ", terminal, last: "tolerance=")
    #expect(list.contains("top="))
    #expect(!list.contains("evaluate c on d to"))
  }

  @Test func anotherTabGoesOnWithTheList() throws {
    let terminal = try started(rows: 12)
    terminal.send("train c on d \t")
    try terminal.expect("more: Tab")
    #expect(!terminal.shown.contains("weight decay"))
    terminal.send("\t")
    try terminal.expect("more: Tab")
    terminal.send("\t\t")
    try terminal.expect("weight decay")
    terminal.send("\t\t")
    // After the last page the first one again.
    try terminal.expect("epochs=")
  }

  @Test func aReplayIsOfferedSessionsOnly() throws {
    try folder.write("print 1", to: "one.fovea")
    try folder.write("#! fovea session 1\n", to: "two.fovea")
    try folder.write("no picture", to: "three.png")
    let terminal = try started()
    for verb in ["replay", "open", "resume"] {
      let list = try offered(behind: "\u{15}\(verb) ", terminal, last: "two.fovea")
      #expect(!list.contains("one.fovea") && !list.contains("three.png"))
    }
    terminal.send("\u{15}source \"o\t")
    try terminal.expect("source \"one.fovea")
    let pictures = try offered(behind: "\u{15}predict c on ", terminal, last: "three.png")
    #expect(pictures.contains("d ") && !pictures.contains("one.fovea"))
  }

  /// A path that must stand in quotes gets them, though none were typed.
  @Test func pathsWithBlanksAreOfferedInQuotes() throws {
    for name in ["red square", "leer", "it's blue"] {
      try folder.write("nothing", to: "flowers/\(name)/x.txt")
    }
    let terminal = try started()
    let list = try offered(behind: "load ./flowers/", terminal, last: "leer/")
    #expect(list.contains("red square/") && list.contains("it's blue/"))
    terminal.send("red\t")
    try terminal.expect("square/")
    #expect(terminal.screen.lines.contains { $0.contains("load \"./flowers/red square/") })
    terminal.send("\u{15}source \t")
    try terminal.expect("flowers/")
  }

  @Test func helpIsOfferedAllThatItKnows() throws {
    let terminal = try started()
    terminal.send("help rou\t\r")
    try terminal.expect("round: Round a number to 0 to 15")
    terminal.send("help dense\t\r")
    try terminal.expect("dense: Apply a fully connected")
  }
}
