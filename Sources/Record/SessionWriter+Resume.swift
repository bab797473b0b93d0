extension SessionWriter {
  /// Goes on with a session that was cut off.
  ///
  /// The chain is verified first. What can't be kept is `session.tail`; it stays in the file until the first
  /// write, so that nothing is lost by only looking. With the first command a line tells when and with what
  /// the session went on.
  ///
  /// - Parameter header: that of this run; its seed is ignored, as the session has one.
  public static func resume(path: String, header: SessionHeader) throws(RecordError) -> (
    writer: SessionWriter, session: Session
  ) {
    guard SessionFolder.isName(path) else { throw .oddName(path: path) }
    let file = try SessionFile.open(path, system: .real)
    let bytes = try file.contents()
    let session = try SessionReader.read(bytes, name: path)
    if let fault = session.fault { throw .chain(name: path, fault) }
    if session.isClosed { throw .closed(name: path) }
    let sealedEnd = session.sealedBytes
    let writer = SessionWriter(
      continuing: file, session: session, beginning: SessionReader.beginning(of: bytes[...]) ?? [],
      kept: Array(bytes[sealedEnd..<session.keptBytes]),
      environmentLine: header.environmentLine)
    return (writer, session)
  }
}
