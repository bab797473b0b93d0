internal import Files
internal import Glibc

extension Plot {
  /// Draws the plot into a file by gnuplot: `.png`, `.svg` or `.pdf`, the same bytes every time.
  ///
  /// The picture is looked through to its end, and takes its place as a whole, or the place is as it was.
  ///
  /// - Parameter executable: gnuplot, by its path or as a name to look up in PATH.
  public func draw(to path: String, executable: String = "gnuplot") throws(PlotError) {
    let format = try PictureFormat(path: path)
    let bytes = try drawn(as: format, executable)
    do throws(FileFailure) { try WholeFile.write(bytes, to: path) } catch {
      throw .unwritable(path: path, reason: error.reason)
    }
  }

  /// The picture as a file of this kind has it.
  func drawn(as format: PictureFormat, _ executable: String) throws(PlotError) -> [UInt8] {
    let gnuplot = Gnuplot(executable: executable)
    let script = try script(format: format)
    var bytes = try gnuplot.picture(format == .svg ? script : gnuplot.drawable(script), endsWith: format.end)
    switch format {
    case .pdf: PictureBytes.forgetDate(&bytes)
    case .svg: PictureBytes.keepPixelsSharp(&bytes)
    case .png: break
    }
    return bytes
  }
}

/// What gnuplot's pictures don't have right.
enum PictureBytes {
  /// Sets the date in a PDF to 1970: cairo writes the time of day, and the same picture has the same bytes
  /// here.
  static func forgetDate(_ pdf: inout [UInt8]) {
    guard let key = pdf.firstRange(of: Array("/CreationDate (D:".utf8)), key.upperBound + 14 <= pdf.count
    else { return }
    let digits = key.upperBound..<key.upperBound + 14
    guard pdf[digits].allSatisfy({ (0x30...0x39).contains($0) }) else { return }
    pdf.replaceSubrange(digits, with: Array("19700101000000".utf8))
  }

  /// By CSS for browsers, by the older attribute for others.
  private static let sharp = Array(
    "image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\" ".utf8)

  /// Tells viewers of an SVG not to smooth the pictures in it: gnuplot leaves that to them, and browsers do.
  static func keepPixelsSharp(_ svg: inout [UInt8]) {
    guard svg.firstRange(of: Array("<image ".utf8)) != nil, let root = svg.firstRange(of: Array("<svg ".utf8))
    else { return }
    svg.insert(contentsOf: sharp, at: root.upperBound)
  }
}
