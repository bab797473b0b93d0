import Foundation
import Images
import Testing

@testable import Datasets

@Suite("svmlight files")
struct SparseReaderTests {
  private func loaded(
    _ text: String, size: [Int]? = nil, index: Int? = nil
  ) throws -> (pixels: [[UInt8]], classes: [String], warnings: [String]) {
    try withTemporaryFolder { folder in
      try write(Array(text.utf8), to: "data.svmlight", in: folder)
      let data = try load(folder + "/data.svmlight", size: size, index: index)
      return (
        try (0..<data.train.count).map { try data.train.store.image($0).pixels }, data.classes, data.warnings
      )
    }
  }

  private func problem(_ text: String, size: [Int]? = nil, index: Int? = nil) throws -> String {
    do {
      _ = try loaded(text, size: size, index: index)
      return ""
    } catch let error as DataError {
      // Without the folder, whose name is another one each time.
      return error.message.replacing(/'[^']*data.svmlight'/, with: "FILE")
    }
  }

  private let guess =
    "features are taken to be counted from 1, as none has the number 0; index=1 says so, index=0 counts them "
    + "from 0, as scikit-learn writes them"

  /// scikit-learn's dump_svmlight_file counts from 0, and the first pixel of digits is black in all of them.
  @Test func theBaseIsSaidOrFoundOutOrGuessedAloud() throws {
    let shifted = "3 1:7 2:9\n5 2:200\n"
    #expect(try loaded(shifted, size: [2, 2], index: 0).pixels == [[0, 7, 9, 0], [0, 0, 200, 0]])
    #expect(try loaded(shifted, size: [2, 2], index: 1).pixels == [[7, 9, 0, 0], [0, 200, 0, 0]])
    #expect(try loaded(shifted, size: [2, 2], index: 0).warnings.isEmpty)
    #expect(try loaded(shifted, size: [2, 2], index: 1).warnings.isEmpty)
    let guessed = try loaded(shifted, size: [2, 2])
    #expect(guessed.pixels == [[7, 9, 0, 0], [0, 200, 0, 0]] && guessed.warnings == [guess])
    #expect(try loaded(shifted).pixels == [[7, 9], [0, 200]])
    #expect(try loaded(shifted, index: 0).pixels == [[0, 7, 9], [0, 0, 200]])
    // A feature 0 settles it, and so does one of the number of pixels.
    let zero = try loaded("3 0:1 2:9\n5 1:200\n", size: [2, 2])
    #expect(zero.pixels == [[1, 0, 9, 0], [0, 200, 0, 0]] && zero.warnings.isEmpty)
    #expect(try loaded("3 1:7\n5 4:200\n", size: [2, 2]).warnings.isEmpty)
    #expect(try loaded("3 1:7\n5 3:200\n", size: [2, 2]).warnings == [guess])
  }

