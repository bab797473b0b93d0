import Foundation
import Testing

@testable import Record

@Suite("The cache of results")
struct ResultCacheTests {
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.path + "/fovea-cache-\(UUID().uuidString)"
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var files: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }
  }

  private let key = CacheKey([("work", "train"), ("seed", "7")])
  private let payload = Array("what was computed".utf8)

  private func isMissing(_ lookup: ResultCache.Lookup) -> Bool {
    if case .missing = lookup { true } else { false }
  }

  @Test func bringsBackWhatWasKept() throws {
    let place = Place()
    let cache = ResultCache(folder: place.folder)
    #expect(isMissing(cache.lookUp(key)))
    #expect(
      cache.keep(payload, under: key, what: "train a\non b", now: SessionTime(secondsSince1970: 0)) == nil)
    guard case .found(let bytes, let entry) = cache.lookUp(key) else {
      Issue.record("it isn't found")
      return
    }
    #expect(bytes == payload)
    #expect(entry.what == "train a on b" && entry.date == "1970-01-01T00:00:00Z")
    #expect(cache.entries().map(\.key) == [key.digest])
    let taken = cache.clear()
    #expect(taken.entries == 1 && taken.bytes > payload.count && place.files.isEmpty)
  }

  @Test func aKeyHangsOnEveryPartAndWhereItEnds() {
    let keys = [
      CacheKey([("a", "bc")]), CacheKey([("ab", "c")]), CacheKey([("a", "b"), ("c", "")]),
      CacheKey([("a", "b")]),
      CacheKey([("c", ""), ("a", "b")]),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(CacheKey([("a", "bc")]) == keys[0])
  }

  /// Whichever byte of an entry is another, the entry is none, and is taken away.
  @Test func everyByteIsGuarded() throws {
    let place = Place()
    let cache = ResultCache(folder: place.folder)
    _ = cache.keep(payload, under: key, what: "train")
    let path = place.folder + "/" + place.files[0]
    let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    for position in whole.indices {
      var bytes = whole
      bytes[position] ^= 1
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      guard case .damaged(path) = cache.lookUp(key) else {
        Issue.record("byte \(position) isn't guarded")
        return
      }
      #expect(place.files.isEmpty)
    }
    for count in [0, 1, whole.count / 2, whole.count - 1] {
      try Data(whole.prefix(count)).write(to: URL(fileURLWithPath: path))
      guard case .damaged = cache.lookUp(key) else {
        Issue.record("\(count) bytes are taken for an entry")
        return
      }
    }
    try Data(whole + [0]).write(to: URL(fileURLWithPath: path))
    guard case .damaged = cache.lookUp(key) else {
      Issue.record("a byte more is overlooked")
      return
    }
  }

  /// A file that says that it has terabytes isn't read, and a pipe isn't waited for.
  @Test func whatCanBeNoEntryIsNotRead() throws {
    let place = Place()
    let cache = ResultCache(folder: place.folder)
    _ = cache.keep(payload, under: key, what: "train")
    let path = place.folder + "/" + place.files[0]
    #expect(truncate(path, 12 << 40) == 0)
    #expect(mkfifo(place.folder + "/" + String(repeating: "0", count: 64) + ".result", 0o600) == 0)
    #expect(cache.entries().map(\.bytes) == [12 << 40])
    guard case .damaged = cache.lookUp(key) else {
      Issue.record("a file of terabytes is taken for an entry")
      return
    }
    #expect(cache.entries().isEmpty)
  }

  @Test func anEntryUnderAnotherNameIsNone() throws {
    let place = Place()
    let cache = ResultCache(folder: place.folder)
    _ = cache.keep(payload, under: key, what: "train")
    let other = CacheKey([("work", "train"), ("seed", "8")])
    try FileManager.default.copyItem(
      atPath: place.folder + "/" + place.files[0], toPath: place.folder + "/\(other.digest).result")
    guard case .damaged = cache.lookUp(other) else {
      Issue.record("another key's entry is used")
      return
    }
  }

  @Test func whatWasUsedLongestAgoMakesRoom() throws {
    let place = Place()
    let cache = ResultCache(folder: place.folder, limit: 4000)
    func key(_ number: Int) -> CacheKey { CacheKey([("number", "\(number)")]) }
    func age(_ number: Int, _ seconds: Double) throws {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)],
        ofItemAtPath: place.folder + "/\(key(number).digest).result")
    }
    for number in 0..<3 {
      #expect(cache.keep([UInt8](repeating: 1, count: 1000), under: key(number), what: "") == nil)
      try age(number, Double(number))
    }
    // Looking at the first makes it the youngest.
    guard case .found = cache.lookUp(key(0)) else {
      Issue.record("it isn't there")
      return
    }
    #expect(cache.keep([UInt8](repeating: 1, count: 1000), under: key(3), what: "") == nil)
    #expect(Set(cache.entries().map(\.key)) == Set([key(0), key(2), key(3)].map(\.digest)))
    #expect(cache.keep([UInt8](repeating: 1, count: 5000), under: key(4), what: "") == nil)
    #expect(isMissing(cache.lookUp(key(4))), "what is larger than the limit isn't kept")
    #expect(cache.entries().count == 3)
  }

  @Test func saysWhyNothingCanBeKept() {
    let cache = ResultCache(folder: "/proc/nowhere")
    #expect(cache.keep(payload, under: key, what: "") == "'/proc/nowhere' can't be made")
  }
}
