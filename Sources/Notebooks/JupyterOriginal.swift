internal import Diagnostics
internal import Record

/// What a cell of a Jupyter notebook was exported from, as its metadata tells. Nobody sees metadata, so that
/// it counts only where it shows what the cell shows.
struct JupyterOriginal {
  /// The piece of the document, byte by byte.
  let text: String
  /// Whether it has values in its prose that aren't numbers: only the outputs tell whether those are what the
  /// cell shows.
  let hasOtherValues: Bool

  /// Nil where the cell has none, or shows something else.
  init?(_ cell: JSONValue, visible: String) {
    let kept = cell["metadata"]?["fovea"]
    guard let text = kept?["text"]?.string, kept?["shown"]?.string == Chain.fingerprint(of: visible) else {
      return nil
    }
    self.text = text
    let notebook = Notebook(SourceText(name: "cell", text: text))
    switch cell["cell_type"]?.string {
    case "code":
      guard notebook.segments.count == 1, notebook.blocks.first?.text == visible else { return nil }
      hasOtherValues = false
    case "markdown":
      guard notebook.blocks.isEmpty, notebook.segments.count <= 1 else { return nil }
      let pieces = Self.pieces(of: notebook)
      let isNumbers = Self.fits(visible, pieces, longest: 60, Self.isNumber)
      guard isNumbers || Self.fits(visible, pieces, longest: 1000, Self.isOneLine) else { return nil }
      hasOtherValues = !isNumbers
    default: return nil
    }
  }

  // MARK: Prose

  /// What stands around values, and the values as they are written; prose, value, prose, …
  private static func pieces(of notebook: Notebook) -> [(prose: [UInt8], value: [UInt8])] {
    guard case .prose(let range)? = notebook.segments.first?.content else { return [([], [])] }
    func bytes(_ lower: Int, _ upper: Int) -> [UInt8] {
      Array(
        MarkdownPiece.unixLines(String(decoding: notebook.source.bytes[lower..<upper], as: UTF8.self)).utf8)
    }
    var pieces: [(prose: [UInt8], value: [UInt8])] = []
    var position = range.lower
    for number in notebook.numbers where number.expression != nil {
      let code = notebook.place(of: number, in: SourceRange(position, range.upper))
      pieces.append((bytes(position, code.lower), bytes(code.lower, code.upper)))
      position = code.upper
    }
    return pieces + [(bytes(position, range.upper), [])]
  }

  /// Whether a text is the prose with something in the places of the values: the code itself, or what a value
  /// may look like.
  ///
  /// - Parameter longest: Longer values aren't looked for.
  private static func fits(
    _ visible: String, _ pieces: [(prose: [UInt8], value: [UInt8])], longest: Int,
    _ isValue: (ArraySlice<UInt8>) -> Bool
  ) -> Bool {
    let text = Array(visible.utf8)
    // All places up to which the text may have been read: a value may hold what stands behind it.
    var places = [0]
    var looks = 0
    for (index, piece) in pieces.enumerated() {
      places = places.filter { text[$0...].starts(with: piece.prose) }.map { $0 + piece.prose.count }
      guard index < pieces.count - 1 else { break }
      var next: Set<Int> = []
      for place in places {
        // So many only a text needs that is made to be slow.
        guard looks < 200_000 else { return false }
        if text[place...].starts(with: piece.value) { next.insert(place + piece.value.count) }
        var end = place
        while end < text.count, text[end] != UInt8(ascii: "\n"), end - place < longest {
          end += 1
          looks += 1
          if !next.contains(end), isValue(text[place..<end]) { next.insert(end) }
        }
      }
      places = next.sorted()
    }
    return places.contains(text.count)
  }

  /// A number as prose shows it: `-1,234.5`, `97.3%`, `6.2e-4`, `nan`. A regular expression takes a hundred
  /// times as long.
  private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes.last == UInt8(ascii: "%") ? bytes.dropLast() : bytes
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    if rest.elementsEqual("nan".utf8) || rest.elementsEqual("inf".utf8) { return true }
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    guard rest.first.map(isDigit) == true else { return false }
    rest = rest.drop { isDigit($0) || $0 == UInt8(ascii: ",") }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard rest.first.map(isDigit) == true else { return false }
      rest = rest.drop(while: isDigit)
    }
    guard rest.first == UInt8(ascii: "e") else { return rest.isEmpty }
    rest.removeFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func isOneLine(_ bytes: ArraySlice<UInt8>) -> Bool { !bytes.contains(UInt8(ascii: "`")) }

  // MARK: Outputs

  /// The outputs of a cell as they were stored, with what the cell shows put back. What the metadata would
  /// show and the cell doesn't is left out.
  static func outputs(of cell: JSONValue) -> BlockOutputs? {
    guard var stored = cell["metadata"]?["fovea"]?["outputs"]?.decoded(as: BlockOutputs.self),
      stored.hasPossibleNumbers
    else {
      return nil
    }
    var shown = (cell["outputs"]?.items ?? [])[...]
    func next(_ type: String) -> JSONValue? {
      guard shown.first?["output_type"]?.string == type else { return nil }
      return shown.popFirst()
    }
    for index in stored.entries.indices {
      let entry = stored.entries[index]
      if let picture = entry.picture {
        let svg = next("display_data")?["data"]?["image/svg+xml"]?.joined
        stored.entries[index].picture = svg.map { StoredPicture(svg: $0, images: picture.images) }
      }
      guard let display = entry.display, !display.isEmpty else { continue }
      let text = display == JupyterCell.shownBelow ? next("stream")?["text"]?.joined : nil
      stored.entries[index].display = text.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
    }
    if let failure = stored.failure {
      guard let error = next("error"), error["evalue"]?.string == failure.message else { return nil }
    }
    return stored
  }
}
