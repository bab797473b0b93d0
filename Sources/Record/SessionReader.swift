internal import Glibc

/// Reads sessions. Nothing that a file holds can make it fail but by an error.
public struct SessionReader {
  /// The end of sessions of older programs, and the beginning of that of this one.
  static let endLine = "#. end"

  /// The last line of a closed session: how many entries stand above it, sealed by the first digits of the
  /// value that the chain would have next. So nobody cuts entries off above it unseen.
  static func endLine(entries: Int, after chain: String) -> String {
    let text = "\(endLine) \(entries)"
    return text + " " + Chain.next(after: chain, Array((text + "\n").utf8)).prefix(16)
  }

  /// Whether the last bytes of a file are those of a closed session.
  static func isEnd(_ bytes: [UInt8]) -> Bool {
    guard bytes.last == 0x0A else { return false }
    let line = bytes.dropLast()
    guard let start = line.lastIndex(of: 0x0A) else { return false }
    let words = line[(start + 1)...].split(separator: 0x20)
    return line[(start + 1)...].starts(with: endLine.utf8) && (words.count == 2 || words.count == 4)
  }
  /// Whether the last bytes of a file are those of a command that failed.
  static func isFailure(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).suffix(3)
    guard lines.count == 3, let chain = lines.dropFirst().first, let error = lines.first else { return false }
    return lines.last?.isEmpty == true && Chain.value(inLine: chain) != nil
      && error.starts(with: "#! error: ".utf8)
  }

  /// No end line is longer.
  static let longestEnd = 64

  private let bytes: [UInt8]
  private var session: Session
  /// The place of each whole line, without its newline.
  private let lines: [Range<Int>]
  private var environment: SessionHeader

  /// Whether a file begins as every record does, also one that is damaged further down: it can't be had
  /// again.
  public static func isSession(_ path: String) -> Bool { (try? beginsAsSession(path)) ?? false }

  /// - Throws: Where it can't be told, since too many files are open.
  static func beginsAsSession(_ path: String) throws(RecordError) -> Bool {
    // Without O_NONBLOCK a pipe would wait for its writer.
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let failure = RecordError.Failure.last
      if failure.isShortage { throw .reading(path: path, failure) }
      return false
    }
    defer { close(descriptor) }
    let wanted = Array(SessionHeader.firstLinePrefix.utf8)
    var found = [UInt8](repeating: 0, count: wanted.count)
    return found.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) } == wanted.count
      && found == wanted
  }

  /// The session in a file.
  ///
  /// - Complexity: O(size of the file).
  public static func read(path: String) throws(RecordError) -> Session {
    try read(SessionFile.read(path), name: path)
  }

  /// The session in `bytes`. A chain that doesn't hold is no error here: `fault` names the place.
  public static func read(_ bytes: [UInt8], name: String) throws(RecordError) -> Session {
    var reader = try SessionReader(bytes, name: name)
    reader.readEntries()
    return reader.session
  }

  // MARK: Header

  private init(_ bytes: [UInt8], name: String) throws(RecordError) {
    var lines: [Range<Int>] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == 0x0A {
      lines.append(start..<offset)
      start = offset + 1
    }
    func text(_ index: Int) -> String {
      let line = String(decoding: bytes[lines[index]], as: UTF8.self)
      return line.utf8.last == 0x0D ? String(decoding: line.utf8.dropLast(), as: UTF8.self) : line
    }
    guard let first = lines.first else {
      guard SessionHeader.firstLines.contains(where: { $0.utf8.starts(with: bytes) }) else {
        throw .notASession(name: name, firstLine: Self.excerpt(bytes[...]))
      }
      throw .nothingRecorded(name: name)
    }
    let prefix = SessionHeader.firstLinePrefix
    guard text(0).hasPrefix(prefix) else {
      throw .notASession(name: name, firstLine: Self.excerpt(bytes[first]))
    }
    guard let format = SessionHeader.firstLines.firstIndex(of: text(0)).map({ $0 + 1 }) else {
      throw .version(name: name, found: Self.excerpt(bytes[first].dropFirst(prefix.utf8.count)))
    }
    guard lines.count >= 3 else { throw .nothingRecorded(name: name) }
    guard let seed = SessionHeader.seed(inLine: text(2)) else {
      throw .header(name: name, line: 3, found: Self.excerpt(bytes[lines[2]]))
    }
    guard let header = SessionHeader(environmentLine: text(1), seed: seed, format: format) else {
      throw .header(name: name, line: 2, found: Self.excerpt(bytes[lines[1]]))
    }
    self.bytes = bytes
    self.lines = lines
    environment = header
    session = Session(name: name, header: header)
  }

  /// The beginning of a text, fit for a message.
  private static func excerpt(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(60), as: UTF8.self)
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : $0 }))
  }

  // MARK: Entries

  private mutating func readEntries() {
    var chain = Chain.start
    var start = 0
    var region = Region(firstLine: 4, format: session.header.format)
    for index in 3..<lines.count {
      let line = bytes[lines[index]]
      let number = index + 1
      if session.isClosed {
        note(.afterEnd(line: number), firstLine: number)
        return
      }
      guard line.first == UInt8(ascii: "#"), let mark = line.dropFirst().first else {
        region.addText(line, at: number)
        continue
      }
      switch mark {
      case UInt8(ascii: "~"):
        guard let value = Chain.value(inLine: line) else {
          note(.malformedChain(line: number), firstLine: region.firstLine)
          continue
        }
        let isVerified = Chain.next(after: chain, bytes[start..<lines[index].lowerBound]) == value
        // The first value covers the header too.
        if !isVerified { note(.mismatch(chainLine: number), firstLine: start == 0 ? 1 : region.firstLine) }
        if let malformed = region.malformed { note(malformed, firstLine: region.firstLine) }
        session.entries.append(
          region.entry(environment: environment, chain: value, chainLine: number, isVerified: isVerified))
        chain = value
        start = lines[index].upperBound + 1
        region = Region(firstLine: number + 1, format: session.header.format)
      case UInt8(ascii: "."):
        let counted = Self.endLine(entries: session.entries.count, after: chain)
        guard
          line.elementsEqual(counted.utf8)
            || !session.header.hasCountedEnding && line.elementsEqual(Self.endLine.utf8)
        else {
          note(.malformedEnd(line: number), firstLine: number)
          continue
        }
        if start < lines[index].lowerBound {
          note(.unchained(line: region.firstLine), firstLine: region.firstLine)
        }
        session.isClosed = true
      case UInt8(ascii: "@"):
        let text = String(decoding: line, as: UTF8.self)
        if let header = session.header.resumed(environmentLine: text) {
          environment = header
        } else {
          region.blame(.malformedHeader(line: number))
        }
      default: region.add(line, mark: mark, at: number)
      }
    }
    readTail(region, sealedUpTo: start)
  }

  /// Keeps the first fault only: those below may follow from it.
  private mutating func note(_ reason: ChainFault.Reason, firstLine: Int) {
    guard session.fault == nil else { return }
    let first = lines[0]
    let hasWindowsLineEnds = !first.isEmpty && bytes[first.upperBound - 1] == 0x0D
    session.fault = ChainFault(firstLine: firstLine, reason: reason, hasWindowsLineEnds: hasWindowsLineEnds)
  }

  // MARK: Tail

  private mutating func readTail(_ region: Region, sealedUpTo start: Int) {
    session.sealedBytes = start
    let wholeEnd = (lines.last?.upperBound ?? -1) + 1
    let fragment = bytes[wholeEnd...]
    if session.isClosed {
      session.keptBytes = bytes.count
      if !fragment.isEmpty { note(.afterEnd(line: lines.count + 1), firstLine: lines.count + 1) }
      return
    }
    session.lastRemarks = region.remarks
    // Whole notes directly below the last value stay; they are sealed with the next entry.
    let headerEnd = lines[2].upperBound + 1
    let cut = region.firstCommandLine.map { lines[$0 - 1].lowerBound } ?? wholeEnd
    session.keptBytes = max(cut, headerEnd)
    let rest = bytes[session.keptBytes...]
    guard !rest.isEmpty else { return }
    let line = region.firstCommandLine ?? lines.count + 1
    var text = region.text
    var kind = region.isFailed ? SessionTail.Kind.failure : .command
    let isPartOfCommand = !region.hasResults && !fragment.isEmpty && fragment.first != UInt8(ascii: "#")
    if isPartOfCommand, !fragment.contains(0) {
      text += (text.isEmpty ? "" : "\n") + String(decoding: fragment, as: UTF8.self)
    } else if text.isEmpty {
      kind = .fragment
      text = Self.excerpt(fragment)
    }
    session.tail = SessionTail(
      kind: kind, line: line, text: text, isWhole: !isPartOfCommand && kind != .fragment,
      byteCount: rest.count)
  }
}
