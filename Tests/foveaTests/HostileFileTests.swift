import Foundation
import Glibc
import Testing

/// Files that never end, aren't there whole, or can't be opened.
@Suite("Files that are made to harm")
struct HostileFileTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test func pipesAndDevicesAreNoModels() throws {
    for name in ["x.safetensors", "x.svm"] { #expect(mkfifo(folder.path + "/" + name, 0o600) == 0) }
    for name in ["x.safetensors", "x.svm", "/dev/zero", "/dev/null"] {
      let outcome = try Program.run(["--no-record", "-c", "restore \"\(name)\" as m"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("'\(name)' can't be read: it is no regular file."), "\(outcome.errors)")
    }
  }

  @Test func aModelFileOfTerabytesIsNotRead() throws {
    try folder.write("svm_type c_svc\n", to: "x.svm")
    #expect(truncate(folder.path + "/x.svm", 12 << 30) == 0)
    let outcome = try Program.run(
      ["--no-record", "-c", "load digits as d; restore \"x.svm\" as m on d"], in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("'x.svm' can't be read: it has more than 4 GB."), "\(outcome.errors)")
  }

  @Test(arguments: ["run -", ""])
  func inputWithoutEndIsLeft(_ command: String) throws {
    let outcome = try Program.run(
      ["-c", "exec \"$0\" \(command) --no-record < /dev/zero", Program.path], in: folder,
      executable: "/bin/sh")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("it has more than 64 MB"), "\(outcome.errors)")
  }

  /// Where hardly a file may be open, all sessions are told or none.
  @Test(arguments: 4...10)
  func sessionsAreNeverTakenForBrokenOnes(limit: Int) throws {
    for _ in 0..<2 { #expect(try Program.run(["-c", "set seed=2"], in: folder).status == 0) }
    let outcome = try Program.run(
      ["-c", "ulimit -n \(limit); exec \"$0\" runs sessions", Program.path], in: folder,
      executable: "/bin/bash")
    #expect([0, 1].contains(outcome.status), "\(outcome.status): \(outcome.errors)")
    #expect(!outcome.errors.contains("chain") && !outcome.errors.contains("Signal"), "\(outcome.errors)")
    if outcome.status == 0 {
      #expect(outcome.output.split(separator: "\n").count >= 3, "\(outcome.output)")
    } else {
      #expect(outcome.errors.contains("too many"), "\(outcome.errors)")
    }
  }

  @Test func foldersAreMissedBehindAnAccentToo() throws {
    let outcome = try Program.run(
      [
        "--no-record", "-c",
        "load digits as d; model m svm; train m on d; save m to \"zz/\u{301}x.safetensors\"",
      ],
      in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("the folder 'zz' doesn't exist."), "\(outcome.errors)")
  }

  @Test func whatIsNestedTooDeeplyIsToldOnce() throws {
    let text = "model c cnn " + String(repeating: "{ residual ", count: 8000)
    try folder.write(text + "\n", to: "deep.fovea")
    let outcome = try Program.run(["run", "deep.fovea"], in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.components(separatedBy: "error:").count == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("this is nested deeper than 200 levels."))
  }

  @Test func aHundredErrorsAreToldAtMost() throws {
    let text = String(repeating: "model c cnn { residual ", count: 90) + String(repeating: "} ;", count: 20)
    try folder.write(text + "\n" + String(repeating: ") ; ", count: 300), to: "many.fovea")
    let outcome = try Program.run(["run", "many.fovea"], in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.errors.components(separatedBy: "error:").count <= 101, "\(outcome.errors)")
  }

  @Test func aNumberThatIsTooLargeForItsDigitsStaysItself() throws {
    let outcome = try Program.run(
      ["--no-record", "-c", "print round(1e308,15), round(-1e300,10), round(2.345,1)"], in: folder)
    #expect(outcome.output == "1e+308 -1e+300 2.3\n", "\(outcome.output)")
  }
}