  @Test func mistakesAreNamedWithTheirLine() throws {
    #expect(try problem("1 0:7\n2 1:8\n", index: 1) == "FILE, line 1: features are counted from 1, found 0.")
    #expect(
      try problem("1 1:7\n2 2147483648:8\n")
        == "FILE, line 2: '2147483648' is too large for an index of a feature; expected at most 100000000.")
    #expect(
      try problem("1 1:7\n2 99999999999999999999999:8\n").hasPrefix(
        "FILE, line 2: '99999999999999999999999' is too large"))
    #expect(
      try problem("1 1:7\n2 -1:8\n")
        == "FILE, line 2: '-1' is no index of a feature; expected a whole number from 0.")
    #expect(try problem("1 1:7\n2 2:8 1:3\n") == "FILE, line 2: feature 1 doesn't come after 2.")
    #expect(try problem("1 1:7\nx 2:8\n") == "FILE, line 2: 'x' is no label; expected a number.")
    #expect(try problem("1 1:nan\n2 1:1\n") == "FILE, line 1: 'nan' is no value; expected a finite number.")
    #expect(try problem("1 0:7\n2 1:300\n").hasPrefix("FILE, line 2: feature 1 is 300.0; images are bytes"))
    #expect(
      try problem("1 5:1\n2 4:1\n", size: [2, 2])
        == "size=2x2x1 has 4 numbers; FILE has a feature 5, counted from 1.")
    #expect(
      try problem("1 4:1\n2 3:1\n", size: [2, 2], index: 0)
        == "size=2x2x1 has 4 numbers; FILE has a feature 4, counted from 0."
    )
    #expect(try problem("1 4:1 # 5:1\n2 3:1\n", size: [2, 2]) == "")
    #expect(try problem("") == "FILE, line 1: there is no sample.")
    #expect(try problem("\n# nothing\n") == "FILE, line 1: there is no sample.")
    #expect(try problem("1 1:1") == "FILE has a single class, '1'; at least two are needed.")
    let labels = (0..<70_000).map { "\($0).5 1:1\n" }.joined()
    #expect(
      try problem(labels) == "FILE, line 65537: there are more than 65536 different labels; expected classes."
    )
  }

  @Test func linesAndNumbersAreReadAsBefore() throws {
    let odd = try loaded("+1 qid:3 1:1.0 3:0.5019607843137255\r\n\n-1.5\t2:1e0 # and so on 9:9\n+1", index: 1)
    #expect(odd.classes == ["-1.5", "1"] && odd.pixels == [[255, 0, 128], [0, 255, 0], [0, 0, 0]])
    // Pieces of the file end anywhere within lines.
    let many = (0..<20_000).map { "\($0 % 3) \(1 + $0 % 50):\(1 + $0 % 255) 60:2\n" }.joined()
    let data = try loaded(many, index: 1)
    #expect(data.pixels.count == 20_000 && data.pixels[12_345][12_345 % 50] == UInt8(1 + 12_345 % 255))
  }

  @Test func packedFilesThatUnpackToGigabytesAreRefusedEarly() throws {
    try withTemporaryFolder { folder in
      // 6 MB that unpack to 6 GB without a line break: gzip's members follow each other.
      let member = try packed([UInt8](repeating: 0, count: 1 << 20))
      try write((0..<6000).flatMap { _ in member }, to: "zeros.svmlight.gz", in: folder)
      #expect(
        throws: DataError.sparseContent(
          path: folder + "/zeros.svmlight.gz", line: 1, reason: "the line is longer than 128 MB")
      ) { try load(folder + "/zeros.svmlight.gz") }
      // Samples of many pixels, for which there is no room however few they are.
      try write(Array("1 100000000:1\n2 1:1\n".utf8), to: "wide.libsvm", in: folder)
      let wide = (0..<20_000).map { "\($0 % 2) 100000000:1\n" }.joined()
      try write(try packed(Array(wide.utf8)), to: "wide.svm.gz", in: folder)
      #expect(throws: DataError.self) { try load(folder + "/wide.svm.gz") }
    }
  }

  @Test func refusesValuesThatAnOptionCannotHave() throws {
    try withTemporaryFolder { folder in
      try write(Array("0 1:0.5\n1 2:0.25\n".utf8), to: "data.svmlight", in: folder)
      let error = #expect(throws: DataError.self) { try load(folder + "/data.svmlight", index: 7) }
      let head = "'index' (of an svmlight file: the number of the first feature"
      #expect(error?.message.hasPrefix(head) == true)
    }
  }

  @Test func optionsOfOtherFormatsAreRefused() throws {
    #expect(throws: DataError.foreignOption("size", of: "svmlight files and 'shapes'", path: "digits")) {
      try load("digits", size: [8, 8])
    }
    #expect(throws: DataError.foreignOption("index", of: "svmlight files", path: Fixtures.path("idx/good"))) {
      try load(Fixtures.path("idx/good"), index: 0)
    }
    #expect(
      throws: DataError.foreignOption("parts", of: "folders of images", path: Fixtures.path("idx/good"))
    ) {
      try load(Fixtures.path("idx/good"), parts: .none)
    }
    #expect(
      DataError.foreignOption("index", of: "svmlight files", path: "p").message
        == "'index' is for svmlight files; 'p' is none.")
    #expect(
      DataError.foreignOption("parts", of: "folders of images", path: "p").message
        == "'parts' is for folders of images; 'p' is none.")
  }
}
