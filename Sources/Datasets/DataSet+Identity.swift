internal import Declarations

extension DataSet {
  /// "sha256:" and 64 hexadecimal digits over everything that affects training: content, images and classes
  /// of each part, preparation and augmentation. Equal identities give equal samples.
  ///
  /// - Complexity: O(*n*) in the number of images; pixels aren't read again.
  public var identity: String {
    var hash = ContentHash()
    func add(_ name: String, _ part: Part?) {
      hash.add(name)
      hash.add([part?.count ?? -1])
      hash.add(part?.indices ?? [])
      if let part { hash.add(part.targets) }
    }
    hash.add(fingerprint)
    // The fingerprint tells the content of these images in their order; with them every image of the store is
    // known.
    add("loaded train", loaded.train)
    add("loaded validation", loaded.validation)
    add("loaded test", loaded.test)
    add("train", train)
    add("validation", validation)
    add("test", test)
    for step in preparation.steps { hash.add("prepare " + CanonicalText.text(of: step)) }
    for step in augmentation.steps { hash.add("augment " + CanonicalText.text(of: step)) }
    return "sha256:" + hash.hexadecimal
  }
}
