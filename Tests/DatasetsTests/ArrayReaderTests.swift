import Declarations
import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Data sets of NumPy arrays")
struct ArrayReaderTests {
  private func loaded(_ name: String, _ options: [String: ArgumentValue] = [:]) throws -> DataSet {
    try Loading.load(
      source: DataSourceName(Fixtures.path("arrays/" + name)), options: LoadOptions(format: options))
  }

  private static func fixture(_ key: String) throws -> Any {
    let content = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("arrays.json")))
    let json = try JSONSerialization.jsonObject(with: content) as? [String: Any]
    return try #require(json?[key])
  }

  @Test func namesAsInKerasMakeParts() throws {
    let data = try loaded("keras.npz")
    #expect(data.parts.map(\.name) == [.train, .test] && data.classes == ["0", "1", "2"])
    #expect(data.train.uniformShape == SampleShape(channels: 1, height: 4, width: 5))
    #expect(data.train.labels == [0, 2, 1, 0, 2, 1] && !data.train.store.holdsFloats)
    let expected = try #require(try Self.fixture("images") as? [[[Int]]])
    #expect(try data.train.store.image(5).pixels.map(Int.init) == expected[5].flatMap { $0 })
  }

  @Test func namesAsInMedMNISTMakeThreeParts() throws {
    let data = try loaded("medmnist.npz")
    #expect(data.parts.map(\.part.count) == [6, 3, 2])
    #expect(data.train.uniformShape == SampleShape(channels: 3, height: 4, width: 5))
    #expect(data.train.labels == [0, 2, 1, 0, 2, 1])
    let expected = try #require(try Self.fixture("colours") as? [[[[Int]]]])
    #expect(try data.train.store.image(3).pixels.map(Int.init) == expected[3].flatMap { $0.flatMap { $0 } })
  }

  @Test func aTableOfMembersMakesLabelSets() throws {
    let data = try loaded("chest.npz")
    #expect(data.task == .multilabel && data.classes.count == 4)
    let sets = try #require(data.test?.labelSets)
    #expect(sets[0] == [1, 2] && sets[1] == [])
    let named = try loaded(
      "chest.npz", ["classes": .list(["a", "b", "c", "d", "e"].map { .text($0) })])
    #expect(named.classes == ["a", "b", "c", "d", "e"] && named.test?.labelSets?[0] == [1, 2])
  }

  @Test func aTableWithOneClassEachIsClassification() throws {
    let data = try loaded("onehot.npz")
    #expect(data.task == .classification && data.train.labels == [0, 2, 1, 0, 2, 1])
    #expect(try loaded("onehot.npz", ["task": .text("multilabel")]).task == .multilabel)
  }

  @Test(arguments: ["sklearn.npz", "unnamed.npz", "zip64.npz"]) func featuresStayNumbers(name: String) throws
  {
    let data = try loaded(name)
    #expect(data.train.store.holdsFloats)
    #expect(data.train.uniformShape == SampleShape(channels: 1, height: 1, width: 10))
    let expected = try #require(try Self.fixture("features") as? [[Double]])
    for row in 0..<6 {
      #expect(try data.train.store.withValues(row) { Array($0) } == expected[row].map(Float.init))
    }
    #expect(
      data.classes == (name == "sklearn.npz" ? ["setosa", "versicolor", "virginica"] : ["0", "1", "2"]))
  }

  @Test func labelsLieBesideAFile() throws {
    let data = try loaded("pair_images.npy")
    #expect(data.classes == ["a", "b", "c"] && data.train.labels == [1, 0, 1, 0, 2, 2])
    // Channels stood first in the file.
    let expected = try #require(try Self.fixture("colours") as? [[[[Int]]]])
    #expect(try data.train.store.image(2).pixels.map(Int.init) == expected[2].flatMap { $0.flatMap { $0 } })
    let named = try loaded(
      "pair_images.npy",
      ["labels": .text(Fixtures.path("arrays/pair_labels.npy")), "channels": .text("first")])
    #expect(named.fingerprint == data.fingerprint)
  }

  @Test func aFolderOfArraysIsReadAsAnArchiveIs() throws {
    try withTemporaryFolder { folder in
      for (part, name) in [("images", "X_train"), ("labels", "y_train")] {
        try FileManager.default.copyItem(
          atPath: Fixtures.path("arrays/pair_\(part).npy"), toPath: "\(folder)/\(name).npy")
      }
      #expect(try load(folder).fingerprint == (try loaded("pair_images.npy")).fingerprint)
    }
  }

  @Test func theOutlineTellsWhatIsReadLater() throws {
    for name in ["keras.npz", "medmnist.npz", "chest.npz", "sklearn.npz", "pair_images.npy"] {
      let outline = try Loading.outline(
        of: DataSourceName(Fixtures.path("arrays/" + name)), options: LoadOptions())
      let data = try loaded(name)
      #expect(outline.classes == data.classes && outline.task == data.task)
      #expect(outline.shape == data.train.uniformShape)
      #expect(outline.parts == Dictionary(uniqueKeysWithValues: data.parts.map { ($0.name, $0.part.count) }))
    }
  }

  // MARK: What is wrong

  /// A file of numbers of 32 bits.
  private func array(_ shape: [Int], _ values: [Float], type: String = "<f4") -> [UInt8] {
    let sizes = shape.map { "\($0)," }.joined(separator: " ")
    let text = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }\n".utf8)
    return ArrayHeader.magic + [1, 0, UInt8(text.count), 0] + text
      + values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }

  private func problem(_ images: [UInt8], _ labels: [UInt8]) throws -> String {
    try withTemporaryFolder { folder in
      try write(images, to: "images.npy", in: folder)
      try write(labels, to: "labels.npy", in: folder)
      do {
        _ = try load(folder + "/images.npy")
        return ""
      } catch let error as DataError {
        return error.message.replacing(folder + "/", with: "")
      }
    }
  }

  @Test func mistakesAreNamedWithTheirRow() throws {
    let two = array([2, 1], [0, 1])
    #expect(
      try problem(array([2, 3], [1, 2, 3, 4, .nan, 6]), two)
        == "'images.npy': row 1 holds a value that is not a number.")
    #expect(
      try problem(array([2, 3], [1, -.infinity, 3, 4, 5, 6]), two)
        == "'images.npy': row 0 holds a value that is infinite.")
    let large = withUnsafeBytes(of: 1e39) { Array($0) } + [UInt8](repeating: 0, count: 8)
    #expect(
      try problem(array([2, 1], [], type: "<f8") + large, two)
        == "'images.npy': row 0 holds 1e+39, which is too large for 32 bits.")
    #expect(
      try problem(array([2], [1, 2]), two) == "'images.npy': its shape is 2, which are no images or features."
    )
    #expect(
      try problem(array([0, 3], []), array([0], []))
        == "'images.npy': its shape is 0x3: there is nothing in it.")
    #expect(try problem(array([2, 1], [1, 2]), array([3], [0, 1, 0])).contains("3"))
    #expect(
      try problem(array([2, 1], [1, 2]), array([2], [0, 0.5]))
        == "'labels.npy': the label of row 1 is 0.5; labels are whole numbers or texts.")
    #expect(
      try problem(array([2, 1], [1, 2]), array([2, 2], [0, 1, 2, 0]))
        == "'labels.npy': row 1 holds 2.0; a table of labels is of 0 and 1, a column a class.")
    #expect(try problem(array([2, 1], [1, 2]), array([2], [0, 0])).contains("class"))
  }

  @Test func labelsThatAreMissingAreAskedFor() throws {
    try withTemporaryFolder { folder in
      try write(array([2, 1], [1, 2]), to: "x.npy", in: folder)
      let error = #expect(throws: DataError.self) { try load(folder + "/x.npy") }
      #expect(error?.message.contains("y.npy") == true, "\(error?.message ?? "")")
      let other = #expect(throws: DataError.self) { try load(folder) }
      #expect(other?.message.hasSuffix("there are no labels for 'x'.") == true, "\(other?.message ?? "")")
    }
  }

  @Test func archivesThatAreDamagedAreRefused() throws {
    let whole = try FileAccess.bytes(Fixtures.path("arrays/zip64.npz"))
    try withTemporaryFolder { folder in
      func attempt(_ bytes: [UInt8]) throws {
        try write(bytes, to: "a.npz", in: folder)
        _ = try load(folder + "/a.npz")
      }
      try attempt(whole)
      for size in stride(from: 0, to: whole.count - 30, by: 7) {
        #expect(throws: DataError.self) { try attempt(Array(whole[..<size])) }
      }
      try attempt(whole)
      // Whatever bit is turned, what comes is a message, or the same numbers where it didn't matter.
      let data = try load(folder + "/a.npz").fingerprint
      for place in stride(from: 0, to: whole.count, by: 3) {
        var bytes = whole
        bytes[place] ^= 1 << UInt8(place % 8)
        try write(bytes, to: "a.npz", in: folder)
        if let found = try? load(folder + "/a.npz") { #expect(found.fingerprint == data, "byte \(place)") }
      }
    }
  }
}
