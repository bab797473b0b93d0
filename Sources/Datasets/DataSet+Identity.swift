internal import Crypto
internal import Declarations
internal import Tensors

extension DataSet {
  /// "sha256:" and 64 hexadecimal digits over everything that affects training: content, images and classes
  /// of each part, preparation and augmentation. Equal identities give equal samples.
  ///
  /// - Complexity: O(*n*) in the number of images; pixels aren't read again.
  public var identity: String {
    var hash = SHA256()
    func add(_ text: String) {
      let bytes = Array(text.utf8)
      add([bytes.count])
      bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    func add(_ numbers: [Int]) {
      numbers.map { Int64($0).littleEndian }.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    func add(_ name: String, _ part: Part?) {
      add(name)
      add([part?.count ?? -1])
      add(part?.indices ?? [])
      switch part?.targets {
      case .classes(let labels)?: add(labels)
      case .labelSets(let sets)?:
        add("label sets")
        for position in 0..<sets.count { add([sets.cardinality(at: position)] + sets[position]) }
      case nil: add([Int]())
      }
    }
    add(fingerprint)
    // The fingerprint tells the content of these images in their order; with them every image of the store is
    // known.
    add("loaded train", loaded.train)
    add("loaded validation", loaded.validation)
    add("loaded test", loaded.test)
    add("train", train)
    add("validation", validation)
    add("test", test)
    for step in preparation.steps { add("prepare " + CanonicalText.text(of: step)) }
    for step in augmentation.steps { add("augment " + CanonicalText.text(of: step)) }
    return "sha256:" + hash.finalize().hexadecimal
  }
}
