import Testing

@testable import Terminal

@Suite("Pictures in terminals")
struct CapabilitiesPicturesTests {
  private func pictures(_ variables: [String: String]) -> Capabilities.InlinePictures? {
    Capabilities(environment: { variables[$0] }, terminals: [.output], window: nil).inlinePictures
  }

  @Test func terminalsAreKnownByWhatTheyCallThemselves() {
    #expect(pictures(["TERM": "xterm-kitty"]) == .kitty)
    #expect(pictures(["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"]) == .iterm)
    #expect(pictures(["TERM": "foot"]) == .sixel)
    #expect(pictures(["TERM": "foot-extra"]) == .sixel)
    #expect(pictures(["TERM": "xterm-256color", "KONSOLE_VERSION": "220401"]) == .sixel)
    #expect(pictures(["TERM": "xterm-256color"]) == nil)
    #expect(pictures([:]) == nil)
  }

  @Test func multiplexersPassNothingOn() {
    #expect(pictures(["TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"]) == nil)
    #expect(pictures(["TERM": "xterm-kitty", "TMUX": "socket,1,0"]) == nil)
    #expect(pictures(["TERM": "screen", "TERM_PROGRAM": "WezTerm"]) == nil)
  }

  @Test func pipesGetNone() {
    let piped = Capabilities(
      environment: { $0 == "TERM" ? "xterm-kitty" : nil }, terminals: [.error], window: nil)
    #expect(piped.inlinePictures == nil)
  }

  @Test func noTerminalIsTakenForLargerThanAScreen() {
    let told = Capabilities(environment: { _ in nil }, terminals: [.output], window: (65535, 65535))
    #expect(told.columns == 1000 && told.rows == 1000)
    let said = Capabilities(
      environment: { ["COLUMNS": "9999", "LINES": "9999"][$0] }, terminals: [.output], window: nil)
    #expect(said.columns == 1000 && said.rows == 1000)
  }
}
