extension WrongScript {
  /// What only running can tell.
  static let running: [WrongScript] = [
    WrongScript("assert ⟦1 > 2⟧", runs: true, [.init("the assertion doesn't hold: 1 > 2")])
  ]
}
