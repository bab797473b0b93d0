internal import Files
internal import Foundation
internal import Record

/// The folder beside a document that holds its outputs: `name.outputs/03-9f2c11aa27d04be1.json` for its third
/// block.
struct OutputFolder: Sendable {
  let path: String

  /// - Parameter document: The path of the document.
  init(of document: String) {
    path = document.pathFolder + Notebook.fileName(document) + ".outputs"
  }

  init(path: String) { self.path = path }

  private static let verdictsName = "verdicts.json"

  // MARK: Reading

  /// The outputs of a block as its text is now; nil when it never ran so.
  func outputs(of block: NotebookBlock) throws(NotebookError) -> BlockOutputs? {
    guard let outputs = try read(name(block.number, block.hash)), outputs.hash == block.hash else {
      return nil
    }
    return outputs
  }

  /// The outputs of earlier texts: of the same block elsewhere, else of the block that had its number.
  func staleOutputs(of block: NotebookBlock) throws(NotebookError) -> BlockOutputs? {
    var byNumber: BlockOutputs?
    for name in names where name != self.name(block.number, block.hash) {
      guard let outputs = try read(name) else { continue }
      if outputs.text == block.ownHash { return outputs }
      if outputs.block == block.number { byNumber = outputs }
    }
    return byNumber
  }

  /// Those of the last run, which began with the first block; else any.
  func latestOutputs(of notebook: Notebook) -> BlockOutputs? {
    notebook.blocks.first.flatMap { try? outputs(of: $0) } ?? anyOutputs()
  }

  /// Any outputs that are there.
  func anyOutputs() -> BlockOutputs? {
    for name in names { if let outputs = try? read(name) { return outputs } }
    return nil
  }

  /// The SHA-256 of the file that holds a block's outputs.
  func fingerprint(of block: NotebookBlock) -> String? {
    bytes(name(block.number, block.hash)).map { Chain.fingerprint(of: String(decoding: $0, as: UTF8.self)) }
  }

  func verdicts() -> StoredVerdicts? {
    bytes(Self.verdictsName).flatMap { JSONValue.read($0, as: StoredVerdicts.self) }
  }

  private func bytes(_ name: String) -> Data? {
    (try? BoundedFile.bytes(path + "/" + name, limit: NotebookFile.sizeLimit)).map { Data($0) }
  }

  private func read(_ name: String) throws(NotebookError) -> BlockOutputs? {
    let file = path + "/" + name
    let bytes: Data
    do throws(BoundedFile.Problem) {
      bytes = Data(try BoundedFile.bytes(file, limit: NotebookFile.sizeLimit))
    } catch {
      if case .missing = error { return nil }
      throw .outputsUnreadable(path: file)
    }
    guard let outputs = JSONValue.read(bytes, as: BlockOutputs.self), outputs.hasPossibleNumbers else {
      throw .outputsUnreadable(path: file)
    }
    guard outputs.format == BlockOutputs.currentFormat else {
      throw .outputsOfOtherFormat(path: file, format: outputs.format)
    }
    guard outputs.seal == Self.sealed(outputs).seal else { throw .outputsEdited(path: file) }
    return outputs
  }

  /// The files of blocks, in byte order.
  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      $0.wholeMatch(of: /\d{2,}-[0-9a-f]{16}\.json/) != nil
    }
    .sorted()
  }

  private func name(_ block: Int, _ hash: String) -> String {
    "\(block < 10 ? "0" : "")\(block)-\(hash.prefix(16)).json"
  }

  // MARK: Writing

  func write(_ outputs: BlockOutputs) throws(NotebookError) {
    try write(Self.sealed(outputs), to: name(outputs.block, outputs.hash))
  }

  private static func sealed(_ outputs: BlockOutputs) -> BlockOutputs {
    var outputs = outputs
    outputs.seal = ""
    outputs.seal = Chain.fingerprint(of: String(decoding: encoded(outputs), as: UTF8.self))
    return outputs
  }

  /// Throws why no file could be written here, before anything runs.
  func requirePlace() throws(NotebookError) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if exists, !isFolder.boolValue { throw .noPlace(path: path, reason: "a file is in its way") }
    let place = exists ? path : path.parentFolder
    guard FileManager.default.isWritableFile(atPath: place) else {
      throw .noPlace(path: path, reason: "there is no permission to write in '\(place)'")
    }
  }

  func write(_ verdicts: StoredVerdicts) throws(NotebookError) { try write(verdicts, to: Self.verdictsName) }

  /// Removes the outputs of texts that aren't there any more.
  func removeStale(_ notebook: Notebook) {
    let kept = Set(notebook.blocks.map { name($0.number, $0.hash) })
    for name in names where !kept.contains(name) {
      try? FileManager.default.removeItem(atPath: path + "/" + name)
    }
  }

  private static func encoded(_ value: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // Texts and whole numbers are always JSON.
    guard var bytes = try? encoder.encode(value) else { preconditionFailure("outputs are always JSON") }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// The file is there whole, or as it was.
  private func write(_ value: some Encodable, to name: String) throws(NotebookError) {
    let bytes = Self.encoded(value)
    let file = path + "/" + name
    if self.bytes(name) == bytes { return }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: file, reason: FileReason.text(error))
    }
    do throws(FileFailure) { try WholeFile.write(Array(bytes), to: file) } catch {
      throw .unwritable(path: file, reason: error.reason)
    }
  }
}

extension Notebook {
  /// Throws why the outputs of a notebook couldn't be stored.
  ///
  /// - Parameter path: Where the notebook lies, or is to lie.
  public static func requirePlaceForOutputs(of path: String) throws(NotebookError) {
    try OutputFolder(of: path).requirePlace()
  }
}

/// Why a file can't be written or read, as the end of a sentence.
enum FileReason {
  static func text(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileWriteNoPermission, .fileReadNoPermission: "there is no permission to"
    case .fileWriteOutOfSpace: "the disk is full"
    case .fileWriteVolumeReadOnly: "the file system is read-only"
    case .fileNoSuchFile, .fileReadNoSuchFile: "it doesn't exist"
    case .fileWriteFileExists: "a file is in its way"
    default: "the system reports: \(error.localizedDescription)"
    }
  }
}
