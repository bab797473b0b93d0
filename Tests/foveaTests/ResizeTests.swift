import Foundation
import Testing

/// What stands on the screen when the window got another width.
@Suite("The screen after a resize", .serialized)
struct ResizeTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private static let entry = "print \"\((0..<8).map { "\($0)abcdefghi" }.joined())\""

  /// The rows of the prompt and an entry in a window of so many columns.
  private static func rows(_ entry: String, columns: Int) -> [String] {
    var rest = Substring("fovea> " + entry)
    var rows: [String] = []
    while !rest.isEmpty {
      rows.append(String(rest.prefix(columns)))
      rest = rest.dropFirst(columns)
    }
    return rows
  }

  @Test(arguments: Pseudoterminal.Kind.allCases.filter { $0 != .silent })
  func aWrappedLineIsDrawnOnce(_ kind: Pseudoterminal.Kind) throws {
    let terminal = try Pseudoterminal.atPrompt(in: folder, columns: 60, rows: 24, kind: kind)
    let entry = Self.entry
    terminal.send(entry)
    var before = Self.rows(entry, columns: 60)
    try terminal.expectScreen(before, cursorBehind: before[1])
    // Past the line and back, by steps and at once.
    for columns in [100, 60, 40, 45, 100, 30, 60] {
      terminal.resize(columns: UInt16(columns), rows: 24)
      before = Self.rows(entry, columns: columns)
      try terminal.expectScreen(before, cursorBehind: before[before.count - 1])
      #expect(terminal.screen.lines.filter { $0.contains("print \"") }.count == 1, "\(terminal.screen.lines)")
      // What was said before is still there.
      #expect(
        terminal.screen.lines.contains { $0.hasPrefix("Type help for the") }, "\(terminal.screen.lines)")
    }
    terminal.send("\r")
    try terminal.expect("\n0abcdefghi1abc")
  }

  @Test(arguments: Pseudoterminal.Kind.allCases.filter { $0 != .silent })
  func aCursorWithinTheLineStaysThere(_ kind: Pseudoterminal.Kind) throws {
    let terminal = try Pseudoterminal.atPrompt(in: folder, columns: 40, rows: 24, kind: kind)
    terminal.send(Self.entry + String(repeating: "\u{2}", count: 5))
    var rows = Self.rows(Self.entry, columns: 40)
    try terminal.expectScreen(rows, cursorBehind: String(rows[2].dropLast(5)))
    for columns in [70, 50, 100] {
      terminal.resize(columns: UInt16(columns), rows: 24)
      rows = Self.rows(Self.entry, columns: columns)
      try terminal.expectScreen(rows, cursorBehind: String(rows[rows.count - 1].dropLast(5)))
      #expect(terminal.screen.lines.filter { $0.contains("print \"") }.count == 1, "\(terminal.screen.lines)")
    }
  }

  @Test func whatIsTypedDuringAResizeIsKept() throws {
    let terminal = try Pseudoterminal.atPrompt(in: folder, columns: 60, rows: 24, kind: .cutting)
    terminal.send(Self.entry)
    let rows = Self.rows(Self.entry, columns: 60)
    try terminal.expectScreen(rows, cursorBehind: rows[1])
    terminal.resize(columns: 100, rows: 24)
    terminal.send("\u{1}x\u{5}yz")
    let wide = "fovea> x\(Self.entry)yz"
    try terminal.expectScreen([wide], cursorBehind: wide)
  }

  @Test(arguments: Pseudoterminal.Kind.allCases)
  func theLineOfProgressIsDrawnAnew(_ kind: Pseudoterminal.Kind) throws {
    let terminal = try Pseudoterminal.atPrompt(in: folder, columns: 100, rows: 24, kind: kind)
    terminal.send("load digits as d; model m cnn { dense 400; relu; dense classes }\r")
    try terminal.expect("m: ")
    try terminal.expect("fovea> ")
    terminal.send("train m on d epochs=2000\r")
    try terminal.expect("epoch ")
    try terminal.expect("images/s")
    for columns in [60, 30, 100, 50] as [UInt16] {
      terminal.resize(columns: columns, rows: 24)
      for _ in 0..<3 { try terminal.expect("epoch ") }
      let lines = terminal.screen.lines
      #expect(lines.count { $0.contains("epoch ") } <= 1, "\(lines)")
      #expect(lines.last?.hasPrefix("epoch ") == true, "\(lines)")
      #expect(!lines.dropLast().contains { $0.contains("images/s") || $0.contains("─") }, "\(lines)")
    }
    terminal.send("\u{3}")
    try terminal.expect("fovea> ")
  }
}
