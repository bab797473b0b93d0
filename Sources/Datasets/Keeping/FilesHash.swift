/// The identity of the files that pictures were decoded from: another decoder makes other pixels of the same
/// files, and leaves out others.
///
/// What is hashed, as `ContentHash` has it: the text `fovea files 1`; the number of classes and their names;
/// for each part its name, how many of its files were opened, their names from the folder of the data on,
/// what is to be predicted of them (as in `Fingerprint`), and the SHA-256 of each.
enum FilesHash {
  /// - Parameters:
  ///   - parts: The listed files of each part, with what came of them.
  ///   - base: The folder of the data.
  static func of(
    _ parts: [(listed: ListedPart, read: [ImageFiles.Decoded<ReadImage>?])], classes: [String], base: String
  ) -> String {
    var hash = ContentHash()
    hash.add("fovea files 1")
    hash.add([classes.count])
    for name in classes { hash.add(name) }
    for (listed, read) in parts {
      let places = read.indices.filter { read[$0] != nil }
      hash.add(listed.name.rawValue)
      hash.add([places.count])
      for place in places { hash.add(FileAccess.relative(listed.files[place], to: base)) }
      hash.add(listed.targets.selecting(places))
      for place in places {
        if let digest = read[place]?.file?.digest {
          digest.withUnsafeBytes { hash.add($0) }
        } else {
          hash.add("unreadable")
        }
      }
    }
    return "sha256:" + hash.hexadecimal
  }
}
