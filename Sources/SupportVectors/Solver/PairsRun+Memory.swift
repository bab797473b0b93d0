internal import Kernels
internal import Synchronization

/// Machines that an earlier fit kept.
extension PairsRun {
  /// Up to so many pairs each is kept by itself. Of more, those that came within a while are kept as one
  /// piece: a thousand classes have half a million pairs, and to look each up would take longer than to solve
  /// it.
  static let mostByThemselves = 1000

  /// What is kept as one piece, counted from 0.
  static func pieceName(_ number: Int) -> String { "pairs, piece \(number)" }

  /// Takes what is known of pairs, and says how many these are.
  func recall(_ memory: FitMemory) -> Int {
    if pairs.count > Self.mostByThemselves {
      var next = 0
      // A piece that was too large for the time it took isn't there.
      while let number = (next..<next + 20).first(where: { take(piece: $0, memory) }) { next = number + 1 }
    } else {
      for index in pairs.indices {
        if let text = memory.known(name(index)), take(text, index) { continue }
        standings[index] = memory.standing(of: name(index))
      }
    }
    return results.withLock { $0.done }
  }

  private func take(piece number: Int, _ memory: FitMemory) -> Bool {
    guard let piece = memory.known(Self.pieceName(number)) else { return false }
    var texts: [Int: [String: String]] = [:]
    for (key, value) in piece {
      let words = key.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let index = Int(words[0]), pairs.indices.contains(index) else { continue }
      texts[index, default: [:]][String(words[1])] = value
    }
    for (index, text) in texts { _ = take(text, index) }
    return true
  }

  private func take(_ text: [String: String], _ index: Int) -> Bool {
    let pair = pairs[index]
    let result = PairResult(
      text, first: pair.first, second: pair.second,
      counts: (blocks[pair.first].count, blocks[pair.second].count),
      costs: (settings.costs[pair.first], settings.costs[pair.second]), hasSigmoid: settings.folds != nil)
    guard let result else { return false }
    return results.withLock {
      guard $0.found[index] == nil else { return true }
      _ = $0.take(result, at: index)
      return true
    }
  }

  func text(_ index: Int) -> [String: String] { results.withLock { $0.found[index] }?.text ?? [:] }
}

/// Keeps the machines of pairs as they come.
struct PairsKeeper {
  private let memory: FitMemory
  private unowned let run: PairsRun
  private var keeper: FitKeeper
  /// Pairs that aren't kept yet, where they are kept together.
  private var waiting: [Int] = []
  private var piece = 0
  private var last = ContinuousClock.now

  /// - Precondition: The run has taken what the memory knows.
  init(_ memory: FitMemory, of run: PairsRun) {
    self.memory = memory
    self.run = run
    keeper = FitKeeper(memory, known: [])
    guard run.pairs.count > PairsRun.mostByThemselves else { return }
    while let number = (piece..<piece + 20).first(where: { memory.known(PairsRun.pieceName($0)) != nil }) {
      piece = number + 1
    }
  }

  /// - Parameter new: The pairs that came since.
  mutating func keep(_ new: [Int], isStopped: Bool) {
    guard run.pairs.count > PairsRun.mostByThemselves else {
      let run = run
      keeper.keep(new) { (run.name($0), run.text($0)) }
      keeper.keepStandings(isStopped: isStopped) { run.openStandings }
      return
    }
    waiting += new
    let spent = ContinuousClock.now - last
    guard isStopped || spent > FitMemory.interval, !waiting.isEmpty else { return }
    var text: [String: String] = [:]
    for index in waiting {
      for (key, value) in run.text(index) { text["\(index) \(key)"] = value }
    }
    memory.keep(PairsRun.pieceName(piece), text, spent / .seconds(1))
    (waiting, last, piece) = ([], .now, piece + 1)
  }
}
