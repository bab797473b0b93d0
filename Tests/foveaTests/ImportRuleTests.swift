import Foundation
import Testing

/// The direction of imports: what each room may import of the project's own, as the table in CONTRIBUTING.md
/// says.
@Suite("The direction of imports")
struct ImportRuleTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The rows of the table: room, and what it may import.
  private func table() throws -> [String: Set<String>] {
    let text = try String(contentsOf: Self.root.appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
    var table: [String: Set<String>] = [:]
    for line in text.split(separator: "\n") {
      guard let row = line.wholeMatch(of: /\| `(\w+)` \|.*\| ([^|]*) \|/) else { continue }
      let words = row.output.2.split(separator: " ").map { String($0.replacing("`", with: "")) }
      let isNearlyAll = words.starts(with: ["all", "above", "but"])
      table[String(row.output.1)] =
        isNearlyAll
        ? Set<String>(table.keys).subtracting(words.dropFirst(3)) : Set<String>(words).subtracting(["–"])
    }
    return table
  }

  /// Every import line of every source: room, file, module, whether it is internal.
  private func imports() throws -> [(room: String, file: String, module: String, line: String)] {
    var found: [(String, String, String, String)] = []
    let sources = Self.root.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(atPath: sources.path)?.allObjects ?? []
    for case let path as String in files where path.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
      for line in text.split(separator: "\n") where line.hasPrefix("import ") || line.contains(" import ") {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place <= 1, words.count == place + 2 else {
          continue
        }
        found.append((String(path.prefix { $0 != "/" }), path, String(words[place + 1]), String(line)))
      }
    }
    return found
  }

  @Test func importsGoOneWay() throws {
    let table = try table()
    let rooms = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appendingPathComponent("Sources").path)
    let own = Set(rooms)
    #expect(own.filter { !($0.hasPrefix("C") && $0 != "Commands") } == Set(table.keys))
    for (room, file, module, _) in try imports() where own.contains(module) {
      let isAllowed = table[room]?.contains(module) ?? false
      #expect(isAllowed, "\(file) imports \(module)")
    }
  }

  @Test func eachCModuleHasOneDoor() throws {
    var doors: [String: Set<String>] = [:]
    for (room, file, module, line) in try imports()
    where module.hasPrefix("C") && module.dropFirst().first?.isUppercase == true {
      guard FileManager.default.fileExists(atPath: Self.root.appendingPathComponent("Sources/\(module)").path)
      else { continue }
      doors[module, default: []].insert(room)
      #expect(line.hasPrefix("internal import"), "\(file): \(line)")
    }
    #expect(!doors.isEmpty)
    for (module, rooms) in doors { #expect(rooms.count == 1, "\(module) is imported by \(rooms.sorted())") }
  }
}
