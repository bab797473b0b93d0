internal import CGnuplot
internal import Foundation

extension Chart {
  /// Draws the chart into a file by gnuplot: `.png`, `.svg` or `.pdf`.
  ///
  /// The picture is written beside its place and then moved there, so that a picture is whole or not there at all.
  ///
  /// - Parameter executable: What is started; a test names one that isn't there.
  public func draw(to path: String, executable: String = "gnuplot") throws(PlotError) {
    let format = try PictureFormat(path: path)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let aside =
      folder + "/.fovea-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max)).\(format.rawValue)"
    let errors = aside + ".log"
    defer {
      unlink(aside)
      unlink(errors)
    }
    // The file's place is tried first: gnuplot would say the same in more words.
    guard FileManager.default.createFile(atPath: errors, contents: nil) else {
      throw .unwritable(path: path, reason: String(cString: strerror(errno)))
    }
    let script = try script(format: format, output: aside)
    // Ctrl-C is ours to handle: gnuplot finishes its picture.
    let command =
      "trap '' INT; SOURCE_DATE_EPOCH=0 LC_ALL=C.UTF-8 exec \(Self.shellQuoted(executable)) >/dev/null 2>\(Self.shellQuoted(errors))"
    var message = [CChar](repeating: 0, count: 256)
    let status = script.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.withMemoryRebound(to: CChar.self) { fovea_gnuplot_run(command, $0.baseAddress, $0.count, &message) }
    }
    if status == 127 || status == 126 { throw .gnuplotMissing }
    let log = (FileManager.default.contents(atPath: errors)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard status == 0, FileManager.default.fileExists(atPath: aside) else {
      let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let said = log.split(separator: "\n").map(String.init).filter { !$0.isEmpty && !$0.hasPrefix("gnuplot>") }
      throw .gnuplotFailed(text.isEmpty ? said.suffix(3).joined(separator: " ") : text)
    }
    guard rename(aside, path) == 0 else { throw .unwritable(path: path, reason: String(cString: strerror(errno))) }
  }

  private static func shellQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
