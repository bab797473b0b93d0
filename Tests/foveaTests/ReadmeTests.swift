import Foundation
import Testing

/// What the README tells a newcomer to type works.
@Suite("The README")
struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The lines of all fenced blocks of a language.
  private func blocks(_ language: String) throws -> [String] {
    let text = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let pieces = text.components(separatedBy: "\n```")
    // Every second piece stands between fences.
    return stride(from: 1, to: pieces.count, by: 2).map { pieces[$0] }.filter {
      $0.hasPrefix(language + "\n")
    }.map {
      String($0.dropFirst(language.count + 1))
    }
  }

  @Test func itsSessionRuns() throws {
    let folder = try WorkFolder()
    let session = try blocks("fovea").joined(separator: "\n")
    #expect(session.contains("train small on digits"))
    let outcome = try Program.run(["run", "-", "--seed", "2024"], input: session, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("of 100 digits, right: 9"))
    #expect(FileManager.default.fileExists(atPath: folder.path + "/curve.svg"))
    // What it says that this prints: line by line, though another processor may compute other digits.
    func masked(_ text: Substring) -> String {
      String(text).replacing(/[0-9][0-9.,e-]*/, with: "#").replacing(/[ ]+/, with: " ")
    }
    let printed = Set(outcome.output.split(separator: "\n").map(masked))
    for line in try blocks("text").joined(separator: "\n").split(separator: "\n") where !line.hasSuffix("…") {
      #expect(printed.contains(masked(line)), "\(line)")
    }
  }

  @Test func itsShellCommandsRun() throws {
    let folder = try WorkFolder()
    try folder.write(
      String(contentsOf: Self.root.appendingPathComponent("sessions/quickstart.fovea"), encoding: .utf8),
      to: "sessions/quickstart.fovea")
    var count = 0
    for line in try blocks("sh").joined(separator: "\n").split(separator: "\n") {
      let words = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
      guard let first = words.first, first != "alias" else { continue }
      if first.hasPrefix("Scripts/") {
        #expect(
          FileManager.default.isExecutableFile(atPath: Self.root.appendingPathComponent(first).path),
          "\(line)")
      } else {
        #expect(first == "fovea")
        // A fixed seed, so that an accuracy near a limit is no matter of luck.
        let seed = words[1] == "run" ? ["--seed", "2024"] : []
        let outcome = try Program.run(Array(words.dropFirst()) + seed, in: folder)
        // A machine with other kernels may find other bits; that is what 3 says.
        let isFine = outcome.status == 0 || words[1] == "replay" && outcome.status == 3
        #expect(isFine, "\(line): \(outcome.output)\(outcome.errors)")
      }
      count += 1
    }
    #expect(count >= 6)
  }

  @Test func itsLinksLeadSomewhere() throws {
    for name in ["README.md", "CONTRIBUTING.md"] {
      let text = try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
      let headings = text.matches(of: /(?m)^#+ (.+)$/).map {
        "#" + $0.1.lowercased().replacing(" ", with: "-")
      }
      for match in text.matches(of: /\]\(([^)]+)\)/) where !match.1.hasPrefix("http") {
        let target = String(match.1)
        let isThere =
          target.hasPrefix("#")
          ? headings.contains(target)
          : FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(target).path)
        #expect(isThere, "\(target)")
      }
    }
  }
}
