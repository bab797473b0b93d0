import Foundation
import Images
import Testing

/// Data as a person loads it with the built program.
@Suite("Data on the command line")
struct DataCommandTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A folder of images of one brightness each.
  private func draw(_ name: String, width: Int = 4, height: Int = 3, channels: Int = 1, shade: UInt8 = 0)
    throws
  {
    let pixels = [UInt8](repeating: shade, count: width * height * channels)
    try folder.write(
      try Image(width: width, height: height, channels: channels, pixels: pixels).encodedPNG(), to: name)
  }

  private func sizes() throws {
    for (index, size) in [(640, 480), (480, 640), (1024, 768), (800, 600), (12, 10)].enumerated() {
      for kind in ["cat", "dog"] {
        try draw(
          "pictures/\(kind)/\(index).png", width: size.0, height: size.1, channels: 3,
          shade: UInt8(40 * index))
      }
    }
  }

  // MARK: Tables

  /// The address sanitizer takes more addresses than any limit gives.
  private static let canLimitMemory = ConditionTrait.enabled(
    if: getenv("ASAN_OPTIONS") == nil, "no address sanitizer")

  @Test(arguments: [40, 80, 100, 200]) func tablesFitTheTerminal(columns: Int) throws {
    try sizes()
    let terminal = try Pseudoterminal(
      ["-c", "load ./pictures as p; describe p; list", "--no-record"], in: folder, columns: UInt16(columns))
    #expect(terminal.end() == 0)
    let lines = terminal.lines
    #expect(lines.count > 8)
    for line in lines { #expect(line.count <= columns, "\(line)") }
    // Each cell stands whole in its column, or in its paragraph.
    if columns == 100 {
      let head = try #require(lines.first { $0.contains("duplicates") })
      let row = try #require(lines.first { $0.hasPrefix("  train") })
      let place = head.distance(from: head.startIndex, to: try #require(head.range(of: "mean")).lowerBound)
      #expect(row.dropFirst(place).hasPrefix("0."))
    }
  }

  @Test func tablesInAPipeAreWhole() throws {
    try sizes()
    let outcome = try Program.run(
      ["-c", "load ./pictures as p; describe p", "--no-record"], in: folder, environment: ["COLUMNS": "40"])
    #expect(outcome.status == 0)
    #expect(
      outcome.output.contains("12x10x3 (2), 480x640x3 (2)")
        || outcome.output.contains("640x480x3 (2), 480x640x3 (2)"))
    #expect(outcome.lines.contains { $0.hasPrefix("  train") && $0.count > 100 })
  }

  // MARK: What loads keep

  @Test func imagesThatAreKeptAreListedAndTakenAway() throws {
    for (shade, kind) in [(10, "cat"), (90, "dog")] as [(UInt8, String)] {
      try draw("pictures/\(kind)/0.png", shade: shade)
    }
    // Files that changed a moment ago could change again without their times telling.
    usleep(150_000)
    for _ in 0..<2 {
      let load = try Program.run(["-c", "load ./pictures as p cache=disk", "--no-record"], in: folder)
      #expect(load.output == "p: 2 training images 4x3, gray, 2 classes\n", "\(load.errors)")
    }
    let list = try Program.run(["cache", "list"], in: folder)
    #expect(list.lines.count == 3 && list.lines[1].hasSuffix("/pictures"), "\(list.output)")
    #expect(list.lines[2].hasPrefix("1 load, ") && list.lines[2].hasSuffix("/cache/fovea/images"))
    let events = try Program.run(["cache", "list", "--json"], in: folder).events()
    #expect(events.first?["event"] as? String == "images" && events.first?["images"] as? Int == 2)
    let clear = try Program.run(["cache", "clear"], in: folder)
    #expect(clear.lines.last?.hasPrefix("the images of 1 load, ") == true, "\(clear.output)")
    #expect(try Program.run(["cache", "list"], in: folder).output.hasPrefix("the cache is empty"))
  }

  // MARK: Memory

  /// Runs the program with a limit on all memory that it may ask for.
  private func run(_ commands: String, megabytes: Int) throws -> Program.Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -v \(megabytes * 1024); exec \"$0\" -c \"$1\" --no-record", Program.path, commands,
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = folder.environment
    let (output, errors) = (folder.path + "/.out", folder.path + "/.err")
    for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Program.Outcome(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }

  /// Bytes as gzip packs them.
  private func packed(_ bytes: [UInt8]) throws -> [UInt8] {
    try folder.write(bytes, to: "content")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-nf", folder.path + "/content"]
    try process.run()
    process.waitUntilExit()
    return Array(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/content.gz")))
  }

  /// 6 MB that unpack to 6 GB, with 3 GB of memory: an error, or what there is room for.
  @Test(Self.canLimitMemory) func packedFilesAreReadInPieces() throws {
    let zeros = try packed([UInt8](repeating: 0, count: 1 << 20))
    let bomb = (0..<6000).flatMap { _ in zeros }
    try folder.write(bomb, to: "zeros.svmlight.gz")
    let line = try run("load ./zeros.svmlight.gz as d", megabytes: 3000)
    #expect(
      line.status == 1
        && line.errors.contains("'./zeros.svmlight.gz', line 1: the line is longer than 128 MB."))

    // Many samples: they have room until there are too many, and the file goes on.
    let samples = try packed((0..<200_000).flatMap { _ in Array("1 9:255\n2 1:3\n".utf8) })
    try folder.write((0..<300).flatMap { _ in samples }, to: "samples.svmlight.gz")
    let many = try run("load ./samples.svmlight.gz as d size=64x64", megabytes: 3000)
    #expect(many.status == 1 && many.errors.contains("'./samples.svmlight.gz' would take "), "\(many.errors)")

    // Images that the header promises, and that the file could hold.
    let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0x17, 0x70, 0, 0, 4, 0, 0, 0, 4, 0]
    try folder.write(
      [0, 0, 8, 1, 0, 0, 0x17, 0x70] + (0..<6000).map { UInt8($0 % 2) }, to: "train-labels-idx1-ubyte")
    try folder.write(try packed(header) + bomb, to: "train-images-idx3-ubyte.gz")
    let idx = try run("load ./train-images-idx3-ubyte.gz as d", megabytes: 3000)
    #expect(
      idx.status == 1
        && idx.errors.contains(
          "the content of './train-images-idx3-ubyte.gz' would take 5.9 GB of memory; there is "),
      "\(idx.errors)")
  }

  /// 100 images of 100 MB each don't fit, and 4 of them that a limit keeps do: nothing else is decoded.
  @Test(Self.canLimitMemory) func aLimitDecodesWhatItKeeps() throws {
    try draw("big/a/1.png", width: 10_000, height: 5000)
    try draw("big/b/1.png", width: 10_000, height: 5000, shade: 9)
    for name in ["a", "b"] {
      for number in 2...50 {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder.path)/big/\(name)/\(number).png", withDestinationPath: "1.png")
      }
    }
    let whole = try run("load ./big as d cache=memory", megabytes: 3000)
    #expect(
      whole.status == 1
        && whole.errors.contains("100 images would take 4.7 GB of memory; there is room for "),
      "\(whole.errors)")
    let few = try run("load ./big as d limit=4", megabytes: 3000)
    #expect(
      few.status == 0 && few.output.contains("d: 4 training images 10000x5000, gray, 2 classes"),
      "\(few.errors)")
  }

  // MARK: Parts

  @Test func foldersOfPartsAreFoundOrAskedFor() throws {
    for (index, part) in ["Train", "Val", "Test"].enumerated() {
      for kind in ["cat", "dog"] { try draw("d/\(part)/\(kind)/1.png", shade: UInt8(index)) }
    }
    let found = try Program.run(["-c", "load ./d as d", "--no-record"], in: folder)
    #expect(found.output.contains("d: 2 training, 2 validation, 2 test images 4x3, gray, 2 classes"))
    try draw("d/Train/2.png")
    let asked = try Program.run(["-c", "load ./d as d", "--no-record"], in: folder)
    #expect(asked.status == 2, "the check found it")
    #expect(
      asked.errors.contains(
        "hint: Put the images into folders of classes, such as ./d/train/cat; or say: parts=none"))
    let told = try Program.run(["-c", "load ./d as d parts=none", "--no-record"], in: folder)
    #expect(told.output.contains("d: 7 training images 4x3, gray, 3 classes"))
  }

  /// Threads of libraries that found no memory when they began don't hold up the end.
  @Test(Self.canLimitMemory, arguments: [150, 200, 250, 300, 400, 1000])
  func littleMemoryEndsWithAWord(megabytes: Int) throws {
    let outcome = try Program.run(
      [
        "-c", "ulimit -v \(megabytes * 1024); exec timeout 60 \"$0\" -c 'print 6 * 7' --no-record",
        Program.path,
      ],
      in: folder, executable: "/bin/sh")
    #expect(outcome.status != 124, "it hangs")
    // Where the program itself has no room, its loader says so.
    #expect(outcome.output == "42\n" || outcome.errors.contains("error"), "\(outcome)")
  }
}
