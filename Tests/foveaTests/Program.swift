import Foundation
import Glibc

/// The program as it was built, run like a person would run it.
enum Program {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// The events of `--json`, one a line.
    func events() throws -> [[String: Any]] {
      try lines.map { line in
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      }
    }
  }

  /// It lies beside the tests.
  static let path: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("fovea").path
  }()

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - start: The folder in which it starts, inside the other one.
  ///   - executable: Another program than ours, such as a shell that starts it.
  static func run(
    _ arguments: [String], input: String = "", in folder: WorkFolder, startingIn start: String = "",
    environment: [String: String] = [:], executable: String? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable ?? path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path + "/" + start)
    process.environment = folder.environment.merging(environment) { $1 }
    // Files rather than pipes: nobody has to read while the program writes.
    let files = ["in", "out", "err"].map { name in
      let file = folder.path + "/.\(name)"
      _ = FileManager.default.createFile(atPath: file, contents: name == "in" ? Data(input.utf8) : nil)
      return file
    }
    process.standardInput = FileHandle(forReadingAtPath: files[0])
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: try String(contentsOfFile: files[1], encoding: .utf8),
      errors: try String(contentsOfFile: files[2], encoding: .utf8))
  }
}

/// A folder with `sessions` in it, and an environment in which nothing of the person's own is touched. It
/// goes away with the test.
final class WorkFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/fovea-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path + "/sessions", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var environment: [String: String] {
    let own = ProcessInfo.processInfo.environment
    // What a sanitizer leaves out of its reports it leaves out of those of the program too. And it doesn't
    // ask what is lost at the program's end: what enums hold then only looks so, behind pointers with marks
    // in their unused bits.
    var sanitizers = own.filter { ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key) }
    if let options = sanitizers["ASAN_OPTIONS"] { sanitizers["ASAN_OPTIONS"] = options + ":detect_leaks=0" }
    return sanitizers.merging([
      "HOME": path, "XDG_DATA_HOME": path + "/data", "XDG_STATE_HOME": path + "/state",
      "XDG_CACHE_HOME": path + "/cache",
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": own["PATH"] ?? "/usr/bin",
    ]) { $1 }
  }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  /// The recorded sessions, the oldest first, as paths in the folder.
  var sessions: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/sessions")) ?? []).filter {
      $0.hasSuffix(".fovea")
    }
    .sorted()
    .map { "sessions/" + $0 }
  }

  /// Writes a small set of IDX files: two classes of 4x4 images, dark and bright, told apart easily.
  ///
  /// - Parameter shade: Of the bright ones.
  func writeImages(to name: String, shade: UInt8 = 200) throws {
    func bigEndian(_ number: Int) -> [UInt8] {
      [UInt8(number >> 24 & 255), UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)]
    }
    for (part, count) in [("train", 64), ("t10k", 16)] {
      let labels = (0..<count).map { UInt8($0 % 2) }
      let pixels = labels.enumerated().flatMap { index, label in
        (0..<16).map { pixel in UInt8((index * 7 + pixel * 3) % 20) + (label == 1 ? shade : 0) }
      }
      try write(
        [0, 0, 8, 3] + bigEndian(count) + bigEndian(4) + bigEndian(4) + pixels,
        to: "\(name)/\(part)-images-idx3-ubyte")
      try write([0, 0, 8, 1] + bigEndian(count) + labels, to: "\(name)/\(part)-labels-idx1-ubyte")
    }
  }
}
