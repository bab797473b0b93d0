internal import Runtime

/// What a file is that isn't one of ours, by how it begins.
enum ForeignFile {
  /// Its kind in words; nil where nothing tells.
  ///
  /// - Parameter bytes: The first ones, 512 or all.
  static func kind(_ bytes: [UInt8]) -> String? {
    let known: [([UInt8], String)] = [
      ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
      (Array("GIF8".utf8), "a GIF picture"), ([0x1F, 0x8B], "a gzip file"),
      ([0x50, 0x4B, 0x03, 0x04], "a zip file, as PyTorch and Keras write it"),
      (Array("%PDF".utf8), "a PDF file"), ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
      ([0x93] + Array("NUMPY".utf8), "a NumPy array"),
    ]
    if let kind = known.first(where: { bytes.starts(with: $0.0) })?.1 { return kind }
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 32 && $0 != 127 || (9...13).contains($0) }) else {
      return nil
    }
    return "text"
  }

  /// Says of a file that isn't what was expected what it is.
  static func noModel(_ path: String, _ beginning: [UInt8]) -> CommandFailure? {
    kind(Array(beginning.prefix(512))).map {
      CommandFailure(
        "'\(path)' is \($0), no model.",
        hint: "'restore' reads what 'save' wrote (.safetensors), and model files of LIBSVM (.svm).",
        argument: "file")
    }
  }
}
