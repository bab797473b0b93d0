internal import Datasets
internal import Files
internal import Models
internal import Runtime

/// The images that a model was trained on, in all of its trainings: whoever evaluates it on some of them is
/// told.
struct TrainedImages: Hashable {
  /// What was loaded, each once: the last part of its path, and its fingerprint.
  private(set) var sources: [String]
  private(set) var hashes: ImageHashes

  init(_ data: DataSet) {
    let name = data.origin.pathParts.last ?? data.origin
    sources = ["\(data.fingerprint) \(name)"]
    hashes = ImageHashes(of: data.train)
  }

  /// These and those of a further training.
  func adding(_ other: TrainedImages) -> TrainedImages {
    var result = self
    result.sources += other.sources.filter { !sources.contains($0) }
    result.hashes = hashes.union(other.hashes)
    return result
  }

  /// `1,437 images of digits`.
  var outline: String {
    let names = sources.map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) ?? $0 }
    return "\(Spelling.count(hashes.count)) \(hashes.count == 1 ? "image" : "different images") of "
      + names.joined(separator: " and ")
  }

  // MARK: In files

  private static let format = "1"

  /// A line of hashes, and a line for each source.
  var text: String {
    ([Self.format + " " + hashes.text] + sources.map(Spelling.quoted)).joined(separator: "\n")
  }

  /// What `text` gave. A text of a later format is none that is understood here.
  init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, words[0] == Self.format, let hashes = ImageHashes(text: String(words[1])) else {
      return nil
    }
    self.hashes = hashes
    sources = lines.dropFirst().map { Interpreter.value(ofText: String($0)).plainText }
  }

  static func isOfThisFormat(_ text: String) -> Bool { text.hasPrefix(format + " ") }

  // MARK: Words

  /// What to say where nobody knows; it is no warning.
  static func unknown(_ model: String) -> String {
    "whether '\(model)' was trained on any of these images isn't known"
  }

  /// What to say of an evaluation on images that a model was trained on; nil where there is nothing to say.
  static func warning(overlap: Int?, of count: Int, model: String) -> String? {
    guard let overlap, overlap > 0 else { return nil }
    if overlap == count {
      return "'\(model)' was trained on all of these images; on new ones it does worse"
    }
    return
      "'\(model)' was trained on "
      + "\(Spelling.count(overlap)) of these \(Spelling.count(count)) images; on new ones "
      + "it does worse"
  }
}
