/// Finds the word that a person probably meant.
public enum Suggestion {
  /// The nearest of `candidates`, or nil when none is near.
  ///
  /// Near is at most a third of the word's length in edits (at least one, two from five letters on), counted
  /// as optimal string alignment: insertions, deletions, replacements and swaps of neighbours. Two letters
  /// are near to their swap, and to three that hold them. A candidate that begins with the word is near too.
  /// Ties go to the first in the order given.
  ///
  /// - Parameter isStrict: Whether near is at most a quarter of the length, and a word of four letters or
  ///   less has the length of the candidate only as a swap: for a long list of words, some of which is always
  ///   near.
  /// - Complexity: O(candidates × length²).
  public static func nearest(to word: String, among candidates: [String], isStrict: Bool = false)
    -> String?
  {
    let wanted = Array(word.lowercased())
    // Every name of one letter is near to every other.
    guard wanted.count > 1, wanted.count <= 60 else { return nil }
    let isShort = wanted.count < 3
    let usual = max(wanted.count >= 5 ? 2 : 1, wanted.count / 3)
    let limit = isShort ? 1 : isStrict ? max(1, wanted.count / 4) : usual
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let letters = Array(candidate.lowercased())
      guard abs(letters.count - wanted.count) <= limit else { continue }
      // Half of a word of two letters is no typing mistake: only a swap or a letter left out.
      if isShort, letters.count == wanted.count ? letters != wanted.reversed() : letters.count < wanted.count
      {
        continue
      }
      // "sqrt" isn't meant to be "sort".
      if isStrict, wanted.count <= 4, letters.count == wanted.count, letters.sorted() != wanted.sorted() {
        continue
      }
      let distance = self.distance(wanted, letters)
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    if let best { return best.candidate }
    return wanted.count >= 3 ? candidates.first { $0.hasPrefix(word) } : nil
  }

  /// `Did you mean 'plot'?`, or nil when nothing is near.
  public static func phrase(for word: String, among candidates: [String]) -> String? {
    nearest(to: word, among: candidates).map { "Did you mean '\($0)'?" }
  }

  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var rows = [[Int]](repeating: [Int](repeating: 0, count: second.count + 1), count: first.count + 1)
    for i in 0...first.count { rows[i][0] = i }
    for j in 0...second.count { rows[0][j] = j }
    guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
    for i in 1...first.count {
      for j in 1...second.count {
        let cost = first[i - 1] == second[j - 1] ? 0 : 1
        var value = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
        if i > 1, j > 1, first[i - 1] == second[j - 2], first[i - 2] == second[j - 1] {
          value = min(value, rows[i - 2][j - 2] + 1)
        }
        rows[i][j] = value
      }
    }
    return rows[first.count][second.count]
  }
}
