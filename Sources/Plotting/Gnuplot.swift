internal import CGnuplot
internal import Files
internal import Glibc

/// gnuplot, ready to be started.
struct Gnuplot {
  let executable: String

  /// What gnuplot draws, by way of memory: no disk is needed, and nothing of a half picture is anywhere.
  ///
  /// - Parameter end: What stands at the end of every picture of this kind. gnuplot doesn't tell when its
  ///   writes fail.
  func picture(_ script: String, endsWith end: [UInt8]) throws(PlotError) -> [UInt8] {
    let memory = fovea_gnuplot_memory()
    guard memory >= 0 else { throw .gnuplotFailed(Self.reason(errno)) }
    defer { close(memory) }
    try run(script, output: memory)
    let bytes = try content(of: memory)
    guard !bytes.isEmpty else { throw .gnuplotFailed("it drew nothing.") }
    guard Self.isWhole(bytes, endsWith: end) else {
      // What stopped gnuplot's writing stops ours.
      let more = pwrite(memory, [UInt8](repeating: 0, count: 4096), 4096, off_t(bytes.count))
      throw .gnuplotFailed(
        "its picture has no end" + (more == 4096 ? "." : ": " + Self.reason(more < 0 ? errno : EFBIG)))
    }
    return bytes
  }

  /// Whether a picture ends as it must; a line may end behind it.
  static func isWhole(_ bytes: [UInt8], endsWith end: [UInt8]) -> Bool {
    var count = bytes.count
    while count > 0, [0x0A, 0x0D, 0x20].contains(bytes[count - 1]) { count -= 1 }
    return bytes[..<count].suffix(end.count).elementsEqual(end)
  }

  private static func reason(_ code: Int32) -> String { FileFailure(code: code).reason + "." }

  func content(of memory: Int32) throws(PlotError) -> [UInt8] {
    var status = stat()
    guard fstat(memory, &status) == 0 else { throw .gnuplotFailed(Self.reason(errno)) }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    guard pread(memory, &bytes, bytes.count, 0) == bytes.count else {
      throw .gnuplotFailed("its picture can't be read.")
    }
    return bytes
  }

  /// Runs a script to its end. What gnuplot draws goes to the descriptor.
  func run(_ script: String, output: Int32) throws(PlotError) {
    var script = script
    var message = [CChar](repeating: 0, count: 4096)
    let outcome = script.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        fovea_gnuplot_run(executable, text.baseAddress, text.count, output, &message, message.count)
      }
    }
    let said = Self.summary(
      of: String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    switch outcome {
    case fovea_gnuplot_missing: throw .gnuplotMissing
    case fovea_gnuplot_drawn: break
    default: throw .gnuplotFailed(said)
    }
  }

  /// gnuplot's words without the echo of the script and the arrow under it.
  static func summary(of text: String) -> String {
    let lines = text.split(separator: "\n").map { line in
      var line = Substring(line)
      while line.first == " " { line = line.dropFirst() }
      return line
    }
    return lines.filter { !$0.isEmpty && !$0.hasPrefix("gnuplot>") && $0 != "^" }.suffix(3).joined(
      separator: " ")
  }
}
