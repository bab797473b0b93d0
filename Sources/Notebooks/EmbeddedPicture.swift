internal import Files
internal import Foundation
internal import Record

/// Pictures in a page: their bytes stand in it, so that nothing is loaded from anywhere.
enum EmbeddedPicture {
  /// Larger ones would make a page that nobody opens.
  private static let sizeLimit = 32 << 20

  /// A picture that the document names, or words in its place where it isn't a picture in a file here.
  static func html(of node: MarkdownTree.Node, beside document: String) -> HTML {
    let words = node.plainText
    let title: HTML = node.title.isEmpty ? "" : #" title="\#(node.title)""#
    guard let source = source(node.url, beside: document) else {
      let shown = words.isEmpty ? node.url : words
      return #"<span class="nopicture" title="\#(node.url)">[picture not embedded: \#(shown)]</span>"#
    }
    return #"<img src="\#(source)" alt="\#(words)"\#(title)>"#
  }

  /// An SVG that a command drew. As an image its scripts, if it had any, don't run.
  static func html(svg: String, words: String, isChart: Bool) -> HTML {
    var size: HTML = ""
    if let match = svg.firstMatch(of: /<svg[^>]*?\swidth="(\d+)"[^>]*?\sheight="(\d+)"/) {
      size = #" width="\#(match.1)" height="\#(match.2)""#
    }
    return """
      <img class="\(isChart ? "chart" : "pictures")" \
      src="data:image/svg+xml;base64,\(Data(svg.utf8).base64EncodedString())" alt="\(words)"\(size)>
      """
  }

  private static func source(_ url: String, beside document: String) -> String? {
    guard let name = url.removingPercentEncoding, !name.isEmpty, !name.isAbsolutePath, !name.utf8.contains(0)
    else {
      return nil
    }
    let folder = document.parentFolder + "/"
    // What lies elsewhere is nobody's to show, whatever leads there: a document that came by mail may name
    // any file.
    guard let place = WorkingFolder.resolved(folder), let file = WorkingFolder.resolved(folder + name),
      file.utf8.starts(with: (place == "/" ? "/" : place + "/").utf8),
      let bytes = (try? BoundedFile.bytes(file, limit: sizeLimit)).map({ Data($0) }),
      let type = type(of: bytes)
    else { return nil }
    return "data:\(type);base64,\(bytes.base64EncodedString())"
  }

  /// By what a file holds: only pictures get into a page, whatever their names.
  private static func type(of bytes: Data) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: Array("GIF8".utf8)) { return "image/gif" }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return "image/webp"
    }
    let beginning = String(decoding: bytes.prefix(1024), as: UTF8.self)
    let isXML = beginning.drop { $0.isWhitespace }.hasPrefix("<")
    return isXML && beginning.contains("<svg") ? "image/svg+xml" : nil
  }
}
