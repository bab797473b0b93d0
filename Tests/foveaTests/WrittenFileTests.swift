import Foundation
import Testing

/// Files that the program writes: whole or as they were, whatever the disk, the limits and the place are.
@Suite("Files that the program writes")
struct WrittenFileTests {
  private static let start = """
    load digits as digits
    model m svm C=1
    train m on digits
    let r = evaluate m
    """

  /// Runs commands in a shell that sets limits first.
  /// The thread sanitizer itself maps large files, and opens some to tell what it is to leave out.
  private static let unlimited: ConditionTrait = .enabled(
    if: getenv("TSAN_OPTIONS") == nil, "no thread sanitizer")

  private func run(_ commands: String, limits: String, in folder: WorkFolder) throws -> Program.Outcome {
    try folder.write(Self.start + "\n" + commands + "\n", to: "script.fovea")
    let arguments = ["-c", "\(limits); exec \"$0\" run script.fovea --no-record", Program.path]
    return try Program.run(arguments, in: folder, executable: "/bin/bash")
  }

  private func text(_ name: String, _ folder: WorkFolder) -> String? {
    FileManager.default.contents(atPath: folder.path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What lies in the folder besides what the test made.
  private func leavings(_ folder: WorkFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.contains("fovea-") || $0.contains(".picture")
    }
  }

  /// A limit of 4 KiB on files: every write ends with an error and the file that was there stays, as on a
  /// full disk.
  @Test(
    Self.unlimited,
    arguments: [
      ("save m to \"f.safetensors\"", "f.safetensors"), ("export m to \"f.svm\"", "f.svm"),
      ("export digits.test to \"f.svmlight\"", "f.svmlight"), ("plot confusion of r to \"f.png\"", "f.png"),
      ("plot confusion of r to \"f.svg\"", "f.svg"), ("plot roc of r to \"f.pdf\"", "f.pdf"),
      ("show digits to \"f.png\"", "f.png"),
    ])
  func stayAsTheyWereWhereTheyCannotBeWritten(command: String, file: String) throws {
    let folder = try WorkFolder()
    try folder.write("old", to: file)
    let outcome = try run(command, limits: "ulimit -f 4", in: folder)
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("ulimit -f"), "\(outcome.errors)")
    #expect(text(file, folder) == "old")
    #expect(try leavings(folder).isEmpty)
  }

