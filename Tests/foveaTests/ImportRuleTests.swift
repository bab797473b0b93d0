import Foundation
import Testing

/// The direction of imports, as CONTRIBUTING.md shows it: what each room may import of the project's own.
@Suite("The direction of imports")
struct ImportRuleTests {
  private static let table: [String: Set<String>] = [
    "Declarations": [],
    "Files": [],
    "Tensors": [],
    "Kernels": ["COneDNN", "COpenBLAS", "Tensors"],
    "Images": ["CJPEG", "CPNG", "Tensors"],
    "Datasets": ["CZlib", "Declarations", "Images", "Tensors"],
    "Models": ["Datasets", "Tensors"],
    "Networks": ["Datasets", "Declarations", "Kernels", "Models", "Tensors"],
    "SupportVectors": ["CSolver", "Datasets", "Kernels", "Models", "Tensors"],
    "Evaluation": ["Datasets", "Models", "Tensors"],
    "Diagnostics": [],
    "Syntax": ["Diagnostics"],
    "Runtime": ["Declarations", "Diagnostics", "Syntax"],
    "Record": ["Diagnostics", "Files", "Runtime"],
    "Notebooks": ["CMarkdown", "Diagnostics", "Files", "Record", "Runtime", "Syntax"],
    "Plotting": ["CGnuplot", "Files"],
    "Terminal": ["CEditline", "Diagnostics", "Files"],
    "Commands": [
      "Datasets", "Declarations", "Diagnostics", "Evaluation", "Files", "Images", "Kernels", "Models",
      "Networks",
      "Notebooks", "Plotting",
      "Record", "Runtime", "SupportVectors", "Syntax", "Tensors",
    ],
    "fovea": ["Commands", "Diagnostics", "Files", "Models", "Notebooks", "Record", "Runtime", "Terminal"],
  ]

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

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
    let own = Set(Self.table.keys).union(Self.table.values.joined())
    for (room, file, module, _) in try imports() where own.contains(module) {
      let isAllowed = Self.table[room]?.contains(module) ?? false
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
