import Diagnostics
import Foundation
import Runtime
import Testing

@testable import Commands

/// What Tab offers is what the check of the line accepts, for every verb and every place.
@Suite("Offers of Tab")
struct OfferTests {
  private let session = TestShell()
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/fovea-offers-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: true)
    let script = """
      load digits as d limit=150; split d validation=10%
      model m cnn { dense classes }; train m on d epochs=1
      model u cnn { conv 4 3x3; relu; dense classes }
      model s svm; train s on d
      model t svm kernel=linear; train t on d
      save m to "\(folder)/m.safetensors"; export s to "\(folder)/s.svm"
      export d.test to "\(folder)/d.svmlight"
      restore "\(folder)/m.safetensors" as again
      let r = evaluate m; let q = evaluate s; let c = compare m s
      let number = 3
      """
    #expect(session.run(script) == [])
    for name in ["x.png", "x.txt", "x.svg", "y.fovea"] {
      try Data("nothing".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
  }

  private func offers(_ text: String) -> [(start: Int, text: String, isInsertable: Bool)] {
    let offer = session.shell.completions(text: text, cursor: text.utf8.count)
    return offer.candidates.map { (offer.start, $0.text, $0.isInsertable) }
  }

  /// Another word for an option is completed as the option itself.
  @Test func otherWordsForOptionsAreCompleted() {
    #expect(offers("train m on d lr=").map(\.text) == offers("train m on d rate=").map(\.text))
    #expect(offers("train m on d lr=").count == 1)
    #expect(!offers("train m on d lr=0.1 ").contains { $0.text == "rate=" }, "it is given")
    #expect(offers("sweep lr=[").map(\.text) == offers("sweep rate=[").map(\.text))
    #expect(!offers("sweep lr=[0.1] ").contains { $0.text == "rate=[" })
    #expect(offers("train s on d weights=").contains { $0.text == "balanced" })
    #expect(offers("fit m on d lr=").count == 1)
  }

  private func isAccepted(_ text: String) -> Bool {
    session.shell.check(SourceText(typed: text)).allSatisfy { $0.severity != .error }
  }

  /// Values where any of a kind may stand.
  private static let values = [
    "1", "8", "0.5", "2", "a", "10deg", "30s", "3x3", "28x28", "0.1..0.2", "[1]", "[0.1]", "new", "4", "0.01",
    "10%", "1 1", "\"a.png\"", "\"a.png\" of m", "\"a.svmlight\"", "\"a.svm\"", "\"a.safetensors\"",
  ]
  private static let blocks = [" { dense classes }", " { normalize }", " { shift 10% }"]

  /// The beginning of a line with a candidate in place of what was typed.
  private func line(_ text: String, _ candidate: (start: Int, text: String, isInsertable: Bool)) -> String {
    String(decoding: text.utf8.prefix(candidate.start), as: UTF8.self) + candidate.text
  }

  /// Whether a line can be right as it is, or with what is offered behind it.
  private func canBeRight(_ text: String, depth: Int) -> Bool {
    if isAccepted(text) || Self.blocks.contains(where: { isAccepted(text + $0) }) { return true }
    guard depth > 0 else { return false }
    let goesOn = text.last.map { "=[(".contains($0) } == true
    let further = text + (goesOn ? "" : " ")
    for value in Self.values where isAccepted(further + value + (text.last == "[" ? "]" : "")) { return true }
    let next = offers(further)
    // New names and texts.
    if next.contains(where: { !$0.isInsertable }) || goesOn {
      for value in ["1", "new", "0.5"] where canBeRight(further + value, depth: depth - 1) { return true }
    }
    return next.prefix(60).contains { $0.isInsertable && canBeRight(line(further, $0), depth: depth - 1) }
  }

  /// Folders' contents are offered by those that read files and look at them when they run.
  @Test(
    arguments: Verbs.table.declarations.map(\.verb).filter {
      !["load", "restore", "open", "replay", "resume", "help", "quit", "sweep"].contains($0)
    })
  func whatIsOfferedIsAccepted(_ verb: String) {
    let firsts = offers(verb + " ").filter { $0.isInsertable && !$0.text.hasSuffix("/") }
    for (number, first) in firsts.enumerated() {
      let begun = line(verb + " ", first)
      #expect(canBeRight(begun, depth: 3), "\(begun)")
      // What may follow differs little from one to the next.
      guard number < 1, !begun.hasSuffix("="), !begun.hasSuffix("[") else { continue }
      for second in offers(begun + " ")
      where second.isInsertable && !second.text.hasSuffix("/") && !second.text.hasSuffix("=") {
        let further = line(begun + " ", second)
        #expect(canBeRight(further, depth: 3), "\(further)")
      }
    }
  }

  @Test(arguments: [
    ("save m to", ["m.safetensors", "sub/"]), ("plot loss of m to", ["sub/", "x.png", "x.svg"]),
    ("show d to", ["sub/", "x.png", "x.svg"]), ("find rate m on d to", ["sub/", "x.png", "x.svg"]),
    ("export s to", ["s.svm", "sub/"]), ("export d.test to", ["d.svmlight", "sub/"]),
    ("restore", ["m.safetensors", "s.svm", "sub/"]), ("predict m on", ["sub/", "x.png"]),
    ("source", ["sub/", "y.fovea"]), ("show d class=", []), ("note", []), ("runs", []),
  ])
  func filesAreThoseThatTheVerbTakes(_ beginning: String, _ names: [String]) {
    let text = beginning + (beginning.hasSuffix("=") ? "\"" : " \"") + folder + "/"
    let offered = offers(text).map(\.text)
    #expect(offered == names.map { folder + "/" + $0 + ($0.hasSuffix("/") ? "" : "\"") })
    // A quote that stands there already isn't written again.
    let closed = session.shell.completions(text: text + "\"", cursor: text.utf8.count)
    #expect(closed.candidates.map(\.text) == names.map { folder + "/" + $0 })
  }

  @Test func curvesAreOfferedOfModelsThatHaveThem() {
    #expect(offers("plot loss of ").map(\.text) == ["again", "m"])
    #expect(offers("plot margins of ").map(\.text) == ["s", "t"])
    #expect(offers("plot roc of ").map(\.text) == ["q", "r"])
    // A sweep needs a list before what it repeats.
    #expect(!offers("sweep ").map(\.text).contains("train"))
  }

  /// Classes of what is shown; in a list of values, these alone.
  @Test func valuesAreOfferedWhereTheyAreKnown() {
    let digits = (0...9).map(String.init)
    for name in ["d", "d.test", "r", "t"] {
      #expect(offers("show \(name) class=").map(\.text) == digits, "\(name)")
    }
    #expect(offers("show r samples=2 class=\"").map(\.text) == digits.map { $0 + "\"" })
    #expect(offers("show c class=").allSatisfy { !$0.isInsertable }, "a comparison has no images")
    let losses = offers("train m on d loss=").map(\.text)
    #expect(losses.contains("hinge") && Set(losses).count == losses.count, "\(losses)")
  }

  @Test func aSweepIsOfferedValuesWithinItsLists() {
    #expect(offers("sweep ra").map(\.text) == ["rate=["])
    #expect(offers("sweep rate=[").map(\.isInsertable) == [false], "what is expected")
    #expect(offers("sweep rate=[0.1, ").map(\.isInsertable) == [false])
    let losses = offers("sweep loss=[").map(\.text)
    #expect(losses.contains("hinge") && Set(losses).count == losses.count, "\(losses)")
    #expect(offers("sweep loss=[hinge, ").map(\.text) == losses.filter { $0 != "hinge" })
    #expect(offers("sweep loss=[hinge, squ").map(\.text) == ["squared_hinge"])
    let further = offers("sweep loss=[hinge, mse] ").map(\.text)
    #expect(further.contains("train") && further.contains("rate=[") && !further.contains("loss=["))
    for fixed in ["candidate", "fresh", "profile", "tolerance"] {
      #expect(!further.contains(fixed + "=["), "nobody chooses among values of \(fixed)")
    }
    #expect(offers("train m on d class_weights=[1, ").map(\.isInsertable) == [false])
    // Open brackets of what was ended before mean nothing.
    #expect(offers("print [1; sweep ra").map(\.text) == ["rate=["])
    #expect(offers("print ([1; show d class=9").map(\.text) == ["9"])
  }
}