  /// The same on a disk that is full: a small file system in memory, where the system lets us have one.
  @Test func stayAsTheyWereOnAFullDisk() throws {
    guard getuid() == 0 else { return }
    let folder = try WorkFolder()
    let commands = """
      save m to "disk/f.safetensors"
      """
    for (command, file) in [(commands, "f.safetensors"), ("plot confusion of r to \"disk/f.png\"", "f.png")] {
      try folder.write(Self.start + "\n" + command + "\n", to: "script.fovea")
      let script = """
        mkdir -p disk && mount -t tmpfs -o size=16k none disk || exit 77
        echo old > disk/\(file) && "$0" run script.fovea --no-record; status=$?
        cat disk/\(file); ls -A disk; exit $status
        """
      let outcome = try Program.run(
        ["-m", "/bin/bash", "-c", script, Program.path], in: folder, executable: "/usr/bin/unshare")
      // Containers may not mount.
      if outcome.status == 77 || outcome.errors.contains("unshare") { return }
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("the disk is full"), "\(outcome.errors)")
      #expect(outcome.lines.suffix(2) == ["old", file], "\(outcome.output)")
    }
  }

  /// A training whose checkpoints are written meanwhile, with hardly a file that may be open: results or an
  /// error.
  @Test(Self.unlimited, arguments: [4, 5, 6, 7, 8, 9, 10, 12, 16, 64])
  func needFewDescriptors(limit: Int) throws {
    let folder = try WorkFolder()
    try folder.write(
      """
      load digits as digits
      model small cnn { pool max 2x2; dense classes }
      train small on digits epochs=3
      save small to "small.safetensors"
      show digits to "digits.png"
      """, to: "script.fovea")
    let arguments = ["-c", "ulimit -n \(limit); exec \"$0\" run script.fovea", Program.path]
    let outcome = try Program.run(arguments, in: folder, executable: "/bin/bash")
    #expect([0, 1, 2].contains(outcome.status), "ended with \(outcome.status): \(outcome.errors)")
    // What ends a thread may lose the race against the end of the program.
    #expect(!outcome.errors.contains("Signal"), "\(outcome.errors)")
  }

  /// Commands whose work is shared among threads, with hardly a file that may be open. Below 4 the system
  /// starts no program.
  @Test(arguments: 4...10)
  func areNotNeededBySharedWork(limit: Int) throws {
    let folder = try WorkFolder()
    var files: [String] = []
    for place in ["a", "b"] {
      try FileManager.default.createDirectory(
        atPath: folder.path + "/pictures/" + place, withIntermediateDirectories: true)
      files += (1...3).map { "pictures/\(place)/\($0).png" }
    }
    let drawn = try Program.run(
      ["-c", "load digits as d; " + files.map { "show d to \"\($0)\"" }.joined(separator: "; ")], in: folder)
    try #require(drawn.status == 0, "\(drawn.errors)")
    let commands = [
      "help", "load fashion as f", "load digits as d; describe d", "load digits as d; show d to \"d.png\"",
      "load digits as d; prepare d normalize; model m svm; train m on d",
      "load \"pictures\" as p; describe p",
    ]
    for command in commands {
      let arguments = ["-c", "ulimit -n \(limit); exec \"$0\" -c \"$1\"", Program.path, command]
      let outcome = try Program.run(arguments, in: folder, executable: "/bin/bash")
      #expect(
        [0, 1, 2].contains(outcome.status), "'\(command)' ended with \(outcome.status): \(outcome.errors)")
      #expect(outcome.status == 0 || outcome.errors.contains("error: "), "\(command)': \(outcome.errors)")
      #expect(!outcome.errors.contains("Signal"), "'\(command)': \(outcome.errors)")
    }
  }

  @Test func areWrittenBehindALink() throws {
    let folder = try WorkFolder()
    try folder.write("old", to: "far/model.safetensors")
    try folder.write("old", to: "far/picture.svg")
    for name in ["model.safetensors", "picture.svg"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/" + name, withDestinationPath: "far/" + name)
    }
    let outcome = try run(
      "save m to \"model.safetensors\"\nplot confusion of r to \"picture.svg\"", limits: "true", in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for name in ["model.safetensors", "picture.svg"] {
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/" + name)
      #expect(target == "far/" + name)
      #expect(text("far/" + name, folder) != "old")
    }
  }

  @Test func overAnotherFileAreSaidOrRefused() throws {
    let folder = try WorkFolder()
    let saved = try run("save m to \"m.safetensors\" overwrite=no", limits: "true", in: folder)
    #expect(saved.output.contains("saved to m.safetensors\n"), "\(saved.output)")
    let again = try run("save m to \"m.safetensors\"", limits: "true", in: folder)
    #expect(
      again.output.contains("saved to m.safetensors, in place of the file that was there\n"),
      "\(again.output)")
    let before = text("m.safetensors", folder)
    // Found before anything runs.
    let refused = try run("save m to \"m.safetensors\" overwrite=no", limits: "true", in: folder)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("there is a file 'm.safetensors' already"), "\(refused.errors)")
    #expect(!refused.output.contains("trained"))
    #expect(text("m.safetensors", folder) == before)
    for command in ["plot confusion of r to \"f.svg\"", "show digits to \"f.svg\"", "export m to \"f.svm\""] {
      try folder.write("old", to: String(command.split(separator: "\"")[1]))
      let refused = try run(command + " overwrite=no", limits: "true", in: folder)
      #expect(refused.status == 2, "\(command)")
      #expect(refused.errors.contains("already"), "\(refused.errors)")
    }
  }

  /// Sessions write their files anew when they are replayed, whatever is there now.
  @Test func ofASessionAreWrittenAnewByAReplay() throws {
    let folder = try WorkFolder()
    try folder.write(
      Self.start
        + "\nsave m to \"m.safetensors\" overwrite=no\nplot confusion of r to \"r.svg\" overwrite=no\n",
      to: "script.fovea")
    let recorded = try Program.run(["run", "script.fovea"], in: folder)
    #expect(recorded.status == 0, "\(recorded.errors)")
    let session = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/sessions").first {
        $0.hasSuffix(".fovea")
      })
    let replayed = try Program.run(["replay", "sessions/" + session], in: folder)
    #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
  }
}
