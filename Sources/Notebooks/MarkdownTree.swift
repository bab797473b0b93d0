internal import CMarkdown
internal import Record

/// A CommonMark document, read by cmark. Whoever holds one of its nodes holds it.
final class MarkdownTree {
  private let root: OpaquePointer
  /// What was taken out of the document; nodes may still point there.
  private var removed: [OpaquePointer] = []

  /// - Complexity: O(length of the text).
  init(_ text: String) {
    var text = text
    let parsed = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, fovea_markdown_options)
      }
    }
    // cmark ends the process when memory is short; it never gives back nothing.
    guard let parsed else { preconditionFailure("cmark_parse_document gave no document") }
    root = parsed
  }

  deinit {
    for node in removed { cmark_node_free(node) }
    cmark_node_free(root)
  }

  /// Every node in the order of the text, each before what it holds. Without recursion: nesting may be as
  /// deep as it likes.
  var all: [Node] {
    var nodes: [Node] = []
    var pictures = 0
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event == CMARK_EVENT_ENTER || event == CMARK_EVENT_EXIT else { return nodes }
      let node = Node(cmark_iter_get_node(iterator), self, isInPicture: pictures > 0)
      if node.kind == .image { pictures += event == CMARK_EVENT_ENTER ? 1 : -1 }
      if event == CMARK_EVENT_ENTER { nodes.append(node) }
    }
  }

  /// The blocks that stand in no other.
  var topLevel: [Node] { Node(root, self).children }

  /// The document as HTML. Raw HTML that is still in it is left out, and so are links that would run
  /// something.
  var html: HTML { HTML(rendered: Self.taken(cmark_render_html(root, fovea_markdown_options))) }

  private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String {
    guard let text else { return "" }
    defer { free(text) }
    return String(cString: text)
  }

  /// A part of a document.
  struct Node {
    private let pointer: OpaquePointer
    private let tree: MarkdownTree
    /// Whether it belongs to the words of a picture.
    let isInPicture: Bool

    fileprivate init(_ pointer: OpaquePointer, _ tree: MarkdownTree, isInPicture: Bool = false) {
      self.pointer = pointer
      self.tree = tree
      self.isInPicture = isInPicture
    }

    enum Kind {
      case codeBlock
      case htmlBlock
      case heading
      case paragraph
      case code
      case html
      case text
      case lineBreak
      case link
      case image
      case other
    }

    var kind: Kind {
      switch cmark_node_get_type(pointer) {
      case CMARK_NODE_CODE_BLOCK: .codeBlock
      case CMARK_NODE_HTML_BLOCK: .htmlBlock
      case CMARK_NODE_HEADING: .heading
      case CMARK_NODE_PARAGRAPH: .paragraph
      case CMARK_NODE_CODE: .code
      case CMARK_NODE_HTML_INLINE: .html
      case CMARK_NODE_TEXT: .text
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: .lineBreak
      case CMARK_NODE_LINK: .link
      case CMARK_NODE_IMAGE: .image
      default: .other
      }
    }

    /// How cmark calls its kind; tight and loose, ordered and bulleted lists are `list` alike.
    var typeName: String { String(cString: cmark_node_get_type_string(pointer)) }

    var isTopLevel: Bool {
      cmark_node_parent(pointer).map { cmark_node_get_type($0) == CMARK_NODE_DOCUMENT } ?? false
    }

    var children: [Node] {
      var children: [Node] = []
      var next = cmark_node_first_child(pointer)
      while let child = next {
        children.append(Node(child, tree))
        next = cmark_node_next(child)
      }
      return children
    }

    /// The text of a code block, an inline code, a piece of text or HTML.
    var literal: String { cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "" }
    /// What stands behind the opening fence; nil for code that is only indented.
    var fenceInfo: String? {
      cmark_node_get_fence_info(pointer).map { String(cString: $0) }
    }
    var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
    var url: String { cmark_node_get_url(pointer).map { String(cString: $0) } ?? "" }
    var title: String { cmark_node_get_title(pointer).map { String(cString: $0) } ?? "" }
    /// From 1. Of inline nodes cmark knows the line, and the column in most places.
    var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
    var endLine: Int { Int(cmark_node_get_end_line(pointer)) }

    /// The words of a node and all that it holds.
    var plainText: String {
      var text = ""
      let iterator = cmark_iter_new(pointer)
      defer { cmark_iter_free(iterator) }
      while true {
        switch cmark_iter_next(iterator) {
        case CMARK_EVENT_ENTER:
          let node = Node(cmark_iter_get_node(iterator), tree)
          switch node.kind {
          case .text, .code: text += node.literal
          case .lineBreak: text += " "
          default: break
          }
        case CMARK_EVENT_EXIT: continue
        default: return text
        }
      }
    }

    // MARK: Changing

    /// Puts HTML of ours in the place of the node and all that it holds.
    func replace(byHTML html: HTML, isBlock: Bool) {
      let replacement = cmark_node_new(isBlock ? CMARK_NODE_CUSTOM_BLOCK : CMARK_NODE_CUSTOM_INLINE)
      cmark_node_set_on_enter(replacement, html.markup)
      cmark_node_replace(pointer, replacement)
      tree.removed.append(pointer)
    }

    /// Puts HTML of ours around what the node holds, in place of the tags that the node would have.
    func wrap(opening: HTML, closing: HTML, isBlock: Bool) {
      let replacement = cmark_node_new(isBlock ? CMARK_NODE_CUSTOM_BLOCK : CMARK_NODE_CUSTOM_INLINE)
      cmark_node_set_on_enter(replacement, opening.markup)
      cmark_node_set_on_exit(replacement, closing.markup)
      cmark_node_replace(pointer, replacement)
      for child in children { cmark_node_append_child(replacement, child.pointer) }
      tree.removed.append(pointer)
    }
  }
}

/// The library that reads Markdown.
public enum MarkdownLibrary {
  public static var version: String { String(cString: cmark_version_string()) }
}
