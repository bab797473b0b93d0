internal import CGnuplot
internal import Glibc

extension Plot {
  /// Draws the plot into a file by gnuplot: `.png`, `.svg` or `.pdf`, the same bytes every time.
  ///
  /// The picture is written beside its place and then moved there: it is whole, or the place is as it was.
  ///
  /// - Parameter executable: gnuplot, by its path or as a name to look up in PATH.
  public func draw(to path: String, executable: String = "gnuplot") throws(PlotError) {
    let format = try PictureFormat(path: path)
    let script = try script(format: format)
    let aside = try AsideFile(for: path)
    try Gnuplot(executable: executable).run(script, output: aside.descriptor)
    switch format {
    case .pdf: aside.forgetDate()
    case .svg: aside.keepPixelsSharp()
    case .png: break
    }
    try aside.moveIntoPlace()
  }
}

/// gnuplot, ready to be started.
struct Gnuplot {
  let executable: String

  /// Runs a script to its end. What gnuplot draws goes to the descriptor.
  func run(_ script: String, output: Int32) throws(PlotError) {
    var script = script
    var message = [CChar](repeating: 0, count: 4096)
    let outcome = script.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        fovea_gnuplot_run(executable, text.baseAddress, text.count, output, &message, message.count)
      }
    }
    let said = Self.summary(of: String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    switch outcome {
    case fovea_gnuplot_missing: throw .gnuplotMissing
    case fovea_gnuplot_drawn:
      var status = stat()
      guard fstat(output, &status) == 0, status.st_size > 0 else {
        throw .gnuplotFailed(said.isEmpty ? "it drew nothing." : said)
      }
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
    return lines.filter { !$0.isEmpty && !$0.hasPrefix("gnuplot>") && $0 != "^" }.suffix(3).joined(separator: " ")
  }
}

/// A file beside the place where it will be, removed unless it is moved there.
final class AsideFile {
  let descriptor: Int32
  private let path: String
  private let aside: String
  private var isMoved = false

  init(for path: String) throws(PlotError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw .unwritable(path: path, reason: "it is a folder")
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = folder + ".picture-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    let number = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw .unwritable(path: path, reason: AsideFile.reason(errno, folder: folder)) }
    descriptor = number
    aside = name
    self.path = path
  }

  deinit {
    close(descriptor)
    if !isMoved { unlink(aside) }
  }

  /// Sets the date in a PDF to 1970: cairo writes the time of day, and the same picture has the same bytes here.
  func forgetDate() {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    let length = Int(status.st_size)
    var bytes = [UInt8](repeating: 0, count: length)
    guard pread(descriptor, &bytes, length, 0) == length else { return }
    guard let key = bytes.firstRange(of: Array("/CreationDate (D:".utf8)), key.upperBound + 14 <= length else { return }
    let digits = bytes[key.upperBound..<key.upperBound + 14]
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return }
    // Left as it is where this fails: the picture is good with any date.
    pwrite(descriptor, Array("19700101000000".utf8), 14, off_t(key.upperBound))
  }

  /// By CSS for browsers, by the older attribute for others.
  private static let sharp = Array("image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\" ".utf8)

  /// Tells viewers of an SVG not to smooth the pictures in it: gnuplot leaves that to them, and browsers do.
  func keepPixelsSharp() {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    guard pread(descriptor, &bytes, bytes.count, 0) == bytes.count else { return }
    guard Self.keepPixelsSharp(&bytes) else { return }
    // Left smooth where this fails: it only grows, so what was there is overwritten in full.
    pwrite(descriptor, bytes, bytes.count, 0)
  }

  /// The same for the text of an SVG; false where it holds no pictures.
  static func keepPixelsSharp(_ svg: inout [UInt8]) -> Bool {
    guard svg.firstRange(of: Array("<image ".utf8)) != nil, let root = svg.firstRange(of: Array("<svg ".utf8)) else {
      return false
    }
    svg.insert(contentsOf: sharp, at: root.upperBound)
    return true
  }

  func moveIntoPlace() throws(PlotError) {
    guard rename(aside, path) == 0 else { throw .unwritable(path: path, reason: AsideFile.reason(errno, folder: "")) }
    isMoved = true
  }

  private static func reason(_ code: Int32, folder: String) -> String {
    if code == ENOENT || code == ENOTDIR, !folder.isEmpty { return "there is no folder '\(folder)'" }
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
