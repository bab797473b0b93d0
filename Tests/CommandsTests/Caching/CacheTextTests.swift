import Foundation
import Record
import Testing

@testable import Commands

@Suite("The cache as a list")
struct CacheTextTests {
  /// The folds of a cross-validation, and one command under several seeds, aren't listed like copies.
  @Test func resultsOfOneCommandAreOneRow() {
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-cache-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = ResultCache(folder: folder)
    func keep(_ command: String, _ number: Int) {
      let key = CacheKey([("command", command), ("number", String(number))])
      #expect(cache.keep(Array("result".utf8), under: key, what: command) == nil)
    }
    keep("train m on d", 1)
    let single = CacheText.lines(cache.entries(), in: cache, columns: 80)
    #expect(single[0].contains("  command\n") && !single[0].contains("results"))
    for fold in 1...5 { keep("crossvalidate m on d", fold) }
    let lines = CacheText.lines(cache.entries(), in: cache, columns: 80)
    let rows = lines[0].split(separator: "\n").map(String.init)
    #expect(rows.count == 3 && rows[0].hasSuffix("  results  command"), "\(rows)")
    #expect(rows.contains { $0.hasSuffix("  5  crossvalidate m on d") }, "\(rows)")
    #expect(rows.contains { $0.hasSuffix("  1  train m on d") }, "\(rows)")
    #expect(lines[1].hasPrefix("6 results, "), "\(lines[1])")
    #expect(rows.allSatisfy { $0.count <= 80 })
  }
}
