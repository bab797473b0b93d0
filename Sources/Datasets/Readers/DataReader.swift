internal import Declarations

/// A data set that has a name of its own.
protocol BuiltinReader: Sendable {
  var name: String { get }
  /// What help says about it, in sentences.
  var note: String { get }
  /// The options of `load` that are this set's alone.
  var parameters: [Parameter] { get }
  /// What is known of it before it is read. Refuses what can be told by then.
  func outline(_ options: LoadOptions) throws(DataError) -> DataOutline
  func read(_ options: LoadOptions) throws(DataError) -> LoadedData
}

extension BuiltinReader {
  var parameters: [Parameter] { [] }
}

/// A format of files or folders that a person has.
protocol PathReader: Sendable {
  /// What sources of this format are called, for messages: `svmlight files`.
  var plural: String { get }
  /// What help says about it, in sentences.
  var note: String { get }
  /// The options of `load` that are this format's alone.
  var parameters: [Parameter] { get }
  /// Whether what stands at the path looks like this format. It is then read as that, and what is wrong with
  /// it is said.
  func recognises(_ path: String, _ kind: FileAccess.Kind) -> Bool
  /// What is known before anything is opened: of a folder, what its listing tells.
  func outline(_ path: String, _ options: LoadOptions) throws(DataError) -> DataOutline
  func read(_ path: String, _ options: LoadOptions) throws(DataError) -> LoadedData
}

extension PathReader {
  var parameters: [Parameter] { [] }
  func outline(_ path: String, _ options: LoadOptions) throws(DataError) -> DataOutline {
    DataOutline(task: .classification)
  }
}

/// All readers. A new format is one new file and a word here; the first one that recognises a path reads it.
enum Readers {
  /// What has a name of its own.
  static let builtin: [any BuiltinReader] = [FashionMNISTReader(), DigitsReader(), ShapesReader()]
  /// What lies at a path. A folder that none before it recognises is one of images.
  static let paths: [any PathReader] = [
    SparseReader(), IDXReader(), TableReader(), ArrayReader(), ImageFolderReader(),
  ]
}

/// What a reader gives.
struct LoadedData: Sendable {
  var classes: [String]
  var train: Part
  var validation: Part?
  var test: Part?
  var warnings: [String] = []
  /// Classes of which the limit left no training image; the reader applied the limit itself.
  var lost: [Int] = []
  /// The fingerprint of just these parts, where it is known already.
  var fingerprint: String?
  /// `FilesHash` of picture files.
  var filesHash: String?
}
